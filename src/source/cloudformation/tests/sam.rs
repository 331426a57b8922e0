use super::*;

const TRANSFORM: &str = "Transform: AWS::Serverless-2016-10-31\n";

fn read_sam(text: &str) -> Declaration {
    read_with(&format!("{TRANSFORM}{text}"), &in_region("us-east-1"))
}

fn arn(path: &str) -> Written {
    Written::Text(format!("arn:aws:iam::aws:policy/{path}"))
}

#[test]
fn a_function_becomes_a_function_and_its_role() {
    let declaration = read_sam(
        "Globals:
  Function:
    Runtime: python3.12
    Timeout: 5
    Environment: {Variables: {A: '1'}}
    Layers: ['arn:aws:lambda:us-east-1:111122223333:layer:a:1']
Resources:
  Intake:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: 'secret = 1'
      Timeout: 9
      Tracing: Active
      VpcConfig: {SubnetIds: [subnet-1]}
      Environment: {Variables: {B: '2'}}
      Tags: {phi: 'yes'}
      Layers: ['arn:aws:lambda:us-east-1:111122223333:layer:b:1']
      Policies:
        - AmazonS3ReadOnlyAccess
        - SQSSendMessagePolicy: {QueueName: q}
        - Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]
      Events:
        Queue: {Type: SQS, Properties: {Queue: 'arn:aws:sqs:us-east-1:111122223333:q', BatchSize: 3}}
        Web: {Type: Api, Properties: {Path: /, Method: get}}
        Open: {Type: HttpApi}
",
    );
    assert_eq!(
        addresses(&declaration),
        [
            "Intake",
            "IntakeRole",
            "IntakeQueue",
            "ServerlessRestApi",
            "ServerlessRestApiProdStage",
            "ServerlessHttpApi",
            "ServerlessHttpApiApiGatewayDefaultStage"
        ]
    );
    let function = of(&declaration, "Intake");
    assert_eq!((function.type_name.as_str(), function.line), ("AWS::Lambda::Function", Some(9)));
    let values = &function.values;
    assert_eq!(values.member("Timeout"), &Written::Number(9.into()));
    assert_eq!(values.member("Runtime"), &text("python3.12"));
    let variables = values.member("Environment").member("Variables");
    assert_eq!((variables.member("A"), variables.member("B")), (&text("1"), &text("2")));
    assert_eq!(values.member("TracingConfig").member("Mode"), &text("Active"));
    assert_eq!(values.member("Code"), &Written::Unknown);
    assert_eq!(values.member("Role"), &reference("IntakeRole", "Arn"));
    assert!(matches!(values.member("Layers"), Written::List(layers) if layers.len() == 2));
    assert!(format!("{:?}", values.member("Tags")).contains("phi"));
    let role = &of(&declaration, "IntakeRole").values;
    let managed = [
        "service-role/AWSLambdaBasicExecutionRole",
        "AWSXrayWriteOnlyAccess",
        "service-role/AWSLambdaVPCAccessExecutionRole",
        "service-role/AWSLambdaSQSQueueExecutionRole",
        "AmazonS3ReadOnlyAccess",
    ];
    assert_eq!(role.member("ManagedPolicyArns"), &Written::List(managed.map(arn).into()));
    let Written::List(inline) = role.member("Policies") else { panic!("{role:?}") };
    assert_eq!(inline[0].member("PolicyDocument"), &Written::Unknown);
    assert!(matches!(inline[1].member("PolicyDocument").member("Statement"), Written::List(_)));
    assert!(format!("{:?}", role.member("AssumeRolePolicyDocument")).contains("lambda.amazonaws.com"));
    let queue = of(&declaration, "IntakeQueue");
    assert_eq!(queue.type_name, "AWS::Lambda::EventSourceMapping");
    assert_eq!(queue.values.member("EventSourceArn"), &text("arn:aws:sqs:us-east-1:111122223333:q"));
    assert_eq!(queue.values.member("Queue"), &Written::Null);
    assert_eq!(queue.values.member("FunctionName"), &reference("Intake", "Arn"));
}

#[test]
fn a_function_with_a_role_makes_none_and_its_address_is_told() {
    let declaration = read_sam(
        "Resources:
  F: {Type: 'AWS::Serverless::Function', Properties: {Role: 'arn:aws:iam::111122223333:role/r', AutoPublishAlias: live, FunctionUrlConfig: {AuthType: NONE}}}
  B: {Type: 'AWS::S3::Bucket', Properties: {A: !Ref F.Alias, R: !GetAtt FUrl.FunctionUrl}}
",
    );
    assert_eq!(addresses(&declaration), ["F", "FUrl", "FUrlPublicPermissions", "FAliaslive", "B"]);
    let url = of(&declaration, "FUrl");
    assert_eq!((url.type_name.as_str(), url.values.member("AuthType")), ("AWS::Lambda::Url", &text("NONE")));
    assert_eq!(url.values.member("TargetFunctionArn"), &reference("FAliaslive", "Ref"));
    assert_eq!(of(&declaration, "B").values.member("R"), &reference("FUrl", "FunctionUrl"));
}

#[test]
fn apis_become_apis_and_stages() {
    let declaration = read_sam(
        "Globals:
  Api: {TracingEnabled: true}
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      AccessLogSetting: {DestinationArn: x}
      EndpointConfiguration: {Type: PRIVATE, VPCEndpointIds: [vpce-1]}
      Domain: {DomainName: a.example.org, CertificateArn: c, SecurityPolicy: TLS_1_2}
      DefinitionBody: {swagger: '2.0'}
  Http: {Type: 'AWS::Serverless::HttpApi', Properties: {AccessLogSettings: {DestinationArn: y}}}
",
    );
    assert_eq!(
        addresses(&declaration),
        ["Api", "ApiprodStage", "ApiDomainName", "Http", "HttpApiGatewayDefaultStage"]
    );
    let api = &of(&declaration, "Api").values;
    assert_eq!(api.member("EndpointConfiguration").member("Types"), &texts(&["PRIVATE"]));
    assert_eq!(api.member("EndpointConfiguration").member("VpcEndpointIds"), &texts(&["vpce-1"]));
    let stage = &of(&declaration, "ApiprodStage").values;
    assert_eq!(stage.member("TracingEnabled"), &Written::Bool(true));
    assert_eq!(stage.member("RestApiId"), &reference("Api", "Ref"));
    assert_eq!(of(&declaration, "ApiDomainName").values.member("SecurityPolicy"), &text("TLS_1_2"));
    let open = of(&declaration, "HttpApiGatewayDefaultStage");
    assert_eq!(open.type_name, "AWS::ApiGatewayV2::Stage");
    assert_eq!(open.values.member("AccessLogSettings").member("DestinationArn"), &text("y"));
}

#[test]
fn tables_layers_machines_and_graphs_become_their_services() {
    let declaration = read_sam(
        "Resources:
  T: {Type: 'AWS::Serverless::SimpleTable', Properties: {SSESpecification: {SSEEnabled: true}}}
  L: {Type: 'AWS::Serverless::LayerVersion', Properties: {ContentUri: ./layer}}
  M: {Type: 'AWS::Serverless::StateMachine', Properties: {Type: EXPRESS, Logging: {Level: ALL}, Tracing: {Enabled: true}, Events: {N: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}}}}
  G: {Type: 'AWS::Serverless::GraphQLApi', Properties: {Auth: {Type: API_KEY}}}
  C: {Type: 'AWS::Serverless::Connector', Properties: {}}
",
    );
    assert_eq!(addresses(&declaration), ["T", "L", "M", "MRole", "MN", "MNRole", "G", "GCloudWatchRole"]);
    let types: Vec<&str> = declaration.items.iter().map(|item| item.type_name.as_str()).collect();
    assert_eq!(
        types[..3],
        ["AWS::DynamoDB::Table", "AWS::Lambda::LayerVersion", "AWS::StepFunctions::StateMachine"]
    );
    let table = &of(&declaration, "T").values;
    assert_eq!(table.member("SSESpecification").member("SSEEnabled"), &Written::Bool(true));
    assert_eq!(table.member("BillingMode"), &text("PAY_PER_REQUEST"));
    assert_eq!(of(&declaration, "M").values.member("LoggingConfiguration").member("Level"), &text("ALL"));
    assert!(format!("{:?}", of(&declaration, "MNRole").values).contains("states:StartExecution"));
    assert_eq!(of(&declaration, "G").values.member("AuthenticationType"), &text("API_KEY"));
    assert!(
        declaration.notes[0].contains("C is of type AWS::Serverless::Connector"),
        "{:?}",
        declaration.notes
    );
}

#[test]
fn what_events_say_of_a_bucket_makes_its_notifications_unknown() {
    let declaration = read_sam(
        "Resources:
  F: {Type: 'AWS::Serverless::Function', Properties: {Role: r, Events: {B: {Type: S3, Properties: {Bucket: !Ref B, Events: 's3:ObjectCreated:*'}}}}}
  B: {Type: 'AWS::S3::Bucket'}
",
    );
    assert_eq!(of(&declaration, "B").values.member("NotificationConfiguration"), &Written::Unknown);
}

#[test]
fn an_application_in_a_file_is_a_nested_stack() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("t.yaml");
    std::fs::write(folder.path().join("in.yaml"), "Parameters:\n  N: {Type: String}\nResources:\n  B: {Type: 'AWS::S3::Bucket', Properties: {N: !Ref N}}\n").expect("a file");
    std::fs::write(&path, format!("{TRANSFORM}Resources:\n  App: {{Type: 'AWS::Serverless::Application', Properties: {{Location: in.yaml, Parameters: {{N: x}}}}}}\n  Far: {{Type: 'AWS::Serverless::Application', Properties: {{Location: {{ApplicationId: a, SemanticVersion: 1.0.0}}}}}}\n")).expect("a file");
    let declaration = super::super::read(&path, &Options::default()).expect("stacks");
    assert_eq!(addresses(&declaration), ["App", "App/B", "Far"]);
    assert_eq!(of(&declaration, "App/B").values.member("N"), &text("x"));
    assert!(declaration.notes[0].contains("Serverless Application Repository"), "{:?}", declaration.notes);
}

#[test]
fn sams_types_without_its_transform_are_refused() {
    let said = refused("Resources:\n  F: {Type: 'AWS::Serverless::Function'}\n");
    assert!(said.contains("lacks SAM's Transform"), "{said}");
}

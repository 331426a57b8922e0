//! Things and their parts, as the files of their types have them, become what a scan of the account would find.

use baascan::resource::{Change, Resource};
use baascan::service::Catalog;
use baascan::source::declared::{Context, Declaration, Item, Mappings, Written, resources};
use serde_json::{Value, json};

/// Things of a plan or a template: address, type and values. `{"$": "address.attribute"}` stands for a reference, `"?"` for
/// what only AWS will tell.
pub(crate) fn gathered(things: &[(&str, &str, Value)]) -> Vec<Resource> {
    let catalog = Catalog::builtin();
    let items = things.iter().map(|(address, type_name, values)| Item {
        address: (*address).to_owned(),
        type_name: (*type_name).to_owned(),
        values: written(values),
        account: Some("111122223333".to_owned()),
        region: Some("us-east-1".to_owned()),
        file: None,
        line: None,
        change: Change::Create,
    });
    let declaration = Declaration { items: items.collect(), ..Declaration::default() };
    let context = Context {
        catalog,
        slug: &|_| None,
        account: None,
        region: None,
        keeps_value: &|_| false,
        at: "2026-11-24T09:00:00Z",
    };
    resources(&declaration, &mut Mappings::new(catalog, &[]), &context).expect("the files are whole")
}

fn written(value: &Value) -> Written {
    match value {
        Value::String(text) if text == "?" => Written::Unknown,
        Value::Array(elements) => Written::List(elements.iter().map(written).collect()),
        Value::Object(members) => match members.get("$").and_then(Value::as_str) {
            Some(reference) => {
                let (to, attribute) = reference.rsplit_once('.').expect("an address and an attribute");
                Written::Reference { to: to.to_owned(), attribute: attribute.to_owned() }
            }
            None => {
                Written::Map(members.iter().map(|(name, value)| (name.clone(), written(value))).collect())
            }
        },
        other => other.clone().into(),
    }
}

pub(crate) fn one<'r>(resources: &'r [Resource], kind: &str) -> &'r Resource {
    resources.iter().find(|resource| resource.kind == kind).unwrap_or_else(|| panic!("no {kind}"))
}

pub(crate) fn admin() -> Value {
    json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }] })
}

#[test]
fn a_role_of_a_plan_carries_the_policies_that_are_resources_of_their_own() {
    let found = gathered(&[
        (
            "aws_iam_role.app",
            "aws_iam_role",
            json!({ "name": "app", "path": "/", "assume_role_policy": "{}" }),
        ),
        (
            "aws_iam_role_policy.all",
            "aws_iam_role_policy",
            json!({ "role": { "$": "aws_iam_role.app.id" }, "name": "all", "policy": admin().to_string() }),
        ),
        (
            "aws_iam_role_policy.later",
            "aws_iam_role_policy",
            json!({ "role": "app", "name": "later", "policy": "?" }),
        ),
        (
            "aws_iam_role_policy_attachment.read",
            "aws_iam_role_policy_attachment",
            json!({ "role": { "$": "aws_iam_role.app.name" }, "policy_arn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
        ),
    ]);
    let role = one(&found, "AWS::IAM::Role");
    assert_eq!(role.id, "app");
    assert_eq!(role.arn.as_deref(), Some("arn:aws:iam::111122223333:role/app"));
    assert_eq!(role.region, "aws-global");
    assert_eq!(
        role.properties["Policies"],
        json!([{ "PolicyName": "all", "PolicyDocument": admin() }, { "PolicyName": "later" }])
    );
    assert_eq!(
        role.properties["AttachedManagedPolicies"],
        json!([{ "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }])
    );
    let unread: Vec<&str> = role.unread.iter().map(|unread| unread.path.as_str()).collect();
    assert!(unread.contains(&"/properties/Policies/1/PolicyDocument"), "of the second policy: {unread:?}");
    let session = one(&found, "AWS::IAM::RoleSession");
    assert_eq!(session.properties["MaxSessionDuration"], json!(3600));
    assert_eq!(session.properties["Arn"], json!("arn:aws:iam::111122223333:role/app"));
}

#[test]
fn one_policy_of_a_template_belongs_to_all_that_it_names() {
    let found = gathered(&[
        ("Role", "AWS::IAM::Role", json!({ "AssumeRolePolicyDocument": {} })),
        ("User", "AWS::IAM::User", json!({ "UserName": "ana", "Path": "/staff/" })),
        ("Group", "AWS::IAM::Group", json!({ "GroupName": "clinicians" })),
        (
            "Policy",
            "AWS::IAM::Policy",
            json!({ "PolicyName": "all", "PolicyDocument": admin(), "Roles": [{ "$": "Role.Ref" }], "Users": ["ana"] }),
        ),
        (
            "Added",
            "AWS::IAM::UserToGroupAddition",
            json!({ "GroupName": { "$": "Group.Ref" }, "Users": ["ana"] }),
        ),
    ]);
    let expected = json!([{ "PolicyName": "all", "PolicyDocument": admin() }]);
    assert_eq!(one(&found, "AWS::IAM::Role").properties["Policies"], expected);
    let user = one(&found, "AWS::IAM::User");
    assert_eq!(user.properties["Policies"], expected);
    assert_eq!(user.properties["Groups"], json!(["clinicians"]));
    assert_eq!(user.properties["Arn"], json!("arn:aws:iam::111122223333:user/staff/ana"));
    assert_eq!(one(&found, "AWS::IAM::Group").properties["Policies"], json!([]));
}

#[test]
fn a_key_made_in_the_same_plan_is_the_customers_and_known_by_one_arn() {
    let found = gathered(&[
        ("aws_kms_key.phi", "aws_kms_key", json!({ "enable_key_rotation": true, "is_enabled": true })),
        (
            "aws_lambda_function.intake",
            "aws_lambda_function",
            json!({
                "function_name": "intake", "role": "?", "reserved_concurrent_executions": -1,
                "kms_key_arn": { "$": "aws_kms_key.phi.arn" },
                "environment": [{ "variables": "?" }],
                "vpc_config": [{ "subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"] }],
            }),
        ),
        (
            "aws_lambda_permission.any",
            "aws_lambda_permission",
            json!({
                "function_name": { "$": "aws_lambda_function.intake.function_name" },
                "principal": "*", "action": "lambda:InvokeFunction", "source_arn": "?",
            }),
        ),
    ]);
    let (key, function) = (one(&found, "AWS::KMS::Key"), one(&found, "AWS::Lambda::Function"));
    assert_eq!(key.properties["KeyManager"], json!("CUSTOMER"));
    assert_eq!(key.properties["KeyState"], json!("Enabled"));
    assert_eq!(function.properties["KmsKeyArn"].as_str(), key.arn.as_deref());
    assert_eq!(function.properties["ReservedConcurrentExecutions"], Value::Null);
    assert_eq!(
        function.properties["Environment"],
        json!({ "Error": null }),
        "that there are variables is known before they are"
    );
    assert!(function.unread_at("/properties/Policy").is_some(), "anybody, or one source: only AWS will tell");
    assert!(function.unread_at("/properties/VpcConfig/VpcId").is_some());
}

#[test]
fn the_permissions_of_a_function_are_the_statements_of_its_policy() {
    let permission = |principal: &str, more: Value| {
        let mut values = json!({ "FunctionName": { "$": "Intake.Arn" }, "Principal": principal, "Action": "lambda:InvokeFunction" });
        values.as_object_mut().expect("a map").extend(more.as_object().cloned().unwrap_or_default());
        values
    };
    let found = gathered(&[
        ("Intake", "AWS::Lambda::Function", json!({ "FunctionName": "intake" })),
        ("Quiet", "AWS::Lambda::Function", json!({ "FunctionName": "quiet" })),
        ("ByS3", "AWS::Lambda::Permission", permission("s3.amazonaws.com", json!({ "SourceArn": "?" }))),
        ("ByAccount", "AWS::Lambda::Permission", permission("444455556666", json!({}))),
        ("ByAll", "AWS::Lambda::Permission", permission("*", json!({ "PrincipalOrgID": "o-a1b2c3d4e5" }))),
    ]);
    let arn = "arn:aws:lambda:us-east-1:111122223333:function:intake";
    let statement = |principal: Value, condition: Value| {
        let mut statement = json!({
            "Effect": "Allow", "Principal": principal, "Action": "lambda:InvokeFunction", "Resource": arn,
        });
        if !condition.is_null() {
            statement["Condition"] = condition;
        }
        statement
    };
    assert_eq!(
        one(&found, "AWS::Lambda::Function").properties["Policy"],
        json!({ "Version": "2012-10-17", "Statement": [
            statement(
                json!({ "Service": "s3.amazonaws.com" }),
                json!({ "ArnLike": { "AWS:SourceArn": "known after it is applied" } }),
            ),
            statement(json!({ "AWS": "arn:aws:iam::444455556666:root" }), Value::Null),
            statement(json!("*"), json!({ "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } })),
        ] })
    );
    let quiet = found.iter().find(|resource| resource.id == "quiet").expect("the other function");
    assert_eq!(quiet.properties["Policy"], Value::Null);
}

#[test]
fn the_generated_provider_names_things_as_cloudformation_does() {
    let found = gathered(&[
        ("awscc_kms_key.phi", "awscc_kms_key", json!({ "enable_key_rotation": true })),
        ("awscc_msk_cluster.feed", "awscc_msk_cluster", json!({ "cluster_name": "feed" })),
        (
            "awscc_logs_delivery_source.feed",
            "awscc_logs_delivery_source",
            json!({ "name": "feed", "resource_arn": { "$": "awscc_msk_cluster.feed.id" } }),
        ),
        (
            "awscc_kinesisfirehose_delivery_stream.out",
            "awscc_kinesisfirehose_delivery_stream",
            json!({
                "delivery_stream_encryption_configuration_input": {
                    "key_arn": { "$": "awscc_kms_key.phi.arn" }, "key_type": { "$": "awscc_kms_key.phi.key_id" },
                },
            }),
        ),
    ]);
    let (key, cluster) = (one(&found, "AWS::KMS::Key"), one(&found, "AWS::MSK::Cluster"));
    assert_eq!(key.properties["EnableKeyRotation"], json!(true));
    let stream = one(&found, "AWS::KinesisFirehose::DeliveryStream");
    let encryption = &stream.properties["DeliveryStreamEncryptionConfiguration"];
    assert_eq!(encryption["KeyARN"].as_str(), key.arn.as_deref());
    // A key goes by its ARN, whichever of its names is written.
    assert_eq!(encryption["KeyType"].as_str(), key.arn.as_deref());
    assert_eq!(one(&found, "AWS::Logs::DeliverySource").properties["ResourceArns"], json!([cluster.arn]));
}

#[test]
fn a_document_in_a_text_is_read_like_an_object() {
    let document = json!({ "EncryptionConfiguration": {
        "EnableAtRestEncryption": true,
        "AtRestEncryptionConfiguration": { "S3EncryptionConfiguration": { "EncryptionMode": "SSE-KMS" } },
    } });
    let found = gathered(&[(
        "aws_emr_security_configuration.all",
        "aws_emr_security_configuration",
        json!({ "name": "all", "configuration": document.to_string() }),
    )]);
    let properties = &one(&found, "AWS::EMR::SecurityConfiguration").properties["SecurityConfiguration"];
    let encryption = &properties["EncryptionConfiguration"];
    assert_eq!(encryption["EnableAtRestEncryption"], json!(true));
    assert_eq!(encryption["EnableInTransitEncryption"], Value::Null);
    let at_rest = &encryption["AtRestEncryptionConfiguration"];
    assert_eq!(at_rest["S3EncryptionConfiguration"]["EncryptionMode"], json!("SSE-KMS"));
    assert_eq!(at_rest["LocalDiskEncryptionConfiguration"], Value::Null);
}

#[test]
fn what_is_not_written_is_what_aws_or_the_provider_makes_of_it() {
    let found = gathered(&[
        ("Stream", "AWS::Kinesis::Stream", json!({})),
        ("Broker", "AWS::AmazonMQ::Broker", json!({ "BrokerName": "claims" })),
        ("aws_fsx_windows_file_system.share", "aws_fsx_windows_file_system", json!({})),
        ("Group", "AWS::Logs::LogGroup", json!({ "LogGroupName": "/app" })),
        (
            "Trail",
            "AWS::Logs::MetricFilter",
            json!({ "LogGroupName": { "$": "Group.Ref" }, "FilterPattern": { "$": "Group.Arn" } }),
        ),
    ]);
    let stream = one(&found, "AWS::Kinesis::Stream");
    assert_eq!(stream.properties["StreamEncryption"], json!({ "EncryptionType": "NONE", "KeyId": null }));
    let broker = one(&found, "AWS::AmazonMQ::Broker");
    assert_eq!(broker.properties["EncryptionOptions"], json!({ "UseAwsOwnedKey": true, "KmsKeyId": null }));
    assert!(broker.unread_at("/properties/PubliclyAccessible").is_some());
    let share = one(&found, "AWS::FSx::FileSystem");
    assert_eq!(share.properties["WindowsConfiguration"]["AutomaticBackupRetentionDays"], json!(7));
    assert_eq!(share.properties["KmsKeyId"], json!("alias/aws/fsx"));
    let filter = one(&found, "AWS::Logs::MetricFilter");
    assert_eq!(filter.properties["LogGroupName"], json!("/app"));
    assert_eq!(
        filter.properties["FilterPattern"],
        json!("arn:aws:logs:us-east-1:111122223333:log-group:/app:*"),
        "CloudFormation's ARN of a group means its streams too"
    );
}

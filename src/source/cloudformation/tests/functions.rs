use super::*;

fn value(written: &str) -> Written {
    property("", written, &Options::default())
}

#[test]
fn ref_and_get_att_name_what_the_template_makes() {
    assert_eq!(value("!Ref Key"), reference("Key", "Ref"));
    assert_eq!(value("!GetAtt Key.Arn"), reference("Key", "Arn"));
    assert_eq!(value("{'Fn::GetAtt': [Key, Arn]}"), reference("Key", "Arn"));
    assert_eq!(value("!GetAtt [Key, Endpoint.Address]"), reference("Key", "Endpoint.Address"));
}

#[test]
fn sub_puts_names_into_a_text() {
    assert_eq!(value("!Sub 'a-${!B}'"), text("a-${B}"));
    assert_eq!(
        value("!Sub 'a-${Key.Arn}/*'"),
        Written::Joined(vec![text("a-"), reference("Key", "Arn"), text("/*")])
    );
    assert_eq!(
        value("!Sub ['${A}-${Key}', {A: x}]"),
        Written::Joined(vec![text("x-"), reference("Key", "Ref")])
    );
    assert_eq!(value("{'Fn::Sub': '${Key}'}"), reference("Key", "Ref"));
    let joined =
        property("", "!Sub 'arn:${AWS::Partition}:s3:::${AWS::AccountId}'", &in_region("us-gov-west-1"));
    assert_eq!(joined, text("arn:aws-us-gov:s3:::111122223333"));
}

#[test]
fn what_only_the_account_knows_is_unknown() {
    for written in [
        "!GetAZs us-east-1",
        "!ImportValue x",
        "!Ref AWS::AccountId",
        "!Ref AWS::StackId",
        "!Base64 echo",
        "!Ref AWS::Partition",
    ] {
        assert_eq!(value(written), Written::Unknown, "{written}");
    }
    assert_eq!(value("{'Fn::GetStackOutput': {StackName: a, OutputName: b}}"), Written::Unknown);
    assert_eq!(value("!Sub 'a-${AWS::AccountId}'"), Written::Joined(vec![text("a-"), Written::Unknown]));
}

#[test]
fn pseudo_parameters_follow_the_region() {
    for (region, partition, suffix) in [
        ("us-east-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-east-1", "aws-us-gov", "amazonaws.com"),
    ] {
        assert_eq!(property("", "!Ref AWS::Partition", &in_region(region)), text(partition));
        assert_eq!(property("", "!Ref AWS::URLSuffix", &in_region(region)), text(suffix));
        assert_eq!(property("", "!Ref AWS::Region", &in_region(region)), text(region));
    }
}

#[test]
fn lists_are_joined_split_and_chosen_from() {
    assert_eq!(value("!Join ['-', [a, 1, b]]"), text("a-1-b"));
    assert_eq!(value("!Join ['', [a, !Ref Key]]"), Written::Joined(vec![text("a"), reference("Key", "Ref")]));
    assert_eq!(value("!Split [',', 'a,b']"), texts(&["a", "b"]));
    assert_eq!(value("!Select [1, !Split [',', 'a,b']]"), text("b"));
    assert_eq!(value("!Select ['0', [a, b]]"), text("a"));
    assert_eq!(value("!Select [0, !GetAZs '']"), Written::Unknown);
    assert_eq!(value("{'Fn::Length': [a, b, c]}"), Written::Number(3.into()));
    assert_eq!(value("{'Fn::ToJsonString': {a: [1, true]}}"), text(r#"{"a":[1,true]}"#));
    assert_eq!(value("{'Fn::ToJsonString': {a: !Ref Key}}"), Written::Unknown);
}

#[test]
fn a_block_is_cut_into_parts() {
    assert_eq!(value("!Cidr ['10.0.0.0/16', 2, 8]"), texts(&["10.0.0.0/24", "10.0.1.0/24"]));
    assert_eq!(value("!Select [1, !Cidr ['10.0.128.0/17', 3, '12']]"), text("10.0.144.0/20"));
    assert_eq!(value("!Cidr ['2001:db8::/56', 2, 64]"), texts(&["2001:db8::/64", "2001:db8:0:1::/64"]));
    assert_eq!(value("!Cidr [!GetAtt Key.CidrBlock, 2, 8]"), Written::Unknown);
}

#[test]
fn mappings_are_looked_up() {
    let mappings = "Mappings:\n  M:\n    us-east-1: {Size: 7, Names: [a]}\n";
    let find = |written: &str, options: &Options| property(mappings, written, options);
    let here = in_region("us-east-1");
    assert_eq!(find("!FindInMap [M, !Ref AWS::Region, Size]", &here), Written::Number(7.into()));
    assert_eq!(find("!FindInMap [M, us-east-1, Names]", &here), texts(&["a"]));
    assert_eq!(find("!FindInMap [M, !Ref AWS::Region, Size]", &Options::default()), Written::Unknown);
    assert_eq!(
        find("{'Fn::FindInMap': [M, nowhere, Size, {DefaultValue: 9}]}", &here),
        Written::Number(9.into())
    );
}

#[test]
fn no_value_takes_away_what_it_is_the_value_of() {
    assert_eq!(value("!Ref AWS::NoValue"), Written::Null);
    assert_eq!(value("[a, !Ref AWS::NoValue]"), texts(&["a"]));
}

#[test]
fn what_a_macro_adds_makes_its_neighbours_unknown() {
    assert_eq!(value("{a: 1, 'Fn::Transform': {Name: AWS::Include}}"), Written::Unknown);
    assert_eq!(value("{'Fn::Transform': {Name: Mine}}"), Written::Unknown);
}

#[test]
fn a_secret_that_is_named_is_unknown() {
    assert_eq!(value("'{{resolve:secretsmanager:Ledger:SecretString:password}}'"), Written::Unknown);
    assert_eq!(value("!Sub '{{resolve:secretsmanager:${Key}:SecretString:password}}'"), Written::Unknown);
    assert_eq!(value("!Join ['', ['{{resolve:ssm:', a, '}}']]"), Written::Unknown);
}

#[test]
fn loops_are_unrolled() {
    let declaration = read(
        "Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList, Default: 'charts,scans'}
Resources:
  'Fn::ForEach::Buckets':
    - Name
    - !Ref Names
    - 'Bucket${Name}':
        Type: AWS::S3::Bucket
        Properties:
          BucketName: !Sub 'clinic-${Name}'
          'Fn::ForEach::Flags':
            - Flag
            - [BlockPublicAcls, IgnorePublicAcls]
            - '${Flag}': !Ref Name
  'Fn::ForEach::Odd': [X, ['10.0'], {'Net&{X}': {Type: 'AWS::EC2::VPC', Properties: {Cidr: '${X}'}}}]
  Last: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !GetAtt Bucketcharts.Arn}}
",
    );
    assert_eq!(addresses(&declaration), ["Bucketcharts", "Bucketscans", "Net100", "Last"]);
    let bucket = &of(&declaration, "Bucketscans").values;
    assert_eq!(bucket.member("BucketName"), &text("clinic-scans"));
    assert_eq!(bucket.member("IgnorePublicAcls"), &text("scans"));
    assert_eq!(of(&declaration, "Net100").values.member("Cidr"), &text("10.0"));
    assert_eq!(of(&declaration, "Last").values.member("DisplayName"), &reference("Bucketcharts", "Arn"));
}

#[test]
fn a_loop_over_what_nobody_knows_is_told_of() {
    let declaration = read(
        "Parameters:
  Names: {Type: CommaDelimitedList}
Resources:
  'Fn::ForEach::Buckets': [Name, !Ref Names, {'B${Name}': {Type: 'AWS::S3::Bucket'}}]
  Topic: {Type: 'AWS::SNS::Topic', Properties: {A: !Ref Bcharts, B: {'Fn::ForEach::X': [Y, !Ref Names, {'${Y}': 1}]}}}
",
    );
    assert_eq!(addresses(&declaration), ["Topic"]);
    assert!(
        declaration.notes[0].contains("over what Fn::ForEach::Buckets loops is not known"),
        "{:?}",
        declaration.notes
    );
    assert_eq!(of(&declaration, "Topic").values.member("B"), &Written::Unknown);
}

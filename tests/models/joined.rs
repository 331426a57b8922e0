//! What things of a plan or a template tell of one another: associations, subnets, policies that stand apart.

use crate::parts::{admin, gathered, one};
use baascan::resource::Resource;
use serde_json::{Value, json};

/// The value of a property of the first thing of a kind.
fn told<'r>(found: &'r [Resource], kind: &str, property: &str) -> &'r Value {
    let thing = found.iter().find(|resource| resource.kind == kind).expect("one of the kind");
    thing.properties.get(property).unwrap_or_else(|| panic!("{property} is not known: {:?}", thing.unread))
}

#[test]
fn an_association_of_the_firewall_is_of_what_it_names_and_of_nothing_else() {
    let stage = (
        "aws_api_gateway_stage.prod",
        "aws_api_gateway_stage",
        json!({"rest_api_id": "abc", "stage_name": "prod"}),
    );
    let balancer = ("aws_lb.app", "aws_lb", json!({"name": "app"}));
    let of = |to: &str| {
        let values = json!({"resource_arn": {"$": to}, "web_acl_arn": {"$": "aws_wafv2_web_acl.main.arn"}});
        ("aws_wafv2_web_acl_association.it", "aws_wafv2_web_acl_association", values)
    };
    let found = gathered(&[stage.clone(), balancer.clone(), of("aws_api_gateway_stage.prod.arn")]);
    assert!(told(&found, "AWS::ApiGateway::Stage", "WebAclArn").is_string());
    let found = gathered(&[stage, balancer, of("aws_lb.app.arn")]);
    assert_eq!(*told(&found, "AWS::ApiGateway::Stage", "WebAclArn"), Value::Null);
    let api = ("Api", "AWS::AppSync::GraphQLApi", json!({"Name": "chart", "AuthenticationType": "AWS_IAM"}));
    let values = json!({"ResourceArn": {"$": "Api.Arn"}, "WebACLArn": "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/a/b"});
    let found = gathered(&[api, ("Firewall", "AWS::WAFv2::WebACLAssociation", values)]);
    assert!(told(&found, "AWS::AppSync::GraphQLApi", "WafWebAclArn").is_string());
}

#[test]
fn a_rotation_that_names_an_attachment_is_the_secrets() {
    let found = gathered(&[
        ("Login", "AWS::SecretsManager::Secret", json!({"Name": "login"})),
        ("Attached", "AWS::SecretsManager::SecretTargetAttachment", json!({"SecretId": {"$": "Login.Ref"}})),
        ("Rotation", "AWS::SecretsManager::RotationSchedule", json!({"SecretId": {"$": "Attached.Ref"}})),
    ]);
    assert_eq!(found.len(), 1);
    assert_eq!(*told(&found, "AWS::SecretsManager::Secret", "RotationEnabled"), json!(true));
}

#[test]
fn awss_own_policy_that_allows_everything_is_there_once_and_only_where_it_is_named() {
    let attached = |role: &str, policy: Value| json!({"role": role, "policy_arn": policy});
    let admin = json!("arn:aws:iam::aws:policy/AdministratorAccess");
    let kind = "aws_iam_role_policy_attachment";
    let count = |found: &[Resource]| found.iter().filter(|r| r.kind == "AWS::IAM::AttachedAwsPolicy").count();
    let found = gathered(&[
        ("aws_iam_role_policy_attachment.a", kind, attached("a", admin.clone())),
        ("aws_iam_role_policy_attachment.b", kind, attached("b", admin)),
    ]);
    assert_eq!(count(&found), 1);
    let found = gathered(&[
        ("aws_iam_role_policy_attachment.a", kind, attached("a", json!("?"))),
        (
            "aws_iam_role_policy_attachment.b",
            kind,
            attached("b", json!("arn:aws:iam::aws:policy/ReadOnlyAccess")),
        ),
    ]);
    assert_eq!(count(&found), 0);
}

#[test]
fn what_stands_in_a_subnet_is_in_its_vpc_and_a_subnet_means_interfaces() {
    let found = gathered(&[
        ("aws_vpc.main", "aws_vpc", json!({"cidr_block": "10.0.0.0/16"})),
        ("aws_subnet.app", "aws_subnet", json!({"vpc_id": {"$": "aws_vpc.main.id"}})),
        ("aws_instance.app", "aws_instance", json!({"subnet_id": {"$": "aws_subnet.app.id"}})),
        (
            "aws_network_interface.app",
            "aws_network_interface",
            json!({"subnet_id": {"$": "aws_subnet.app.id"}}),
        ),
    ]);
    let vpc = told(&found, "AWS::EC2::VPC", "VpcId");
    assert_eq!(told(&found, "AWS::EC2::Instance", "VpcId"), vpc);
    let interfaces: Vec<&Resource> =
        found.iter().filter(|r| r.kind == "AWS::EC2::NetworkInterface").collect();
    assert_eq!(interfaces.len(), 2);
    for interface in interfaces {
        assert_eq!(&interface.properties["VpcId"], vpc);
        assert_eq!(&interface.properties["SubnetId"], told(&found, "AWS::EC2::Subnet", "SubnetId"));
    }
}

#[test]
fn a_statement_of_its_own_stands_in_the_policy_of_its_bus() {
    let arn = "arn:aws:events:us-east-1:111122223333:event-bus/orders";
    let organization = json!({ "StringEquals": { "aws:PrincipalOrgID": "o-abcde12345" } });
    let found = gathered(&[
        ("Bus", "AWS::Events::EventBus", json!({ "Name": "orders" })),
        (
            "Whole",
            "AWS::Events::EventBusPolicy",
            json!({ "EventBusName": { "$": "Bus.Ref" }, "StatementId": "a", "Statement":
                { "Effect": "Deny", "Principal": "*", "Action": "events:*", "Resource": { "$": "Bus.Arn" } } }),
        ),
        (
            "InParts",
            "AWS::Events::EventBusPolicy",
            json!({ "EventBusName": "orders", "StatementId": "b", "Principal": "*", "Action": "events:PutEvents",
                "Condition": { "Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-abcde12345" } }),
        ),
    ]);
    let expected = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Deny", "Principal": "*", "Action": "events:*", "Resource": arn },
        { "Effect": "Allow", "Principal": "*", "Action": "events:PutEvents", "Resource": arn, "Condition": organization },
    ] });
    assert_eq!(one(&found, "AWS::Events::EventBus").properties["Policy"], expected);
}

#[test]
fn what_no_template_can_say_of_a_bucket_s_versions_is_not_taken_for_no() {
    let found = gathered(&[(
        "Bucket",
        "AWS::S3::Bucket",
        json!({ "VersioningConfiguration": { "Status": "Enabled" } }),
    )]);
    let bucket = one(&found, "AWS::S3::Bucket");
    assert_eq!(bucket.properties["VersioningConfiguration"], json!({ "Status": "Enabled" }));
    let missing = bucket.unread_at("/properties/VersioningConfiguration/MFADelete");
    assert!(missing.is_some_and(baascan::resource::Unread::is_not_in_source), "{missing:?}");
}

#[test]
fn a_document_that_is_written_out_is_a_text_where_a_text_is_asked_for() {
    let found = gathered(&[
        ("Stream", "AWS::Kinesis::Stream", json!({ "Name": "vitals" })),
        (
            "Policy",
            "AWS::Kinesis::ResourcePolicy",
            json!({ "ResourceArn": { "$": "Stream.Arn" }, "ResourcePolicy": admin() }),
        ),
    ]);
    let stream = one(&found, "AWS::Kinesis::Stream");
    let text = stream.properties["ResourcePolicyText"].as_str().map(serde_json::from_str::<Value>);
    assert_eq!(text.and_then(Result::ok), Some(admin()));
}

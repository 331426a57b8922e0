use super::{KINDS, is_host_of, is_issuer};
use crate::resource::Resource;
use crate::vendor::{Access, Sighting, Signal, Vendors};
use serde_json::{Value, json};

const OWN: &str = "111122223333";
const DATADOG: &str = "464622532012";
const NOBODY: &str = "999988887777";
const ELB_LOGS: &str = "127311923021";

fn resource(kind: &str, properties: &Value) -> Resource {
    let value = json!({
        "kind": kind, "id": "it", "arn": null, "account": OWN, "region": "us-east-1", "name": null,
        "created_at": null, "tags": [], "properties": properties,
    });
    serde_json::from_value(value).expect("a resource")
}

fn sighting(vendor: &str, signal: Signal, what: &str, access: Access) -> Sighting {
    Sighting { vendor: vendor.to_owned(), signal, what: what.to_owned(), access }
}

fn sightings(kind: &str, properties: &Value) -> Vec<Sighting> {
    Vendors::builtin().sightings(&resource(kind, properties))
}

fn foreign(kind: &str, properties: &Value) -> Vec<String> {
    Vendors::builtin().foreign_accounts(&resource(kind, properties)).into_iter().collect()
}

fn trust(statement: &Value) -> Value {
    json!({ "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [statement] } })
}

fn root(account: &str) -> String {
    format!("arn:aws:iam::{account}:root")
}

#[test]
fn a_role_that_trusts_a_vendors_account_shows_the_vendor() {
    let statement = json!({ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "AWS": root(DATADOG) },
        "Condition": { "StringEquals": { "sts:ExternalId": "x" } } });
    let expected = sighting("datadog", Signal::TrustPolicy, DATADOG, Access::Unknown);
    assert_eq!(sightings("AWS::IAM::Role", &trust(&statement)), [expected]);
    assert_eq!(foreign("AWS::IAM::Role", &trust(&statement)), [DATADOG]);
}

#[test]
fn a_policy_that_lets_a_vendor_in_tells_the_most_that_it_gives() {
    let properties = json!({ "PolicyDocument": { "Statement": [
        { "Effect": "Allow", "Principal": { "AWS": [root(DATADOG), root(OWN)] }, "Action": "s3:GetObject" },
        { "Effect": "Allow", "Principal": { "AWS": DATADOG }, "Action": ["s3:PutObject", "s3:ListBucket"] },
    ]}});
    let expected = sighting("datadog", Signal::ResourcePolicy, DATADOG, Access::Write);
    assert_eq!(sightings("AWS::S3::Bucket", &properties), [expected]);
}

#[test]
fn every_place_of_a_policy_is_looked_at() {
    let policy =
        json!({ "Statement": { "Effect": "Allow", "Principal": { "AWS": DATADOG }, "NotAction": "x:Y" } });
    let others =
        ["Name", "Layers", "Grants", "ServiceName", "ContainerDefinitions", "AssumeRolePolicyDocument"];
    let mut places = 0;
    for (kind, properties) in KINDS {
        for property in properties.iter().filter(|property| !others.contains(property)) {
            let expected = sighting("datadog", Signal::ResourcePolicy, DATADOG, Access::Admin);
            for document in [policy.clone(), json!(policy.to_string()), json!({ "PolicyDocument": policy })] {
                assert_eq!(
                    sightings(kind, &json!({ *property: document })),
                    std::slice::from_ref(&expected),
                    "{kind}"
                );
            }
            places += 1;
        }
    }
    assert_eq!(places, 17);
}

#[test]
fn a_grant_on_a_key_shows_the_vendor_that_has_it() {
    let slack = Vendors::builtin().get("slack").expect("a vendor").accounts[0].clone();
    let properties = json!({ "KeyPolicy": null, "Grants": [
        { "GranteePrincipal": root(&slack), "Operations": ["Decrypt", "DescribeKey"] },
    ]});
    let expected = sighting("slack", Signal::ResourcePolicy, &slack, Access::Read);
    assert_eq!(sightings("AWS::KMS::Key", &properties), [expected]);
    assert_eq!(foreign("AWS::KMS::Key", &properties), [slack]);
}

#[test]
fn a_layer_shows_who_publishes_it() {
    let layer = format!("arn:aws:lambda:us-east-1:{DATADOG}:layer:Datadog-Extension:65");
    let own = format!("arn:aws:lambda:us-east-1:{OWN}:layer:own:1");
    let vault = "arn:aws:lambda:us-east-1:634166935893:layer:vault-lambda-extension:6";
    let properties = json!({ "Layers": [layer, own, vault, null], "Policy": null });
    let expected = sighting("datadog", Signal::LambdaLayer, &layer, Access::Unknown);
    assert_eq!(sightings("AWS::Lambda::Function", &properties), [expected], "Vault may be anybody's own");
    assert_eq!(foreign("AWS::Lambda::Function", &properties), Vec::<String>::new());
}

#[test]
fn a_role_for_identities_of_a_provider_shows_the_vendor() {
    for (vendor, address) in [
        ("github", "token.actions.githubusercontent.com"),
        ("okta", "dev-1.okta.com/oauth2/default"),
        ("circleci", "oidc.circleci.com/org/0000"),
    ] {
        let provider = format!("arn:aws:iam::{OWN}:oidc-provider/{address}");
        let statement = json!({ "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
            "Principal": { "Federated": provider } });
        let expected = sighting(vendor, Signal::OidcProvider, address, Access::Unknown);
        assert_eq!(sightings("AWS::IAM::Role", &trust(&statement)), [expected]);
        assert_eq!(foreign("AWS::IAM::Role", &trust(&statement)), Vec::<String>::new());
    }
    let eks = "oidc.eks.us-east-1.amazonaws.com/id/0000";
    let statement = json!({ "Effect": "Allow", "Principal": { "Federated": eks } });
    assert_eq!(sightings("AWS::IAM::Role", &trust(&statement)), []);
}

#[test]
fn the_bus_of_a_partner_shows_the_partner() {
    let bus = "aws.partner/datadog.com/alerts";
    let expected = sighting("datadog", Signal::PartnerEventSource, bus, Access::None);
    assert_eq!(sightings("AWS::Events::EventBus", &json!({ "Name": bus, "Policy": null })), [expected]);
    for other in ["default", "datadog", "aws.partner/datadog.com.example/x", "aws.partner/datadog"] {
        assert_eq!(sightings("AWS::Events::EventBus", &json!({ "Name": other })), [], "{other}");
    }
}

#[test]
fn an_endpoint_shows_whose_service_it_leads_to() {
    let service = "com.amazonaws.vpce.us-east-1.vpce-svc-025a56b9187ac1f63";
    let expected = sighting("datadog", Signal::Privatelink, service, Access::None);
    assert_eq!(sightings("AWS::EC2::VPCEndpoint", &json!({ "ServiceName": service })), [expected]);
    let other = json!({ "ServiceName": "com.amazonaws.us-east-1.s3" });
    assert_eq!(sightings("AWS::EC2::VPCEndpoint", &other), []);
}

#[test]
fn an_image_shows_whose_it_is() {
    let ecr = format!("{DATADOG}.dkr.ecr.us-east-1.amazonaws.com/agent:7");
    for image in ["datadog/agent:7", "docker.io/datadog/agent", "public.ecr.aws/datadog/agent:7", &ecr] {
        let properties = json!({ "ContainerDefinitions": [{ "Name": "agent", "Image": image }] });
        let expected = sighting("datadog", Signal::Image, image, Access::Unknown);
        assert_eq!(sightings("AWS::ECS::TaskDefinition", &properties), [expected]);
    }
    let own = format!("{OWN}.dkr.ecr.us-east-1.amazonaws.com/datadog/agent");
    for image in ["nginx", "example/datadog/agent", "ghcr.io/example/app:1", "cimg/base:1", &own] {
        let properties = json!({ "ContainerDefinitions": [{ "Image": image }, { "Image": null }, null] });
        assert_eq!(sightings("AWS::ECS::TaskDefinition", &properties), [], "{image}");
    }
}

#[test]
fn whom_a_statement_does_not_let_in_is_not_seen() {
    let conditioned = json!({ "StringEquals": { "aws:PrincipalAccount": DATADOG } });
    let nobody = [
        json!({ "Effect": "Allow", "Principal": { "AWS": [OWN, root(OWN)] }, "Action": "s3:*" }),
        json!({ "Effect": "Allow", "Principal": { "AWS": root(ELB_LOGS) }, "Action": "s3:PutObject" }),
        json!({ "Effect": "Deny", "Principal": { "AWS": root(DATADOG) }, "Action": "s3:*" }),
        json!({ "Effect": "Allow", "Principal": "*", "Condition": conditioned }),
        json!({ "Effect": "Allow", "Principal": { "AWS": OWN }, "Resource": root(DATADOG) }),
        json!({ "Effect": "Allow", "NotPrincipal": { "AWS": root(DATADOG) }, "Action": "s3:*" }),
        json!({ "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" } }),
        json!({ "Principal": { "AWS": root(DATADOG) } }),
    ];
    for statement in nobody {
        let properties = json!({ "PolicyDocument": { "Statement": [statement] } });
        assert_eq!(sightings("AWS::S3::Bucket", &properties), [], "{statement}");
        assert_eq!(foreign("AWS::S3::Bucket", &properties), Vec::<String>::new(), "{statement}");
    }
}

#[test]
fn an_account_of_nobody_we_know_is_foreign_and_no_sighting() {
    let statement =
        json!({ "Effect": "Allow", "Principal": { "AWS": [root(NOBODY), DATADOG, root(OWN), "*"] } });
    let properties = json!({ "Policy": { "Statement": statement } });
    assert_eq!(foreign("AWS::SQS::Queue", &properties), [DATADOG, NOBODY]);
    let seen = sightings("AWS::SQS::Queue", &properties);
    assert_eq!(seen, [sighting("datadog", Signal::ResourcePolicy, DATADOG, Access::Unknown)]);
}

#[test]
fn what_was_not_read_or_has_another_form_shows_nobody() {
    for (kind, properties) in KINDS {
        assert_eq!(sightings(kind, &json!({})), [], "{kind}");
        for property in *properties {
            for value in [json!(null), json!({}), json!([]), json!([null, 1, {}]), json!("x"), json!(7)] {
                assert_eq!(sightings(kind, &json!({ *property: value })), [], "{kind} {value}");
                assert_eq!(
                    foreign(kind, &json!({ *property: value })),
                    Vec::<String>::new(),
                    "{kind} {value}"
                );
            }
        }
    }
    let policy = json!({ "Policy": { "Statement": { "Effect": "Allow", "Principal": DATADOG } } });
    assert_eq!(sightings("AWS::Other::Kind", &policy), []);
}

#[test]
fn hosts_match_by_whole_labels_and_paths_by_whole_parts() {
    assert!(is_host_of("okta.com", "okta.com") && is_host_of("okta.com", "a.OKTA.com"));
    assert!(!is_host_of("okta.com", "notokta.com") && !is_host_of("a.okta.com", "okta.com"));
    assert!(is_host_of("api.*.example.com", "api.eu.example.com"));
    assert!(is_host_of("{region}.example.com", "us-east-1.example.com"));
    assert!(!is_host_of("*.example.com", "example.com"));
    assert!(is_issuer("oidc.circleci.com/org", "oidc.circleci.com/org/1"));
    assert!(!is_issuer("oidc.circleci.com/org", "oidc.circleci.com/organization"));
    assert!(!is_issuer("oidc.circleci.com/org", "oidc.circleci.com"));
}

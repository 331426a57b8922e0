use super::super::mapping::Mapping;
use super::super::names::Style;
use super::super::{Change, Context, Declaration, Item, Mappings, read_mapping, resources};
use super::*;
use crate::diagnostic::SourceText;
use crate::resource::Resource;
use crate::service::Catalog;

fn item(type_name: &str, change: Change, values: Value) -> Item {
    Item {
        address: format!("{type_name}.charts"),
        type_name: type_name.to_owned(),
        values: values.into(),
        account: Some("111122223333".to_owned()),
        region: Some("us-east-1".to_owned()),
        file: None,
        line: None,
        change,
    }
}

fn gathered(items: Vec<Item>) -> Vec<Resource> {
    let catalog = Catalog::builtin();
    let context = Context {
        catalog,
        slug: &|_| None,
        account: None,
        region: None,
        keeps_value: &|_| false,
        at: "2026-11-24T09:00:00Z",
    };
    let declaration = Declaration { items, ..Declaration::default() };
    resources(&declaration, &mut Mappings::new(catalog, &[]), &context).expect("the mappings are right")
}

#[test]
fn a_default_younger_than_the_thing_is_not_known() {
    let bucket = json!({ "bucket": "charts" });
    let made = gathered(vec![item("aws_s3_bucket", Change::Create, bucket.clone())]);
    assert_eq!(made[0].properties["PublicAccessBlockConfiguration"]["BlockPublicAcls"], json!(true));
    let there = gathered(vec![item("aws_s3_bucket", Change::Update, bucket)]);
    assert_eq!(there[0].properties.get("PublicAccessBlockConfiguration"), None);
    assert!(there[0].unread_at("/properties/PublicAccessBlockConfiguration").is_some());
    assert_eq!(there[0].properties["NotificationConfiguration"]["QueueConfigurations"], json!([]));
}

#[test]
fn what_only_parts_tell_is_the_default_until_a_part_tells_it() {
    let bucket = item("AWS::S3::Bucket", Change::Create, json!({ "BucketName": "charts" }));
    let policy = json!({ "Bucket": "charts", "PolicyDocument": { "Statement": [] } });
    let alone = gathered(vec![bucket.clone()]);
    assert_eq!(alone[0].properties["PolicyDocument"], Value::Null);
    assert_eq!(alone[0].properties["PolicyStatus"], Value::Null);
    let both = gathered(vec![bucket, item("AWS::S3::BucketPolicy", Change::Create, policy)]);
    assert_eq!(both[0].properties["PolicyDocument"], json!({ "Statement": [] }));
    assert!(both[0].unread_at("/properties/PolicyStatus").is_some());
}

#[test]
fn a_default_that_something_written_overrules_is_not_known() {
    let text = "kind = \"AWS::RDS::DBInstance\"\ndocumentation = \"https://example.com\"\n[properties]\n\
                StorageEncrypted = { absent = false, unless = [\"DBSnapshotIdentifier\"] }\n";
    let catalog = Catalog::builtin();
    let file = SourceText::new("x.toml", text);
    let mapping: Mapping = read_mapping(&file, Style::CloudFormation, catalog).expect("it reads");
    let converter = Converter { style: Style::CloudFormation, resolve: &|_, _| None, made: true };
    let shapes = &catalog.kind("AWS::RDS::DBInstance").expect("a kind").properties;
    let (plain, unread) = converter.properties(&mapping, shapes, &json!({}).into());
    assert_eq!((plain["StorageEncrypted"].clone(), unread.len()), (json!(false), 0));
    let restored = json!({ "DBSnapshotIdentifier": "before-move" });
    let (restored, unread) = converter.properties(&mapping, shapes, &restored.into());
    assert_eq!((restored.get("StorageEncrypted"), unread.len()), (None, 1));
}

#[test]
fn a_key_that_is_not_written_has_its_default_beside_those_that_are() {
    let shape =
        &Catalog::builtin().kind("AWS::RDS::DBParameterGroup").expect("a kind").properties["Parameters"];
    let mut field = Field::default();
    field.keyed.insert("audit_logs".to_owned(), Some("disabled".to_owned()));
    field.keyed.insert("rds.force_ssl".to_owned(), None);
    let mut unread = Vec::new();
    let list = Some(json!([{ "Key": "audit_logs", "Value": "all" }]));
    let list = keyed(list, &field, shape, "/properties/Parameters", &mut unread);
    assert_eq!(list, Some(json!([{ "Key": "audit_logs", "Value": "all" }, { "Key": "rds.force_ssl" }])));
    assert_eq!(unread[0].path, "/properties/Parameters/1/Value");
    let nameless = Some(json!([{ "Value": "all" }]));
    assert_eq!(keyed(nameless.clone(), &field, shape, "", &mut unread), nameless);
}

#[test]
fn a_subscription_written_in_its_topic_has_the_topics_arn() {
    let topic = json!({ "TopicName": "charts", "Subscription": [{ "Protocol": "http", "Endpoint": "http://example.com" }] });
    let found = gathered(vec![item("AWS::SNS::Topic", Change::Create, topic)]);
    assert_eq!(found[1].kind, "AWS::SNS::Subscription");
    assert_eq!(found[1].properties["TopicArn"], json!("arn:aws:sns:us-east-1:111122223333:charts"));
    assert_eq!(found[1].properties["Protocol"], json!("http"));
}

#[test]
fn the_address_stands_in_the_arn_of_a_topic_whose_name_aws_makes() {
    let topic = json!({ "Subscription": [{ "Protocol": "http", "Endpoint": "http://example.com" }] });
    let found = gathered(vec![item("AWS::SNS::Topic", Change::Create, topic)]);
    let arn = "arn:aws:sns:us-east-1:111122223333:AWS::SNS::Topic.charts";
    assert_eq!((found[0].id.as_str(), found[0].arn.as_deref()), ("AWS::SNS::Topic.charts", Some(arn)));
    assert_eq!(found[1].properties["TopicArn"], json!(arn));
    assert!(found[1].unread_at("/arn").is_some(), "nobody can say the ARN of a subscription");
}

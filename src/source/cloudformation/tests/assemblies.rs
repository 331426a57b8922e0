use super::super::read as read_path;
use super::*;
use std::fs;

const MANIFEST: &str = r#"{"version": "48.0.0", "artifacts": {
 "Data.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Data.assets.json"}},
 "Data": {"type": "aws:cloudformation:stack", "environment": "aws://111122223333/us-west-2",
  "properties": {"templateFile": "Data.template.json", "stackName": "clinic-data", "parameters": {"Stage": "prod"}}},
 "assembly-Test": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Test"}},
 "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}}}}"#;

const INNER_MANIFEST: &str = r#"{"version": "48.0.0", "artifacts": {
 "TestData": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
  "properties": {"templateFile": "TestData.template.json"}}}}"#;

const DATA: &str = r#"{"Parameters": {"Stage": {"Type": "String"}, "BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk-bootstrap/hnb659fds/version"}},
"Resources": {
 "Charts1234": {"Type": "AWS::S3::Bucket", "Properties": {"N": {"Fn::Join": ["-", [{"Ref": "AWS::StackName"}, {"Ref": "AWS::AccountId"}, {"Ref": "Stage"}]]}}},
 "NetNestedStack": {"Type": "AWS::CloudFormation::Stack",
  "Properties": {"TemplateURL": {"Fn::Sub": "https://s3.${AWS::URLSuffix}/cdk/x.json"}, "Parameters": {"Bucket": {"Ref": "Charts1234"}}},
  "Metadata": {"aws:asset:path": "Net.nested.template.json", "aws:asset:property": "TemplateURL"}},
 "CDKMetadata": {"Type": "AWS::CDK::Metadata"}}}"#;

const NET: &str = r#"{"Parameters": {"Bucket": {"Type": "String"}}, "Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"B": {"Ref": "Bucket"}}}}}"#;

fn assembly() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("assembly-Test");
    fs::create_dir(&inner).expect("a folder");
    for (path, text) in [
        (folder.path().join("manifest.json"), MANIFEST),
        (folder.path().join("Data.template.json"), DATA),
        (folder.path().join("Net.nested.template.json"), NET),
        (inner.join("manifest.json"), INNER_MANIFEST),
        (
            inner.join("TestData.template.json"),
            r#"{"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"A": {"Ref": "AWS::AccountId"}}}}}"#,
        ),
    ] {
        fs::write(path, text).expect("a file");
    }
    folder
}

#[test]
fn every_stack_of_an_assembly_is_read_where_it_will_stand() {
    let folder = assembly();
    let declaration = read_path(folder.path(), &Options::default()).expect("an assembly");
    assert_eq!(
        addresses(&declaration),
        ["Data/Charts1234", "Data/NetNestedStack", "Data/NetNestedStack/Role", "TestData/Topic"]
    );
    let bucket = of(&declaration, "Data/Charts1234");
    assert_eq!(
        (bucket.account.as_deref(), bucket.region.as_deref()),
        (Some("111122223333"), Some("us-west-2"))
    );
    assert_eq!(bucket.values.member("N"), &text("clinic-data-111122223333-prod"));
    let role = of(&declaration, "Data/NetNestedStack/Role");
    assert_eq!(role.values.member("B"), &reference("Data/Charts1234", "Ref"));
    let topic = of(&declaration, "TestData/Topic");
    assert_eq!((topic.account.as_deref(), topic.region.as_deref()), (None, None));
    assert_eq!(topic.values.member("A"), &Written::Unknown);
}

#[test]
fn options_fill_in_what_the_manifest_does_not_know() {
    let folder = assembly();
    let declaration = read_path(folder.path(), &in_region("eu-west-1")).expect("an assembly");
    assert_eq!(of(&declaration, "TestData/Topic").region.as_deref(), Some("eu-west-1"));
    assert_eq!(of(&declaration, "Data/Charts1234").region.as_deref(), Some("us-west-2"));
}

#[test]
fn a_manifest_cannot_name_files_outside_of_its_folder() {
    let folder = assembly();
    let inner = folder.path().join("assembly-Test");
    let manifest = INNER_MANIFEST.replace("TestData.template.json", "../Data.template.json");
    fs::write(inner.join("manifest.json"), manifest).expect("a file");
    let said = read_path(&inner, &Options::default()).expect_err("outside").to_string();
    assert!(said.contains("stack TestData has no template in its folder"), "{said}");
}

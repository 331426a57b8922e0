//! Traps of templates: dates that YAML makes of texts, short functions, stacks of stacks.

use crate::judged::{Judged, bad_template, good_template};

const QUEUE: &str = "
  Q:
    Type: AWS::SQS::Queue
    Properties: { SqsManagedSseEnabled: true }
";

#[test]
fn an_unquoted_date_is_a_text() {
    let text = format!(
        "AWSTemplateFormatVersion: 2010-09-09
Resources:{QUEUE}
  P:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Q]
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Deny
            Principal: '*'
            Action: sqs:*
            Resource: !GetAtt Q.Arn
            Condition: {{ Bool: {{ aws:SecureTransport: 'false' }} }}
"
    );
    let judged = Judged::template_of(&text, &["--region", "us-east-1", "--account", "111122223333"]);
    assert_eq!(
        judged.verdict("sqs-queue-enforce-tls", "Q"),
        "pass",
        "{:#}",
        judged.line("sqs-queue-enforce-tls", "Q")
    );
    assert_eq!(judged.verdict("sqs-queue-not-public", "Q"), "pass");
}

#[test]
fn get_att_in_its_short_form_and_in_its_long_ones_means_the_same() {
    for written in [
        "!GetAtt Key.Arn",
        "!GetAtt [Key, Arn]",
        "{ Fn::GetAtt: [Key, Arn] }",
        "{ Fn::GetAtt: Key.Arn }",
        "!Sub '${Key.Arn}'",
        "!Ref Key",
        "!Sub 'arn:aws:kms:us-east-1:111122223333:key/${Key}'",
        "!Join ['', ['arn:aws:kms:', !Ref 'AWS::Region', ':', !Ref 'AWS::AccountId', ':key/', !Ref Key]]",
    ] {
        let text = format!(
            "Resources:
  Key:
    Type: AWS::KMS::Key
    Properties: {{ EnableKeyRotation: true }}
  Db:
    Type: AWS::RDS::DBCluster
    Properties:
      Engine: aurora-postgresql
      StorageEncrypted: true
      KmsKeyId: {written}
"
        );
        let judged = Judged::template_of(&text, &["--region", "us-east-1", "--account", "111122223333"]);
        let line = judged.line("rds-cluster-cmk-encrypted", "Db");
        assert_eq!(line["verdict"], "pass", "{written}: {line:#}");
    }
}

#[test]
fn a_policy_that_names_the_bucket_of_its_own_template_is_read() {
    let judged = good_template();
    assert_eq!(judged.verdict("s3-bucket-ssl-requests-only", "Lake/Landing"), "pass");
    let bad = bad_template();
    assert_eq!(bad.verdict("s3-bucket-policy-not-public", "Lake/Landing"), "fail");
}

#[test]
fn a_template_of_nested_stacks_alone_says_that_there_is_nothing_to_judge() {
    let text = "Resources:
  Network:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: 'https://s3.amazonaws.com/builds/network.yaml' }
  Charts:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: 'https://s3.amazonaws.com/builds/charts.yaml' }
";
    let judged = Judged::template_of(text, &[]);
    assert!(judged.addresses().is_empty());
    assert!(
        judged.run.stdout.contains("there is nothing to judge: it holds nested stacks only"),
        "{}",
        judged.run.all()
    );
    assert!(!judged.run.stdout.contains("compliant"));
}

#[test]
fn what_is_no_template_is_refused_by_what_it_is() {
    for (text, said) in [
        ("", "empty"),
        ("just a text", "template"),
        ("- 1\n- 2\n", "template"),
        ("Resources: []\n", "Resources"),
        ("Parameters: {}\n", "Resources"),
        ("Resources: {Q: {Properties: {}}}\n", "Type"),
        ("{\"format_version\":\"1.2\",\"resource_changes\":[]}", "terraform-plan:"),
        ("{\"Resources\": {\"Q\": {\"Type\": \"AWS::SQS::Queue\"", "stack.yaml"),
    ] {
        let judged = Judged::template_of(text, &[]);
        assert_eq!(judged.run.code, 2, "{text:?}: {}", judged.run.all());
        assert!(judged.run.stderr.contains(said), "{text:?} does not say {said:?}: {}", judged.run.all());
        assert!(judged.run.stderr.contains("stack.yaml"), "{}", judged.run.all());
    }
}

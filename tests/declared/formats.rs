//! Plans of every version and shape: read, or refused with a sentence that says what it is instead.

use crate::judged::{Judged, fixture};
use std::fs;

/// What `base.json` plans.
const BASE: [&str; 6] = [
    "aws_db_instance.ledger",
    "aws_ebs_volume.scratch",
    "aws_kms_key.ledger",
    "aws_s3_bucket.scans",
    "aws_sqs_queue.letters[\"in\"]",
    "aws_sqs_queue.letters[\"out\"]",
];

fn verdicts(judged: &Judged) -> Vec<(String, String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut all: Vec<_> = judged
        .lines
        .iter()
        .filter(|line| line["resource"]["address"].is_string())
        .map(|line| (text(&line["check"]), text(&line["resource"]["address"]), text(&line["verdict"])))
        .collect();
    all.sort();
    all
}

#[test]
fn every_version_that_there_is_says_the_same() {
    let base = Judged::plan("plans/formats/base.json", &[]);
    assert_eq!(base.addresses(), BASE);
    for version in [
        "0.1-terraform-0.12.json",
        "0.1-terraform-0.14.json",
        "0.2-terraform-1.0.json",
        "1.0-terraform-1.1.json",
        "1.1-terraform-1.2.json",
        "1.2-terraform-1.5.json",
        "1.2-terraform-1.14.json",
        "1.2-opentofu-1.10.json",
        "utf-8-bom.json",
        "utf-16le-bom.utf16",
        "without-planned-values.json",
    ] {
        let judged = Judged::plan(&format!("plans/formats/{version}"), &[]);
        assert_eq!(verdicts(&judged), verdicts(&base), "{version}: {}", judged.run.stderr);
    }
}

#[test]
fn utf_16_of_either_order_is_read() {
    let text = fs::read_to_string(fixture("plans/formats/base.json")).expect("a plan");
    let units: Vec<u16> = std::iter::once(0xfeff).chain(text.encode_utf16()).collect();
    let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    assert_eq!(Judged::plan_of(&big, &[]).addresses(), BASE);
    let mut odd = big;
    odd.pop();
    assert_eq!(Judged::plan_of(&odd, &[]).run.code, 2, "half a letter is missing");
}

#[test]
fn a_plan_of_planned_values_alone_leaves_what_it_does_not_say_unknown() {
    let judged = Judged::plan("plans/formats/only-planned-values.json", &[]);
    assert_eq!(judged.addresses(), BASE);
    assert!(judged.run.stdout.contains("the plan holds no changes"), "{}", judged.run.all());
    judged.is_unknown("s3-bucket-policy-not-public", "aws_s3_bucket.scans");
    judged.is_unknown("ebs-volume-encrypted", "aws_ebs_volume.scratch");
    assert_eq!(judged.verdict("sqs-queue-encrypted", "aws_sqs_queue.letters[\"in\"]"), "pass");
}

#[test]
fn without_a_configuration_nothing_is_guessed() {
    let judged = Judged::plan("plans/formats/without-configuration.json", &[]);
    assert_eq!(judged.addresses(), BASE);
    judged.is_unknown("s3-bucket-policy-not-public", "aws_s3_bucket.scans");
    for check in ["s3-bucket-default-encryption-kms", "s3-bucket-ssl-requests-only"] {
        let verdict = judged.verdict(check, "aws_s3_bucket.scans");
        assert!(matches!(verdict, "not_evaluated" | "pass"), "{check}: {verdict}");
    }
}

#[test]
fn the_region_that_provider_6_writes_on_a_resource_counts() {
    let judged = Judged::plan("plans/formats/provider-6-region.json", &[]);
    assert_eq!(judged.addresses(), BASE);
    let region = |address: &str| judged.line("sqs-queue-encrypted", address)["resource"]["region"].clone();
    assert_eq!(region("aws_sqs_queue.letters[\"out\"]"), "eu-central-1");
    assert_eq!(region("aws_sqs_queue.letters[\"in\"]"), "us-east-1");
}

#[test]
fn the_provider_awscc_is_read_by_the_files_of_cloudformation() {
    let judged = Judged::plan("plans/formats/awscc.json", &[]);
    assert_eq!(
        judged.addresses(),
        ["awscc_rds_db_instance.this", "awscc_s3_bucket.this", "awscc_sqs_queue.this"]
    );
    for (check, address) in [
        ("s3-bucket-versioning", "awscc_s3_bucket.this"),
        ("rds-instance-storage-encrypted", "awscc_rds_db_instance.this"),
        ("sqs-queue-encrypted", "awscc_sqs_queue.this"),
    ] {
        assert_ne!(judged.verdict(check, address), "not_applicable", "{check}");
    }
}

#[test]
fn what_is_no_plan_is_refused_by_what_it_is() {
    for (path, said) in [
        ("plans/formats/2.0-of-the-future.json", "its format_version is `2.0`"),
        ("plans/formats/errored.json", "the plan ended with errors"),
        ("templates/hospital/messaging.json", "this is a template of CloudFormation"),
        ("templates/hospital/good.yaml", "it is no plan"),
    ] {
        let judged = Judged::plan(path, &[]);
        judged.is_refused(said);
        assert!(judged.run.stderr.contains(path), "{}", judged.run.all());
    }
    for (bytes, said) in [
        (&b"PK\x03\x04the rest of an archive"[..], "this is the plan as Terraform keeps it, not its JSON"),
        (b"", "it is empty"),
        (b" \r\n\t", "it is empty"),
        (b"{}", "it has no `format_version`"),
        (b"[]", "it is no plan"),
        (b"null", "it is no plan"),
        (br#"{"format_version":"1.2"}"#, "it has neither `resource_changes` nor `planned_values`"),
        (br#"{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}"#, "this is a state, not a plan"),
        (br#"{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"0a","outputs":{},"resources":[]}"#, "this is a state's file"),
        (
            b"{\"@level\":\"info\",\"@message\":\"Terraform 1.11.4\",\"type\":\"version\"}\n{\"@level\":\"info\",\"@message\":\"x\"}\n",
            "these are the messages of `terraform plan -json`",
        ),
        (b"{\"type\":\"version\",\"@level\":\"info\"}\n{\"type\":\"plan\",\"@level\":\"info\"}\n", "these are the messages"),
        (b"\x1b[1mTerraform will perform the following actions\x1b[0m", "it is no plan"),
    ] {
        let judged = Judged::plan_of(bytes, &[]);
        judged.is_refused(said);
        assert!(judged.run.stderr.contains("plan.json"), "{}", judged.run.all());
        assert!(judged.run.stderr.lines().count() >= 2, "it says what to do: {}", judged.run.all());
    }
}

#[test]
fn a_plan_is_no_template() {
    let source = format!("cloudformation:{}", fixture("plans/formats/base.json").display());
    let judged = Judged::of(&source, &[]);
    judged.is_refused("plan");
    assert!(judged.run.stderr.contains("terraform-plan:"), "{}", judged.run.all());
}

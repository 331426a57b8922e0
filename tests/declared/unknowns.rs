//! What a plan does not know before it is applied: never a pass, never "nothing is there".

use crate::judged::{Judged, bad, good};
use crate::plans::{Plan, constant, module, refers, resource};
use serde_json::json;

#[test]
fn a_bucket_policy_without_any_values_is_unknown_and_never_no_policy() {
    let plan = Judged::plan("plans/formats/base.json", &[]);
    for check in ["s3-bucket-policy-not-public", "s3-bucket-ssl-requests-only"] {
        plan.is_unknown(check, "aws_s3_bucket.scans");
    }
    // The same bucket without the policy has none, which is known.
    let none = Plan::new().made("aws_s3_bucket.scans", json!({ "bucket": "scans" }), json!({})).judged();
    assert_eq!(none.verdict("s3-bucket-policy-not-public", "aws_s3_bucket.scans"), "pass");
    assert_eq!(none.verdict("s3-bucket-ssl-requests-only", "aws_s3_bucket.scans"), "fail");
}

#[test]
fn policies_that_name_something_made_in_the_same_plan_are_unknown() {
    let plan = good();
    for (check, address) in [
        ("s3-bucket-policy-not-public", r#"module.lake.aws_s3_bucket.zone["landing"]"#),
        ("s3-bucket-ssl-requests-only", r#"module.lake.aws_s3_bucket.zone["curated"]"#),
        ("sqs-queue-not-public", r#"module.messaging.aws_sqs_queue.this["results"]"#),
        ("sqs-queue-enforce-tls", r#"module.messaging.aws_sqs_queue.this["faxes"]"#),
        ("sns-topic-not-public", r#"module.messaging.aws_sns_topic.this["alerts"]"#),
        ("sns-topic-enforce-tls", r#"module.messaging.aws_sns_topic.this["results"]"#),
        ("efs-not-public", "module.charts.aws_efs_file_system.scans"),
        (
            "secretsmanager-secret-not-public",
            r#"module.identity.aws_secretsmanager_secret.this["clearing-house"]"#,
        ),
    ] {
        plan.is_unknown(check, address);
    }
    // Written by the bucket's name: known although the bucket is not made yet.
    assert_eq!(plan.verdict("s3-bucket-ssl-requests-only", "module.lake.aws_s3_bucket.logs"), "pass");
    assert_eq!(plan.verdict("sqs-queue-enforce-tls", "module.messaging.aws_sqs_queue.dead"), "fail");
}

#[test]
fn a_policy_of_which_nobody_knows_the_bucket_leaves_every_bucket_in_doubt() {
    let written = module(
        vec![resource(
            "aws_s3_bucket_policy.one",
            json!({ "bucket": refers(&["local.one"]), "policy": refers(&["local.one"]) }),
        )],
        json!({}),
        &[],
    );
    let plan = Plan::new()
        .made("aws_s3_bucket.a", json!({ "bucket": "a" }), json!({}))
        .made("aws_s3_bucket.b", json!({ "bucket": "b" }), json!({}))
        .made("aws_s3_bucket_policy.one", json!({}), json!({ "bucket": true, "policy": true, "id": true }))
        .written(written)
        .judged();
    for bucket in ["aws_s3_bucket.a", "aws_s3_bucket.b"] {
        plan.is_unknown("s3-bucket-policy-not-public", bucket);
    }
}

#[test]
fn a_key_made_in_the_same_plan_is_a_customer_key() {
    for (check, address) in [
        ("sqs-queue-cmk-encrypted", r#"module.messaging.aws_sqs_queue.this["results"]"#),
        ("s3-bucket-default-encryption-kms", r#"module.lake.aws_s3_bucket.zone["landing"]"#),
        ("s3-bucket-default-encryption-kms", "module.replica.aws_s3_bucket.this"),
        ("kinesis-stream-cmk-encrypted", "module.messaging.aws_kinesis_stream.vitals"),
    ] {
        assert_eq!(good().verdict(check, address), "pass", "{check}: {:#}", good().line(check, address));
    }
    // In a block that is written as a dynamic one the configuration does not say what stands there.
    good().is_unknown("dynamodb-table-cmk-encrypted", r#"module.charts.aws_dynamodb_table.this["consents"]"#);
}

/// `hardened ? key : null`: of an attribute that RDS fills in, both twins show the same, and the bad one has no key.
#[test]
fn a_key_that_a_variable_may_leave_out_is_unknown_where_aws_fills_in_its_own() {
    let check = "rds-cluster-cmk-encrypted";
    for twin in [good(), bad()] {
        twin.is_unknown(check, "module.charts.aws_rds_cluster.notes");
    }
    assert_eq!(bad().verdict("rds-cluster-storage-encrypted", "module.charts.aws_rds_cluster.notes"), "fail");
}

#[test]
fn whichever_name_of_a_key_is_written_it_is_the_key() {
    for attribute in ["arn", "key_id", "id"] {
        let reference = format!("aws_kms_key.own.{attribute}");
        let written = module(
            vec![
                resource("aws_kms_key.own", json!({})),
                resource(
                    "aws_rds_cluster.db",
                    json!({ "kms_key_id": refers(&[&reference, "aws_kms_key.own"]) }),
                ),
            ],
            json!({}),
            &[],
        );
        let cluster =
            json!({ "cluster_identifier": "db", "engine": "aurora-postgresql", "storage_encrypted": true });
        let plan = Plan::new()
            .made(
                "aws_kms_key.own",
                json!({ "is_enabled": true }),
                json!({ "arn": true, "id": true, "key_id": true }),
            )
            .made("aws_rds_cluster.db", cluster, json!({ "kms_key_id": true }))
            .written(written)
            .judged();
        assert_eq!(plan.verdict("rds-cluster-cmk-encrypted", "aws_rds_cluster.db"), "pass", "{attribute}");
    }
}

#[test]
fn a_key_that_the_configuration_does_not_write_is_not_the_customers() {
    let written = module(
        vec![resource("aws_rds_cluster.db", json!({ "engine": constant("aurora-mysql") }))],
        json!({}),
        &[],
    );
    let cluster = json!({ "cluster_identifier": "db", "engine": "aurora-mysql", "storage_encrypted": true });
    let plan = Plan::new()
        .made("aws_rds_cluster.db", cluster, json!({ "kms_key_id": true }))
        .written(written)
        .judged();
    let verdict = plan.verdict("rds-cluster-cmk-encrypted", "aws_rds_cluster.db");
    assert_ne!(verdict, "pass", "{:#}", plan.line("rds-cluster-cmk-encrypted", "aws_rds_cluster.db"));
}

//! What a plan does to what is there already: what stays, goes or is only read is not judged, what is replaced is judged as it
//! will be, and a bucket whose part changes is judged anew.

use crate::judged::Judged;
use crate::plans::{Plan, module, refers, resource};
use serde_json::{Value, json};

#[test]
fn no_op_delete_read_and_forget_give_no_rows() {
    let queue = json!({ "name": "q", "sqs_managed_sse_enabled": true });
    let mut plan = Plan::new();
    for (name, actions) in [("stays", "no-op"), ("goes", "delete"), ("forgotten", "forget"), ("read", "read")]
    {
        let after = if actions == "delete" { Value::Null } else { queue.clone() };
        plan = plan.change(&format!("aws_sqs_queue.{name}"), &[actions], queue.clone(), after, json!({}));
    }
    let judged = plan.made("aws_sqs_queue.new", queue, json!({})).judged();
    assert_eq!(judged.addresses(), ["aws_sqs_queue.new"]);
    let real = Judged::plan("plans/formats/forgotten-and-replaced.json", &["--fail-on", "never"]);
    for gone in ["aws_ebs_volume.scratch", "aws_db_instance.ledger"] {
        assert!(!real.addresses().contains(&gone), "{gone}");
    }
    assert!(Judged::plan("plans/formats/only-no-ops.json", &[]).addresses().is_empty());
}

#[test]
fn a_plan_in_which_nothing_changes_says_so() {
    let plan = Judged::plan("plans/formats/only-no-ops.json", &[]);
    assert!(plan.run.stdout.contains("Nothing in it changes"), "{}", plan.run.all());
}

#[test]
fn a_plan_of_nothing_is_read() {
    for plan in [Plan::new().json(), json!({ "format_version": "1.2", "resource_changes": [] })] {
        let judged = Judged::plan_of(plan.to_string().as_bytes(), &[]);
        assert!(judged.run.code != 2 && judged.addresses().is_empty(), "{}", judged.run.all());
        assert!(judged.run.stdout.contains("There is nothing to judge in it."), "{}", judged.run.all());
    }
}

#[test]
fn what_is_replaced_is_judged_on_the_new_values_whichever_comes_first() {
    let (open, sound) = (
        json!({ "name": "q", "sqs_managed_sse_enabled": false }),
        json!({ "name": "q2", "sqs_managed_sse_enabled": true }),
    );
    for actions in [["create", "delete"], ["delete", "create"], ["create", "forget"]] {
        for (before, after, verdict) in [(&open, &sound, "pass"), (&sound, &open, "fail")] {
            let judged = Plan::new()
                .change(
                    "aws_sqs_queue.q",
                    &actions,
                    before.clone(),
                    after.clone(),
                    json!({ "id": true, "arn": true }),
                )
                .judged();
            assert_eq!(judged.verdict("sqs-queue-encrypted", "aws_sqs_queue.q"), verdict, "{actions:?}");
        }
    }
}

#[test]
fn the_old_object_of_a_replacement_that_failed_midway_is_not_judged() {
    let sound = json!({ "name": "q", "sqs_managed_sse_enabled": true });
    let plan = Plan::new().made("aws_sqs_queue.q", sound, json!({}));
    let mut json = plan.json();
    let old = json!({
        "address": "aws_sqs_queue.q", "mode": "managed", "type": "aws_sqs_queue", "name": "q", "deposed": "0a1b2c3d",
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": { "actions": ["delete"], "before": { "name": "old", "sqs_managed_sse_enabled": false }, "after": null },
    });
    json["resource_changes"].as_array_mut().expect("changes").push(old);
    let judged = Judged::plan_of(json.to_string().as_bytes(), &["--account", "111122223333"]);
    assert_eq!(judged.verdict("sqs-queue-encrypted", "aws_sqs_queue.q"), "pass");
}

/// A bucket that stays as it is, with its public access block and its policy, of which one is changed by `actions`.
fn kept_bucket(part: &str, actions: &[&str], before: Value, after: Value) -> Judged {
    let bucket = json!({ "bucket": "charts", "id": "charts", "arn": "arn:aws:s3:::charts" });
    let block = json!({
        "bucket": "charts", "block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true,
        "restrict_public_buckets": true,
    });
    let mut plan = Plan::new().change("aws_s3_bucket.charts", &["no-op"], bucket.clone(), bucket, json!({}));
    if part != "aws_s3_bucket_public_access_block.charts" {
        plan = plan.change(
            "aws_s3_bucket_public_access_block.charts",
            &["no-op"],
            block.clone(),
            block,
            json!({}),
        );
    }
    plan.change(part, actions, before, after, json!({})).judged()
}

#[test]
fn a_bucket_that_stays_is_judged_anew_when_its_policy_changes_or_goes() {
    let sound = json!({ "bucket": "charts", "policy": "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":[\"arn:aws:s3:::charts\",\"arn:aws:s3:::charts/*\"],\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}" });
    let open = json!({ "bucket": "charts", "policy": "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::charts/*\"}]}" });
    let policy = "aws_s3_bucket_policy.charts";
    let bucket = "aws_s3_bucket.charts";
    let opened = kept_bucket(policy, &["update"], sound.clone(), open.clone());
    assert_eq!(opened.verdict("s3-bucket-policy-not-public", bucket), "fail");
    assert_eq!(opened.verdict("s3-bucket-ssl-requests-only", bucket), "fail");
    let closed = kept_bucket(policy, &["update"], open, sound.clone());
    assert_eq!(closed.verdict("s3-bucket-policy-not-public", bucket), "pass");
    assert_eq!(closed.verdict("s3-bucket-ssl-requests-only", bucket), "pass");
    assert_eq!(
        closed.verdict("s3-bucket-public-access-block", bucket),
        "pass",
        "the part that stays counts too"
    );
    let gone = kept_bucket(policy, &["delete"], sound.clone(), Value::Null);
    assert_eq!(gone.verdict("s3-bucket-ssl-requests-only", bucket), "fail", "nothing asks for TLS any more");
    let same = kept_bucket(policy, &["no-op"], sound.clone(), sound);
    assert!(same.addresses().is_empty(), "{:?}", same.addresses());
}

#[test]
fn a_bucket_that_stays_is_judged_anew_when_its_public_access_block_changes_or_goes() {
    let block = |on: bool| {
        json!({
            "bucket": "charts", "block_public_acls": on, "block_public_policy": on, "ignore_public_acls": on,
            "restrict_public_buckets": on,
        })
    };
    let part = "aws_s3_bucket_public_access_block.charts";
    let verdict =
        |judged: &Judged| judged.verdict("s3-bucket-public-access-block", "aws_s3_bucket.charts").to_owned();
    // The account's own block, which is not in the plan, may close what the bucket's opens.
    assert_eq!(verdict(&kept_bucket(part, &["update"], block(true), block(false))), "not_evaluated");
    assert_eq!(verdict(&kept_bucket(part, &["update"], block(false), block(true))), "pass");
    assert_ne!(verdict(&kept_bucket(part, &["delete"], block(true), Value::Null)), "pass");
}

#[test]
fn a_part_that_is_replaced_is_laid_over_its_bucket_once() {
    let written = module(
        vec![
            resource("aws_s3_bucket.charts", json!({})),
            resource(
                "aws_s3_bucket_versioning.charts",
                json!({ "bucket": refers(&["aws_s3_bucket.charts.id", "aws_s3_bucket.charts"]) }),
            ),
        ],
        json!({}),
        &[],
    );
    let status = |word: &str| json!({ "bucket": "charts", "versioning_configuration": [{ "status": word }] });
    let judged = Plan::new()
        .made("aws_s3_bucket.charts", json!({ "bucket": "charts" }), json!({ "id": true }))
        .change(
            "aws_s3_bucket_versioning.charts",
            &["delete", "create"],
            status("Enabled"),
            status("Suspended"),
            json!({ "id": true }),
        )
        .written(written)
        .judged();
    assert_eq!(judged.verdict("s3-bucket-versioning", "aws_s3_bucket.charts"), "fail");
}

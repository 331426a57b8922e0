//! Parts that are tied to their bucket by references alone: over modules, `count` and `for_each`. Whether versioning is on tells
//! whether the part was found.

use crate::judged::Judged;
use crate::plans::{Plan, constant, module, refers, resource};
use serde_json::{Value, json};

/// A bucket whose name only AWS will know.
fn bucket() -> (Value, Value) {
    (json!({ "force_destroy": false }), json!({ "id": true, "arn": true, "bucket": true }))
}

/// A part that says whether versioning is on, and not of which bucket.
fn versioning(status: &str) -> (Value, Value) {
    (json!({ "versioning_configuration": [{ "status": status }] }), json!({ "bucket": true, "id": true }))
}

/// A plan of buckets and parts that say Enabled or Suspended, by their addresses.
fn plan(buckets: &[&str], parts: &[(&str, &str)], root: Value) -> Judged {
    let mut plan = Plan::new().written(root);
    for address in buckets {
        let (after, unknown) = bucket();
        plan = plan.made(address, after, unknown);
    }
    for (address, status) in parts {
        let (after, unknown) = versioning(status);
        plan = plan.made(address, after, unknown);
    }
    plan.judged()
}

fn is(judged: &Judged, address: &str, verdict: &str) {
    let line = judged.line("s3-bucket-versioning", address);
    assert_eq!(line["verdict"], verdict, "{address}: {line:#}");
}

fn tie(name: &str, to: &[&str]) -> Value {
    resource(&format!("aws_s3_bucket_versioning.{name}"), json!({ "bucket": refers(to) }))
}

#[test]
fn a_part_is_tied_by_a_reference_in_its_own_module() {
    let root = module(
        vec![resource("aws_s3_bucket.a", json!({})), tie("a", &["aws_s3_bucket.a.id", "aws_s3_bucket.a"])],
        json!({}),
        &[],
    );
    is(
        &plan(&["aws_s3_bucket.a"], &[("aws_s3_bucket_versioning.a", "Enabled")], root.clone()),
        "aws_s3_bucket.a",
        "pass",
    );
    is(
        &plan(&["aws_s3_bucket.a"], &[("aws_s3_bucket_versioning.a", "Suspended")], root),
        "aws_s3_bucket.a",
        "fail",
    );
}

#[test]
fn count_index_ties_each_part_to_the_bucket_of_its_number() {
    let root = module(
        vec![resource("aws_s3_bucket.a", json!({})), tie("a", &["aws_s3_bucket.a", "count.index"])],
        json!({}),
        &[],
    );
    let buckets = ["aws_s3_bucket.a[0]", "aws_s3_bucket.a[1]", "aws_s3_bucket.a[2]"];
    let parts =
        [("aws_s3_bucket_versioning.a[0]", "Enabled"), ("aws_s3_bucket_versioning.a[1]", "Suspended")];
    let judged = plan(&buckets, &parts, root);
    is(&judged, buckets[0], "pass");
    is(&judged, buckets[1], "fail");
    is(&judged, buckets[2], "fail");
}

#[test]
fn each_key_ties_each_part_to_the_bucket_of_its_key() {
    let root = module(
        vec![resource("aws_s3_bucket.a", json!({})), tie("a", &["aws_s3_bucket.a", "each.key"])],
        json!({}),
        &[],
    );
    let buckets = [r#"aws_s3_bucket.a["in"]"#, r#"aws_s3_bucket.a["o].\"ut"]"#];
    let parts = [
        (r#"aws_s3_bucket_versioning.a["in"]"#, "Suspended"),
        (r#"aws_s3_bucket_versioning.a["o].\"ut"]"#, "Enabled"),
    ];
    let judged = plan(&buckets, &parts, root);
    is(&judged, buckets[0], "fail");
    is(&judged, buckets[1], "pass");
}

#[test]
fn an_index_that_is_written_out_ties_to_that_bucket_alone() {
    let root = module(
        vec![
            resource("aws_s3_bucket.a", json!({})),
            tie("one", &[r#"aws_s3_bucket.a["two"].id"#, r#"aws_s3_bucket.a["two"]"#, "aws_s3_bucket.a"]),
        ],
        json!({}),
        &[],
    );
    let buckets = [r#"aws_s3_bucket.a["one"]"#, r#"aws_s3_bucket.a["two"]"#];
    let judged = plan(&buckets, &[("aws_s3_bucket_versioning.one", "Enabled")], root);
    is(&judged, buckets[0], "fail");
    is(&judged, buckets[1], "pass");
}

#[test]
fn for_each_over_the_buckets_themselves_ties_by_their_keys() {
    let mut part = tie("a", &["each.value.id", "each.value"]);
    part["for_each_expression"] = refers(&["aws_s3_bucket.a"]);
    let root = module(vec![resource("aws_s3_bucket.a", json!({})), part], json!({}), &[]);
    let buckets = [r#"aws_s3_bucket.a["in"]"#, r#"aws_s3_bucket.a["out"]"#];
    let parts = [
        (r#"aws_s3_bucket_versioning.a["in"]"#, "Enabled"),
        (r#"aws_s3_bucket_versioning.a["out"]"#, "Suspended"),
    ];
    let judged = plan(&buckets, &parts, root);
    is(&judged, buckets[0], "pass");
    is(&judged, buckets[1], "fail");
}

/// The module `data`, which makes a bucket and gives out its id.
fn data() -> Value {
    let own = refers(&["aws_s3_bucket.own.id", "aws_s3_bucket.own"]);
    json!({ "module": module(vec![resource("aws_s3_bucket.own", json!({}))], json!({}), &[("bucket", own)]) })
}

#[test]
fn an_output_of_a_module_ties_to_what_the_module_makes() {
    let root = module(vec![tie("a", &["module.data.bucket", "module.data"])], json!({ "data": data() }), &[]);
    let judged = plan(&["module.data.aws_s3_bucket.own"], &[("aws_s3_bucket_versioning.a", "Enabled")], root);
    is(&judged, "module.data.aws_s3_bucket.own", "pass");
}

#[test]
fn a_variable_of_a_module_ties_to_what_its_call_gives() {
    let rules = module(vec![tie("own", &["var.bucket"])], json!({}), &[]);
    let call = json!({ "module": rules, "expressions": { "bucket": refers(&["aws_s3_bucket.a.id", "aws_s3_bucket.a"]) } });
    let root = module(vec![resource("aws_s3_bucket.a", json!({}))], json!({ "rules": call }), &[]);
    let judged =
        plan(&["aws_s3_bucket.a"], &[("module.rules.aws_s3_bucket_versioning.own", "Enabled")], root);
    is(&judged, "aws_s3_bucket.a", "pass");
}

#[test]
fn nested_modules_pass_outputs_up_and_variables_down() {
    let outer = json!({ "module": module(vec![], json!({ "data": data() }), &[("bucket", refers(&["module.data.bucket", "module.data"]))]) });
    let rules = module(vec![tie("own", &["var.bucket"])], json!({}), &[]);
    let inner = json!({ "rules": { "module": rules, "expressions": { "bucket": refers(&["var.name"]) } } });
    let below = json!({ "module": module(vec![], inner, &[]), "expressions": { "name": refers(&["module.lake.bucket", "module.lake"]) } });
    let root = module(vec![], json!({ "lake": outer, "guard": below }), &[]);
    let (bucket, part) = (
        "module.lake.module.data.aws_s3_bucket.own",
        "module.guard.module.rules.aws_s3_bucket_versioning.own",
    );
    is(&plan(&[bucket], &[(part, "Enabled")], root.clone()), bucket, "pass");
    is(&plan(&[bucket], &[(part, "Suspended")], root), bucket, "fail");
}

#[test]
fn a_module_made_for_each_key_ties_by_the_keys_of_another() {
    let rules = module(vec![tie("own", &["var.bucket"])], json!({}), &[]);
    let root = module(
        vec![],
        json!({
            "data": data(),
            "rules": { "module": rules, "expressions": { "bucket": refers(&["module.data", "each.key"]) } },
        }),
        &[],
    );
    let buckets = [r#"module.data["in"].aws_s3_bucket.own"#, r#"module.data["out"].aws_s3_bucket.own"#];
    let parts = [
        (r#"module.rules["in"].aws_s3_bucket_versioning.own"#, "Enabled"),
        (r#"module.rules["out"].aws_s3_bucket_versioning.own"#, "Suspended"),
    ];
    let judged = plan(&buckets, &parts, root);
    // The reference does not say which output is meant: tied to the right bucket, or in doubt, but never to the wrong one.
    for (bucket, wrong) in buckets.into_iter().zip(["fail", "pass"]) {
        assert_ne!(judged.verdict("s3-bucket-versioning", bucket), wrong, "{bucket}");
    }
}

#[test]
fn a_module_by_its_written_key_ties_to_that_instance() {
    let root = module(
        vec![tie("a", &[r#"module.data["out"].bucket"#, r#"module.data["out"]"#, "module.data"])],
        json!({ "data": data() }),
        &[],
    );
    let buckets = [r#"module.data["in"].aws_s3_bucket.own"#, r#"module.data["out"].aws_s3_bucket.own"#];
    let judged = plan(&buckets, &[("aws_s3_bucket_versioning.a", "Enabled")], root);
    is(&judged, buckets[0], "fail");
    is(&judged, buckets[1], "pass");
}

#[test]
fn an_output_that_gives_all_buckets_of_a_module_by_key_ties_by_the_key() {
    let data = module(
        vec![resource("aws_s3_bucket.own", json!({}))],
        json!({}),
        &[("buckets", refers(&["aws_s3_bucket.own"]))],
    );
    let root = module(
        vec![tie("a", &[r#"module.data.buckets["out"]"#, "module.data.buckets", "module.data"])],
        json!({ "data": { "module": data } }),
        &[],
    );
    let buckets = [r#"module.data.aws_s3_bucket.own["in"]"#, r#"module.data.aws_s3_bucket.own["out"]"#];
    let judged = plan(&buckets, &[("aws_s3_bucket_versioning.a", "Enabled")], root);
    is(&judged, buckets[0], "fail");
    is(&judged, buckets[1], "pass");
}

#[test]
fn a_reference_through_a_local_leaves_all_buckets_in_doubt() {
    let root = module(
        vec![
            resource("aws_s3_bucket.a", json!({})),
            resource("aws_s3_bucket.b", json!({})),
            tie("one", &["local.bucket"]),
        ],
        json!({}),
        &[],
    );
    let judged =
        plan(&["aws_s3_bucket.a", "aws_s3_bucket.b"], &[("aws_s3_bucket_versioning.one", "Enabled")], root);
    judged.is_unknown("s3-bucket-versioning", "aws_s3_bucket.a");
    judged.is_unknown("s3-bucket-versioning", "aws_s3_bucket.b");
}

#[test]
fn one_of_two_that_a_variable_chooses_leaves_both_in_doubt() {
    let root = module(
        vec![
            resource("aws_s3_bucket.a", json!({})),
            resource("aws_s3_bucket.b", json!({})),
            tie(
                "one",
                &[
                    "var.first",
                    "aws_s3_bucket.a.id",
                    "aws_s3_bucket.a",
                    "aws_s3_bucket.b.id",
                    "aws_s3_bucket.b",
                ],
            ),
        ],
        json!({}),
        &[],
    );
    let judged =
        plan(&["aws_s3_bucket.a", "aws_s3_bucket.b"], &[("aws_s3_bucket_versioning.one", "Enabled")], root);
    for bucket in ["aws_s3_bucket.a", "aws_s3_bucket.b"] {
        assert_ne!(
            judged.verdict("s3-bucket-versioning", bucket),
            "pass",
            "{bucket}: only one of them has it"
        );
    }
}

#[test]
fn a_constant_name_ties_to_the_bucket_of_that_name() {
    let root = module(
        vec![
            resource("aws_s3_bucket.a", json!({ "bucket": constant("charts") })),
            resource("aws_s3_bucket_versioning.a", json!({ "bucket": constant("charts") })),
        ],
        json!({}),
        &[],
    );
    let judged = Plan::new()
        .made("aws_s3_bucket.a", json!({ "bucket": "charts" }), json!({ "id": true }))
        .made(
            "aws_s3_bucket_versioning.a",
            json!({ "bucket": "charts", "versioning_configuration": [{ "status": "Enabled" }] }),
            json!({ "id": true }),
        )
        .written(root)
        .judged();
    is(&judged, "aws_s3_bucket.a", "pass");
}

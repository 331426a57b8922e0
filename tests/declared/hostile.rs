//! Hostile plans and templates: one clear error, or a run that ends in bounded time.

use crate::judged::{Judged, fixture};
use crate::plans::{Plan, module, refers, resource};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

/// Judges bytes as a plan; whatever they are, the program ends in order and soon.
fn ends_well(what: &str, bytes: &[u8]) -> Judged {
    let begun = Instant::now();
    let judged = Judged::plan_of(bytes, &["--account", "111122223333"]);
    let took = begun.elapsed();
    assert!(matches!(judged.run.code, 0..=3), "{what}: {}", judged.run.all());
    assert!(!judged.run.stderr.contains("panicked"), "{what}: {}", judged.run.all());
    assert!(took < Duration::from_mins(2), "{what} took {took:?}");
    if judged.run.code == 2 {
        let said = judged.run.stderr.trim_end();
        assert!(said.starts_with("error: plan.json"), "{what}: {}", judged.run.all());
        assert!(said.lines().count() >= 2 && said.len() < 2000, "{what}: {}", judged.run.all());
    }
    judged
}

fn base() -> Vec<u8> {
    fs::read(fixture("plans/formats/base.json")).expect("a plan")
}

#[test]
fn a_plan_that_is_cut_off_anywhere_is_refused_as_cut_off() {
    let base = base();
    for part in [1, 3, 50, 97] {
        let judged = ends_well("cut off", &base[..base.len() * part / 100]);
        judged.is_refused("plan.json:");
        judged.is_refused("it is cut off");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let mut broken = base();
    broken[500] = 0xff;
    ends_well("no UTF-8", &broken).is_refused("it is no text");
    let mut null = base();
    null[1] = 0;
    ends_well("a null byte", &null).is_refused("it is no plan");
}

#[test]
fn a_plan_that_is_nested_deeply_is_refused_or_passed_over() {
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    for text in [
        deep.clone(),
        format!(r#"{{"format_version":"1.2","resource_changes":[],"more":{deep}}}"#),
        format!(
            r#"{{"format_version":"1.2","resource_changes":[{{"address":"aws_sqs_queue.q","type":"aws_sqs_queue","name":"q","change":{{"actions":["create"],"after":{{"name":{deep}}}}}}}]}}"#
        ),
        format!(
            r#"{{"format_version":"1.2","resource_changes":[],"configuration":{{"root_module":{}{}}}}}"#,
            r#"{"module_calls":{"m":{"module":"#.repeat(1000),
            "{}".to_owned() + &"}}}".repeat(1000)
        ),
    ] {
        ends_well("nested", text.as_bytes());
    }
}

#[test]
fn an_address_that_stands_there_twice_is_refused_by_name() {
    let queue = json!({ "name": "q", "sqs_managed_sse_enabled": true });
    let plan = Plan::new().made("aws_sqs_queue.q", queue.clone(), json!({})).made(
        "aws_sqs_queue.q",
        queue,
        json!({}),
    );
    ends_well("twice", plan.json().to_string().as_bytes())
        .is_refused("the address `aws_sqs_queue.q` stands in it twice");
}

#[test]
fn keys_that_stand_there_twice_do_not_hide_what_is_open() {
    let text = plain(r#""name":"q","sqs_managed_sse_enabled":true,"sqs_managed_sse_enabled":false"#);
    let judged = ends_well("keys twice", text.as_bytes());
    if judged.run.code != 2 {
        assert_eq!(judged.verdict("sqs-queue-encrypted", "aws_sqs_queue.q"), "fail");
    }
}

/// A plan of one queue with these values.
fn plain(after: &str) -> String {
    format!(
        r#"{{"format_version":"1.2","resource_changes":[{{"address":"aws_sqs_queue.q","mode":"managed","type":"aws_sqs_queue","name":"q","provider_name":"registry.terraform.io/hashicorp/aws","change":{{"actions":["create"],"before":null,"after":{{{after}}},"after_unknown":{{}}}}}}]}}"#
    )
}

#[test]
fn numbers_that_are_none_are_refused() {
    for number in ["NaN", "Infinity", "-", "1e99999", "0x10", "01"] {
        ends_well(number, plain(&format!(r#""delay_seconds":{number}"#)).as_bytes());
    }
    let huge =
        ends_well("a huge number", plain(&format!(r#""delay_seconds":{}"#, "9".repeat(5000))).as_bytes());
    assert_ne!(huge.run.code, 0);
}

/// Every value of a document, one kind of wrong at a time.
fn twisted(value: &Value, turn: usize) -> Value {
    let wrong = [
        json!(null),
        json!(1),
        json!("x"),
        json!([]),
        json!({}),
        json!([[]]),
        json!(true),
        json!({ "references": [1] }),
    ];
    fn at(value: &Value, turn: usize, count: &mut usize, wrong: &[Value]) -> Value {
        *count += 1;
        if *count % 97 == turn {
            return wrong[(*count / 97 + turn) % wrong.len()].clone();
        }
        match value {
            Value::Array(all) => all.iter().map(|one| at(one, turn, count, wrong)).collect(),
            Value::Object(all) => Value::Object(
                all.iter().map(|(name, one)| (name.clone(), at(one, turn, count, wrong))).collect(),
            ),
            other => other.clone(),
        }
    }
    at(value, turn, &mut 0, &wrong)
}

#[test]
fn wrong_types_anywhere_are_refused_or_read_around() {
    let base: Value = serde_json::from_slice(&base()).expect("JSON");
    for turn in [7, 31, 60, 88] {
        ends_well("wrong types", twisted(&base, turn).to_string().as_bytes());
    }
}

/// A bucket and a part that is tied to it through this configuration.
fn tied(address: &str, root: Value) -> Judged {
    let plan = Plan::new()
        .made(address, json!({}), json!({ "id": true, "bucket": true }))
        .made(
            "aws_s3_bucket_versioning.v",
            json!({ "versioning_configuration": [{ "status": "Enabled" }] }),
            json!({ "bucket": true, "id": true }),
        )
        .written(root);
    ends_well("tied", plan.json().to_string().as_bytes())
}

#[test]
fn modules_that_refer_to_each_other_in_a_circle_or_double_at_every_step_end() {
    let call = |name: &str, outputs: &[(&str, Value)]| {
        (
            name.to_owned(),
            json!({ "module": module(vec![], json!({}), outputs), "expressions": { "in": refers(&["module.a.out", "module.b.out"]) } }),
        )
    };
    let outputs = [("out", refers(&["var.in"]))];
    let calls: Value =
        [call("a", &outputs), call("b", &outputs)].into_iter().collect::<serde_json::Map<_, _>>().into();
    let part =
        resource("aws_s3_bucket_versioning.v", json!({ "bucket": refers(&["module.a.out", "module.a"]) }));
    let judged = tied("module.a.aws_s3_bucket.b", module(vec![part.clone()], calls.clone(), &[]));
    judged.is_unknown("s3-bucket-versioning", "module.a.aws_s3_bucket.b");
    // Both modules are there, so that every step has two ways on.
    let plan = Plan::new()
        .made("module.a.aws_s3_bucket.b", json!({}), json!({ "id": true }))
        .made("module.b.aws_s3_bucket.b", json!({}), json!({ "id": true }))
        .made(
            "aws_s3_bucket_versioning.v",
            json!({ "versioning_configuration": [{ "status": "Enabled" }] }),
            json!({ "bucket": true }),
        )
        .written(module(vec![part], calls, &[]));
    ends_well("doubling", plan.json().to_string().as_bytes())
        .is_unknown("s3-bucket-versioning", "module.a.aws_s3_bucket.b");
}

#[test]
fn a_hundred_thousand_references_end() {
    let many: Vec<String> = (0..100_000).map(|n| format!("aws_s3_bucket.b{n}.id")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let part = resource("aws_s3_bucket_versioning.v", json!({ "bucket": refers(&many) }));
    tied("aws_s3_bucket.b1", module(vec![part], json!({}), &[]));
}

#[test]
fn an_index_with_quotes_brackets_and_escapes_is_an_index() {
    let key = "a\"].aws_s3_bucket.x[\"\\ \u{e9}\u{1f3e5}\n${x}";
    let quoted = Value::from(key).to_string();
    let address = format!("aws_s3_bucket.b[{quoted}]");
    let part = resource(
        "aws_s3_bucket_versioning.v",
        json!({ "bucket": refers(&[&format!("{address}.id"), &address, "aws_s3_bucket.b"]) }),
    );
    let judged = tied(&address, module(vec![part], json!({}), &[]));
    assert_eq!(judged.verdict("s3-bucket-versioning", &address), "pass");
}

/// One of 200 MB takes five times as long and 450 MB.
#[test]
fn a_huge_text_is_read_in_moments() {
    let judged = ends_well(
        "a huge text",
        plain(&format!(r#""name":"q","sqs_managed_sse_enabled":true,"policy":"{}""#, "x".repeat(40_000_000)))
            .as_bytes(),
    );
    assert_eq!(judged.verdict("sqs-queue-encrypted", "aws_sqs_queue.q"), "pass");
    assert!(judged.run.all().len() < 1_000_000, "nothing of it is shown");
}

#[test]
fn twenty_thousand_resources_are_read_in_moments() {
    let mut changes = String::new();
    for number in 0..20_000 {
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(
            changes,
            r#"{comma}{{"address":"aws_unheard_of_thing.t{number}","mode":"managed","type":"aws_unheard_of_thing","name":"t{number}","change":{{"actions":["create"],"after":{{}}}}}}"#
        );
    }
    let judged =
        ends_well("many", format!(r#"{{"format_version":"1.2","resource_changes":[{changes}]}}"#).as_bytes());
    assert_ne!(judged.run.code, 2, "{}", judged.run.stderr);
}

#[test]
fn a_hostile_template_ends_well() {
    let deep = "[".repeat(100_000);
    for text in [
        format!("Resources: {deep}"),
        format!(
            "Resources:\n  Q: {{Type: AWS::SQS::Queue, Properties: {{QueueName: {}}}}}\n",
            "!Sub [".repeat(5000)
        ),
        "a: &a [x, x]\nb: &b [*a, *a]\nResources: *b\n".to_owned(),
        "Resources:\n  Q: {Type: AWS::SQS::Queue}\n  Q: {Type: AWS::SQS::Queue}\n".to_owned(),
        "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Q}}\n".to_owned(),
    ] {
        let judged = Judged::template_of(&text, &[]);
        assert!(matches!(judged.run.code, 0..=3), "{}", judged.run.all());
        assert!(!judged.run.stderr.contains("panicked"), "{}", judged.run.all());
    }
}

//! What a plan or a template holds in clear comes out nowhere: no record, no report, no message.

use crate::judged::{Judged, fixture};
use crate::plans::Plan;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Every report that the program writes.
const FORMATS: [&str; 8] = ["table", "json", "gap", "sarif", "junit", "github", "gitlab", "markdown"];

/// How every secret of the fixtures begins, in clear and as base64 at each of the three places that a text may begin at.
const MARKERS: [&str; 6] = ["S3cr3t-in", "UzNjcjN0LWlu", "MzY3IzdC1pb", "TM2NyM3QtaW", "S3cr3t", "UzNjcjN0"];

/// What stands around a secret in a text.
fn has_secret(text: &str) -> Option<String> {
    let at = MARKERS.iter().find_map(|marker| text.find(marker))?;
    let before: String = text[..at].chars().rev().take(80).collect();
    Some(before.chars().rev().chain(text[at..].chars().take(40)).collect())
}

/// Asserts that no file below a folder holds a secret.
fn is_clean(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            is_clean(&path);
        } else {
            let text = String::from_utf8_lossy(&fs::read(&path).expect("a file")).into_owned();
            assert_eq!(has_secret(&text), None, "{}", path.display());
        }
    }
}

/// Runs scan and gate with every report, and everything that is made of a record.
fn shows_no_secret(source: &str) {
    let arguments: Vec<String> =
        FORMATS.iter().map(|format| format!("--format={format}=report.{format}")).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let judged = Judged::of(source, &arguments);
    assert!(matches!(judged.run.code, 1 | 3), "{source}: {}", judged.run.all());
    assert!(judged.lines.len() > 100, "{source}");
    let out = judged.program.dir().join("out");
    let mut written: Vec<String> = fs::read_dir(&out)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    written.sort();
    assert_eq!(written, ["record.json", "results.jsonl"], "nothing of the plan is kept");
    let says = |arguments: &[&str]| {
        let run = judged.program.run(arguments);
        assert_eq!(has_secret(&run.all()), None, "{source}: {arguments:?}");
        run
    };
    for format in FORMATS {
        assert!(judged.program.dir().join(format!("report.{format}")).is_file(), "{format}");
    }
    for format in ["csv", "html"] {
        says(&["map", "out", "--format", format]);
    }
    assert_eq!(has_secret(&judged.run.all()), None, "{source}");
    let gated = judged.program.run(["gate", "--from", source, "--out", "gated", "--phase", "C"]);
    assert_eq!(has_secret(&gated.all()), None, "{source}");
    is_clean(judged.program.dir());
}

#[test]
fn no_secret_of_the_hospitals_plans_comes_out_of_a_run() {
    for plan in ["good.json", "bad.json", "change.json"] {
        let path = fixture("plans/hospital").join(plan);
        assert!(
            has_secret(&fs::read_to_string(&path).expect("a plan")).is_some(),
            "{plan} holds none to look for"
        );
        shows_no_secret(&format!("terraform-plan:{}", path.display()));
    }
}

#[test]
fn no_secret_of_the_hospitals_templates_comes_out_of_a_run() {
    for template in [
        "good.yaml",
        "bad.yaml",
        "parts/compute.yaml",
        "parts/messaging.yaml",
        "messaging.json",
        "sam/template.yaml",
        "cdk/cdk.out",
    ] {
        shows_no_secret(&format!(
            "cloudformation:{}",
            fixture("templates/hospital").join(template).display()
        ));
    }
}

#[test]
fn no_secret_of_the_small_plans_comes_out_of_a_run() {
    for entry in fs::read_dir(fixture("plans/formats")).expect("a folder").flatten() {
        let judged = Judged::of(&format!("terraform-plan:{}", entry.path().display()), &["--format", "json"]);
        assert_eq!(has_secret(&judged.run.all()), None, "{}", entry.path().display());
        is_clean(judged.program.dir());
    }
}

/// A queue's change with these marks of what is sensitive.
fn queue(sensitive: Value) -> Judged {
    let change = json!({
        "actions": ["create"], "before": null, "after_unknown": {}, "before_sensitive": false,
        "after": { "name": "q", "sqs_managed_sse_enabled": true, "kms_master_key_id": "S3cr3t-in-plan!-key" },
        "after_sensitive": sensitive,
    });
    let plan = Plan::new().raw("aws_sqs_queue.q", change);
    let bytes = plan.json().to_string();
    Judged::plan_of(bytes.as_bytes(), &["--account", "111122223333", "--format", "json"])
}

#[test]
fn a_value_that_is_marked_as_sensitive_decides_nothing_and_is_shown_nowhere() {
    let open = queue(json!({}));
    assert_ne!(open.line("sqs-queue-cmk-encrypted", "aws_sqs_queue.q")["causes"][0]["code"], "Sensitive");
    let marked = queue(json!({ "kms_master_key_id": true }));
    assert_eq!(marked.verdict("sqs-queue-cmk-encrypted", "aws_sqs_queue.q"), "not_evaluated");
    let line = marked.line("sqs-queue-cmk-encrypted", "aws_sqs_queue.q");
    assert_eq!(line["causes"][0]["code"], "Sensitive", "{line:#}");
    assert_eq!(has_secret(&marked.run.all()), None);
    is_clean(&marked.program.dir().join("out"));
    let whole = queue(json!(true));
    assert_eq!(whole.verdict("sqs-queue-cmk-encrypted", "aws_sqs_queue.q"), "not_evaluated");
    assert_eq!(whole.verdict("sqs-queue-encrypted", "aws_sqs_queue.q"), "not_evaluated");
    assert_eq!(has_secret(&whole.run.all()), None);
    is_clean(&whole.program.dir().join("out"));
}

#[test]
fn a_sensitive_name_is_not_what_the_thing_is_called_by() {
    let change = json!({
        "actions": ["create"], "before": null, "after_unknown": {}, "before_sensitive": false,
        "after": { "name": "S3cr3t-in-plan!-name", "sqs_managed_sse_enabled": false },
        "after_sensitive": { "name": true },
    });
    let bytes = Plan::new().raw("aws_sqs_queue.q", change).json().to_string();
    let judged = Judged::plan_of(bytes.as_bytes(), &["--account", "111122223333", "--format", "table"]);
    assert_eq!(judged.verdict("sqs-queue-encrypted", "aws_sqs_queue.q"), "fail");
    assert_eq!(has_secret(&judged.run.all()), None);
    is_clean(&judged.program.dir().join("out"));
}

#[test]
fn an_error_in_a_plan_does_not_quote_what_stands_there() {
    for text in [
        r#"{"format_version":"1.2","resource_changes":"S3cr3t-in-plan!"}"#,
        r#"{"format_version":"1.2","resource_changes":["S3cr3t-in-plan!"]}"#,
        r#"{"format_version":"1.2","resource_changes":[{"address":"S3cr3t-in-plan!"}]}"#,
        r#"{"format_version":"1.2","resource_changes":[{"address":"a","type":"aws_sqs_queue","name":"q","change":{"actions":"S3cr3t-in-plan!"}}]}"#,
        r#"{"format_version":"1.2","variables":{"a":"S3cr3t-in-plan!"},"resource_changes":[]}"#,
        r#"{"format_version":"1.2","resource_changes":[{"address":"a","type":"aws_sqs_queue","name":"q","change":{"actions":["create"],"after":{"name":"S3cr3t-in-plan!"#,
        "S3cr3t-in-plan!",
    ] {
        let judged = Judged::plan_of(text.as_bytes(), &[]);
        assert_eq!(judged.run.code, 2, "{}", judged.run.all());
        assert_eq!(has_secret(&judged.run.all()), None, "{text}");
    }
}

//! The gate over plans and templates: what a change introduces, what a baseline knows, phases, exit codes, the last line.

use crate::judged::{Judged, fixture};
use crate::support::Baascan;
use crate::support::program::Output;
use serde_json::{Value, json};
use std::fs;

/// A register with AWS's agreement over the hospital's account.
const REGISTER: &str = r#"[organization]
name = "Lakeside Records, Inc."
[scope]
phi_accounts = ["111122223333"]
[[agreement]]
id = "aws"
direction = "downstream"
counterparty = "Amazon Web Services, Inc."
vendor = "aws"
status = "executed"
effective = 2025-03-01
accounts = ["111122223333"]
"#;

/// What a plan or a template leaves open.
const OPEN: &str = "unknown_until_apply,not_collected,not_reviewed,no_collector";

fn plan(name: &str) -> String {
    format!("terraform-plan:{}", fixture("plans/hospital").join(name).display())
}

fn last(run: &Output) -> Value {
    let line = run.stdout.lines().last().unwrap_or_else(|| panic!("no line: {}", run.all()));
    serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {}", run.all()))
}

fn document(judged: &Judged) -> Value {
    let text = fs::read_to_string(judged.program.dir().join("all.json"))
        .unwrap_or_else(|_| panic!("{}", judged.run.all()));
    serde_json::from_str(&text).expect("JSON")
}

fn introduced(document: &Value) -> Vec<String> {
    let all = document["gate"]["introduces"].as_array().expect("a list");
    all.iter().map(|one| one["message"].as_str().expect("a sentence").to_owned()).collect()
}

#[test]
fn a_change_names_the_services_the_region_and_the_third_parties_that_it_introduces() {
    let program = Baascan::new();
    fs::write(program.dir().join("baa.toml"), REGISTER).expect("a file");
    let judged = Judged::by(
        program,
        &["gate"],
        &plan("change.json"),
        &["--register", "baa.toml", "--phase", "C", "--format", "table", "--format", "json=all.json"],
    );
    let said = introduced(&document(&judged));
    assert_eq!(
        said,
        [
            "this change introduces the region eu-central-1 in 111122223333; the agreement `aws` covers it",
            "this change introduces AWS App Runner in 111122223333; AWS's HIPAA-eligible list does not hold it, so no agreement covers it",
            "this change introduces Amazon Bedrock in 111122223333; the agreement `aws` covers it",
            "this change introduces AWS Lambda in 111122223333; the agreement `aws` covers it",
            "this change introduces Amazon Simple Email Service in 111122223333; the agreement `aws` covers it",
            "this change introduces AWS Step Functions in 111122223333; the agreement `aws` covers it",
            "this change introduces newrelic as a third party in 111122223333; no agreement covers it",
            "this change introduces wiz as a third party in 111122223333; no agreement covers it",
        ],
        "the stream that is made anew is no new service"
    );
    let line = last(&judged.run);
    assert_eq!(
        (&line["introduces"], &line["phase"], judged.run.code),
        (&json!(8), &json!("C"), 1),
        "{}",
        judged.run.all()
    );
    assert_eq!(line["exit_code"], 1);
    let flat = judged.run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("this change introduces wiz as a third party in 111122223333; no agreement covers it"),
        "{}",
        judged.run.stdout
    );
}

#[test]
fn without_an_agreement_nothing_that_is_introduced_is_covered() {
    let program = Baascan::new();
    let unsigned = REGISTER
        .replace("accounts = [\"111122223333\"]\n", "accounts = [\"444455556666\"]\n")
        .replacen("phi_accounts = [\"444455556666\"]", "phi_accounts = [\"111122223333\"]", 1);
    fs::write(program.dir().join("baa.toml"), unsigned).expect("a file");
    let judged = Judged::by(
        program,
        &["gate"],
        &plan("change.json"),
        &["--register", "baa.toml", "--format", "json=all.json"],
    );
    let said = introduced(&document(&judged));
    let bedrock = said.iter().find(|said| said.contains("Amazon Bedrock")).expect("Bedrock is new");
    assert!(
        bedrock.starts_with("this change introduces Amazon Bedrock in 111122223333; no agreement covers it"),
        "{bedrock}"
    );
    assert_eq!(judged.run.code, 1, "{}", judged.run.all());
}

#[test]
fn against_a_baseline_new_findings_fail_and_public_data_is_never_known() {
    let program = Baascan::new();
    let run = program.run([
        "scan",
        "--from",
        &plan("good.json"),
        "--out",
        "good",
        "--fail-on",
        "never",
        "--allow-incomplete",
        OPEN,
    ]);
    assert_eq!(run.code, 0, "{}", run.all());
    let arguments = ["--baseline", "good", "--allow-incomplete", OPEN, "--format", "json=all.json"];
    let same = Judged::by(program, &["gate"], &plan("good.json"), &arguments);
    assert_eq!(same.run.code, 0, "nothing is new: {}", same.run.all());
    assert_eq!(document(&same)["gate"]["baseline"]["new"], 0);
    fs::remove_dir_all(same.program.dir().join("out")).expect("a folder");
    let worse = Judged::by(same.program, &["gate"], &plan("bad.json"), &arguments);
    assert_eq!((worse.run.code, &last(&worse.run)["gate"]), (1, &json!("fail")), "{}", worse.run.all());
    let baseline = document(&worse)["gate"]["baseline"].clone();
    assert!(baseline["new"].as_u64().is_some_and(|new| new > 150), "{baseline}");
    assert!(baseline["known"].as_u64().is_some_and(|known| known > 20), "{baseline}");
    let known = |line: &&Value| line["known"] == true;
    assert!(worse.lines.iter().filter(known).all(|line| line["check"] != "s3-bucket-policy-not-public"
        && !line["check"].as_str().is_some_and(|check| check.starts_with("baa-gap"))));
}

#[test]
fn a_baseline_that_left_things_open_is_refused_unless_they_are_allowed() {
    let program = Baascan::new();
    let run = program.run(["scan", "--from", &plan("good.json"), "--out", "good", "--fail-on", "never"]);
    assert_eq!(run.code, 3, "{}", run.all());
    let judged = Judged::by(program, &["gate"], &plan("bad.json"), &["--baseline", "good"]);
    assert_eq!((judged.run.code, &last(&judged.run)["exit_code"]), (2, &json!(2)), "{}", judged.run.all());
    assert!(
        judged.run.stderr.contains("unknown_until_apply") && judged.run.stderr.contains("--allow-incomplete"),
        "{}",
        judged.run.all()
    );
}

#[test]
fn a_refused_plan_ends_with_one_json_line_too() {
    let source = format!("terraform-plan:{}", fixture("plans/formats/errored.json").display());
    let run = Baascan::new().run(["gate", "--from", &source, "--phase", "C"]);
    assert_eq!((run.code, &last(&run)["gate"]), (2, &json!("error")), "{}", run.all());
    assert!(
        last(&run)["error"].as_str().is_some_and(|said| said.contains("ended with errors")),
        "{}",
        run.all()
    );
}

#[test]
fn a_template_is_gated_as_a_plan_is() {
    let source = format!("cloudformation:{}", fixture("templates/hospital/bad.yaml").display());
    let judged = Judged::by(
        Baascan::new(),
        &["gate"],
        &source,
        &["--phase", "C", "--account", "111122223333", "--region", "us-east-1", "--format", "json=all.json"],
    );
    assert_eq!((judged.run.code, &last(&judged.run)["gate"]), (1, &json!("fail")), "{}", judged.run.all());
    assert_eq!(document(&judged)["gate"]["phase"]["id"], "C");
    assert!(introduced(&document(&judged)).is_empty(), "a template does not say what is there already");
}

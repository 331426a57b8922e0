//! Each exit code, and what is said beside it.

use crate::world::{EU, US, World, half_read_key, key, public_key};
use serde_json::json;

/// A check of one's own whose condition runs into a type error on any key without a usage.
pub(crate) const BROKEN: &str = r#"id = "own-broken"
title = "Key has a usage"
resource = "AWS::KMS::Key"
severity = "low"
category = "key-management"
condition = "size(resource.KeyUsage) > 0"
observe = []
message = "{id} has none"
why = "it shows what a defect does"
fix = { console = "mend the check" }
references = ["https://docs.aws.amazon.com/kms/"]
citations = [{ id = "164.312(b)", relation = "supporting" }]
[[example]]
verdict = "pass"
properties = { KeyUsage = "ENCRYPT_DECRYPT" }
[[example]]
verdict = "fail"
properties = { KeyUsage = "" }
[[example]]
verdict = "not_evaluated"
unread = ["KeyUsage"]
"#;

#[test]
fn nothing_failed_and_all_was_evaluated_is_0() {
    let world = World::sound();
    let run = world.scan_keys(&[]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(run.stdout.starts_with("100.0% evaluated"), "{}", run.stdout);
    assert_eq!(world.record()["run"]["judged"]["exit_code"], 0);
}

#[test]
fn a_failure_below_the_threshold_is_0_and_at_it_1() {
    let world = World::new().keys(US, vec![key("k", json!({ "EnableKeyRotation": false }))]).keys(EU, vec![]);
    assert_eq!(world.scan_keys(&[]).code, 0);
    assert_eq!(world.scan_keys(&["--fail-on", "medium"]).code, 1);
    assert_eq!(world.scan_keys(&["--fail-on", "never"]).code, 0);
}

/// Trap 3: a pipeline must not read "incomplete" where something is known to be wrong.
#[test]
fn trap_3_findings_and_errors_together_are_1_and_both_counts_are_shown() {
    let world = World::new().keys(US, vec![public_key("open")]).refused(EU);
    let run = world.scan_keys(&["--format", "table", "--format", "json=all.json"]);
    assert_eq!(run.code, 1, "{}", run.all());
    let first = run.stdout.lines().next().expect("a line");
    assert!(first.contains("1 failed: 1 critical"), "{first}");
    assert!(first.contains(" 6 not)"), "{first}");
    let blind = run.stdout.lines().find(|line| line.contains("kms:ListKeys")).expect("the refused action");
    assert!(blind.contains("6 evaluations in eu-west-1"), "{blind}");
    let json: serde_json::Value = serde_json::from_str(&world.read("all.json")).expect("JSON");
    assert_eq!(json["coverage"]["evaluations"]["fail"], 1);
    assert_eq!(json["coverage"]["evaluations"]["not_evaluated"], 6);
    assert_eq!(world.scan_keys(&["--exit-zero"]).code, 0);
}

#[test]
fn something_not_evaluated_is_3_unless_its_cause_is_allowed() {
    let world = World::new()
        .keys(US, vec![half_read_key("k", "EnableKeyRotation", "kms:GetKeyRotationStatus")])
        .refused(EU);
    let run = world.scan_keys(&[]);
    assert_eq!(run.code, 3, "{}", run.all());
    let other = world.scan_keys(&["--allow-incomplete", "throttled"]);
    assert_eq!(other.code, 3, "{}", other.all());
    let allowed = world.scan_keys(&["--allow-incomplete", "throttled,denied"]);
    assert_eq!(allowed.code, 0, "{}", allowed.all());
    assert!(
        allowed.stdout.contains("Allowed by --allow-incomplete: denied, 7 evaluations."),
        "{}",
        allowed.stdout
    );
    assert!(
        allowed.stdout.contains("Allowed by --allow-incomplete: throttled, 0 evaluations."),
        "{}",
        allowed.stdout
    );
    assert_eq!(world.scan_keys(&["--exit-zero"]).code, 0);
}

#[test]
fn nothing_evaluated_at_all_is_3() {
    let world = World::new().keys(US, vec![]).keys(EU, vec![]);
    let run = world.scan_keys(&[]);
    assert_eq!(run.code, 3, "{}", run.all());
    assert!(run.stdout.starts_with("nothing evaluated (0 of 0, 0 not)"), "{}", run.stdout);
}

#[test]
fn a_wrong_command_line_or_file_is_2_and_nothing_is_judged() {
    let world = World::sound();
    world.write("baa.toml", "[organisation]\nname = \"x\"\n");
    world.write("checks/own/half.toml", "id = \"half\"\n");
    world.write("described/kms/service.toml", "api = \"nonsense\"\n");
    world.write("list.toml", "page_last_updated = 2026-01-01\n");
    for (wrong, said) in [
        (&["--register", "baa.toml"][..], "baa.toml"),
        (&["--register", "nowhere.toml"], "nowhere.toml"),
        (&["--checks", "checks"], "half.toml"),
        (&["--checks", "described"], "service.toml"),
        (&["--checks", "nowhere"], "nowhere"),
        (&["--eligibility", "list.toml"], "list.toml"),
        (&["--loud"], "--loud"),
        (&["--services", "kmss"], "did you mean `kms`?"),
        (&["--format", "yaml"], "`yaml` is not a format; known: table, json"),
        (&["--format", "json=nowhere/x.json"], "nowhere/x.json"),
        (&["--format", "json", "--format", "table"], "two reports to stdout"),
        (&["--as-of", "soon"], "`soon` is not a date"),
        (&["--fail-on", "bad"], "bad"),
        (&["--allow-incomplete", "laziness"], "`laziness` is not a cause"),
        (&["--resume", "out"], "--out"),
    ] {
        let run = world.scan(wrong);
        assert_eq!(run.code, 2, "{wrong:?}: {}", run.all());
        assert!(run.stderr.contains(said), "{wrong:?}: {}", run.all());
        assert_eq!(run.stdout, "", "{wrong:?}");
        assert!(!world.program.dir().join("out").exists(), "{wrong:?} left something behind");
    }
    let run = world.program.run(["scan", "--from", "facts:nowhere"]);
    assert_eq!(run.code, 2, "{}", run.all());
    assert_eq!(world.program.run(["frobnicate"]).code, 2);
    assert_eq!(world.program.run::<&str>([]).code, 2);
    assert_eq!(world.program.run(["checks", "show", "kms-key-not-pubic"]).code, 2);
    assert_eq!(world.program.run(["explain", "deneid"]).code, 2);
}

#[test]
fn a_check_with_a_defect_is_4_and_the_first_line_says_so() {
    let world = World::new()
        .keys(US, vec![public_key("open"), key("odd", json!({ "KeyUsage": null }))])
        .keys(EU, vec![]);
    world.write("mine/own-broken.toml", BROKEN);
    let run = world.scan_keys(&["--checks", "mine"]);
    assert_eq!(run.code, 4, "{}", run.all());
    assert!(
        run.stdout.lines().next().is_some_and(|line| line.starts_with("1 check_error; ")),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("check_error own-broken on arn:aws:kms:"), "{}", run.stdout);
    assert_eq!(world.scan_keys(&["--checks", "mine", "--exit-zero"]).code, 4);
    assert_eq!(world.record()["defects"][0]["check"], "own-broken");
}

#[test]
fn broken_facts_are_4_with_file_and_line() {
    let world = World::sound();
    let name = format!("facts/{}/{US}/kms.jsonl", crate::world::ACCOUNT);
    let text = world.read(&name).replace("\"kind\":\"AWS::KMS::Key\"", "\"kind\":7");
    world.write(&name, &text);
    let run = world.scan_keys(&[]);
    assert_eq!(run.code, 4, "{}", run.all());
    assert!(run.stderr.contains("kms.jsonl, line 2: "), "{}", run.all());
    assert!(!world.program.dir().join("out/record.json").exists());
}

#[test]
fn the_version_and_the_help_are_0() {
    let world = World::new();
    for arguments in
        [&["--version"][..], &["--help"], &["scan", "--help"], &["help", "checks"], &["explain", "3"]]
    {
        let run = world.program.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.all());
    }
    let run = world.program.run(["--version"]);
    assert_eq!(run.stdout, concat!("baascan ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn a_path_that_leads_to_nothing_is_2() {
    let world = World::sound();
    world.write("empty/readme", "no facts");
    for arguments in [
        &["scan", "--from", "facts:empty"][..],
        &["scan", "--from", "facts:nowhere"],
        &["scan", "--from", "facts:empty/readme"],
        &["map", "empty"],
        &["map", "nowhere"],
        &["map", "empty/readme/record"],
        &["report", "empty"],
    ] {
        let run = world.program.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.all());
    }
}

#[test]
fn a_file_that_was_cut_off_is_3_and_one_that_contradicts_itself_4() {
    let world = World::new().keys(US, vec![key("here", json!({}))]).keys(EU, vec![key("there", json!({}))]);
    assert_eq!(world.scan_keys(&[]).code, 0);
    let rows = world.results().len();
    let name = "facts/111122223333/eu-west-1/kms.jsonl";
    let whole = world.read(name);
    for cut in ["", &whole[..40], &whole[..whole.len() - 20], &whole[..whole.len() - 1]] {
        world.write(name, cut);
        let run = world.scan_keys(&[]);
        assert_eq!((run.code, world.results().len()), (3, rows), "{}", run.all());
    }
    world.write(name, &whole.replace("\"count\":1", "\"count\":2"));
    let run = world.scan_keys(&[]);
    assert_eq!(run.code, 4, "{}", run.all());
    assert!(run.stderr.contains("counts 2 of AWS::KMS::Key, and the file holds 1"), "{}", run.all());
}

//! Checks and descriptions of the user's own.

use crate::world::{EU, US, World, key};
use serde_json::json;

/// A check of one's own: keys rotate at least every `days`.
fn rotation(id: &str, days: u32) -> String {
    format!(
        r#"id = "{id}"
title = "Key rotates often"
resource = "AWS::KMS::Key"
severity = "high"
category = "key-management"
condition = "resource.RotationPeriodInDays != null && resource.RotationPeriodInDays <= {days}"
observe = ["RotationPeriodInDays"]
message = "{{id}} rotates too seldom"
why = "our own policy asks for it"
fix = {{ console = "KMS > key > Key rotation" }}
references = ["https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html"]
citations = [{{ id = "164.312(a)(2)(iv)", relation = "supporting" }}]
[[example]]
verdict = "pass"
properties = {{ RotationPeriodInDays = 90 }}
[[example]]
verdict = "fail"
properties = {{ RotationPeriodInDays = 365 }}
[[example]]
verdict = "not_evaluated"
unread = ["RotationPeriodInDays"]
"#
    )
}

const SERVICE: &str = r#"# Code repositories, described by a user.
api = "codecommit"
service_id = "CodeCommit"
protocol = "json-1.1"
version = "2015-04-13"
endpoint_prefix = "codecommit"
target_prefix = "CodeCommit_20150413"

[[kind]]
name = "AWS::CodeCommit::Repository"
service = "codecommit"
id = "{.repositoryName}"

[kind.list]
operation = "ListRepositories"
items = "repositories"
paging = { in = "nextToken", out = "nextToken" }

[kind.properties]
RepositoryName = { path = "repositoryName", type = "string" }
"#;

fn shown(text: &str) -> String {
    text.replace(env!("CARGO_MANIFEST_DIR"), "<here>")
}

#[test]
fn a_check_of_ones_own_is_judged_beside_the_others() {
    let world = World::new().keys(US, vec![key("k", json!({}))]).keys(EU, vec![]);
    world.write("mine/kms/own-rotation.toml", &rotation("own-rotation", 90));
    let run = world.scan_keys(&["--checks", "mine"]);
    assert_eq!(run.code, 1, "{}", run.all());
    let fails: Vec<_> = world.results().into_iter().filter(|line| line["verdict"] == "fail").collect();
    assert_eq!(fails.len(), 1);
    assert_eq!(fails[0]["check"], "own-rotation");
    assert_eq!(fails[0]["observed"], json!({ "RotationPeriodInDays": 365 }));
    let test = world.program.run(["checks", "test", "--checks", "mine"]);
    assert_eq!(test.code, 0, "{}", test.all());
    let show = world.program.run(["checks", "show", "own-rotation", "--checks", "mine"]);
    assert!(show.stdout.starts_with("own-rotation: Key rotates often"), "{}", show.all());
}

#[test]
fn the_id_of_a_check_that_is_there_already_is_refused() {
    let world = World::sound();
    world.write("mine/kms-key-rotation-enabled.toml", &rotation("kms-key-rotation-enabled", 90));
    let run = world.scan_keys(&["--checks", "mine"]);
    assert_eq!(run.code, 2);
    insta::assert_snapshot!(shown(&run.stderr));
}

#[test]
fn the_problems_of_all_files_come_at_once_with_line_and_caret() {
    let world = World::sound();
    world.write(
        "mine/own-a.toml",
        &rotation("own-a", 90).replace("RotationPeriodInDays <=", "RotationPeriodDays <="),
    );
    world.write(
        "mine/own-b.toml",
        &rotation("own-b", 90).replace("severity = \"high\"", "severity = \"hihg\""),
    );
    world.write(
        "mine/own-c.toml",
        &rotation("own-c", 90)
            .replace("resource.RotationPeriodInDays != null", "has(resource.RotationPeriodInDays)"),
    );
    let run = world.scan_keys(&["--checks", "mine"]);
    assert_eq!(run.code, 2);
    insta::assert_snapshot!(shown(&run.stderr));
}

#[test]
fn examples_that_do_not_hold_are_told_by_checks_test() {
    let world = World::new();
    world.write("mine/own-rotation.toml", &rotation("own-rotation", 400));
    let run = world.program.run(["checks", "test", "--checks", "mine"]);
    assert_eq!(run.code, 4, "{}", run.all());
    assert!(run.stdout.contains("own-rotation.toml"), "{}", run.all());
}

#[test]
fn a_service_of_ones_own_is_read_and_judged() {
    let world = World::new()
        .cell(
            US,
            "codecommit",
            json!({ "AWS::CodeCommit::Repository": { "state": "read", "count": 1, "unread": null } }),
            vec![json!({
                "kind": "AWS::CodeCommit::Repository", "id": "charts", "arn": "arn:aws:codecommit:us-east-1:111122223333:charts",
                "account": "111122223333", "name": "charts", "created_at": null, "tags": [],
                "properties": { "RepositoryName": "charts" },
            })],
        )
        .cell(EU, "codecommit", json!({ "AWS::CodeCommit::Repository": { "state": "not_offered", "count": 0, "unread": null } }), vec![]);
    world.write("mine/codecommit/service.toml", SERVICE);
    let alone = world.scan(&["--services", "codecommit", "--checks", "mine"]);
    assert_eq!(alone.code, 3, "no check reads it yet: {}", alone.all());
    assert!(alone.stdout.contains("AWS CodeCommit"), "{}", alone.stdout);
    let check = rotation("codecommit-named", 1)
        .replace("AWS::KMS::Key", "AWS::CodeCommit::Repository")
        .replace(
            "resource.RotationPeriodInDays != null && resource.RotationPeriodInDays <= 1",
            "resource.RepositoryName == 'charts'",
        )
        .replace("RotationPeriodInDays = 90", "RepositoryName = \"charts\"")
        .replace("RotationPeriodInDays = 365", "RepositoryName = \"other\"")
        .replace("RotationPeriodInDays", "RepositoryName");
    world.write("mine/codecommit/codecommit-named.toml", &check);
    let run = world.scan(&["--services", "codecommit", "--checks", "mine"]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(
        world.results().iter().any(|line| line["check"] == "codecommit-named" && line["verdict"] == "pass")
    );
}

#[test]
fn a_check_that_is_new_in_a_set_of_rules_is_shown_and_weighs_from_the_next_set_on() {
    let set = |version: &str, date: &str, new: &str| {
        format!("[[ruleset]]\nversion = \"{version}\"\ndate = {date}\nnew = [{new}]\n")
    };
    let preview = set("2026.12", "2026-12-20", "\"own-rotation\"");
    let next = format!("{preview}{}", set("2027.01", "2027-01-20", ""));
    for (sets, options, code, failed) in [
        (&preview, &[][..], 0, Some(true)),
        (&preview, &["--ruleset", "2026.11"], 0, None),
        (&next, &[], 1, Some(false)),
        (&next, &["--ruleset", "2026.12"], 0, Some(true)),
    ] {
        let world = World::sound();
        world.write("mine/kms/own-rotation.toml", &rotation("own-rotation", 90));
        world.write("mine/rulesets.toml", sets);
        let run = world.scan_keys(&[&["--checks", "mine"], options].concat());
        assert_eq!(run.code, code, "{options:?}: {}", run.all());
        let lines = world.results().into_iter().filter(|line| line["check"] == "own-rotation");
        let fails: Vec<_> = lines.filter(|line| line["verdict"] == "fail").collect();
        let told = fails.first().map(|line| line["preview"] == json!(true));
        assert_eq!((told, fails.len()), (failed, usize::from(failed.is_some())), "{options:?}");
        let said = run.all().contains("1 of them of checks in preview");
        assert_eq!(said, failed == Some(true), "{options:?}: {}", run.all());
    }
    let world = World::sound();
    let run = world.scan_keys(&["--ruleset", "2026.10"]);
    assert_eq!(run.code, 2, "{}", run.all());
    assert!(run.stderr.contains("is not a set of rules") && run.stderr.contains("2026.11"), "{}", run.all());
}

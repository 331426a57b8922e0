//! An agreement that AWS's customer accepted for a whole organization, over an account that is in it, or may be.

use crate::world::{ACCOUNT, EU, GLOBAL, US, World, key, unread};
use serde_json::{Value, json};

const KIND: &str = "AWS::Organizations::Organization";

/// A register with an agreement for the organization.
const FOR_ALL: &str = r#"[organization]
name = "Lakeside Records, Inc."
[scope]
phi_accounts = ["111122223333"]
[[agreement]]
id = "aws-all"
direction = "downstream"
counterparty = "Amazon Web Services, Inc."
vendor = "aws"
status = "executed"
effective = 2025-03-01
organization = "o-exampleorg1"
"#;

/// One for the account itself beside it.
const OWN: &str = r#"[[agreement]]
id = "aws-own"
direction = "downstream"
counterparty = "Amazon Web Services, Inc."
vendor = "aws"
status = "executed"
effective = 2025-03-01
accounts = ["111122223333"]
"#;

fn world() -> World {
    World::new().keys(US, vec![key("charts", json!({}))]).keys(EU, Vec::new())
}

/// An account in an organization, as `organizations:DescribeOrganization` tells it.
fn member(id: &str) -> World {
    let arn = format!("arn:aws:organizations::{ACCOUNT}:organization/{id}");
    let organization = json!({
        "kind": KIND, "id": id, "arn": arn, "account": ACCOUNT, "name": null, "created_at": null, "tags": [],
        "properties": {
            "Id": id, "Arn": arn, "FeatureSet": "ALL", "ManagementAccountId": "444455556666",
            "ManagementAccountArn": format!("arn:aws:organizations::444455556666:account/{id}/444455556666"),
            "EffectiveAIServicesOptOutPolicy": null,
        },
    });
    let report = json!({ KIND: { "state": "read", "count": 1, "unread": null } });
    world().cell(GLOBAL, "organizations", report, vec![organization])
}

/// What a check came to over the account, and the row of its key's service.
fn judged(world: &World, register: &str, check: &str) -> (Value, Value) {
    world.write("baa.toml", register);
    let run = world.scan_keys(&["--register", "baa.toml"]);
    let line = world.results().into_iter().find(|line| line["check"] == check);
    let record = world.record();
    let rows = record["services"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["service"] == "kms").expect("the key shows that KMS is in use");
    (line.unwrap_or_else(|| panic!("no line of {check}: {}", run.all())), row.clone())
}

#[test]
fn an_account_that_only_its_organization_covers_is_told_so_and_is_covered() {
    let (line, row) = judged(&member("o-exampleorg1"), FOR_ALL, "baa-organization-only");
    assert_eq!((&line["verdict"], &line["severity"]), (&json!("fail"), &json!("low")));
    assert_eq!(
        line["message"],
        format!(
            "account {ACCOUNT} is covered by the agreement of its organization alone (aws-all); it loses it when it leaves"
        )
    );
    assert_eq!((&line["resource"]["file"], &line["resource"]["line"]), (&json!("baa.toml"), &json!(3)));
    assert_eq!((&row["verdict"], &row["agreement"]), (&json!("covered"), &json!("aws-all")));
}

#[test]
fn an_account_with_an_agreement_of_its_own_does_not_depend_on_its_organization() {
    let (line, row) = judged(&member("o-exampleorg1"), &format!("{FOR_ALL}{OWN}"), "baa-organization-only");
    assert_eq!(line["verdict"], "pass");
    assert_eq!(row["verdict"], "covered");
}

#[test]
fn the_agreement_of_another_organization_covers_nothing_here() {
    for other in [member("o-otherorgs22"), world().cell(GLOBAL, "organizations", none(), Vec::new())] {
        let other = other.nothing_accepted();
        let (line, row) = judged(&other, FOR_ALL, "baa-gap-account");
        assert_eq!((&line["verdict"], &line["severity"]), (&json!("fail"), &json!("critical")));
        assert_eq!(row["verdict"], "outside_scope");
        let (line, _) = judged(&other, FOR_ALL, "baa-organization-only");
        assert_eq!(line["verdict"], "not_applicable");
    }
}

/// An account that is in no organization.
fn none() -> Value {
    json!({ KIND: { "state": "read", "count": 0, "unread": null } })
}

#[test]
fn an_organization_that_could_not_be_read_leaves_it_open_whether_its_agreement_covers_the_account() {
    let why = unread("", "organizations:DescribeOrganization");
    let refused = json!({ KIND: { "state": "denied", "count": 0, "unread": why } });
    let refused = world().cell(GLOBAL, "organizations", refused, Vec::new());
    for world in [refused, world()] {
        for check in ["baa-gap-account", "baa-organization-only", "baa-gap"] {
            let (line, row) = judged(&world, FOR_ALL, check);
            assert_eq!(line["verdict"], "not_evaluated", "{line}");
            assert_eq!((&row["verdict"], &row["inherited"]), (&json!("not_read"), &json!([])));
        }
        // What the account accepted for itself needs no organization.
        let (line, row) = judged(&world, &format!("{FOR_ALL}{OWN}"), "baa-gap-account");
        assert_eq!((&line["verdict"], &row["verdict"]), (&json!("pass"), &json!("covered")));
    }
}

#[test]
fn without_its_organizations_agreement_the_account_is_shown_to_lose_its_cover() {
    let world = member("o-exampleorg1");
    judged(&world, FOR_ALL, "baa-gap");
    let run = world.program.run(["map", "out", "--without", "aws-all", "--format", "json"]);
    assert_eq!(run.json()["services"][0]["row"]["verdict"], "no_agreement", "{}", run.all());
    let same = world.program.run(["map", "out", "--as-of", "2026-11-22", "--format", "json"]);
    assert_eq!(same.json()["answer"], json!(["Nothing changes."]), "{}", same.all());
}

//! The record: its schemas, its proof of being whole, its date.

use crate::world::{ACCOUNT, EU, GLOBAL, US, World, half_read_key, key, public_key};
use serde_json::{Value, json};
use std::path::Path;

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
expires = 2026-12-31
accounts = ["111122223333"]
"#;

pub(crate) fn schema(name: &str) -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    jsonschema::validator_for(&serde_json::from_str(&text).expect("a schema is JSON")).expect("a schema")
}

pub(crate) fn holds(schema: &jsonschema::Validator, value: &Value) {
    let wrong: Vec<String> =
        schema.iter_errors(value).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{}\n{value:#}", wrong.join("\n"));
}

/// A bit of everything: pass, fail, unread properties, a refused listing, no resources, a register.
fn world() -> World {
    let keys = vec![
        key("good", json!({})),
        public_key("open"),
        half_read_key("half", "EnableKeyRotation", "kms:GetKeyRotationStatus"),
    ];
    let world = World::new().keys(US, keys).refused(EU);
    world.write("baa.toml", REGISTER);
    world
}

#[test]
fn what_is_written_is_what_the_schemas_say() {
    let world = world();
    let run = world.scan(&["--register", "baa.toml", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.all());
    holds(&schema("record-1.json"), &world.record());
    holds(&schema("document-1.json"), &run.json());
    let (line, results) = (schema("result-1.json"), world.results());
    for result in &results {
        holds(&line, result);
    }
    for verdict in ["pass", "fail", "not_evaluated", "not_applicable"] {
        assert!(results.iter().any(|line| line["verdict"] == verdict), "no line says {verdict}");
    }
    let mut unknown = results[0].clone();
    unknown["extra"] = json!(1);
    assert!(!line.is_valid(&unknown), "a schema that takes anything proves nothing");
    let keys = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    for result in &results {
        let bare = matches!(result["verdict"].as_str(), Some("pass" | "not_applicable"));
        let more: Vec<String> = keys(result)
            .into_iter()
            .filter(|key| !["check", "verdict", "category", "resource", "reason"].contains(&key.as_str()))
            .collect();
        assert_eq!(more.is_empty(), bare, "{result}");
    }
}

#[test]
fn results_that_were_changed_are_refused_before_anything_is_printed() {
    let world = world();
    world.scan_keys(&[]);
    let text = world.read("out/results.jsonl");
    world.write("out/results.jsonl", &text.replacen("\"fail\"", "\"pass\"", 1));
    for format in ["table", "json"] {
        let run = world.program.run(["report", "out", "--format", format]);
        assert_eq!(run.code, 4, "{}", run.all());
        assert_eq!(run.stdout, "");
        assert!(run.stderr.contains("results.jsonl does not belong to this record"), "{}", run.stderr);
    }
    std::fs::remove_file(world.program.dir().join("out/results.jsonl")).expect("it is there");
    assert_ne!(world.program.run(["report", "out"]).code, 0);
}

#[test]
fn a_record_of_a_newer_schema_is_refused_and_named() {
    let world = world();
    world.scan_keys(&[]);
    let mut record = world.record();
    record["schema"] = json!(2);
    record["from_the_future"] = json!(true);
    world.write("out/record.json", &record.to_string());
    for command in ["report", "map"] {
        let run = world.program.run([command, "out"]);
        assert_eq!(run.code, 4, "{}", run.all());
        let said = "the record's schema is 2, and this build reads 1; a newer baascan wrote it";
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    let run = world.program.run(["report", "elsewhere"]);
    assert_eq!(run.code, 2, "{}", run.all());
}

fn row<'a>(record: &'a Value, service: &str) -> &'a Value {
    let rows = record["services"].as_array().expect("rows");
    rows.iter().find(|row| row["service"] == service).unwrap_or_else(|| panic!("no row {service}: {rows:#?}"))
}

#[test]
fn agreements_and_the_age_of_the_list_are_measured_against_as_of() {
    let world = World::sound();
    world.write("baa.toml", REGISTER);
    let scan = |more: &[&str]| world.scan_keys(&[&["--register", "baa.toml"], more].concat());
    let stale = "The eligible list is ";
    let now = scan(&[]);
    assert_eq!(row(&world.record(), "kms")["verdict"], "covered", "{}", now.all());
    assert_eq!(world.record()["run"]["as_of"], "2026-11-22T02:00:05Z");
    assert!(!now.stdout.contains(stale), "{}", now.stdout);
    scan(&["--as-of", "2025-02-28"]);
    assert_eq!(row(&world.record(), "kms")["verdict"], "pending");
    let later = scan(&["--as-of", "2027-01-15"]);
    assert_eq!(row(&world.record(), "kms")["verdict"], "lapsed");
    assert_eq!(world.record()["agreements"][0]["standing"], "lapsed");
    assert!(later.stdout.contains("as of 2027-01-15") && later.stdout.contains(stale), "{}", later.stdout);
    assert!(world.record()["run"]["eligibility"]["stale_days"].as_i64() > Some(90));
}

#[test]
fn a_list_of_twelve_services_is_refused_and_the_built_in_one_stays() {
    let world = World::sound();
    let text = include_str!("../../src/eligibility/aws.toml");
    let mut list: toml::Table = text.parse().expect("the list is TOML");
    let head = [
        "page_last_updated",
        "source_url",
        "retrieved_at",
        "compiled",
        "stale_after_days",
        "source",
        "service",
    ];
    list.retain(|name, _| head.contains(&name));
    let services = list["service"].as_array_mut().expect("services");
    services.truncate(12);
    for service in services {
        let service = service.as_table_mut().expect("a table");
        service.retain(|name, _| !["prefixes", "parent"].contains(&name) && !name.starts_with("cfn"));
    }
    world.write("few.toml", &list.to_string());
    let run = world.scan_keys(&["--eligibility", "few.toml"]);
    assert_eq!(run.code, 2, "{}", run.all());
    assert!(run.stderr.contains("few.toml"), "{}", run.stderr);
    assert!(run.stderr.contains("stays in use"), "{}", run.stderr);
    world.write("same.toml", text);
    assert_eq!(world.scan_keys(&["--eligibility", "same.toml"]).code, 0);
}

/// Trap 7: what no list knows is not taken for covered, nor for uncovered.
#[test]
fn trap_7_a_service_that_no_source_knows_is_unmapped() {
    let tagged = json!({
        "kind": "AWS::ResourceGroupsTaggingAPI::Resource", "id": "arn:aws:quantumclinic:us-east-1:111122223333:ward/7",
        "arn": "arn:aws:quantumclinic:us-east-1:111122223333:ward/7", "account": ACCOUNT, "name": null, "created_at": null,
        "tags": [], "properties": { "ResourceARN": "arn:aws:quantumclinic:us-east-1:111122223333:ward/7" },
    });
    let report =
        json!({ "AWS::ResourceGroupsTaggingAPI::Resource": { "state": "read", "count": 1, "unread": null } });
    let world = World::sound().cell(US, "resourcegroupstaggingapi", report, vec![tagged]);
    world.write("baa.toml", REGISTER);
    let run = world.scan(&["--register", "baa.toml"]);
    let record = world.record();
    let row = row(&record, "quantumclinic");
    assert_eq!(
        (&row["eligibility"], &row["verdict"]),
        (&json!("unmapped"), &json!("unmapped")),
        "{}",
        run.all()
    );
    assert_eq!(row["seen_by"], json!(["tag"]));
    assert_eq!(row["inherited"], json!([]));
}

/// Ids must not hang on a check's title or on the order in which things were listed.
#[test]
fn findings_keep_their_ids_when_titles_and_orders_change() {
    let ids = |keys: Vec<Value>, title: &str| {
        let world = World::new().keys(US, keys).refused(EU);
        let own = include_str!("../../checks/kms/kms-key-not-public.toml");
        let own = own.replace("id = \"kms-key-not-public\"", "id = \"own-not-public\"");
        let (before, rest) = own.split_once("title = \"").expect("a title");
        let (_, after) = rest.split_once('\n').expect("a line");
        world.write("mine/own-not-public.toml", &format!("{before}title = \"{title}\"\n{after}"));
        world.scan_keys(&["--checks", "mine"]);
        let shown = world.results().into_iter().filter(|line| line["id"].is_string());
        shown
            .map(|line| format!("{} {}", line["check"], line["id"]))
            .collect::<std::collections::BTreeSet<_>>()
    };
    let (a, b) = (public_key("a"), public_key("b"));
    let first = ids(vec![a.clone(), b.clone()], "One title");
    assert!(first.len() > 4, "{first:?}");
    assert_eq!(ids(vec![b, a], "Quite another title"), first);
}

#[test]
fn judging_the_same_facts_again_gives_the_same_bytes() {
    let world = world().cell(GLOBAL, "sts", json!({}), vec![]);
    let scan = || {
        world.scan(&["--register", "baa.toml"]);
        let mut record = world.record();
        record["run"]["judged"] = Value::Null;
        (world.read("out/results.jsonl"), record.to_string())
    };
    assert!(scan() == scan());
}

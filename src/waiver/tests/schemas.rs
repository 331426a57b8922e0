//! The schema says what the reader reads.

use super::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The keys that the reader names as known, of the table that holds `surplus`.
fn known_to_the_reader(text: &str) -> BTreeSet<String> {
    let problems = Waivers::parse(Path::new("w.toml"), text.into(), &known()).expect_err("a surplus key");
    let problem = problems.0.iter().find(|p| p.message == "unknown key `surplus`").expect("it is noted");
    let (_, keys) = problem.help.as_deref().and_then(|help| help.split_once("known here: ")).expect("keys");
    keys.split(", ").map(str::to_owned).collect()
}

fn keys_of(schema: &Value) -> BTreeSet<String> {
    assert_eq!(schema["additionalProperties"], false);
    schema["properties"].as_object().expect("properties").keys().cloned().collect()
}

#[test]
fn the_schema_has_the_keys_that_the_reader_knows() {
    let schema = schema();
    let whole = waiver("w", LOGS, "surplus = 1");
    assert_eq!(keys_of(&schema), known_to_the_reader("surplus = 1"));
    assert_eq!(keys_of(&schema["$defs"]["Waiver"]), known_to_the_reader(&whole));
    let table = whole.replace("surplus = 1", "[waiver.addressable]\nsurplus = 1");
    assert_eq!(keys_of(&schema["$defs"]["Addressable"]), known_to_the_reader(&table));
}

#[test]
fn the_schema_asks_for_what_the_reader_asks_for() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let whole = json!({
        "id": "w", "check": "s3-bucket-versioning", "resource": LOGS, "reason": "logs", "approved_by": "Kim",
        "approved_on": "2026-03-01", "expires_on": "2026-09-01"
    });
    let is_valid = |change: &dyn Fn(&mut Value)| {
        let mut waiver = whole.clone();
        change(&mut waiver);
        validator.is_valid(&json!({ "waiver": [waiver] }))
    };
    assert!(is_valid(&|_| {}));
    for key in whole.as_object().expect("a table").keys() {
        assert!(!is_valid(&|w| _ = w.as_object_mut().expect("a table").remove(key)), "{key} is required");
    }
    assert!(!is_valid(&|w| w["arn"] = json!(LOGS)), "one of the two names");
    assert!(!is_valid(&|w| w["check"] = json!("baa-gap")), "a gap needs a compensating control");
    assert!(is_valid(&|w| {
        w["check"] = json!("baa-gap");
        w["compensating_control"] = json!("no PHI");
    }));
    assert!(!is_valid(&|w| w["match"] = json!("regex")));
    assert!(is_valid(&|w| w["region"] = json!("us-gov-west-1")) && !is_valid(&|w| w["region"] = json!("x")));
}

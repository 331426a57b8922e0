//! Every public word in one list: whoever changes one sees it here, and so do those who read the change. Ids of checks and names
//! of kinds stand in `docs/checks.md` and `docs/services.md`, which are generated and committed.

use baascan::check::{Category, Severity, Verdict};
use baascan::eligibility;
use baascan::map;
use baascan::record::Exit;
use baascan::report::{FORMATS, MAP_FORMATS};
use baascan::resource::Cause;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Keys as `Type.key` and the words of closed lists as `Type = word`, from one schema.
fn gather(name: &str, schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            for (key, below) in members {
                match (key.as_str(), below) {
                    ("properties", Value::Object(properties)) => {
                        found.extend(properties.keys().map(|property| format!("{name}.{property}")));
                        properties.values().for_each(|below| gather(name, below, found));
                    }
                    ("$defs", Value::Object(types)) => {
                        types.iter().for_each(|(name, below)| gather(name, below, found));
                    }
                    ("const", word) => _ = found.insert(format!("{name} = {word}")),
                    ("enum", Value::Array(words)) => {
                        found.extend(words.iter().map(|word| format!("{name} = {word}")));
                    }
                    _ => gather(name, below, found),
                }
            }
        }
        Value::Array(elements) => elements.iter().for_each(|below| gather(name, below, found)),
        _ => {}
    }
}

#[test]
fn every_public_word_is_listed() {
    let mut formats = BTreeSet::new();
    for name in ["record-1.json", "result-1.json", "document-1.json", "gate-1.json", "map-1.json"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema").join(name);
        let text = std::fs::read_to_string(path).expect("a schema of docs/");
        let schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
        gather(schema["title"].as_str().expect("a title"), &schema, &mut formats);
    }
    insta::assert_json_snapshot!(json!({
        "verdicts": Verdict::ALL.map(Verdict::as_str),
        "map_verdicts": map::Verdict::ALL.iter().map(|v| v.as_str()).collect::<Vec<_>>(),
        "eligibility": eligibility::Verdict::ALL.map(|v| v.as_str()),
        "causes": Cause::ALL.map(Cause::as_str),
        "severities": Severity::ALL.map(Severity::as_str),
        "categories": Category::ALL.map(Category::as_str),
        "exit_codes": Exit::ALL.map(|exit| format!("{} {}", exit as u8, exit.meaning())),
        "report_formats": FORMATS.iter().map(|format| format.name).collect::<Vec<_>>(),
        "map_formats": MAP_FORMATS.iter().map(|format| format.name).collect::<Vec<_>>(),
        "keys_and_words": formats,
    }));
}

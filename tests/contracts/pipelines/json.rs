//! SARIF and GitLab's code quality.

use super::{Held, message};
use crate::records::holds;
use serde_json::Value;
use std::collections::BTreeSet;

fn schema() -> jsonschema::Validator {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contracts/schemas/sarif-schema-2.1.0.json");
    let text = std::fs::read_to_string(path).expect("the schema of SARIF");
    // The pattern of `language` has a bracket too many, which readers of regular expressions take differently.
    let text = text.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}?$");
    jsonschema::validator_for(&serde_json::from_str(&text).expect("JSON")).expect("a schema")
}

fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is no list: {value}"))
}

pub(super) fn sarif(page: &str, held: &Held) {
    let log: Value = serde_json::from_str(page).expect("SARIF is JSON");
    holds(&schema(), &log);
    let run = &log["runs"][0];
    let results = list(run, "results");
    let id = |result: &Value| result["partialFingerprints"]["primaryLocationLineHash"].clone();
    let of = |kind: &str| {
        let ids = results.iter().filter(|result| result["kind"] == kind).map(id);
        let lines: Vec<Value> = ids.map(|id| serde_json::json!({ "id": id })).collect();
        Held::ids(lines.iter())
    };
    assert_eq!(of("fail"), Held::ids(held.failed.iter()));
    assert_eq!(of("open"), Held::ids(held.unread.iter()));
    assert_eq!(results.len(), held.findings().count());
    let suppressed: Vec<Value> = results
        .iter()
        .filter(|result| !list(result, "suppressions").is_empty())
        .map(|result| serde_json::json!({ "id": id(result) }))
        .collect();
    assert_eq!(Held::ids(suppressed.iter()), Held::ids(held.waived()));
    for (result, line) in results.iter().zip(in_order(results, held)) {
        one(result, line);
    }
    rules(run, results);
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["exitCode"], held.record["run"]["judged"]["exit_code"]);
    assert_eq!(run["properties"]["evaluations"], held.record["coverage"]["evaluations"]);
    assert_eq!(run["tool"]["driver"]["properties"]["checksSha256"], held.record["run"]["checks"]["sha256"]);
    let causes = held.record["coverage"]["causes"].as_object().expect("causes");
    let told = list(invocation, "toolExecutionNotifications");
    for (cause, count) in causes {
        let named = |told: &&Value| {
            let text = told["message"]["text"].as_str().unwrap_or_default();
            text.contains(cause.as_str()) && text.starts_with(&format!("{count} "))
        };
        assert_eq!(told.iter().filter(named).count(), 1, "{cause} in {told:#?}");
    }
}

/// The lines in the order of the results.
fn in_order<'h>(results: &[Value], held: &'h Held) -> Vec<&'h Value> {
    let of = |result: &Value| {
        let id = &result["partialFingerprints"]["baascan/v1"];
        held.findings().find(|line| line["id"] == *id).expect("a line of that id")
    };
    results.iter().map(of).collect()
}

fn one(result: &Value, line: &Value) {
    let text = result["message"]["text"].as_str().expect("a message");
    assert!(text.contains(&message(line).replace("](", "] (")), "{text}");
    assert!(!text.chars().any(char::is_control) && !text.contains("]("), "{text:?}");
    let level = match (line["verdict"].as_str(), line["severity"].as_str()) {
        (Some("not_evaluated"), _) => "none",
        (_, Some("critical" | "high")) => "error",
        (_, Some("medium")) => "warning",
        _ => "note",
    };
    assert_eq!(result["level"], level);
    let location = &result["locations"][0];
    let uri = location["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("GitHub wants a file");
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
    assert!(!uri.is_empty() && uri.chars().all(allowed), "{uri}");
    assert_eq!(uri == "results.jsonl", line["resource"]["file"].is_null(), "{uri}");
    let start = &location["physicalLocation"]["region"]["startLine"];
    assert_eq!(start.as_u64(), line["resource"]["line"].as_u64().or(Some(1)));
    assert!(location["logicalLocations"][0]["fullyQualifiedName"].is_string());
}

/// A rule for each check that has results, in the place that the results say.
fn rules(run: &Value, results: &[Value]) {
    let rules = list(&run["tool"]["driver"], "rules");
    let named: BTreeSet<&str> = results.iter().filter_map(|result| result["ruleId"].as_str()).collect();
    assert_eq!(rules.len(), named.len());
    for result in results {
        let index = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok());
        assert_eq!(rules[index.expect("an index")]["id"], result["ruleId"]);
    }
    for rule in rules {
        let score = rule["properties"]["security-severity"].as_str().expect("a score as text");
        let score: f64 = score.parse().expect("a number");
        let word = rule["properties"]["severity"].as_str().expect("a severity");
        let from = |word: &str| {
            [("critical", 9.01), ("high", 7.0), ("medium", 4.0), ("low", 0.1)]
                .iter()
                .find(|(other, _)| *other == word)
                .map(|(_, from)| *from)
                .expect("a word")
        };
        assert!(score >= from(word) && score <= 10.0, "{word}: {score}");
        for text in [&rule["shortDescription"]["text"], &rule["help"]["text"]] {
            assert!(text.as_str().is_some_and(|text| !text.is_empty()), "{rule}");
        }
    }
}

pub(super) fn gitlab(page: &str, held: &Held) {
    let issues: Value = serde_json::from_str(page).expect("JSON");
    let of_findings = |issue: &&Value| issue["check_name"] != "baascan-run";
    let issues: Vec<&Value> = issues.as_array().expect("a list").iter().filter(of_findings).collect();
    let ids: Vec<Value> =
        issues.iter().map(|issue| serde_json::json!({ "id": issue["fingerprint"] })).collect();
    assert_eq!(Held::ids(ids.iter()), Held::ids(held.findings()));
    for (issue, line) in issues.iter().zip(held_in_order(&issues, held)) {
        let described = issue["description"].as_str().expect("a description");
        assert!(described.contains(&message(line)), "{described}");
        assert_eq!(described.contains("not evaluated"), line["verdict"] == "not_evaluated", "{described}");
        let severity = match (line["verdict"].as_str(), line["waived"].is_string(), line["severity"].as_str())
        {
            (Some("fail"), false, Some("critical")) => "blocker",
            (Some("fail"), false, Some("high")) => "critical",
            (Some("fail"), false, Some("medium")) => "major",
            (Some("fail"), false, _) => "minor",
            _ => "info",
        };
        assert_eq!(issue["severity"], severity);
        let path = issue["location"]["path"].as_str().expect("a path");
        assert!(!path.is_empty() && !path.contains('\\') && !path.chars().any(char::is_control), "{path}");
        let begin = issue["location"]["lines"]["begin"].as_u64();
        assert_eq!(begin, line["resource"]["line"].as_u64().or(Some(1)));
    }
}

fn held_in_order<'h>(issues: &[&Value], held: &'h Held) -> Vec<&'h Value> {
    let of = |issue: &&Value| {
        held.findings().find(|line| line["id"] == issue["fingerprint"]).expect("a line of that id")
    };
    issues.iter().map(of).collect()
}

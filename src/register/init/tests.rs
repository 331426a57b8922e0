use super::*;
use crate::register::Register;
use crate::register::schema::schema;
use crate::register::schema::tests::as_json;
use jiff::civil::date;
use serde_json::Value;
use std::fs;

/// Reads a generated register as `register lint` does.
fn load(text: &str) -> Register {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("baa.toml");
    fs::write(&path, text).expect("a file");
    let services = ["bedrock", "pinpoint", "s3", "rds", "kms"].map(str::to_owned).into();
    Register::load(&path, &services).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

/// Takes every example in.
fn taken_in(text: &str) -> String {
    let example = |line: &str| {
        let line = line.strip_prefix('#')?;
        (!line.starts_with(' ')).then(|| line.to_owned())
    };
    text.lines().map(|line| example(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
}

fn accounts(count: usize) -> Vec<String> {
    ["111122223333", "444455556666", "999988887777", "222233334444"][..count]
        .iter()
        .map(|id| (*id).to_owned())
        .collect()
}

fn accepted(accounts: Vec<String>, organization: Option<&str>) -> Accepted {
    let source = "AWS Artifact\nof 2026-11-22".to_owned();
    Accepted { effective: date(2025, 3, 1), accounts, organization: organization.map(str::to_owned), source }
}

/// Starts of every kind, and how many agreements each has.
fn starts() -> Vec<(Start, usize)> {
    let mut starts = vec![(Start::default(), 1)];
    for name in ["Harbor", "O'Neil & \"Sons\" \\ Co.", "'''", "Zoë's # Clinic = [x]", "C:\\new\\table"] {
        for count in [0, 1, 3, 4] {
            let start = Start {
                organization: Some(name.to_owned()),
                phi_accounts: accounts(count),
                undeclared: accounts(4),
                accepted: Vec::new(),
            };
            starts.push((start.clone(), 1));
            starts.push((Start { accepted: vec![accepted(accounts(1), None)], ..start.clone() }, 1));
            let two = vec![accepted(Vec::new(), Some("o-exampleorgid")), accepted(accounts(2), None)];
            starts.push((Start { accepted: two, ..start }, 2));
        }
    }
    starts
}

fn found() -> Vec<FoundVendor> {
    let vendor = |id: &str, name: &str, seen: &str| FoundVendor {
        id: id.into(),
        name: name.into(),
        seen: seen.into(),
    };
    vec![
        vendor("snowflake", "Snow \"flake\"", "a role that\ntrusts it"),
        vendor("okta", "Okta", "a SAML provider"),
        vendor("okta", "Okta", "another"),
    ]
}

#[test]
fn every_start_is_right_without_a_warning_and_by_the_schema() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    for (start, agreements) in starts() {
        for vendors in [Vec::new(), found()] {
            let text = starting_register(&start, &vendors);
            let register = load(&text);
            assert_eq!(register.warnings, Vec::new(), "{text}");
            assert_eq!(register.organization.name, start.organization.as_deref().unwrap_or(NAMELESS));
            assert_eq!(register.agreements.len(), agreements);
            assert_eq!(register.vendors.len(), if vendors.is_empty() { 0 } else { 2 });
            assert_eq!(register.scope.as_ref().expect("a scope").phi_accounts, start.phi_accounts);
            assert!(validator.is_valid(&as_json(&text)), "{text}");
        }
    }
}

#[test]
fn with_every_example_taken_in_it_is_still_right() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    for (start, agreements) in starts() {
        let text = taken_in(&starting_register(&start, &[]));
        let register = load(&text);
        assert_eq!(register.agreements.len(), agreements + 4);
        let warnings: Vec<&str> = register.warnings.iter().map(|w| w.message.as_str()).collect();
        let units =
            "accounts of these units count as undeclared, because organizational units are not read yet";
        assert_eq!(warnings, [units], "{text}");
        let errors: Vec<String> = validator.iter_errors(&as_json(&text)).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn every_key_of_the_format_stands_in_it() {
    fn missing(path: &str, schema: &Value, written: &[&Value], found: &mut Vec<String>) {
        for (key, below) in schema["properties"].as_object().into_iter().flatten() {
            let values: Vec<&Value> = written.iter().filter_map(|table| table.get(key)).collect();
            let values: Vec<&Value> = values
                .iter()
                .flat_map(|value| value.as_array().map_or(vec![*value], |all| all.iter().collect()))
                .collect();
            if values.is_empty() && !written.iter().any(|table| table.get(key).is_some()) {
                found.push(format!("{path}.{key}"));
            }
            let inner = if below["type"] == "array" { &below["items"] } else { below };
            missing(&format!("{path}.{key}"), inner, &values, found);
        }
    }
    let written = as_json(&taken_in(&starting_register(&Start::default(), &[])));
    let mut found = Vec::new();
    missing("", &schema(), &[&written], &mut found);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn what_is_accepted_is_written_as_executed_and_what_it_leaves_bare_is_said() {
    let start = Start {
        phi_accounts: accounts(2),
        undeclared: accounts(3),
        accepted: vec![accepted(accounts(1), None)],
        ..Start::default()
    };
    let text = starting_register(&start, &[]);
    assert!(text.contains("# Accepted, as AWS Artifact of 2026-11-22 says.\n"), "{text}");
    assert!(
        text.contains("# Not accepted for these accounts with PHI, as far as is known: 444455556666\n"),
        "{text}"
    );
    assert!(text.contains("# 999988887777 was read, and nobody said yet"), "{text}");
    assert!(!text.contains("# 444455556666 was read"), "{text}");
    assert_eq!(load(&text).agreements[0].effective, Some(date(2025, 3, 1)));
}

#[test]
fn what_somebody_types_has_the_forms_that_the_reader_wants() {
    assert_eq!(legal_name("  Harbor, Inc. "), Ok("Harbor, Inc.".to_owned()));
    assert!(legal_name("a\u{1b}[2J").is_err());
    assert_eq!(account_ids("444455556666, 111122223333 \"111122223333\""), Ok(accounts(2)));
    assert_eq!(account_ids("1111-2222-3333"), Err("\"1111-2222-3333\" is not an AWS account id".to_owned()));
}

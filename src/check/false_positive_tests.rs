//! What other scanners have wrongly reported for years (`fixtures/false-positives.toml`): each case is judged, with its
//! mutations, as an example of the check that it names.

use super::{CheckSet, Known, citation, test_check};
use crate::diagnostic::SourceText;
use crate::service::Catalog;
use std::collections::BTreeMap;

const CASES: &str = include_str!("../../fixtures/false-positives.toml");

fn known() -> Known<'static> {
    Known { kinds: Catalog::builtin(), is_citation: &|id| citation(id).is_some() }
}

fn text<'t>(case: &'t toml::Table, key: &str) -> &'t str {
    case.get(key).and_then(toml::Value::as_str).unwrap_or_default()
}

/// The cases, by the check they are about.
fn cases() -> BTreeMap<String, Vec<toml::Table>> {
    let file: toml::Table = CASES.parse().expect("the cases are TOML");
    let mut by_check: BTreeMap<String, Vec<toml::Table>> = BTreeMap::new();
    for case in file["case"].as_array().into_iter().flatten() {
        let case = case.as_table().expect("a case is a table").clone();
        by_check.entry(text(&case, "check").to_owned()).or_default().push(case);
    }
    by_check
}

#[test]
fn nothing_that_others_reported_wrongly_is_a_failure_here() {
    let set = CheckSet::builtin(&known()).unwrap_or_else(|problems| panic!("{problems}"));
    let mut wrong = Vec::new();
    for (id, cases) in cases() {
        let check = set.get(&id).unwrap_or_else(|| panic!("there is no check {id}"));
        let mut file: toml::Table = check.text.text.parse().expect("an embedded check is TOML");
        let examples = file.get_mut("example").and_then(toml::Value::as_array_mut).expect("examples");
        for mut case in cases {
            ["check", "source"].iter().for_each(|key| _ = case.remove(*key));
            examples.push(case.into());
        }
        let text = SourceText::new(check.file.clone(), file.to_string());
        let with_cases =
            super::written::read(&text, &known()).unwrap_or_else(|problems| panic!("{problems}"));
        let failures = test_check(&with_cases, Catalog::builtin());
        wrong.extend(failures.into_iter().map(|failure| failure.problem.to_string()));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_says_where_it_was_met_and_none_is_meant_to_fail() {
    let cases: Vec<toml::Table> = cases().into_values().flatten().collect();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    for case in &cases {
        let (verdict, note) = (text(case, "verdict"), text(case, "note"));
        assert!(["pass", "not_applicable", "not_evaluated"].contains(&verdict), "{case}");
        assert!(text(case, "source").starts_with("https://") && note.len() > 20, "{case}");
    }
}

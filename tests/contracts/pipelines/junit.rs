//! JUnit: read by an XML reader, counted case by case.

use super::{Held, message};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;
use std::collections::BTreeMap;

/// A case, and how it came out: an element's name and its message.
#[derive(Default)]
struct Case {
    check: String,
    outcome: Option<(String, String)>,
    text: String,
}

/// A suite: what its head counts, and its cases.
struct Suite {
    name: String,
    counts: BTreeMap<String, u64>,
    cases: Vec<Case>,
}

fn attributes(element: &BytesStart<'_>) -> BTreeMap<String, String> {
    let told = element.attributes().map(|attribute| {
        let attribute = attribute.expect("a whole attribute");
        let name = attribute.key.as_ref().to_owned();
        let value = quick_xml::escape::unescape(&attribute.value).expect("escaped text").into_owned();
        (name, value)
    });
    told.collect()
}

fn counts(attributes: &BTreeMap<String, String>) -> BTreeMap<String, u64> {
    let words = ["tests", "failures", "errors", "skipped"];
    words.iter().map(|word| ((*word).to_owned(), attributes[*word].parse().expect("a count"))).collect()
}

/// The counts of the whole, and the suites.
fn read(page: &str) -> (BTreeMap<String, u64>, Vec<Suite>) {
    let legal = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    assert!(page.chars().all(legal), "a character that XML 1.0 has no place for");
    let mut reader = Reader::from_str(page);
    let (mut all, mut suites): (_, Vec<Suite>) = (BTreeMap::new(), Vec::new());
    loop {
        let event = reader.read_event().expect("well formed");
        let (element, is_open) = match &event {
            Event::Start(element) => (element.clone().into_owned(), true),
            Event::Empty(element) => (element.clone().into_owned(), false),
            Event::Text(text) => {
                let last = suites.last_mut().and_then(|suite| suite.cases.last_mut());
                if let Some(case) = last {
                    case.text.push_str(text);
                }
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let told = attributes(&element);
        match element.name().as_ref() {
            "testsuites" => all = counts(&told),
            "testsuite" => {
                suites.push(Suite { name: told["name"].clone(), counts: counts(&told), cases: Vec::new() });
            }
            "testcase" => {
                let case = Case { check: told["classname"].clone(), ..Case::default() };
                suites.last_mut().expect("in a suite").cases.push(case);
            }
            outcome => {
                let case = suites.last_mut().and_then(|suite| suite.cases.last_mut()).expect("in a case");
                let name = outcome.to_owned();
                assert!(case.outcome.is_none() && (is_open || name != "failure"), "{name}");
                case.outcome = Some((name, told["message"].clone()));
            }
        }
    }
    (all, suites)
}

fn counted(suite: &Suite) -> BTreeMap<String, u64> {
    let of = |element: &str| {
        let came_out = |case: &&Case| case.outcome.as_ref().is_some_and(|(name, _)| name == element);
        suite.cases.iter().filter(came_out).count() as u64
    };
    let counts = [
        ("tests", suite.cases.len() as u64),
        ("failures", of("failure")),
        ("errors", of("error")),
        ("skipped", of("skipped")),
    ];
    counts.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect()
}

pub(super) fn agree(page: &str, held: &Held) {
    let (all, suites) = read(page);
    let mut sum: BTreeMap<String, u64> = BTreeMap::new();
    for suite in &suites {
        assert_eq!(suite.counts, counted(suite), "{}", suite.name);
        suite.counts.iter().for_each(|(word, count)| *sum.entry(word.clone()).or_default() += count);
    }
    assert_eq!(all, sum);
    let judged = suites.iter().find(|suite| suite.name == "baascan").expect("the suite of evaluations");
    let told = &held.record["coverage"]["evaluations"];
    let count = |verdict: &str| told[verdict].as_u64().expect("a count");
    let tests: u64 = ["pass", "fail", "not_evaluated", "not_applicable"].map(count).iter().sum();
    assert_eq!(judged.counts["tests"], tests);
    assert_eq!(judged.counts["failures"], count("fail"));
    assert_eq!(judged.counts["errors"], count("not_evaluated"));
    assert_eq!(judged.counts["skipped"], count("not_applicable"));
    let found = |lines: &[Value], element: &str| {
        for line in lines {
            let id = format!("id: {}", line["id"].as_str().expect("an id"));
            let is_it = |case: &&Case| {
                case.text.contains(&id)
                    && case
                        .outcome
                        .as_ref()
                        .is_some_and(|(name, said)| name == element && said.contains(&message(line)))
            };
            let cases: Vec<&Case> = judged.cases.iter().filter(is_it).collect();
            assert_eq!(cases.len(), 1, "{line}");
            assert_eq!(cases[0].check, super::one_line(line["check"].as_str().expect("a check")));
        }
    };
    found(&held.failed, "failure");
    found(&held.unread, "error");
}

//! The map's questions, over the recorded operator of several facilities: each answer means what the record says, and what a
//! scan on that day, or with that register, would say.

use crate::records::{holds, schema};
use crate::support::Baascan;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const FACTS: &str = concat!("facts:", env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/network");
const REGISTER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/registers/network");
const DAY: &str = "2026-11-22";

/// The network's accounts judged with a register on a day; the record.
fn judged(program: &Baascan, register: &str, day: &str, out: &str) -> Value {
    let run = program.run(["scan", "--from", FACTS, "--register", register, "--as-of", day, "--out", out]);
    assert_eq!(run.code, 1, "{}", run.all());
    let text = fs::read_to_string(program.dir().join(out).join("record.json")).expect("a record");
    serde_json::from_str(&text).expect("a record is JSON")
}

/// A folder with the network's record in `out`, and the record.
pub(crate) fn network() -> (Baascan, Value) {
    let program = Baascan::new();
    let record = judged(&program, REGISTER, DAY, "out");
    (program, record)
}

/// The answer to a question, as JSON that is what its schema says.
fn asked(program: &Baascan, question: &[&str]) -> Value {
    let run = program.run([&["map", "out", "--format", "json"], question].concat());
    assert_eq!(run.code, 0, "{question:?}: {}", run.all());
    let document = run.json();
    holds(&schema("map-1.json"), &document);
    document
}

fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is no list: {value}"))
}

fn words(value: &Value, key: &str) -> BTreeSet<String> {
    list(value, key).iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is no text: {value}")).to_owned()
}

/// The answer's rows, without who answers for what.
fn rows(answer: &Value) -> Vec<&Value> {
    list(answer, "services").iter().map(|row| &row["row"]).collect()
}

fn keys<'v>(rows: impl IntoIterator<Item = &'v Value>) -> BTreeSet<(String, String)> {
    rows.into_iter().map(|row| (text(row, "account"), text(row, "service"))).collect()
}

fn ids<'v>(entries: impl IntoIterator<Item = &'v Value>) -> BTreeSet<String> {
    entries.into_iter().map(|entry| text(entry, "id")).collect()
}

/// Those of a list that hold a word under a key.
fn holding<'v>(entries: &'v [Value], key: &str, word: &str) -> Vec<&'v Value> {
    entries.iter().filter(|entry| words(entry, key).contains(word)).collect()
}

fn customers(answer: &Value) -> BTreeSet<String> {
    ids(list(answer, "agreements").iter().filter(|a| a["direction"] == "upstream"))
}

#[test]
fn a_service_names_every_customer_whose_agreement_rests_on_it() {
    let (program, record) = network();
    let answer = asked(&program, &["--service", "s3"]);
    assert_eq!(answer["question"], "Who rests on s3");
    let told: Vec<&Value> = list(&record, "services")
        .iter()
        .filter(|row| row["service"] == "s3" || row["feature_of"] == "s3")
        .collect();
    assert_eq!(rows(&answer), told);
    assert_eq!(list(&answer, "vendors").len(), 0);
    let resting: BTreeSet<String> = told.iter().flat_map(|row| words(row, "customers")).collect();
    assert_eq!(resting, ["cedar-valley", "northgate", "st-aldric"].map(str::to_owned).into());
    assert_eq!(customers(&answer), resting);
    assert_eq!(
        answer["answer"][0],
        "Customers' agreements that rest on s3: cedar-valley, northgate, st-aldric."
    );
    let facilities: BTreeSet<String> = told.iter().flat_map(|row| words(row, "facilities")).collect();
    assert_eq!(ids(list(&answer, "facilities")), facilities);
}

#[test]
fn a_vendor_names_every_customer_whose_data_reach_it() {
    let (program, record) = network();
    let answer = asked(&program, &["--service", "datadog"]);
    assert_eq!(list(&answer, "services").len(), 0);
    let vendor = list(&record, "vendors").iter().find(|v| v["id"] == "datadog").expect("it is tracked");
    assert_eq!(list(&answer, "vendors"), &vec![vendor.clone()]);
    assert_eq!(customers(&answer), words(vendor, "customers"));
    assert!(customers(&answer).contains("northgate"));
    assert_eq!(ids(list(&answer, "facilities")), words(vendor, "facilities"));
    assert!(ids(list(&answer, "agreements")).contains("datadog"));
    // Where no PHI may go, nobody's agreement rests.
    let none = asked(&program, &["--service", "github"]);
    assert_eq!(none["answer"], json!(["No customer's agreement rests on github."]));
}

#[test]
fn a_customer_names_every_service_and_vendor_that_its_agreement_rests_on() {
    let (program, record) = network();
    let upstream = list(&record, "agreements").iter().filter(|a| a["direction"] == "upstream");
    let mut seen = 0;
    for customer in upstream {
        let id = text(customer, "id");
        let answer = asked(&program, &["--customer", &id]);
        let told = holding(list(&record, "services"), "customers", &id);
        assert_eq!(rows(&answer), told, "{id}");
        let vendors = holding(list(&record, "vendors"), "customers", &id);
        assert_eq!(ids(list(&answer, "vendors")), ids(vendors.iter().copied()), "{id}");
        assert_eq!(customers(&answer), [id.clone()].into());
        if customer["standing"] == "in_force" && !told.is_empty() {
            seen += 1;
            let counted =
                format!("It rests on {} services of AWS and {} vendors.", told.len(), vendors.len());
            assert_eq!(answer["answer"][0], counted.replace(" 1 vendors", " 1 vendor"));
        }
        let gaps: BTreeSet<String> = told
            .iter()
            .filter(|row| row["inherited"] == json!([]) && row["verdict"] != "conditional")
            .map(|row| text(row, "service"))
            .collect();
        assert_eq!(gaps.is_empty(), list(&answer, "answer").len() == 1, "{id}: {}", answer["answer"]);
    }
    assert_eq!(seen, 3);
    let ended = asked(&program, &["--customer", "riverside"]);
    assert_eq!(ended["answer"][0], "It is lapsed, so nothing rests on it.");
    assert_eq!((list(&ended, "services").len(), list(&ended, "vendors").len()), (0, 0));
}

#[test]
fn a_customer_is_found_by_its_agreements_id_and_by_its_name_in_any_case() {
    let (program, _) = network();
    let by_id = asked(&program, &["--customer", "st-aldric"]);
    assert_eq!(by_id["question"], "What the agreement st-aldric (St. Aldric Health System) rests on");
    for name in ["St. Aldric Health System", "ST. ALDRIC HEALTH SYSTEM", "st. aldric health system"] {
        assert_eq!(asked(&program, &["--customer", name]), by_id, "{name}");
    }
    assert_eq!(
        ids(list(&by_id, "facilities")),
        ["st-aldric-main", "st-aldric-west"].map(str::to_owned).into()
    );
}

#[test]
fn a_facility_names_everything_that_its_phi_rests_on() {
    let (program, record) = network();
    let answer = asked(&program, &["--facility", "cedar-valley"]);
    assert_eq!(answer["question"], "What Cedar Valley Clinic, P.C. rests on");
    let told = holding(list(&record, "services"), "facilities", "cedar-valley");
    assert!(told.len() > 2 && told.iter().all(|row| row["account"] == "666677778888"), "{told:#?}");
    assert_eq!(rows(&answer), told);
    let vendors = holding(list(&record, "vendors"), "facilities", "cedar-valley");
    assert_eq!(ids(vendors.iter().copied()), ["twilio".to_owned()].into());
    assert_eq!(ids(list(&answer, "vendors")), ["twilio".to_owned()].into());
    assert_eq!(ids(list(&answer, "facilities")), ["cedar-valley".to_owned()].into());
    assert_eq!(customers(&answer), ["cedar-valley".to_owned()].into());
    assert_eq!(asked(&program, &["--facility", "Cedar Valley Clinic, P.C."]), answer);
}

/// What of a row rests on the register, by account and service.
fn standing_of(rows: &[&Value]) -> BTreeMap<(String, String), Value> {
    let said = ["verdict", "verdicts", "agreement", "customers", "facilities", "part_2", "inherited"];
    let of = |row: &&Value| said.map(|key| row[key].clone());
    rows.iter().map(|row| ((text(row, "account"), text(row, "service")), json!(of(row)))).collect()
}

/// What of the vendors and the agreements rests on the day.
fn parties_of(view: &Value) -> BTreeMap<String, Value> {
    let vendor = |v: &Value| {
        let said =
            ["agreement", "standing", "customers", "facilities", "carved_out"].map(|key| v[key].clone());
        (format!("vendor {}", text(v, "id")), json!(said))
    };
    let agreement = |a: &Value| {
        (format!("agreement {}", text(a, "id")), json!(["standing", "days_left"].map(|key| a[key].clone())))
    };
    list(view, "vendors").iter().map(vendor).chain(list(view, "agreements").iter().map(agreement)).collect()
}

/// The answer is what a scan of the same facts says.
fn same(answer: &Value, record: &Value, when: &str) {
    let scanned: Vec<&Value> = list(record, "services").iter().collect();
    let (mine, theirs) = (standing_of(&rows(answer)), standing_of(&scanned));
    for (key, row) in &theirs {
        assert_eq!(mine.get(key), Some(row), "{when}: {key:?}");
    }
    assert_eq!(mine.len(), theirs.len(), "{when}");
    let (mine, theirs) = (parties_of(answer), parties_of(record));
    for (party, said) in &theirs {
        assert_eq!(mine.get(party), Some(said), "{when}: {party}");
    }
    assert_eq!(mine.len(), theirs.len(), "{when}");
}

#[test]
fn on_another_day_the_map_is_what_a_scan_as_of_that_day_says() {
    let (program, _) = network();
    let days = [
        "2027-01-10",
        "2026-12-20",
        "2026-07-01",
        "2026-06-30",
        "2026-03-15",
        "2026-01-15",
        "2025-02-03",
        "2024-07-01",
        "2023-05-01",
        "2023-04-30",
    ];
    for day in days {
        let scanned = judged(&program, REGISTER, day, "then");
        let answer = asked(&program, &["--as-of", day]);
        assert_eq!(answer["as_of"], day);
        same(&answer, &scanned, day);
        for customer in ["st-aldric", "riverside"] {
            let of_it = asked(&program, &["--as-of", day, "--customer", customer]);
            let told = holding(list(&scanned, "services"), "customers", customer);
            assert_eq!(keys(rows(&of_it)), keys(told), "{day} {customer}");
        }
    }
    let same_day = asked(&program, &["--as-of", DAY]);
    assert_eq!(same_day["answer"], json!(["Nothing changes."]));
}

#[test]
fn before_any_agreement_nothing_is_covered_and_nobody_rests_on_anything() {
    let (program, record) = network();
    let answer = asked(&program, &["--as-of", "2023-04-30"]);
    for row in rows(&answer) {
        assert!(!["covered", "conditional"].contains(&text(row, "verdict").as_str()), "{row}");
        assert_eq!(
            (&row["customers"], &row["inherited"], &row["evidence"]),
            (&json!([]), &json!([]), &Value::Null)
        );
    }
    assert!(rows(&answer).iter().any(|row| row["verdict"] == "pending"));
    assert!(list(&answer, "agreements").iter().all(|a| a["standing"] != "in_force"));
    let told: Vec<String> =
        list(&answer, "answer").iter().map(|s| s.as_str().unwrap_or_default().into()).collect();
    let covered = list(&record, "services").iter().filter(|row| row["verdict"] == "covered").count();
    assert!(covered > 0);
    assert_eq!(
        told.iter().filter(|s| s.ends_with(": covered becomes pending")).count(),
        covered,
        "{told:#?}"
    );
    assert!(
        told.iter().any(|s| s.starts_with("Customers whose data lose cover then: cedar-valley, northgate")),
        "{told:#?}"
    );
}

/// The network's register without some of its agreements, as a person would write it.
fn register_without(gone: &str, into: &Path) {
    fs::create_dir_all(into).expect("a folder");
    let (mut cut, mut files) = (BTreeSet::new(), Vec::new());
    for name in ["1-us.toml", "2-vendors.toml", "3-customers.toml"] {
        let written = fs::read_to_string(Path::new(REGISTER).join(name)).expect("the register");
        let mut table: toml::Table = written.parse().expect("TOML");
        if let Some(agreements) = table.get_mut("agreement").and_then(toml::Value::as_array_mut) {
            agreements.retain(|agreement| {
                let is = |key: &str| agreement.get(key).and_then(toml::Value::as_str) == Some(gone);
                let stays = !is("id") && !is("vendor");
                cut.extend((!stays).then(|| agreement["id"].as_str().expect("an id").to_owned()));
                stays
            });
        }
        files.push((name, table));
    }
    assert!(!cut.is_empty());
    for (name, mut table) in files {
        for vendor in table.get_mut("vendor").and_then(toml::Value::as_array_mut).into_iter().flatten() {
            let vendor = vendor.as_table_mut().expect("a table");
            let points = |v: &toml::Value| v.as_str().is_some_and(|id| cut.contains(id));
            if vendor.get("baa").is_some_and(points) {
                vendor.remove("baa");
            }
        }
        fs::write(into.join(name), table.to_string()).expect("a file");
    }
}

#[test]
fn without_an_agreement_the_map_is_what_a_scan_with_a_register_without_it_says() {
    let (program, _) = network();
    for gone in ["aws", "aws-riverside", "datadog", "newrelic"] {
        register_without(gone, &program.dir().join(gone));
        let scanned = judged(&program, gone, DAY, "then");
        let answer = asked(&program, &["--without", gone]);
        assert_eq!(answer["question"], format!("Map without {gone}"));
        same(&answer, &scanned, gone);
    }
}

#[test]
fn what_loses_cover_without_an_agreement_is_said_with_the_customers_it_touches() {
    let (program, record) = network();
    let told = |question: &[&str]| -> Vec<String> {
        list(&asked(&program, question), "answer")
            .iter()
            .map(|s| s.as_str().unwrap_or_default().into())
            .collect()
    };
    let aws = told(&["--without", "aws"]);
    for row in list(&record, "services").iter().filter(|row| row["verdict"] == "covered") {
        let (name, account) = (text(row, "name"), text(row, "account"));
        let sentence = format!("{name} in {account}: covered becomes no_agreement");
        assert!(aws.contains(&sentence), "{sentence}: {aws:#?}");
    }
    assert!(aws.contains(&"aws: in_force becomes no agreement".to_owned()), "{aws:#?}");
    let last = aws.last().expect("a sentence");
    assert_eq!(
        last,
        "Customers whose data lose cover without aws: cedar-valley, northgate, northgate-registry, st-aldric"
    );
    let datadog = told(&["--without", "datadog"]);
    assert_eq!(datadog[0], "datadog: in_force becomes no agreement");
    assert!(datadog[1].starts_with("Customers whose data lose cover without datadog: "), "{datadog:#?}");
    assert_eq!(told(&["--without", "newrelic"]), ["newrelic: lapsed becomes no agreement"]);
}

#[test]
fn an_id_that_the_record_does_not_have_is_2_with_a_suggestion() {
    let (program, _) = network();
    for (question, said) in [
        (["--service", "s33"], "the record has no service in use or vendor `s33`; did you mean `s3`?"),
        (["--service", "datadgo"], "did you mean `datadog`?"),
        (
            ["--customer", "st-aldrik"],
            "the record has no customer's agreement `st-aldrik`; did you mean `st-aldric`?",
        ),
        (["--customer", "datadog"], "the record has no customer's agreement `datadog`"),
        (
            ["--facility", "cedar-vally"],
            "the record has no facility `cedar-vally`; did you mean `cedar-valley`?",
        ),
        (
            ["--without", "new-relic"],
            "the record has no agreement or vendor `new-relic`; did you mean `newrelic`?",
        ),
        (["--without", "xyz"], "the record has no agreement or vendor `xyz`; it has aws, aws-riverside"),
        (["--as-of", "2026-13-01"], "`2026-13-01` is not a date"),
        (["--format", "svg"], "svg"),
    ] {
        let run = program.run([&["map", "out", "--format", "table=map.txt"], &question[..]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{question:?}: {}", run.all());
        assert!(run.stderr.contains(said), "{question:?}: {}", run.stderr);
        assert!(!program.dir().join("map.txt").exists(), "{question:?} left something behind");
    }
}

#[test]
fn a_record_without_a_register_has_no_agreements_to_ask() {
    let program = Baascan::new();
    let run = program.run(["scan", "--from", FACTS, "--out", "out"]);
    assert_eq!(run.code, 1, "{}", run.all());
    for question in [["--without", "aws"], ["--as-of", DAY]] {
        let run = program.run([&["map", "out"], &question[..]].concat());
        assert_eq!(run.code, 2, "{}", run.all());
        assert!(run.stderr.contains("made without a register"), "{}", run.stderr);
    }
    assert_eq!(list(&asked(&program, &["--service", "s3"]), "agreements").len(), 0);
}

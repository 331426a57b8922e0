//! The small world, seeded once, and an endpoint of the test's own before it.
use crate::support::program::Output;
use crate::support::{Answer, Baascan, FakeAws, Keys, Moto, Rule, answer};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The account of the small world.
pub(crate) const ACCOUNT: &str = "444455556666";

/// What the tests that break one call scan: quick, and every call of S3's and RDS's collectors is in it.
pub(crate) const NARROW: [&str; 4] = ["--services", "s3,rds,aurora", "--regions", "us-east-1"];

pub(crate) fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let moto = Moto::start();
        let keys = moto.account(ACCOUNT);
        moto.seed_with(&keys, "small.py", &[]);
        keys
    })
}

/// An endpoint before the small world, one region enabled, nothing under backup.
pub(crate) fn fake() -> FakeAws {
    keys();
    let fake = FakeAws::before(Moto::start().url());
    plain(&fake);
    fake
}

/// The rules that every test starts with: what the emulator does not have.
pub(crate) fn plain(fake: &FakeAws) {
    fake.forget_rules();
    regions(fake, &[("us-east-1", "ENABLED_BY_DEFAULT")]);
    let status = "<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>";
    fake.rule(Rule::operation("s3", "GetBucketPolicyStatus").answers(Answer::text(200, status)));
    fake.rule(Rule::path("backup", "GET", "/resources/").answers(Answer::json(&json!({ "Results": [] }))));
}

/// The account's regions with their status.
pub(crate) fn regions(fake: &FakeAws, list: &[(&str, &str)]) {
    fake.rule(Rule::path("account", "POST", "/listRegions").answers(answer::regions(list)));
}

/// The program with the small world's keys, each failing call tried at most twice.
pub(crate) fn program(fake: &FakeAws) -> Baascan {
    Baascan::new().keys(keys()).endpoint(fake.url()).env("AWS_MAX_ATTEMPTS", "2")
}

/// One scan: what it printed, and where it wrote.
pub(crate) struct Scan {
    pub(crate) program: Baascan,
    pub(crate) output: Output,
}

impl Scan {
    /// Scans into `out`.
    pub(crate) fn run(program: Baascan, more: &[&str]) -> Scan {
        let arguments = ["scan", "--out", "out"].iter().chain(more).copied();
        let output = program.run(arguments);
        Scan { program, output }
    }

    /// The narrow scan of the small world.
    pub(crate) fn narrow(fake: &FakeAws) -> Scan {
        Scan::run(program(fake), &NARROW)
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.program.dir().join("out")
    }

    /// Every evaluation.
    pub(crate) fn results(&self) -> Vec<Value> {
        assert!(self.out().join("record.json").exists(), "{}", self.output.all());
        Output::jsonl(&self.out().join("results.jsonl"))
    }

    /// The record.
    pub(crate) fn record(&self) -> Value {
        read(&self.out().join("record.json"))
    }

    /// The evaluations of one check.
    pub(crate) fn of(&self, check: &str) -> Vec<Value> {
        self.results().into_iter().filter(|row| row["check"] == check).collect()
    }

    /// Rows by what they are about.
    pub(crate) fn rows(&self) -> BTreeMap<Row, Value> {
        rows(&self.results())
    }
}

/// What a row is about: check, kind, id, region.
pub(crate) type Row = (String, String, String, String);

/// Rows by what they are about, without what only tells when.
pub(crate) fn rows(results: &[Value]) -> BTreeMap<Row, Value> {
    let mut rows = BTreeMap::new();
    for row in results {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let about = &row["resource"];
        let key = (text(&row["check"]), text(&about["kind"]), text(&about["id"]), text(&about["region"]));
        let mut row = row.clone();
        if let Some(members) = row.as_object_mut() {
            members.remove("first_seen");
        }
        for cause in row["causes"].as_array_mut().into_iter().flatten() {
            cause["request_id"] = Value::Null;
        }
        assert!(rows.insert(key.clone(), row).is_none(), "two rows for {key:?}");
    }
    rows
}

/// A JSON file.
pub(crate) fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("the file is JSON")
}

/// The causes of a row that was not evaluated.
pub(crate) fn causes(row: &Value) -> Vec<&str> {
    row["causes"].as_array().into_iter().flatten().filter_map(|cause| cause["cause"].as_str()).collect()
}

/// Panics over the first rows that differ.
pub(crate) fn assert_same(found: &BTreeMap<Row, Value>, expected: &BTreeMap<Row, Value>) {
    let keys = found.keys().chain(expected.keys());
    let differ = keys.filter(|key| found.get(*key) != expected.get(*key)).take(6);
    let differ: Vec<String> = differ
        .map(|key| format!("{key:?}\n  found    {:?}\n  expected {:?}", found.get(key), expected.get(key)))
        .collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

//! Every call of S3 and RDS denied in turn: what read it is not evaluated, and nothing else changes.
use crate::support::Rule;
use crate::support::request::Seen;
use crate::world::{ACCOUNT, NARROW, Row, Scan, causes, fake, program};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

/// How a call is told from others: by its operation, or where only its path tells, by that.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Call {
    Operation(String, String),
    Path(String, String, String),
}

impl Call {
    fn of(seen: &Seen) -> Call {
        match &seen.operation {
            Some(operation) => Call::Operation(seen.service.clone(), operation.clone()),
            None => Call::Path(seen.service.clone(), seen.method.clone(), seen.path.clone()),
        }
    }

    fn denied(&self) -> Rule {
        match self {
            Call::Operation(service, operation) => Rule::operation(service, operation),
            Call::Path(service, method, path) => Rule::path(service, method, path),
        }
    }
}

pub(crate) type Rows = BTreeMap<Row, Value>;

fn verdict(row: &Value) -> &str {
    row["verdict"].as_str().unwrap_or_default()
}

fn is_denied(row: &Value) -> bool {
    verdict(row) == "not_evaluated" && causes(row).contains(&"denied")
}

/// The row that stands for a listing which could not be made.
fn of_listing(row: &Row, rows: &Rows) -> bool {
    let (check, kind, _, _) = row;
    rows.iter().any(|((c, k, id, _), row)| c == check && k == kind && id.is_empty() && is_denied(row))
}

/// What a denial changed; panics over a change that it must not make.
pub(crate) fn changed(call: &dyn std::fmt::Debug, whole: &Rows, denied: &Rows) -> BTreeSet<String> {
    let mut changed = BTreeSet::new();
    for (key, before) in whole {
        match denied.get(key) {
            Some(after) if verdict(after) == verdict(before) && causes(after) == causes(before) => continue,
            Some(after) => assert!(is_denied(after), "{call:?}\nbefore {before}\nafter {after}"),
            None => assert!(of_listing(key, denied), "{call:?}: {key:?} has vanished"),
        }
        changed.insert(key.0.clone());
    }
    for (key, after) in denied.iter().filter(|(key, _)| !whole.contains_key(*key)) {
        assert!(key.2.is_empty() && is_denied(after), "{call:?}: a row from nowhere: {after}");
    }
    changed
}

#[test]
fn no_denied_call_passes_or_fails_anything() {
    let whole = {
        let fake = fake();
        let scan = Scan::narrow(&fake);
        let calls: BTreeSet<Call> = fake
            .seen()
            .iter()
            .filter(|s| ["s3", "rds"].contains(&s.service.as_str()))
            .map(Call::of)
            .collect();
        (scan.rows(), calls)
    };
    let (whole, mut calls) = whole;
    // Without it a bucket has no region; the test below is about that.
    assert!(calls.remove(&Call::Operation("s3".into(), "GetBucketLocation".into())));
    assert!(calls.len() >= 30, "{calls:?}");
    let queue = Mutex::new(calls.iter().collect::<Vec<_>>());
    let outcome = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let Some(call) = queue.lock().expect("no test holds it").pop() else { break };
                    let fake = fake();
                    fake.rule(call.denied());
                    let scan = Scan::narrow(&fake);
                    assert!([1, 3].contains(&scan.output.code), "{call:?} {}", scan.output.all());
                    let changed = changed(call, &whole, &scan.rows());
                    outcome.lock().expect("no test holds it").insert(call, changed);
                }
            });
        }
    });
    let outcome = outcome.into_inner().expect("every thread has ended");
    assert_eq!(outcome.len(), calls.len());
    let harmless: Vec<_> = outcome.iter().filter(|(_, changed)| changed.is_empty()).map(|(c, _)| c).collect();
    // Tags decide no check: they count in the map alone.
    let tags = Call::Operation("s3".into(), "GetBucketTagging".into());
    assert!(harmless.iter().all(|call| ***call == tags), "asked for nothing: {harmless:?}");
}

#[test]
fn a_denied_public_access_block_is_a_row_that_was_not_evaluated() {
    let fake = fake();
    let bucket = format!("small-kept-{ACCOUNT}");
    fake.rule(Rule::operation("s3", "GetPublicAccessBlock").on(&bucket));
    let scan = Scan::run(program(&fake), &[&NARROW[..], &["--fail-on", "never"]].concat());
    assert_eq!(scan.output.code, 3, "{}", scan.output.all());
    let rows = scan.of("s3-bucket-public-access-block");
    let of = |id: &str| rows.iter().find(|row| row["resource"]["id"] == id).expect("a row for each bucket");
    let row = of(&bucket);
    assert_eq!(row["verdict"], "not_evaluated", "{row}");
    let cause = &row["causes"][0];
    assert_eq!(
        (cause["cause"].as_str(), cause["action"].as_str(), cause["code"].as_str()),
        (Some("denied"), Some("s3:GetBucketPublicAccessBlock"), Some("AccessDenied")),
        "{row}"
    );
    assert!(cause["request_id"].is_string(), "{row}");
    assert!(row.to_string().contains(&format!("arn:aws:sts::{ACCOUNT}:")), "who was refused: {row}");
    assert_eq!(of(&format!("small-bare-{ACCOUNT}"))["verdict"], "fail");
}

#[test]
fn a_bucket_whose_region_cannot_be_read_is_judged_in_every_scan() {
    let fake = fake();
    fake.rule(Rule::operation("s3", "GetBucketLocation"));
    let scan = Scan::narrow(&fake);
    let rows = scan.of("s3-bucket-default-encryption");
    let regions: BTreeSet<_> = rows.iter().map(|row| row["resource"]["region"].as_str()).collect();
    assert_eq!((rows.len(), regions), (3, BTreeSet::from([Some("aws-global")])), "{rows:?}");
    let facts = scan.out().join(format!("facts/{ACCOUNT}/aws-global/s3.jsonl"));
    let facts = std::fs::read_to_string(facts).expect("S3 was read");
    assert_eq!(facts.matches(r#""path":"/region""#).count(), 3, "{facts}");
}

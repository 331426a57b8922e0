//! The estate, which has something of every described API: one scan reads it whole, and each call denied in turn leaves
//! `not_evaluated` and nothing else.
use crate::denied::changed;
use crate::signed::denials;
use crate::support::{Baascan, Keys, Moto};
use crate::world::{Row, Scan, causes, rows};
use baascan::service::{Catalog, Protocol, TAGS};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, OnceLock};

/// The account of the estate.
const ACCOUNT: &str = "555566667777";

/// The emulator refuses for all that ask it, so one test at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| Moto::estate().account(ACCOUNT))
}

fn scan(more: &[&str]) -> Scan {
    let program = Baascan::new().keys(keys()).endpoint(Moto::estate().url()).env("AWS_MAX_ATTEMPTS", "2");
    Scan::run(program, more)
}

/// One scan with nothing denied.
fn whole() -> &'static BTreeMap<Row, Value> {
    static WHOLE: OnceLock<BTreeMap<Row, Value>> = OnceLock::new();
    WHOLE.get_or_init(|| {
        Moto::estate().deny(&[]);
        let scan = scan(&[]);
        assert!([1, 3].contains(&scan.output.code), "{}", scan.output.all());
        rows(&scan.results())
    })
}

#[test]
fn a_scan_of_forty_services_runs_end_to_end_and_everything_is_answered() {
    let _alone = alone();
    Moto::estate().deny(&[]);
    let scan = scan(&[]);
    assert_eq!(scan.output.code, 1, "{}", scan.output.all());
    let record = scan.record();
    let services: BTreeSet<&str> = record["services"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|s| s["resources"].as_u64().is_some_and(|count| count > 0))
        .filter_map(|s| s["service"].as_str())
        .collect();
    assert!(services.len() >= 40, "{}: {services:?}", services.len());
    assert_eq!(record["defects"], serde_json::json!([]));
    let open: Vec<Value> =
        scan.results().into_iter().filter(|row| row["verdict"] == "not_evaluated").collect();
    assert!(open.is_empty(), "{} rows were not evaluated, the first: {:?}", open.len(), open.first());
}

/// Each API's operations, in one order.
fn operations() -> BTreeMap<String, Vec<String>> {
    let described = Catalog::builtin().apis().filter(|api| api.protocol != Protocol::Typed);
    let of = |api: &baascan::service::Api| {
        let listings = api.kinds.iter().filter_map(|kind| kind.listing.as_ref());
        let names: BTreeSet<String> =
            listings.flat_map(|listing| listing.calls()).map(|call| call.operation.clone()).collect();
        (api.id.clone(), names.into_iter().collect())
    };
    // Without these nothing at all is read; `tests/live/login.rs` and `regions.rs` are about them.
    let mut operations: BTreeMap<String, Vec<String>> =
        described.filter(|api| !["sts", "account"].contains(&api.id.as_str())).map(of).collect();
    // The second way to the regions, asked where the first is refused.
    operations.entry("ec2".to_owned()).or_default().retain(|name| name != "DescribeRegions");
    operations
}

/// The slugs of the services that an API's kinds count under.
fn slugs(api: &str) -> BTreeSet<String> {
    let kinds = Catalog::builtin().api(api).into_iter().flat_map(|api| &api.kinds).map(|kind| &kind.kind);
    let by = kinds.clone().flat_map(|kind| kind.service_by.iter().flat_map(|by| &by.prefixes));
    let all = kinds.map(|kind| kind.service.clone()).chain(by.map(|(_, slug)| slug.clone()));
    all.filter(|slug| !slug.is_empty()).collect()
}

/// The IAM action of an operation.
fn action(api: &str, operation: &str) -> String {
    let listings = Catalog::builtin().api(api).into_iter().flat_map(|api| &api.kinds);
    let mut calls = listings.filter_map(|kind| kind.listing.as_ref()).flat_map(|listing| listing.calls());
    calls.find(|call| call.operation == operation).map(|call| call.action.clone()).expect("a described call")
}

/// Calls whose answer no verdict of the estate hangs on, for what else was read decides: a key's policy, whether Macie is on,
/// how a work team's output is kept. Facts say that they were refused, as they do of every call.
const DECIDED_OTHERWISE: [&str; 3] =
    ["kms:ListGrants", "macie2:GetAutomatedDiscoveryConfiguration", "sagemaker:DescribeFlowDefinition"];

/// Actions of calls that only the map, and no check, asks for: what they tell is a tag, an inventory, or how a service is told
/// from another.
fn asked_by_no_check() -> BTreeSet<String> {
    let everything = Catalog::builtin().apis().flat_map(|api| &api.kinds);
    everything.flat_map(|kind| kind.actions(&BTreeSet::from([TAGS.to_owned()]))).collect()
}

#[test]
fn every_denied_call_leaves_not_evaluated_and_nothing_else() {
    let _alone = alone();
    let whole = whole();
    let operations = operations();
    let rounds = operations.values().map(Vec::len).max().unwrap_or_default();
    let (mut silent, mut unsaid) = (BTreeSet::new(), BTreeSet::new());
    for round in 0..rounds {
        let denied: BTreeMap<&String, &String> =
            operations.iter().filter_map(|(api, names)| Some((api, names.get(round)?))).collect();
        let names: Vec<String> = denied.iter().map(|(api, name)| format!("{api}:{name}")).collect();
        Moto::estate().deny(&names);
        // The first round looks at everything; then fewer and fewer services are left to look at. Inventories are of no service,
        // and asked only where everything is.
        let whole_account = denied.keys().any(|api| slugs(api).is_empty());
        let wanted: BTreeSet<String> = denied.keys().flat_map(|api| slugs(api)).collect();
        let wanted = wanted.into_iter().collect::<Vec<_>>().join(",");
        let narrow = if round == 0 || whole_account { vec![] } else { vec!["--services", wanted.as_str()] };
        let scan = scan(&narrow);
        assert!([1, 3].contains(&scan.output.code), "{names:?} {}", scan.output.all());
        let found = rows(&scan.results());
        let judged: BTreeSet<&String> = found.keys().map(|(check, ..)| check).collect();
        let expected = whole.iter().filter(|((check, ..), _)| judged.contains(check));
        let expected: BTreeMap<Row, Value> = expected.map(|(k, v)| (k.clone(), v.clone())).collect();
        changed(&names.join(" "), &expected, &found);
        let refused: BTreeSet<&str> = found
            .values()
            .filter(|row| causes(row).contains(&"denied"))
            .flat_map(|row| row["causes"].as_array().into_iter().flatten())
            .filter_map(|cause| cause["action"].as_str())
            .collect();
        let actions: Vec<String> = denied.iter().map(|(api, name)| action(api, name)).collect();
        silent.extend(actions.iter().filter(|a| !refused.contains(a.as_str())).cloned());
        let mut in_facts = BTreeSet::new();
        denials(&scan.out().join("facts"), &mut in_facts);
        unsaid.extend(actions.into_iter().filter(|a| !in_facts.contains(a)));
    }
    Moto::estate().deny(&[]);
    assert!(unsaid.is_empty(), "denied, and not even the facts say so: {unsaid:?}");
    let asked = asked_by_no_check();
    let quiet: Vec<&String> =
        silent.difference(&asked).filter(|a| !DECIDED_OTHERWISE.contains(&a.as_str())).collect();
    assert!(quiet.is_empty(), "denied, and no check says so: {quiet:?}");
}

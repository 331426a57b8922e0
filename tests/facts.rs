//! Facts are whole (every declared property is there or explained), and the rows of a run add up from facts alone.
mod support;

use baascan::service::{Catalog, Shape};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use support::program::Output;
use support::{Answer, Baascan, FakeAws, Keys, Moto, Rule, answer};

/// Every file below a folder whose name ends so, sorted.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(files(&path, end));
        } else if path.to_string_lossy().ends_with(end) {
            all.push(path);
        }
    }
    all.sort();
    all
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// One finished cell, as its file says.
struct Cell {
    account: String,
    region: String,
    api: String,
    resources: Vec<Value>,
    /// By kind: state.
    kinds: BTreeMap<String, String>,
}

/// The finished cells of a facts folder.
fn cells(facts: &Path) -> Vec<Cell> {
    let read = |path: &PathBuf| {
        let mut lines = Output::jsonl(path);
        let (end, start) = (lines.pop()?, lines.remove(0));
        let kinds = end["kinds"].as_object().unwrap_or_else(|| panic!("{} is unfinished", path.display()));
        let kinds = kinds.iter().map(|(kind, report)| (kind.clone(), text(&report["state"]))).collect();
        let cell = &start["cell"];
        let (account, region, api) = (text(&cell["account"]), text(&cell["region"]), text(&cell["api"]));
        Some(Cell { account, region, api, resources: lines, kinds })
    };
    files(facts, ".jsonl").iter().filter_map(read).collect()
}

/// What is wrong with a resource: a property that is neither there nor explained, one that nobody declared, another type.
fn walk(resource: &Value, problems: &mut Vec<String>) {
    let kind = text(&resource["kind"]);
    let Some(described) = Catalog::builtin().kind(&kind) else {
        return problems.push(format!("{kind} is not described"));
    };
    let unread: Vec<String> =
        resource["unread"].as_array().into_iter().flatten().map(|entry| text(&entry["path"])).collect();
    let explained =
        |path: &str| unread.iter().any(|above| path == above || path.starts_with(&format!("{above}/")));
    let nothing = Map::new();
    let properties = resource["properties"].as_object().unwrap_or(&nothing);
    let found = &mut |problem: String| problems.push(format!("{kind} {}: {problem}", resource["id"]));
    members("/properties", &described.properties, properties, &explained, found);
    if !resource["tags"].is_array() && !explained("/tags") {
        found("/tags is missing without a reason".to_owned());
    }
}

type Found<'a> = &'a mut dyn FnMut(String);

fn members(
    path: &str,
    declared: &BTreeMap<String, Shape>,
    values: &Map<String, Value>,
    explained: &dyn Fn(&str) -> bool,
    found: Found<'_>,
) {
    for (name, shape) in declared {
        let path = format!("{path}/{name}");
        match values.get(name) {
            Some(_) if explained(&path) => found(format!("{path} is there and said to be unread")),
            Some(value) => shaped(&path, shape, value, explained, found),
            None if !explained(&path) => found(format!("{path} is missing without a reason")),
            None => {}
        }
    }
    for name in values.keys().filter(|name| !declared.contains_key(*name)) {
        found(format!("{path}/{name} is not declared"));
    }
}

fn shaped(path: &str, shape: &Shape, value: &Value, explained: &dyn Fn(&str) -> bool, found: Found<'_>) {
    match (shape, value) {
        (_, Value::Null) | (Shape::Json, _) | (Shape::Bool, Value::Bool(_)) => {}
        (Shape::String | Shape::Time, Value::String(_)) => {}
        (Shape::Int, Value::Number(number)) if number.is_i64() => {}
        (Shape::List(element), Value::Array(values)) => {
            for (index, value) in values.iter().enumerate() {
                shaped(&format!("{path}/{index}"), element, value, explained, found);
            }
        }
        (Shape::Object(declared), Value::Object(values)) => members(path, declared, values, explained, found),
        _ => found(format!("{path} is {value}, and {shape:?} was declared")),
    }
}

/// Every check's id with its kind, read from the files themselves.
fn checks() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks");
    let mut checks = BTreeMap::new();
    for path in files(&folder, ".toml") {
        let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let maps_a_type = name.starts_with("aws_") || name.starts_with("AWS-");
        if ["service", "vocabulary", "rulesets"].contains(&name.as_str()) || maps_a_type {
            continue;
        }
        let check: toml::Table = fs::read_to_string(&path).expect("checks are text").parse().expect("TOML");
        checks.insert(name, check["resource"].as_str().expect("a check has a kind").to_owned());
    }
    checks
}

/// Rows that one cell's report of a kind asks for, with so many resources.
fn rows(state: &str, count: usize) -> usize {
    match state {
        "read" | "not_offered" | "disabled" => count.max(1),
        "partial" => count + 1,
        "denied" | "failed" | "not_collected" => count + 1,
        other => panic!("no such state: {other}"),
    }
}

/// How many rows each check must have, from facts alone: the sum of section 5 of the design, counted another way.
fn expected(facts: &Path) -> BTreeMap<String, usize> {
    let cells = cells(facts);
    let plan: Value = fs::read(facts.join("scan.json"))
        .map_or(Value::Null, |text| serde_json::from_slice(&text).expect("the plan is JSON"));
    // (account, kind) → rows, summed over the cells that say something of the kind.
    let mut sums: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut accounts: BTreeSet<String> = cells.iter().map(|cell| cell.account.clone()).collect();
    for cell in &cells {
        for (kind, state) in &cell.kinds {
            let count = cell.resources.iter().filter(|resource| resource["kind"] == **kind).count();
            *sums.entry((cell.account.clone(), kind.clone())).or_default() += rows(state, count);
        }
    }
    for planned in plan["cells"].as_array().into_iter().flatten() {
        let [account, region, api] = ["account", "region", "api"].map(|member| text(&planned[member]));
        accounts.insert(account.clone());
        let finished = |cell: &Cell| cell.account == account && cell.region == region && cell.api == api;
        if !cells.iter().any(finished) {
            for kind in Catalog::builtin().kinds_of(&api, region == "aws-global") {
                *sums.entry((account.clone(), kind.name.clone())).or_default() += 1;
            }
        }
    }
    for account in &accounts {
        let enabled: BTreeSet<String> = regions(&plan, &cells, account);
        sums.insert((account.clone(), "AWS::::Account".to_owned()), 1);
        if !enabled.is_empty() {
            sums.insert((account.clone(), "AWS::::Region".to_owned()), enabled.len());
        }
    }
    let of = |kind: &String| -> usize {
        // Without a register its entries are one row in all; a row of the map is one for each account.
        if kind.starts_with("Register::") {
            return 1;
        }
        // A kind that no cell of an account speaks of is one row: nobody read it.
        accounts.iter().map(|account| sums.get(&(account.clone(), kind.clone())).copied().unwrap_or(1)).sum()
    };
    checks().into_iter().map(|(check, kind)| (check, of(&kind))).collect()
}

/// The regions an account has enabled: as the plan has them, as the account listed them, and wherever something was read.
fn regions(plan: &Value, cells: &[Cell], account: &str) -> BTreeSet<String> {
    let own = || cells.iter().filter(|cell| cell.account == account);
    let mut enabled: BTreeSet<String> =
        own().map(|cell| cell.region.clone()).filter(|region| region != "aws-global").collect();
    if plan["account"] == account {
        enabled.extend(plan["regions"]["enabled"].as_array().into_iter().flatten().map(text));
    }
    let listed = own().flat_map(|cell| &cell.resources).filter(|r| r["kind"] == "AWS::Account::Region");
    let on = ["ENABLED", "ENABLED_BY_DEFAULT", "DISABLING"];
    let listed =
        listed.filter(|r| on.contains(&r["properties"]["RegionOptStatus"].as_str().unwrap_or("ENABLED")));
    enabled.extend(listed.map(|region| text(&region["id"])));
    enabled
}

/// What both proofs say against a folder of facts and the results that were judged from it without a register.
fn against(facts: &Path, results: &[Value]) -> Vec<String> {
    let mut problems = Vec::new();
    for cell in cells(facts) {
        for resource in &cell.resources {
            walk(resource, &mut problems);
            if !cell.kinds.contains_key(resource["kind"].as_str().unwrap_or_default()) {
                problems.push(format!("{resource} of a kind that its cell does not report"));
            }
        }
    }
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for row in results {
        *found.entry(text(&row["check"])).or_default() += 1;
    }
    let expected = expected(facts);
    let names: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    let differ = names.into_iter().filter(|check| found.get(*check) != expected.get(*check));
    problems
        .extend(differ.map(|check| {
            format!("{check}: {:?} rows, {:?} expected", found.get(check), expected.get(check))
        }));
    problems
}

fn prove(facts: &Path, results: &Path) {
    let problems = against(facts, &Output::jsonl(results));
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

fn seeded() -> &'static Keys {
    static KEYS: std::sync::OnceLock<Keys> = std::sync::OnceLock::new();
    KEYS.get_or_init(|| {
        let keys = Moto::start().account("444455556666");
        Moto::start().seed_with(&keys, "small.py", &[]);
        keys
    })
}

/// Scans the small world in two regions through an endpoint that misbehaves so, and proves its facts. They must hold these
/// states of kinds, or the test would prove less than it says.
fn scan_and_prove(states: &[&str], misbehave: impl FnOnce(&FakeAws)) {
    let keys = seeded();
    let fake = FakeAws::before(Moto::start().url());
    let regions = [("us-east-1", "ENABLED_BY_DEFAULT"), ("eu-west-1", "ENABLED"), ("af-south-1", "DISABLED")];
    fake.rule(Rule::path("account", "POST", "/listRegions").answers(answer::regions(&regions)));
    fake.rule(Rule::path("backup", "GET", "/resources/").answers(Answer::json(&json!({ "Results": [] }))));
    misbehave(&fake);
    let program = Baascan::new().keys(keys).endpoint(fake.url()).env("AWS_MAX_ATTEMPTS", "2");
    let output = program.run(["scan", "--out", "out"]);
    assert!([1, 3].contains(&output.code), "{}", output.all());
    let out = program.dir().join("out");
    prove(&out.join("facts"), &out.join("results.jsonl"));
    let found: BTreeSet<String> =
        cells(&out.join("facts")).iter().flat_map(|c| c.kinds.values().cloned()).collect();
    for state in states {
        assert!(found.contains(*state), "{state}: {found:?}");
    }
    // A row that is missing or there twice is noticed, and so is a property that somebody forgot.
    let mut results = Output::jsonl(&out.join("results.jsonl"));
    results.push(results[0].clone());
    assert_eq!(against(&out.join("facts"), &results).len(), 1);
    results.drain(..1);
    results.pop();
    assert_eq!(against(&out.join("facts"), &results).len(), 1);
    // A cell that was planned and never finished is one row for each check.
    fs::remove_file(out.join("facts/444455556666/us-east-1/rds.jsonl")).expect("RDS was read");
    let again = program.run(["scan", "--from", "facts:out/facts", "--out", "again"]);
    assert!([1, 3].contains(&again.code), "{}", again.all());
    prove(&out.join("facts"), &program.dir().join("again/results.jsonl"));
}

#[test]
fn facts_of_a_healthy_scan_are_whole_and_its_rows_add_up() {
    scan_and_prove(&["read"], |_| {});
}

#[test]
fn facts_of_a_broken_scan_are_whole_and_its_rows_add_up() {
    scan_and_prove(&["read", "partial", "failed", "denied", "disabled"], |fake| {
        for (service, operation) in [
            ("s3", "GetPublicAccessBlock"),
            ("s3", "GetBucketPolicy"),
            ("rds", "DescribeDBParameters"),
            ("rds", "DescribeDBSnapshotAttributes"),
            ("rds", "DescribeDBClusters"),
            ("rds", "DescribeOptionGroups"),
            ("kms", "GetKeyRotationStatus"),
        ] {
            fake.rule(Rule::operation(service, operation));
        }
        fake.rule(
            Rule::operation("kms", "ListKeys")
                .region("eu-west-1")
                .answers(Answer::error(403, "OptInRequired")),
        );
        fake.rule(Rule::operation("rds", "DescribeDBProxies").answers(Answer::failed()));
        fake.rule(Rule::operation("cloudtrail", "DescribeTrails").answers(Answer::cut_off()));
        let more = |body: hyper::body::Bytes| {
            let page = String::from_utf8_lossy(&body);
            page.replace("</DBInstances>", "</DBInstances><Marker>second-page</Marker>").into()
        };
        let instances = || Rule::operation("rds", "DescribeDBInstances").region("us-east-1");
        fake.rule(instances().answers(Answer::amended(more)));
        fake.rule(instances().on("second-page").answers(Answer::failed()));
    });
}

#[test]
fn facts_of_a_scan_whose_listings_are_denied_are_whole_and_its_rows_add_up() {
    scan_and_prove(&["denied"], |fake| {
        fake.rule(Rule::operation("s3", "ListBuckets"));
        fake.rule(Rule::operation("kms", "ListKeys"));
        fake.rule(Rule::service("cloudfront"));
        fake.rule(Rule::service("backup"));
    });
}

#[test]
fn what_is_missing_without_a_reason_is_noticed() {
    let key = json!({ "kind": "AWS::S3::AccessPoint", "id": "small", "tags": [], "unread": [], "properties": {
        "Name": "small", "Bucket": null, "Bukket": 1, "PublicAccessBlockConfiguration": { "BlockPublicAcls": "yes" },
    } });
    let mut problems = Vec::new();
    walk(&key, &mut problems);
    assert_eq!(problems.len(), 5, "three members missing, one undeclared, one of another type: {problems:?}");
}

#[test]
fn recorded_accounts_are_whole_and_their_rows_add_up() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/accounts");
    let folders = fs::read_dir(folder).into_iter().flatten().flatten().filter(|entry| entry.path().is_dir());
    for account in folders {
        let nested = account.path().join("facts");
        let facts = if nested.is_dir() { nested } else { account.path() };
        let program = Baascan::new();
        let from = format!("facts:{}", facts.display());
        let output = program.run(["scan", "--from", &from, "--out", "out"]);
        assert!([0, 1, 3].contains(&output.code), "{}", output.all());
        prove(&facts, &program.dir().join("out/results.jsonl"));
    }
}

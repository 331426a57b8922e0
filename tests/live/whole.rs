//! Nothing is broken.
use crate::world::{Scan, fake, program, read};
use std::collections::BTreeSet;
use std::fs;

#[test]
fn facts_judged_again_give_the_same_bytes() {
    let scan = Scan::run(program(&fake()), &["--format", "json=live.json"]);
    assert_eq!(scan.output.code, 1, "{}", scan.output.all());
    let results = fs::read(scan.out().join("results.jsonl")).expect("the scan wrote its results");
    assert!(!results.is_empty());

    let again = ["scan", "--from", "facts:out/facts", "--out", "again", "--format", "json=again.json"];
    let again = scan.program.run(again);
    assert_eq!(again.code, 1, "{}", again.all());
    let dir = scan.program.dir();
    assert_eq!(fs::read(dir.join("again/results.jsonl")).expect("judging wrote its results"), results);
    let without_judged = |file: &str| {
        let mut record = read(&dir.join(file));
        record["run"].as_object_mut().expect("a run").remove("judged");
        record
    };
    assert_eq!(without_judged("again/record.json"), without_judged("out/record.json"));
    assert_eq!(without_judged("again.json"), without_judged("live.json"));
}

#[test]
fn no_call_is_made_twice() {
    let fake = fake();
    Scan::run(program(&fake), &[]).results();
    let mut once = BTreeSet::new();
    for seen in fake.seen() {
        // The regions are asked for before there are cells, and again with what else Account Management tells.
        let known = seen.path == "/listRegions";
        let call = (seen.service, seen.region, seen.method, seen.path, seen.operation, seen.query, seen.body);
        assert!(once.insert(call.clone()) || known, "asked twice: {call:?}");
    }
}

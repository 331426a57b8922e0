//! One record in every format: nothing is lost, nothing is counted twice.

use crate::pipelines::{Held, agree};
use crate::world::{EU, US, World, half_read_key, public_key};
use baascan::report::FORMATS;
use serde_json::Value;
use std::collections::BTreeMap;

/// More than a table spells out.
const OPEN: usize = 11;

fn world() -> World {
    let mut keys: Vec<Value> = (0..OPEN).map(|number| public_key(&format!("open-{number:02}"))).collect();
    keys.push(half_read_key("half", "EnableKeyRotation", "kms:GetKeyRotationStatus"));
    World::new().keys(US, keys).refused(EU)
}

#[test]
fn every_finding_is_in_every_format_and_the_counts_are_equal() {
    let world = world();
    let run = world.scan_keys(&[]);
    assert_eq!(run.code, 1, "{}", run.all());
    let results = world.results();
    let of = |verdict: &str| results.iter().filter(|line| line["verdict"] == verdict).collect::<Vec<_>>();
    let (failed, unread) = (of("fail"), of("not_evaluated"));
    assert_eq!((failed.len(), unread.len()), (OPEN, 7));
    let counted = &world.record()["coverage"]["evaluations"];
    assert_eq!((counted["fail"].as_u64(), counted["not_evaluated"].as_u64()), (Some(11), Some(7)));
    for format in FORMATS {
        let run = world.program.run(["report", "out", "--format", format.name]);
        assert_eq!(run.code, 1, "{}", run.all());
        match format.name {
            "table" => in_the_table(&run.stdout, &failed, &unread),
            "json" => in_the_document(&run.json(), &[failed.clone(), unread.clone()].concat(), counted),
            "gap" => in_the_gaps(&run.stdout, &[failed.clone(), unread.clone()].concat()),
            other => agree(other, &run.stdout, &Held::of(&world)),
        }
    }
}

/// The gap report names checks by provision, each with its counts; findings themselves are in the other formats.
fn in_the_gaps(page: &str, findings: &[&Value]) {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for line in findings.iter().filter(|line| line["citations"].as_array().is_some_and(|c| !c.is_empty())) {
        let word = |key: &str| line[key].as_str().expect("a text");
        *counts.entry((word("check"), word("verdict"))).or_default() += 1;
    }
    for ((check, verdict), count) in counts {
        let words = if verdict == "fail" { "failed" } else { "not evaluated" };
        let named = |line: &&str| line.contains(&format!("`{check}`")) && line.contains(words);
        let told = page.lines().find(named).unwrap_or_else(|| panic!("{check} {words}: {page}"));
        assert!(told.contains(&format!(": {count} {words}")), "{told}");
    }
}

fn in_the_table(page: &str, failed: &[&Value], unread: &[&Value]) {
    let first = page.lines().next().expect("a summary");
    assert!(first.contains(&format!("{} failed", failed.len())), "{first}");
    assert!(first.contains(&format!(", {} not)", unread.len())), "{first}");
    let mut by_check: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in failed {
        let message = line["message"].as_str().expect("a failure has a message");
        by_check.entry(line["check"].as_str().expect("an id")).or_default().push(message);
    }
    for (check, messages) in by_check {
        assert!(page.contains(&format!("{check}:")), "{check} in {page}");
        let shown = messages.iter().filter(|message| page.contains(**message)).count();
        let more =
            page.lines().find_map(|line| line.trim().strip_prefix("and ")?.split(' ').next()?.parse().ok());
        assert_eq!(shown + more.unwrap_or(0_usize), messages.len(), "{check}: {page}");
    }
    // A refused call explains many: the lines say how many each.
    let (_, part) = page.split_once("Not evaluated").expect("a part about them");
    let counts = part.lines().filter_map(|line| {
        let (_, after) = line.split_once(": ")?;
        after.split_once(" evaluation")?.0.parse::<usize>().ok()
    });
    assert_eq!(counts.sum::<usize>(), unread.len(), "{part}");
    let widest = page.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(100), "{widest:?} columns");
}

fn in_the_document(document: &Value, findings: &[&Value], counted: &Value) {
    let listed = document["findings"].as_array().expect("a list");
    assert_eq!(listed.len(), findings.len());
    assert!(findings.iter().all(|finding| listed.contains(finding)));
    assert_eq!(document["coverage"]["evaluations"], *counted);
}

#[test]
fn a_record_renders_the_same_as_the_scan_did() {
    let world = world();
    let run = world.scan_keys(&["--format", "table", "--format", "json=first.json"]);
    let again = world.program.run(["report", "out", "--format", "table", "--format", "json=again.json"]);
    assert_eq!(again.stdout, run.stdout);
    assert_eq!(world.read("first.json"), world.read("again.json"));
    let map = world.program.run(["map", "out/record.json"]);
    assert_eq!(map.code, 0, "{}", map.all());
    assert!(run.stdout.contains(map.stdout.trim_end()), "{}", map.stdout);
}

#[test]
fn nothing_is_coloured_where_nobody_asked_for_it() {
    let world = World::sound();
    for run in [world.scan_keys(&[]), world.scan_keys(&["--services", "kmss"]), world.program.run(["--help"])]
    {
        assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{}", run.all());
    }
}

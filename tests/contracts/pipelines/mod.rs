//! One record in the formats that pipelines read: each finding is there, the counts are equal, and no name breaks a page.

mod ci;
mod github;
mod json;
mod junit;
mod markdown;
mod rewritten;

use crate::support::program::Output;
use crate::world::{EU, US, World, half_read_key, public_key};
use rewritten::{HOSTILE, Rewritten};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The formats that this module knows how to read.
const FORMATS: [&str; 5] = ["sarif", "junit", "github", "gitlab", "markdown"];

/// What a record holds, as `results.jsonl` and `record.json` say.
pub(crate) struct Held {
    pub(crate) record: Value,
    pub(crate) failed: Vec<Value>,
    pub(crate) unread: Vec<Value>,
}

impl Held {
    pub(crate) fn of(world: &World) -> Self {
        let of = |verdict: &str| -> Vec<Value> {
            world.results().into_iter().filter(|line| line["verdict"] == verdict).collect()
        };
        Self { record: world.record(), failed: of("fail"), unread: of("not_evaluated") }
    }

    fn findings(&self) -> impl Iterator<Item = &Value> {
        self.failed.iter().chain(&self.unread)
    }

    fn waived(&self) -> impl Iterator<Item = &Value> {
        self.failed.iter().filter(|line| line["waived"].is_string())
    }

    /// How many times each id is in `lines`.
    fn ids<'v>(lines: impl Iterator<Item = &'v Value>) -> BTreeMap<String, usize> {
        let mut ids = BTreeMap::new();
        for line in lines {
            *ids.entry(line["id"].as_str().expect("a finding has an id").to_owned()).or_default() += 1;
        }
        ids
    }
}

/// Whether `page` tells in `format` what the record holds, and nothing more.
pub(crate) fn agree(format: &str, page: &str, held: &Held) {
    match format {
        "sarif" => json::sarif(page, held),
        "gitlab" => json::gitlab(page, held),
        "junit" => junit::agree(page, held),
        "github" => github::agree(page, held),
        "markdown" => markdown::agree(page, held),
        other => panic!("say here how a finding is found in {other}"),
    }
}

/// The text that a message of the record may be shown as: one line, without control characters.
fn one_line(text: &str) -> String {
    let shown = |c: char| match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        c if c.is_control() || "\u{61c}\u{200e}\u{200f}\u{fffe}\u{ffff}".contains(c) => '\u{fffd}',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}

fn message(line: &Value) -> String {
    one_line(line["message"].as_str().expect("a finding has a message"))
}

fn shown(world: &World, format: &str) -> Output {
    world.program.run(["report", "out", "--format", format])
}

fn all_agree(world: &World, code: i32) {
    let held = Held::of(world);
    for format in FORMATS {
        let run = shown(world, format);
        assert_eq!(run.code, code, "{format}: {}", run.all());
        agree(format, &run.stdout, &held);
    }
}

/// Failures of two checks, unread properties, a refused listing.
fn scanned() -> World {
    let keys = vec![
        public_key("open"),
        public_key("wide"),
        half_read_key("half", "EnableKeyRotation", "kms:GetKeyRotationStatus"),
    ];
    let world = World::new().keys(US, keys).refused(EU);
    let run = world.scan_keys(&[]);
    assert_eq!(run.code, 1, "{}", run.all());
    world
}

#[test]
fn findings_with_hostile_names_are_in_every_format_and_the_counts_are_equal() {
    let world = scanned();
    let mut rewritten = Rewritten::of(&world);
    let made: Vec<Value> = ["critical", "high", "medium", "low"]
        .iter()
        .flat_map(|severity| HOSTILE.iter().map(move |name| (*severity, *name)))
        .map(|(severity, name)| rewritten.failure("made-up-check", severity, name))
        .collect();
    rewritten.lines.extend(made);
    let unread: Vec<Value> = HOSTILE.iter().map(|name| rewritten.unread("made-up-check", name)).collect();
    rewritten.lines.extend(unread);
    rewritten.waive(7);
    rewritten.write(&world, 1);
    all_agree(&world, 1);
}

#[test]
fn hostile_names_of_checks_services_and_notes_break_no_format() {
    let world = scanned();
    let mut rewritten = Rewritten::of(&world);
    for (number, name) in HOSTILE.iter().enumerate() {
        let made = rewritten.failure(&format!("check-{number}{name}"), "high", name);
        rewritten.lines.push(made);
        rewritten.record["notes"].as_array_mut().expect("notes").push(json!(name));
        rewritten.record["services"].as_array_mut().expect("services").push(json!({
            "account": "111122223333", "service": "made-up", "name": name, "regions": [name], "resources": 1,
            "seen_by": [], "eligibility": "unmapped", "qualifier": null, "verdict": "no_agreement",
            "verdicts": ["no_agreement"], "agreement": name, "evidence": null, "phi": "declared", "failing": [],
            "customers": [], "inherited": [], "unread": [],
        }));
    }
    rewritten.record["run"]["register"] =
        json!({ "organization": HOSTILE[0], "files": { "baa.toml": "00" }, "scope_declared": true });
    rewritten.write(&world, 1);
    all_agree(&world, 1);
}

#[test]
fn a_record_of_nothing_is_green_in_no_format() {
    let world = scanned();
    let mut rewritten = Rewritten::of(&world);
    rewritten.lines.clear();
    rewritten.write(&world, 3);
    all_agree(&world, 3);
    for format in FORMATS {
        let page = shown(&world, format).stdout;
        assert!(page.contains("nothing was evaluated"), "{format}: {page}");
    }
}

#[test]
fn a_record_that_could_not_evaluate_anything_is_green_in_no_format() {
    let world = World::new().refused(US).refused(EU);
    let run = world.scan_keys(&[]);
    assert_eq!(run.code, 3, "{}", run.all());
    let held = Held::of(&world);
    assert!(held.failed.is_empty() && held.unread.len() > 2, "{} rows", held.unread.len());
    all_agree(&world, 3);
    for format in FORMATS {
        let words = if format == "markdown" { "could not be evaluated" } else { "not evaluated" };
        assert!(shown(&world, format).stdout.contains(words), "{format}");
    }
}

#[test]
fn a_check_that_broke_is_told_in_every_format() {
    let world = scanned();
    let mut rewritten = Rewritten::of(&world);
    rewritten.record["defects"] =
        json!([{ "check": "kms-key-rotation", "resource": "]]>\n::error::x", "error": "no such overload" }]);
    rewritten.write(&world, 4);
    all_agree(&world, 4);
    for format in FORMATS {
        let page = shown(&world, format).stdout;
        assert!(page.contains("no such overload"), "{format}: {page}");
    }
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    let world = scanned();
    for format in FORMATS {
        assert_eq!(shown(&world, format).stdout, shown(&world, format).stdout, "{format}");
    }
}

use super::{CHECKS, CheckSet, Known, embedded};
use crate::check::testing::{check, kinds, load, read, refusal, written};
use crate::check::{Check, citation, test_check};
use crate::diagnostic::SourceText;
use crate::service::Catalog;
use std::fs;

#[test]
fn a_check_with_nothing_in_it_says_all_it_lacks() {
    let problems = read("").expect_err("an empty file is no check").to_string();
    for key in [
        "id",
        "title",
        "resource",
        "severity",
        "category",
        "condition",
        "message",
        "why",
        "fix",
        "references",
        "citations",
    ] {
        assert!(problems.contains(&format!("`{key}` is missing")), "{key}: {problems}");
    }
}

#[test]
fn mistakes_of_every_kind_come_at_once() {
    let text = written("resource.On == true", "colour = \"red\"\n")
        .replace("\"thing-good\"", "\"Thing_good\"")
        .replace("\"high\"", "\"hihg\"")
        .replace("AWS::Test::Thing", "AWS::Test::Thign")
        .replace("164.312(b)", "164.999")
        .replace("{id} is not", "{colour} is not")
        .replace("https://docs", "http://docs");
    insta::assert_snapshot!(read(&text).expect_err("it is wrong everywhere"));
}

#[test]
fn related_lists_are_checked_against_both_kinds() {
    let part = "[related.parts]\nresource = \"AWS::Test::Part\"\nwithin = \"region\"\n";
    insta::assert_snapshot!(refusal("true", &format!("{part}where = \"ThingId\"\nequals = \"Idd\"")));
    insta::assert_snapshot!(refusal("true", &format!("{part}where = \"ThingIds\"")));
    insta::assert_snapshot!(refusal("related.parts.all(p, p.Of)", part));
    insta::assert_snapshot!(refusal(
        "true",
        &format!("{part}where = \"ThingIds\"\nequals = \"related.things.id\"")
    ));
}

#[test]
fn a_folder_of_checks_is_loaded_and_its_needs_known() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let below = dir.path().join("test");
    fs::create_dir(&below).expect("a folder");
    fs::write(below.join("service.toml"), "not a check").expect("a file");
    let more = "[related.parts]\nresource = \"AWS::Test::Part\"\nwhere = \"ThingIds\"\nequals = \"Owner\"\nwithin = \"region\"";
    let text = written("resource.Box.Inner.On == true && related.parts.exists(p, p.On)", more)
        .replace("observe = []", "observe = [\"Word\", \"id\"]");
    fs::write(below.join("thing-good.toml"), text).expect("a file");
    let set = load(dir.path()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(set.checks().len(), 1);
    assert!(set.get("thing-good").is_some() && set.get("thing-bad").is_none());
    let needs: Vec<String> =
        set.needs(&|_| true).into_iter().map(|(kind, names)| format!("{kind} {names:?}")).collect();
    assert_eq!(
        needs,
        ["AWS::Test::Part {\"On\", \"ThingIds\"}", "AWS::Test::Thing {\"Box\", \"Owner\", \"Word\"}"]
    );
    assert_eq!(set.needs(&|_| false).len(), 0);
    assert_eq!(set.digest().len(), 64);
}

#[test]
fn the_same_id_twice_is_refused() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for name in ["a", "b"] {
        let below = dir.path().join(name);
        fs::create_dir(&below).expect("a folder");
        fs::write(below.join("thing-good.toml"), written("resource.On == true", "")).expect("a file");
    }
    let said = load(dir.path()).expect_err("one id, two files").to_string();
    assert!(said.contains("the id `thing-good` is taken by"), "{said}");
}

#[test]
fn a_folder_with_nothing_but_a_described_service_is_loaded() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let below = dir.path().join("test");
    fs::create_dir(&below).expect("a folder");
    fs::write(below.join("service.toml"), "the catalog reads it").expect("a file");
    for folder in [dir.path(), &below] {
        assert_eq!(load(folder).expect("no check is wrong").checks().len(), 0);
    }
}

#[test]
fn a_folder_that_is_not_there_or_empty_is_said() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    assert!(load(dir.path()).expect_err("it is empty").to_string().contains("no checks in"));
    assert!(load(&dir.path().join("none")).expect_err("it is not there").to_string().contains("cannot read"));
}

#[test]
fn no_id_of_an_embedded_check_stands_twice() {
    let mut files = Vec::new();
    embedded(&CHECKS, &mut files);
    let mut names: Vec<_> =
        files.iter().filter_map(|f: &std::sync::Arc<SourceText>| f.path.file_name()).collect();
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all);
}

const EXAMPLES: &str = r#"
[[example]]
verdict = "pass"
properties = { Rules = [{ On = true }, { On = true }] }
[[example]]
verdict = "fail"
properties = { Rules = [{ On = false }, { On = true }] }
[[example]]
verdict = "not_evaluated"
unread = ["Rules"]
"#;

fn failures(condition: &str, more: &str) -> Vec<String> {
    let check = check(condition, more);
    test_check(&check, &kinds()).into_iter().map(|failure| failure.problem.message).collect()
}

#[test]
fn a_sound_check_survives_its_examples_and_their_mutations() {
    let none: Vec<String> = Vec::new();
    assert_eq!(failures("resource.Rules != null && resource.Rules.all(r, r.On == true)", EXAMPLES), none);
}

#[test]
fn a_condition_that_null_breaks_is_found_by_mutation() {
    let found = failures("resource.Rules.all(r, r.On == true)", EXAMPLES);
    assert!(
        found.iter().any(|m| m.starts_with("with `Rules` null, the condition is defective")),
        "{found:?}"
    );
    let found = failures("resource.Rules != null && resource.Rules.all(r, r.On)", EXAMPLES);
    assert_eq!(found.len(), 2, "a truth that is null is no truth: {found:?}");
}

#[test]
fn an_example_that_comes_out_otherwise_is_found() {
    let found = failures("resource.Rules != null && resource.Rules.exists(r, r.On == true)", EXAMPLES);
    assert_eq!(found, ["the example says fail, the check says pass"]);
}

#[test]
fn an_example_says_everything_the_check_reads() {
    let found = failures(
        "resource.Rules != null && resource.Rules.all(r, r.On == true) || resource.Size == 1",
        EXAMPLES,
    );
    assert!(found.contains(&"the example leaves out `Size`, which the check reads".to_owned()), "{found:?}");
}

#[test]
fn a_check_brings_a_pass_a_fail_and_a_not_evaluated() {
    assert_eq!(
        failures("resource.On == true", ""),
        [
            "no example with verdict = \"pass\"",
            "no example with verdict = \"fail\"",
            "no example with verdict = \"not_evaluated\"",
        ]
    );
}

#[test]
fn related_lists_stand_in_examples() {
    let more = r#"
[related.parts]
resource = "AWS::Test::Part"
where = "ThingIds"
equals = "id"
within = "region"
[[example]]
verdict = "pass"
related = { parts = [{ On = false, id = "p" }, { On = true }] }
[[example]]
verdict = "fail"
[[example]]
verdict = "fail"
related = { parts = [{ On = "null" }] }
[[example]]
verdict = "not_evaluated"
related_unread = ["parts"]
[[example]]
verdict = "not_evaluated"
related = { parts = [{ unread = ["On"] }] }
"#;
    let none: Vec<String> = Vec::new();
    assert_eq!(failures("related.parts.exists(p, p.On == true)", more), none);
}

#[test]
fn examples_are_held_against_the_kind() {
    let wrong = "[[example]]\nverdict = \"pass\"\nproperties = { Onn = true, Size = \"three\", Box = { Word = \"x\", Lid = true } }\nunread = [\"Wrod\"]";
    insta::assert_snapshot!(refusal("resource.On == true", wrong));
}

#[test]
fn the_digest_is_of_ids_and_texts() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("thing-good.toml");
    let digest = |condition: &str| {
        fs::write(&file, written(condition, "")).expect("a file");
        load(dir.path()).map(|set: CheckSet| set.digest()).unwrap_or_else(|problems| panic!("{problems}"))
    };
    assert_ne!(digest("resource.On == true"), digest("resource.On == false"));
    assert_eq!(digest("resource.On == true"), digest("resource.On == true"));
}

/// A syntax tree in words, without the numbers that parsers give its nodes.
fn tree(condition: &crate::check::Condition) -> String {
    let written = format!("{:?}", condition.expression());
    let mut parts = written.split("id: ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |tree, part| tree + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}

#[test]
fn an_embedded_check_that_a_run_reads_is_the_one_that_is_read_whole() {
    let known = Known { kinds: Catalog::builtin(), is_citation: &|id| citation(id).is_some() };
    let whole = CheckSet::builtin(&known).unwrap_or_else(|problems| panic!("{problems}"));
    let quick = CheckSet::for_a_run(&known, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(whole.digest(), quick.digest());
    assert_eq!(whole.needs(&|_| true), quick.needs(&|_| true));
    for (a, b) in whole.checks().iter().zip(quick.checks()) {
        let head = |c: &Check| {
            let words =
                format!("{:?} {:?} {:?} {:?} {:?}", c.citations, c.fix, c.references, c.observe, c.related);
            [&c.id, &c.title, &c.resource, &c.message, &c.why].map(String::as_str).join("\n") + &words
        };
        let conditions = |c: &Check| -> Vec<(String, String, String)> {
            let others = c.applies.iter().map(|a| &a.condition).chain(c.severity_if.iter().map(|(c, _)| c));
            let all = std::iter::once(&c.condition).chain(others);
            all.map(|c| (c.source.clone(), tree(c), format!("{:?}", c.reads()))).collect()
        };
        assert_eq!(head(a), head(b));
        assert_eq!((a.severity, a.category, a.applies()), (b.severity, b.category, b.applies()));
        assert_eq!(conditions(a), conditions(b), "{}", a.id);
        assert_eq!(format!("{:?}", a.own_examples()), format!("{:?}", b.own_examples()), "{}", a.id);
    }
}

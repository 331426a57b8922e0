//! The same resource, recorded live, planned by Terraform and written as a template, gets the same verdict from the same check
//! wherever each of them can tell.
//!
//! `terraform/` and `templates/` describe a sound and a bad twin of each kind, as they stand in the recorded facts that AWS's
//! answers gave (`fixtures/accounts`); `plan.json` is what Terraform made of the first (`tests/seed/same.py`). A resource
//! labelled `sound` there ends in `Sound` in a template; `live.toml` says which recorded one it is.
#[path = "../support/mod.rs"]
mod support;

mod described;
mod pairs;

use described::{Described, Source, Told};
use pairs::Pairs;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use support::Baascan;

/// What the sources say of one kind.
#[derive(Default)]
struct OfKind<'d> {
    /// Checks and variants decided in all three.
    in_all: usize,
    /// The verdicts among these.
    verdicts: BTreeSet<&'d str>,
    /// By check and variant, what was decided somewhere and not everywhere.
    in_part: Vec<(&'d str, &'d str, &'d BTreeMap<Source, Told>)>,
}

fn by_kind(described: &Described) -> BTreeMap<&str, OfKind<'_>> {
    let mut kinds: BTreeMap<&str, OfKind<'_>> = BTreeMap::new();
    for ((kind, variant, check), told) in &described.told {
        let of_kind = kinds.entry(kind).or_default();
        let decided: Vec<&str> = told.values().filter_map(Told::decided).collect();
        if decided.len() == Source::ALL.len() {
            of_kind.in_all += 1;
            of_kind.verdicts.extend(decided);
        } else if !decided.is_empty() {
            of_kind.in_part.push((check, variant, told));
        }
    }
    kinds
}

/// A kind to a paragraph: how much all three decide, and what one of them cannot tell, with its reason.
fn sight(kinds: &BTreeMap<&str, OfKind<'_>>) -> String {
    let mut text = String::new();
    for (kind, of_kind) in kinds {
        _ = writeln!(text, "{kind}: {} decided in all three", of_kind.in_all);
        for (check, variant, told) in &of_kind.in_part {
            let blind: Vec<String> = Source::ALL
                .into_iter()
                .filter_map(|source| match told.get(&source) {
                    None => Some(format!("no {}", source.word())),
                    Some(told) if told.decided().is_none() => {
                        Some(format!("{}: {}", source.word(), told.why))
                    }
                    Some(_) => None,
                })
                .collect();
            _ = writeln!(text, "  {check} of {variant} ({})", blind.join("; "));
        }
    }
    text
}

#[test]
fn a_resource_gets_the_same_verdict_live_planned_and_as_a_template() {
    let (run, pairs) = (Baascan::new(), Pairs::read());
    let described = Described::by(&run, &pairs);
    let mut problems = described.problems.clone();
    let mut needed = BTreeSet::new();
    for ((kind, variant, check), told) in &described.told {
        let decided: BTreeMap<&str, &str> =
            told.iter().filter_map(|(source, told)| Some((source.word(), told.decided()?))).collect();
        if decided.values().collect::<BTreeSet<_>>().len() < 2 {
            continue;
        }
        needed.insert((kind.as_str(), check.as_str()));
        let declared = [decided.get("plan"), decided.get("template")];
        let agree = declared.into_iter().flatten().collect::<BTreeSet<_>>().len() < 2;
        if !pairs.excepted(kind, check) || !agree {
            problems.push(format!("{kind} {variant}: {check} is {decided:?}"));
        }
    }
    let idle = pairs.exceptions().filter(|exception| !needed.contains(exception));
    problems.extend(idle.map(|(kind, check)| format!("live.toml excepts {check} of {kind} for nothing")));
    let known: BTreeSet<(&str, &str)> =
        described.told.keys().map(|(kind, variant, _)| (kind.as_str(), variant.as_str())).collect();
    let unknown = pairs.named().filter(|named| !known.contains(named));
    problems
        .extend(unknown.map(|(kind, variant)| format!("nothing describes {kind} {variant} of live.toml")));
    assert!(problems.is_empty(), "{}", problems.join("\n"));

    let kinds = by_kind(&described);
    let both = |of_kind: &OfKind<'_>| of_kind.verdicts.len() == 2;
    let one_sided = kinds.iter().filter(|(kind, of_kind)| !both(of_kind) && !pairs.in_part(kind));
    let one_sided: Vec<&str> = one_sided.map(|(kind, _)| *kind).collect();
    assert!(one_sided.is_empty(), "no pass and fail in all three sources: {one_sided:?}");
    let whole = pairs.partial().filter(|kind| kinds.get(kind).is_none_or(both));
    let whole: Vec<&str> = whole.collect();
    assert!(whole.is_empty(), "live.toml says `in_part` without need: {whole:?}");
    assert!(kinds.values().filter(|of_kind| both(of_kind)).count() >= 100, "{} kinds", kinds.len());
    insta::assert_snapshot!("sight", sight(&kinds));
}

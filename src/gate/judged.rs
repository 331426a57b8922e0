//! What a prerequisite's checks came to.

use super::found::Found;
use super::phases::{Prerequisite, fits};
use super::tally::{CheckTally, at_least, rank};
use crate::check::Severity;
use crate::record::{FailingCheck, PrerequisiteState};
use crate::resource::Cause;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Checks named in a reason; the rest are counted.
const NAMED: usize = 4;

/// What came of every check where PHI may be, and how many failures lie where it may not.
pub(super) type Counts<'t> = (BTreeMap<&'t str, Cow<'t, CheckTally>>, BTreeMap<&'t str, u64>);

/// Adds what the checks tell.
pub(super) fn add(prerequisite: &Prerequisite, counts: &Counts<'_>, has_register: bool, found: &mut Found) {
    if !prerequisite.asks_checks() {
        return;
    }
    let (checks, elsewhere) = counts;
    let asked: Vec<(&str, &CheckTally)> = checks
        .iter()
        .filter(|(id, check)| prerequisite.names(id, &check.category))
        .map(|(id, check)| (*id, check.as_ref()))
        .collect();
    for (id, check) in &asked {
        found.evaluations.join(&check.evaluations);
        found.without_phi += elsewhere.get(id).copied().unwrap_or(0);
        found.waived += at_least(&check.waived, prerequisite.severity);
        found.known += at_least(&check.known, prerequisite.severity);
    }
    let least = prerequisite.severity;
    failures(&asked, least, found);
    not_evaluated(&asked, least, found);
    not_judged(prerequisite, &asked, found);
    if !has_register && asked.iter().any(|(_, check)| check.without_register > 0) {
        found.without_register();
    }
    let counts = &found.evaluations;
    if asked.is_empty() || counts.pass == 0 && found.is_told() {
        return;
    }
    let mut reason = match counts.pass {
        0 => "its checks have nothing to speak of here".to_owned(),
        1 => "1 evaluation of its checks passes".to_owned(),
        n => format!("{n} evaluations of its checks pass"),
    };
    let below: u64 =
        asked.iter().map(|(_, c)| c.counted[rank(least.as_str()) + 1..].iter().sum::<u64>()).sum();
    for (count, what) in [
        (found.waived, "waived".to_owned()),
        (found.known, "known from the baseline".to_owned()),
        (below, format!("below {}", least.as_str())),
        (found.without_phi, "in accounts that the register declares to hold no PHI".to_owned()),
    ] {
        if count > 0 {
            reason.push_str(&format!("; {count} failed, {what}"));
        }
    }
    let decided = counts.pass + counts.fail > 0;
    let state = if decided { PrerequisiteState::Holds } else { PrerequisiteState::NotApplicable };
    found.settled(state, reason);
}

fn failures(asked: &[(&str, &CheckTally)], least: Severity, found: &mut Found) {
    let mut failing: Vec<FailingCheck> = asked
        .iter()
        .map(|(id, check)| FailingCheck {
            check: (*id).to_owned(),
            count: at_least(&check.counted, least),
            findings: check.findings(least),
        })
        .filter(|failing| failing.count > 0)
        .collect();
    let worst =
        |failing: &FailingCheck| failing.findings.first().map_or(3, |finding| rank(&finding.severity));
    failing.sort_by_key(|failing| (worst(failing), std::cmp::Reverse(failing.count)));
    if failing.is_empty() {
        return;
    }
    let all: u64 = failing.iter().map(|failing| failing.count).sum();
    let (failures, checks) = (plural(all, "failure"), plural(failing.len() as u64, "check"));
    let names = named(failing.iter().map(|f| format!("{} ({})", f.check, f.count)));
    found.fails(
        format!("{failures} of {checks}: {names}"),
        format!(
            "mend what failed (`baascan explain {}` tells how), or waive it with a reason",
            failing[0].check
        ),
    );
    found.failing = failing;
}

fn not_evaluated(asked: &[(&str, &CheckTally)], least: Severity, found: &mut Found) {
    let open = asked.iter().filter(|(_, check)| at_least(&check.open, least) > 0);
    let open: Vec<&(&str, &CheckTally)> = open.collect();
    let rows: u64 = open.iter().map(|(_, check)| at_least(&check.open, least)).sum();
    if rows == 0 {
        return;
    }
    let mut causes: BTreeMap<Cause, u64> = BTreeMap::new();
    for (_, check) in &open {
        for (cause, count) in check.causes[..=rank(least.as_str())].iter().flatten() {
            *causes.entry(*cause).or_default() += count;
        }
    }
    let words: Vec<&str> = causes.keys().map(|cause| cause.as_str()).collect();
    let names = named(open.iter().map(|(id, _)| (*id).to_owned()));
    let evaluations = plural(rows, "evaluation");
    if words == [Cause::NotReviewed.as_str()] {
        let reason = format!("the register does not say what {evaluations} of its checks ask: {names}");
        found.not_attested(
            reason,
            format!("read what the finding asks (`baascan explain {}`), and write it", open[0].0),
        );
        found.causes.insert(Cause::NotReviewed, rows);
        return;
    }
    let reason = format!("{evaluations} could not be made ({}): {names}", words.join(", "));
    let later = |cause: &Cause| matches!(cause, Cause::UnknownUntilApply | Cause::NotReviewed);
    let next = if !causes.is_empty() && causes.keys().all(later) {
        "it is known once it is applied: judge the account then, or write the value where it is made"
    } else {
        "let it be read: `baascan doctor` names what is missing"
    };
    found.open(causes, reason, next);
}

/// What this run did not ask at all, or could not ask of where its resources come from.
fn not_judged(prerequisite: &Prerequisite, asked: &[(&str, &CheckTally)], found: &mut Found) {
    let missing = |pattern: &&String| !asked.iter().any(|(id, _)| fits(pattern, id));
    let mut silent: Vec<String> = prerequisite.checks.iter().filter(missing).cloned().collect();
    if silent.is_empty() && asked.is_empty() {
        silent = prerequisite.categories.iter().map(|category| category.as_str().to_owned()).collect();
    }
    if !silent.is_empty() {
        let reason = format!("not judged in this run: {}", named(silent.iter().cloned()));
        let next =
            "let the run look at it: leave --services and --regions out, or give the checks with --checks";
        found.open([(Cause::NotCollected, silent.len() as u64)], reason, next);
    }
    let told = |check: &CheckTally| check.evaluations.in_scope() > 0;
    let by_name = |id: &str| prerequisite.checks.iter().any(|pattern| pattern == id);
    let nobody_told = !asked.iter().any(|(_, check)| told(check));
    let blind = asked
        .iter()
        .filter(|(id, check)| check.not_in_source > 0 && !told(check) && (by_name(id) || nobody_told));
    let blind: Vec<String> = blind.map(|(id, _)| (*id).to_owned()).collect();
    if !blind.is_empty() {
        let reason = format!("what the resources come from cannot tell: {}", named(blind.iter().cloned()));
        let next = "judge a record of the account itself as well: baascan gate --from aws";
        found.open([(Cause::NotCollected, blind.len() as u64)], reason, next);
    }
}

fn named(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let shown = names.join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

pub(super) fn plural(count: u64, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

//! Two executed agreements with one vendor over one scope, neither of which renews the other.

use super::agreement::{Agreement, Direction, Status};
use super::read_agreement::{Written, seen_from};
use super::whole::Ancestry;
use crate::diagnostic::Problem;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Says of each agreement whether an earlier one in the register claims the same: with different terms nobody can say
/// which holds, an error; with the same terms it does no harm, a warning.
pub(super) fn check(agreements: &[Written], ancestry: &Ancestry, problems: &mut Vec<Problem>) {
    let terms = number_terms(agreements);
    let mut found: BTreeMap<usize, (bool, usize)> = BTreeMap::new();
    for mut group in groups(agreements).into_values() {
        group.sort_by_key(|(index, (first, _))| (*first, *index));
        // By terms, so that one hit among the same terms and one among others is all that is looked for.
        let mut begun: BTreeMap<usize, Vec<(usize, Days)>> = BTreeMap::new();
        for (index, days) in group {
            for (other_terms, others) in &begun {
                let differ = *other_terms != terms[index];
                let hit = others.iter().map(|(other, until)| (*other, until.1)).find(|(other, last)| {
                    *last >= days.0 && !ancestry.related(index, *other) && meet(agreements, index, *other)
                });
                let Some((other, _)) = hit else { continue };
                let entry = found.entry(index.max(other)).or_insert((differ, index.min(other)));
                if differ && !entry.0 {
                    *entry = (true, index.min(other));
                }
                if differ {
                    break;
                }
            }
            begun.entry(terms[index]).or_default().push((index, days));
        }
    }
    for (later, (differ, earlier)) in found {
        problems.push(claim(&agreements[later], &agreements[earlier].agreement, differ));
    }
}

fn claim(later: &Written, earlier: &Agreement, differ: bool) -> Problem {
    let terms = if differ { "different" } else { "the same" };
    let there = seen_from(&earlier.place, &later.file);
    let message = format!(
        "two agreements claim one scope with {terms} terms: `{}` and `{}` ({there})",
        later.agreement.id, earlier.id
    );
    let help =
        "write `predecessor` on the renewal, end one before the other begins, or narrow what they name";
    let problem = later.problem(&later.scope, message, help);
    if differ { problem } else { problem.warning() }
}

/// Days in force, first and last.
type Days = (Date, Date);

/// The executed downstream agreements by vendor and by each account or organization they name.
fn groups(agreements: &[Written]) -> BTreeMap<(&str, &str), Vec<(usize, Days)>> {
    let mut groups: BTreeMap<(&str, &str), Vec<(usize, Days)>> = BTreeMap::new();
    for (index, written) in agreements.iter().enumerate() {
        let agreement = &written.agreement;
        if !written.sound
            || agreement.status != Status::Executed
            || agreement.direction != Direction::Downstream
        {
            continue;
        }
        let (Some(vendor), Some(days)) = (agreement.vendor.as_deref(), agreement.term_of_force()) else {
            continue;
        };
        let named: BTreeSet<&str> =
            agreement.accounts.iter().chain(&agreement.organization).map(String::as_str).collect();
        for name in named {
            groups.entry((vendor, name)).or_default().push((index, days));
        }
    }
    groups
}

/// Whether neither regions nor services keep the two apart.
fn meet(agreements: &[Written], a: usize, b: usize) -> bool {
    let (a, b) = (&agreements[a].agreement, &agreements[b].agreement);
    let share = |one: &[String], other: &[String]| {
        one.is_empty() || other.is_empty() || one.iter().any(|name| other.contains(name))
    };
    share(&a.regions, &b.regions) && share(&a.services, &b.services)
}

/// A number for each agreement's terms, notice and carve-outs: the same number, the same promise.
fn number_terms(agreements: &[Written]) -> Vec<usize> {
    let mut numbers = BTreeMap::new();
    agreements
        .iter()
        .map(|written| {
            let agreement = &written.agreement;
            let notice = agreement.breach_notice_hours.or(agreement.breach_notice_days.map(|days| days * 24));
            let carved: BTreeSet<&String> = agreement.carve_outs.iter().collect();
            let next = numbers.len();
            *numbers.entry((&agreement.terms, notice, carved)).or_insert(next)
        })
        .collect()
}

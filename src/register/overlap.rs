//! Two executed agreements with one vendor over one scope, neither of which renews the other.

use super::agreement::{Agreement, Direction, Status};
use super::read_agreement::{Written, seen_from};
use super::whole::Ancestry;
use crate::diagnostic::Problem;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Warns of each agreement that claims what an earlier one in the register claims. It is a warning even when the terms
/// differ: both cover what they name, and only the documents tell which of the two promises is the one to rely on.
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
        problems.push(claim(&agreements[later], &agreements[earlier], differ));
    }
}

fn claim(later: &Written, earlier: &Written, differ: bool) -> Problem {
    let terms = if differ { "different" } else { "the same" };
    let (one, other) = (&later.agreement, &earlier.agreement);
    let there = seen_from(&other.place, &later.file);
    let message = format!(
        "two agreements claim one scope with {terms} terms: `{}` and `{}` ({there})",
        one.id, other.id
    );
    let mut help =
        "write `predecessor` on the renewal, end one before the other begins, or narrow what they name"
            .to_owned();
    if let Some(day) = only_day(one, other) {
        help = format!("both are in force on {day}, since `expires` is the last day in force: {help}");
    }
    later.problem(&later.scope, message, &help).warning()
}

/// The day on which one ends and the other begins, where that is all that they share.
fn only_day(one: &Agreement, other: &Agreement) -> Option<Date> {
    let (one, other) = (one.term_of_force()?, other.term_of_force()?);
    let (first, last) = (one.0.max(other.0), one.1.min(other.1));
    (first == last).then_some(first)
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

/// Whether neither regions nor services, less what is carved out, keep the two apart.
fn meet(agreements: &[Written], a: usize, b: usize) -> bool {
    let (a, b) = (&agreements[a].agreement, &agreements[b].agreement);
    let regions =
        a.regions.is_empty() || b.regions.is_empty() || a.regions.iter().any(|name| b.regions.contains(name));
    // Two without `services` share every service that neither leaves out.
    let (named, open) = if a.services.is_empty() { (b, a) } else { (a, b) };
    regions
        && (named.services.is_empty()
            || named.services.iter().any(|slug| covers(named, slug) && covers(open, slug)))
}

fn covers(agreement: &Agreement, slug: &String) -> bool {
    (agreement.services.is_empty() || agreement.services.contains(slug))
        && !agreement.carve_outs.contains(slug)
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

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
    let mut found: BTreeMap<usize, (bool, usize)> = BTreeMap::new();
    for mut group in groups(agreements).into_values() {
        group.sort_by_key(|(index, (first, _))| (*first, *index));
        let mut running: Vec<(usize, (Date, Date))> = Vec::new();
        for (index, days) in group {
            running.retain(|(_, (_, last))| *last >= days.0);
            for (other, _) in &running {
                if ancestry.related(index, *other) || !meet(agreements, index, *other) {
                    continue;
                }
                let differ = terms_differ(&agreements[index].agreement, &agreements[*other].agreement);
                let (earlier, later) = (index.min(*other), index.max(*other));
                let entry = found.entry(later).or_insert((differ, earlier));
                if differ && !entry.0 {
                    *entry = (true, earlier);
                }
                if differ {
                    break;
                }
            }
            running.push((index, days));
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
    let help = "write `predecessor` on the renewal, end one before the other begins, or narrow what they name";
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

fn terms_differ(a: &Agreement, b: &Agreement) -> bool {
    let notice = |a: &Agreement| a.breach_notice_hours.or(a.breach_notice_days.map(|days| days * 24));
    let carved = |a: &Agreement| a.carve_outs.iter().cloned().collect::<BTreeSet<String>>();
    a.terms != b.terms || notice(a) != notice(b) || carved(a) != carved(b)
}

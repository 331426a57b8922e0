//! Vendors and facilities against the rest of the register: ids that are unique, and names that lead somewhere.

use super::read::{Contents, Entry};
use super::read_agreement::{Written, seen_from};
use super::tracker::{Facility, Vendor};
use crate::diagnostic::{DRAWN, MOST, Problem, did_you_mean};
use std::collections::BTreeMap;

/// Agreements by id, as places in the register.
type ById<'a> = BTreeMap<&'a str, usize>;

/// Notes everything that is wrong with what vendors, facilities and agreements say of one another.
pub(super) fn check(contents: &Contents, agreements: &ById<'_>, problems: &mut Vec<Problem>) {
    vendors(&contents.vendors, agreements, problems);
    let facilities = facilities(&contents.facilities, agreements, problems);
    for written in &contents.agreements {
        named_facilities(written, &facilities, problems);
    }
}

/// What to do about a name that nothing has. Near names are looked for where there are few enough to have been meant, and
/// where the problem will be drawn beside those `noted` before it.
pub(super) fn unknown(id: &str, known: &BTreeMap<&str, usize>, entry: &str, noted: &[Problem]) -> String {
    const FEW: usize = 1000;
    let hint = Some(known)
        .filter(|known| known.len() <= FEW && noted.len() < DRAWN)
        .and_then(|known| did_you_mean(id, known.keys().copied()))
        .map(|near| format!("did you mean `{near}`? "))
        .unwrap_or_default();
    format!("{hint}write the id of an {entry} of this register")
}

fn vendors(vendors: &[Entry<Vendor>], agreements: &ById<'_>, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, &Entry<Vendor>> = BTreeMap::new();
    for entry in vendors {
        let id = entry.value.id.as_str();
        if let Some(first) = seen.get(id) {
            let there = seen_from(&first.value.place, &entry.file);
            let message = format!("`{id}` is the id of another vendor too ({there})");
            let problem = Problem::new(&entry.file, entry.span.clone(), message);
            problems.push(problem.help("a vendor has one row: join them"));
        } else {
            seen.insert(id, entry);
        }
        if let (Some(baa), Some(span)) = (&entry.value.baa, &entry.inner)
            && !agreements.contains_key(baa.as_str())
        {
            let message = format!("`baa` names the agreement `{baa}`, which the register does not have");
            let help = unknown(baa, agreements, "[[agreement]]", problems);
            problems.push(Problem::new(&entry.file, span.clone(), message).help(help));
        }
    }
}

fn facilities<'a>(
    facilities: &'a [Entry<Facility>],
    agreements: &ById<'_>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<&'a str, usize> {
    let mut by_id = BTreeMap::new();
    for (index, entry) in facilities.iter().enumerate() {
        let id = entry.value.id.as_str();
        if let Some(first) = by_id.get(id) {
            let first: &Entry<Facility> = &facilities[*first];
            let message = format!(
                "`{id}` is the id of another facility too ({})",
                seen_from(&first.value.place, &entry.file)
            );
            let problem = Problem::new(&entry.file, entry.span.clone(), message);
            problems.push(problem.help("give each facility an `id` of its own, or join them"));
        } else {
            by_id.insert(id, index);
        }
        let Some(span) = &entry.inner else { continue };
        for agreement in entry.value.agreements.iter().filter(|a| !agreements.contains_key(a.as_str())) {
            if problems.len() >= MOST {
                return by_id;
            }
            let message =
                format!("`agreements` names the agreement `{agreement}`, which the register does not have");
            let help = unknown(agreement, agreements, "[[agreement]]", problems);
            problems.push(Problem::new(&entry.file, span.clone(), message).help(help));
        }
    }
    by_id
}

fn named_facilities(written: &Written, known: &BTreeMap<&str, usize>, problems: &mut Vec<Problem>) {
    let missing = written.agreement.facilities.iter().filter(|id| !known.contains_key(id.as_str()));
    for id in missing {
        if problems.len() >= MOST {
            return;
        }
        let message = format!("`facilities` names `{id}`, which the register does not have");
        let help = unknown(id, known, "[[facility]]", problems);
        problems.push(written.problem(&written.id, message, &help));
    }
}

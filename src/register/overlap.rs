//! Two executed agreements with one vendor over one scope, neither of which renews the other.

use super::agreement::{Agreement, Direction, Status};
use super::read_agreement::{Written, seen_from};
use super::whole::Ancestry;
use crate::diagnostic::Problem;
use jiff::civil::Date;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// So many steps of comparing are taken; a register that people write needs a thousandth of them.
const MOST_STEPS: usize = 500_000;

/// Warns of each agreement that claims what an earlier one in the register claims. It is a warning even when the terms
/// differ: both cover what they name, and only the documents tell which of the two promises is the one to rely on.
pub(super) fn check(agreements: &[Written], ancestry: &Ancestry, problems: &mut Vec<Problem>) {
    let terms = number_terms(agreements);
    let pairs = Pairs {
        ancestry,
        reaches: agreements.iter().map(|written| Reach::of(&written.agreement)).collect(),
        steps: Cell::new(0),
    };
    let mut found: BTreeMap<usize, (bool, usize)> = BTreeMap::new();
    'groups: for mut group in groups(agreements).into_values() {
        group.sort_by_key(|(index, (first, _))| (*first, *index));
        // By terms, so that one hit among the same terms and one among others is all that is looked for.
        let mut begun: BTreeMap<usize, Vec<(usize, Days)>> = BTreeMap::new();
        for (index, days) in group {
            for (other_terms, others) in &begun {
                let differ = *other_terms != terms[index];
                let hit = pairs.first_that_meets(index, days, others);
                if pairs.are_too_many() {
                    problems.push(not_compared(&agreements[index]));
                    break 'groups;
                }
                let Some(other) = hit else { continue };
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

fn not_compared(written: &Written) -> Problem {
    let message = "not all agreements were compared for claims of one scope: there are too many from here on";
    written.problem(&written.scope, message.to_owned(), "was this register made by a machine?").warning()
}

fn claim(later: &Written, earlier: &Written, differ: bool) -> Problem {
    let terms = if differ { "different" } else { "the same" };
    let (one, other) = (&later.agreement, &earlier.agreement);
    let there = seen_from(&other.place, &later.file);
    let message = format!(
        "two agreements claim one scope with {terms} terms: `{}` and `{}` ({there})",
        shortened(&one.id),
        shortened(&other.id)
    );
    let mut help =
        "write `predecessor` on the renewal, end one before the other begins, or narrow what they name"
            .to_owned();
    if let Some(day) = only_day(one, other) {
        help = format!("both are in force on {day}, since `expires` is the last day in force: {help}");
    }
    later.problem(&later.scope, message, &help).warning()
}

/// An id that many warnings may repeat.
fn shortened(id: &str) -> String {
    const LONGEST: usize = 100;
    match id.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &id[..end]),
        None => id.to_owned(),
    }
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

/// What an agreement names, each thing once.
struct Reach<'a> {
    regions: BTreeSet<&'a str>,
    services: BTreeSet<&'a str>,
    carve_outs: BTreeSet<&'a str>,
}

impl<'a> Reach<'a> {
    fn of(agreement: &'a Agreement) -> Self {
        let set = |names: &'a [String]| names.iter().map(String::as_str).collect();
        Self {
            regions: set(&agreement.regions),
            services: set(&agreement.services),
            carve_outs: set(&agreement.carve_outs),
        }
    }

    fn covers(&self, slug: &str) -> bool {
        (self.services.is_empty() || self.services.contains(slug)) && !self.carve_outs.contains(slug)
    }
}

/// The comparing of pairs, with the steps that it took.
struct Pairs<'a> {
    ancestry: &'a Ancestry,
    reaches: Vec<Reach<'a>>,
    steps: Cell<usize>,
}

impl Pairs<'_> {
    fn are_too_many(&self) -> bool {
        self.steps.get() > MOST_STEPS
    }

    fn took(&self, steps: usize) {
        self.steps.set(self.steps.get() + steps);
    }

    /// The first of those begun that is still in force, is no relative, and claims something that this one claims.
    fn first_that_meets(&self, index: usize, days: Days, others: &[(usize, Days)]) -> Option<usize> {
        let meets = |(other, (_, last)): &&(usize, Days)| {
            self.took(1);
            *last >= days.0 && !self.ancestry.related(index, *other) && self.meet(index, *other)
        };
        others.iter().take_while(|_| !self.are_too_many()).find(meets).map(|(other, _)| *other)
    }

    /// Whether neither regions nor services, less what is carved out, keep the two apart.
    fn meet(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.reaches[a], &self.reaches[b]);
        let (few, many) = if a.regions.len() < b.regions.len() { (a, b) } else { (b, a) };
        self.took(few.regions.len());
        let regions = few.regions.is_empty() || few.regions.iter().any(|name| many.regions.contains(name));
        // Two without `services` share every service that neither leaves out.
        let (named, open) = if a.services.is_empty() { (b, a) } else { (a, b) };
        regions
            && (named.services.is_empty()
                || named.services.iter().any(|slug| named.covers(slug) && open.covers(slug)))
    }
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

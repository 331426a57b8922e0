//! What only all files together can tell: one organization, ids that are unique and known, renewals that lead somewhere.

use super::entities;
use super::overlap;
use super::read::{Contents, Entry};
use super::read_agreement::{Written, seen_from};
use crate::diagnostic::{Problem, SourceText};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Notes everything that is wrong between entries; what no file holds is noted on `first_file`.
pub(super) fn check(contents: &mut Contents, first_file: Option<&Arc<SourceText>>) {
    let mut problems = Vec::new();
    if let (None, Some(file)) = (contents.organizations.first(), first_file) {
        let help = "write [organization] with `name = \"...\"` in one of the register's files";
        problems.push(Problem::new(file, 0..0, "the register names no [organization]").help(help));
    }
    only_one(&contents.organizations, "[organization]", &mut problems);
    only_one(&contents.scopes, "[scope]", &mut problems);
    let by_id = agreement_ids(&contents.agreements, &mut problems);
    entities::check(contents, &by_id, &mut problems);
    let links = predecessors(&contents.agreements, &by_id, &mut problems);
    match Ancestry::of(&links) {
        Ok(ancestry) => overlap::check(&contents.agreements, &ancestry, &mut problems),
        Err(circles) => problems.extend(circles.iter().map(|circle| circular(&contents.agreements, circle))),
    }
    contents.problems.append(&mut problems);
}

fn only_one<T>(entries: &[Entry<T>], header: &str, problems: &mut Vec<Problem>) {
    let Some((first, others)) = entries.split_first() else {
        return;
    };
    for other in others {
        let message = format!(
            "a second {header}: the first is in {}:{}",
            first.file.path.display(),
            first.file.line(first.span.start)
        );
        let help = "a register has one in all its files: join them";
        problems.push(Problem::new(&other.file, other.span.clone(), message).help(help));
    }
}

fn agreement_ids<'a>(agreements: &'a [Written], problems: &mut Vec<Problem>) -> BTreeMap<&'a str, usize> {
    let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, written) in agreements.iter().enumerate() {
        let id = written.agreement.id.as_str();
        if let Some(first) = by_id.get(id) {
            let there = seen_from(&agreements[*first].agreement.place, &written.file);
            let message = format!("`{id}` is the id of another agreement too ({there})");
            problems.push(written.problem(&written.id, message, "give each agreement an id of its own"));
        } else {
            by_id.insert(id, index);
        }
    }
    by_id
}

/// For each agreement the one it renews, where that is known and another one.
fn predecessors(
    agreements: &[Written],
    by_id: &BTreeMap<&str, usize>,
    problems: &mut Vec<Problem>,
) -> Vec<Option<usize>> {
    agreements
        .iter()
        .enumerate()
        .map(|(index, written)| {
            let id = written.agreement.predecessor.as_deref()?;
            let span = written.predecessor.as_ref()?;
            let Some(&before) = by_id.get(id) else {
                let message =
                    format!("`predecessor` names the agreement `{id}`, which the register does not have");
                let help = entities::unknown(id, by_id, "[[agreement]]", problems);
                problems.push(written.problem(span, message, &help));
                return None;
            };
            if before == index {
                let message = format!("`{id}` is its own predecessor");
                problems.push(written.problem(span, message, "name the agreement that it renews"));
                return None;
            }
            problems.extend(other_party(written, &agreements[before]));
            Some(before)
        })
        .collect()
}

/// A renewal is with the same party and goes the same way.
fn other_party(written: &Written, before: &Written) -> Option<Problem> {
    let (renewal, renewed) = (&written.agreement, &before.agreement);
    let vendors = renewal.vendor.is_some() && renewed.vendor.is_some() && renewal.vendor != renewed.vendor;
    let directions = written.sound && before.sound && renewal.direction != renewed.direction;
    if !vendors && !directions {
        return None;
    }
    let what = if directions { "goes the other way" } else { "is with another vendor" };
    let there = seen_from(&renewed.place, &written.file);
    let message = format!("the predecessor `{}` {what} ({there})", renewed.id);
    let help = "a renewal continues an agreement with the same party, in the same direction";
    Some(written.problem(written.predecessor.as_ref()?, message, help))
}

fn circular(agreements: &[Written], circle: &[usize]) -> Problem {
    /// A circle longer than this is named by its beginning.
    const NAMED: usize = 8;
    let first = &agreements[circle[0]];
    let mut names: Vec<String> =
        circle.iter().take(NAMED).map(|index| format!("`{}`", agreements[*index].agreement.id)).collect();
    if circle.len() > NAMED {
        names.push(format!("{} more", circle.len() - NAMED));
    }
    names.push(format!("`{}`", first.agreement.id));
    let message = format!("predecessors go round in a circle: {}", names.join(" renews "));
    let span = first.predecessor.as_ref().unwrap_or(&first.id);
    first.problem(span, message, "remove the `predecessor` of the oldest of them")
}

/// Who renews whom, over any number of steps.
pub(super) struct Ancestry {
    /// For each agreement when a walk over the forest of renewals entered and left it: an ancestor encloses.
    visits: Vec<(usize, usize)>,
}

impl Ancestry {
    /// From each agreement's predecessor; else every circle, each beginning at its first agreement in the register.
    pub(super) fn of(links: &[Option<usize>]) -> Result<Self, Vec<Vec<usize>>> {
        let circles = circles(links);
        if !circles.is_empty() {
            return Err(circles);
        }
        let mut renewals: Vec<Vec<usize>> = vec![Vec::new(); links.len()];
        for (index, before) in links.iter().enumerate() {
            if let Some(before) = before {
                renewals[*before].push(index);
            }
        }
        let mut visits = vec![(0, 0); links.len()];
        let mut clock = 0;
        // A stack instead of recursion: chains may be long.
        let mut stack: Vec<(usize, bool)> =
            (0..links.len()).filter(|index| links[*index].is_none()).map(|index| (index, true)).collect();
        while let Some((index, entering)) = stack.pop() {
            clock += 1;
            if entering {
                visits[index].0 = clock;
                stack.push((index, false));
                stack.extend(renewals[index].iter().map(|renewal| (*renewal, true)));
            } else {
                visits[index].1 = clock;
            }
        }
        Ok(Self { visits })
    }

    /// Whether one of the two renews the other.
    pub(super) fn related(&self, a: usize, b: usize) -> bool {
        let encloses = |outer: (usize, usize), inner: (usize, usize)| outer.0 < inner.0 && inner.1 < outer.1;
        encloses(self.visits[a], self.visits[b]) || encloses(self.visits[b], self.visits[a])
    }
}

fn circles(links: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut walk_of = vec![0; links.len()];
    let mut circles = Vec::new();
    for start in 0..links.len() {
        let mut walk = Vec::new();
        let mut next = Some(start);
        while let Some(index) = next.filter(|index| walk_of[*index] == 0) {
            walk_of[index] = start + 1;
            walk.push(index);
            next = links[index];
        }
        if let Some(back) = next.filter(|index| walk_of[*index] == start + 1)
            && let Some(position) = walk.iter().position(|index| *index == back)
        {
            let mut circle = walk.split_off(position);
            let lowest = circle.iter().enumerate().min_by_key(|(_, index)| **index).map_or(0, |(at, _)| at);
            circle.rotate_left(lowest);
            circles.push(circle);
        }
    }
    circles
}

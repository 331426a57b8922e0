//! Prerequisites tied to one another: names become places, and what cannot be ordered is refused.

use super::phases::Prerequisite;
use super::read::WrittenPrerequisite;
use crate::diagnostic::{Problem, SourceText, did_you_mean};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The prerequisites with what they rest on, and an order in which each comes behind that.
pub(super) fn linked(
    file: &Arc<SourceText>,
    written: Vec<WrittenPrerequisite>,
    problems: &mut Vec<Problem>,
) -> (Vec<Prerequisite>, Vec<usize>) {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (at, one) in written.iter().enumerate() {
        let id = &one.prerequisite.id;
        if let Some(first) = places.get(id) {
            let line = file.line(written[*first].span.start);
            let message = format!("`{id}` is the id of another prerequisite too (line {line})");
            problems.push(Problem::new(file, one.span.clone(), message).help("give each an id of its own"));
        } else {
            places.insert(id.clone(), at);
        }
    }
    let needs: Vec<Vec<usize>> =
        written.iter().map(|one| needs_of(file, one, &written, &places, problems)).collect();
    let (order, circle) = ordered(&needs);
    if let Some(circle) = circle {
        let ids: Vec<&str> = circle.iter().map(|at| written[*at].prerequisite.id.as_str()).collect();
        let first = &written[circle[0]];
        let message =
            format!("`{}` rests on itself: {}", ids[0], [&ids[..], &ids[..1]].concat().join(" -> "));
        let span = first.needs.first().map_or_else(|| first.span.clone(), toml::Spanned::span);
        problems.push(Problem::new(file, span, message).help("take one of these needs out"));
    }
    let with = |(mut one, needs): (WrittenPrerequisite, Vec<usize>)| {
        one.prerequisite.needs = needs;
        one.prerequisite
    };
    (written.into_iter().zip(needs).map(with).collect(), order)
}

fn needs_of(
    file: &Arc<SourceText>,
    one: &WrittenPrerequisite,
    all: &[WrittenPrerequisite],
    places: &BTreeMap<String, usize>,
    problems: &mut Vec<Problem>,
) -> Vec<usize> {
    let mut found = Vec::new();
    for need in &one.needs {
        let mut refuse = |message: String, help: String| {
            problems.push(Problem::new(file, need.span(), message).help(help));
        };
        let Some(at) = places.get(need.get_ref()) else {
            let near = did_you_mean(need.get_ref(), places.keys().map(String::as_str));
            let help = near.map_or_else(
                || "write the `id` of a prerequisite of this file".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            refuse(format!("`{}` is not the id of a prerequisite", need.get_ref()), help);
            continue;
        };
        let (needed, own) = (&all[*at].prerequisite, &one.prerequisite);
        if needed.phase > own.phase {
            let message = format!("`{}` is asked for in a later phase than `{}`", needed.id, own.id);
            refuse(message, "what something rests on is asked for with it, or before".to_owned());
        } else if needed.until.is_some_and(|last| last < own.phase) {
            let message = format!("`{}` is no longer asked for when `{}` is", needed.id, own.id);
            refuse(message, "let its `until` reach further, or do not rest on it".to_owned());
        } else {
            found.push(*at);
        }
    }
    found
}

/// An order behind needs, and a circle where there is one.
fn ordered(needs: &[Vec<usize>]) -> (Vec<usize>, Option<Vec<usize>>) {
    let mut order = Vec::new();
    let mut done = vec![false; needs.len()];
    for start in 0..needs.len() {
        // The way from the start to here, each with the number of its needs that were followed.
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((at, followed)) = way.last_mut() {
            let (at, next) = (*at, needs[*at].get(*followed).copied());
            *followed += 1;
            match next {
                _ if done[at] => _ = way.pop(),
                None => {
                    done[at] = true;
                    order.push(at);
                    way.pop();
                }
                Some(need) => {
                    if let Some(begun) = way.iter().position(|(other, _)| *other == need) {
                        return (order, Some(way[begun..].iter().map(|(at, _)| *at).collect()));
                    }
                    way.push((need, 0));
                }
            }
        }
    }
    (order, None)
}

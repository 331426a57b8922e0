//! Mutations of an example: what happens to a check when a value is null, and when it could not be read.

use super::example::{Example, mark_unread};
use super::value::ENVELOPE;
use super::{Check, Verdict};
use crate::resource::Resource;
use serde_json::Value;
use std::collections::BTreeSet;

/// One changed example.
pub(super) struct Mutation {
    /// What was changed, as the beginning of a sentence.
    pub(super) what: String,
    /// Null and empty lists are answers of AWS, so the check must decide.
    pub(super) must_decide: bool,
    /// The example with the change.
    pub(super) example: Example,
}

/// Every mutation of an example: each path that the check reads, and each ancestor, as null, as an empty list, and unread.
pub(super) fn mutations(check: &Check, example: &Example) -> Vec<Mutation> {
    let reads = check.reads();
    // Where something is unread already, nothing need be decided.
    let decided = example.verdict != Verdict::NotEvaluated;
    let mut mutations = Vec::new();
    let mut add = |what: String, must_decide: bool, change: &dyn Fn(&mut Example)| {
        let mut example = example.clone();
        change(&mut example);
        if decided || !must_decide {
            mutations.push(Mutation { what, must_decide, example });
        }
    };
    let whole = is_whole(example);
    for path in with_ancestors(&reads.resource) {
        if whole {
            add(format!("with `{path}` null"), true, &|e| replace(&mut e.resource, &path, null));
            add(format!("with `{path}` empty"), true, &|e| replace(&mut e.resource, &path, emptied));
        }
        add(format!("with `{path}` unread"), false, &|e| mark_unread(&mut e.resource, &path));
    }
    for (name, paths) in &reads.related {
        if whole {
            add(format!("with `related.{name}` empty"), true, &|e| {
                e.related.insert(name.clone(), Some(Vec::new()));
            });
        }
        add(format!("with `related.{name}` unread"), false, &|e| {
            e.related.insert(name.clone(), None);
        });
        for path in with_ancestors(paths) {
            let each = |e: &mut Example, change: &dyn Fn(&mut Resource)| {
                e.related.get_mut(name).into_iter().flatten().flatten().for_each(change);
            };
            if whole {
                add(format!("with `{path}` of `related.{name}` null"), true, &|e| {
                    each(e, &|r| replace(r, &path, null));
                });
            }
            add(format!("with `{path}` of `related.{name}` unread"), false, &|e| {
                each(e, &|r| mark_unread(r, &path));
            });
        }
    }
    mutations
}

fn is_whole(example: &Example) -> bool {
    example.resource.unread.is_empty()
        && example
            .related
            .values()
            .all(|list| list.as_ref().is_some_and(|l| l.iter().all(|r| r.unread.is_empty())))
}

fn with_ancestors(paths: &BTreeSet<String>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for path in paths {
        all.extend(path.match_indices('.').map(|(at, _)| path[..at].to_owned()));
        all.insert(path.clone());
    }
    all
}

fn null(value: &mut Value) {
    *value = Value::Null;
}

fn emptied(value: &mut Value) {
    if let Value::Array(elements) = value {
        elements.clear();
    }
}

/// Changes the value at a dotted path, in every element of the lists it crosses.
fn replace(resource: &mut Resource, path: &str, change: fn(&mut Value)) {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    if ENVELOPE.contains(&first) {
        let mut value = Value::Bool(true);
        change(&mut value);
        match first {
            "arn" if value.is_null() => resource.arn = None,
            "name" if value.is_null() => resource.name = None,
            "created_at" if value.is_null() => resource.created_at = None,
            "tags" if rest.is_none() => resource.tags = Some(Vec::new()),
            _ => {}
        }
        return;
    }
    if let Some(value) = resource.properties.get_mut(first) {
        replace_in(value, rest, change);
    }
}

fn replace_in(value: &mut Value, path: Option<&str>, change: fn(&mut Value)) {
    let Some(path) = path else {
        return change(value);
    };
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|e| replace_in(e, Some(path), change)),
        Value::Object(members) => {
            let (first, rest) =
                path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
            if let Some(below) = members.get_mut(first) {
                replace_in(below, rest, change);
            }
        }
        _ => {}
    }
}

//! One check on one subject, in three-valued logic.

use super::condition::{Condition, Reads};
use super::functions;
use super::related::Entry;
use super::value::{Boxed, ENVELOPE, List, Object};
use super::{Check, Severity};
use crate::resource::{Cause, Resource, Unread};
use cel::common::types::CelBool;
use cel::{Context, ExecutionError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a check decides on one subject.
#[derive(Debug)]
pub(super) enum Decision {
    Pass,
    Fail,
    NotApplicable,
    /// It needs regions that the command line leaves out.
    LeftOut,
    /// It needs what this kind of source can never tell.
    NotInSource,
    /// Something it reads could not be read, and that decides it.
    Unread(Vec<Unread>),
    /// The check is wrong: a type error, or a missing value that nothing explains.
    Defect(String),
}

/// One related list of one subject.
#[derive(Debug, Clone)]
pub(super) enum RelatedList {
    Read(List, Arc<Vec<Arc<Entry>>>),
    /// Some of it: there may be more elsewhere. The list ends in an element of which nothing is known, so that it decides what
    /// the others decide and nothing else.
    Open(List, Arc<Vec<Arc<Entry>>>, Unread),
    Unread(Vec<Unread>),
    /// Nothing went wrong, but it reaches into regions that the command line leaves out.
    LeftOut,
}

/// The related lists of one subject, by name.
pub(super) type Lists = BTreeMap<String, RelatedList>;

impl RelatedList {
    /// A list that is whole.
    pub(super) fn read(entries: Vec<Arc<Entry>>) -> Self {
        let values = entries.iter().map(|entry| Box::new(entry.value.clone()) as Boxed).collect();
        Self::Read(List::new(values), Arc::new(entries))
    }

    /// A list that may have more elements than are known; one of which none is known is as good as unread.
    pub(super) fn open(entries: Vec<Arc<Entry>>, why: Unread) -> Self {
        if entries.is_empty() {
            return Self::Unread(vec![why]);
        }
        let known = entries.iter().map(|entry| Box::new(entry.value.clone()) as Boxed);
        let values = known.chain([Box::new(Object::new(BTreeMap::new())) as Boxed]).collect();
        Self::Open(List::new(values), Arc::new(entries), why)
    }
}

/// Where conditions run: the functions, made once.
pub(super) struct Rig(Context<'static, 'static>);

impl Rig {
    /// Sets the functions up.
    pub(super) fn new(as_of: jiff::Timestamp) -> Result<Self, cel::DeclarationError> {
        functions::context(as_of).map(Self)
    }

    /// The scope in which `resource` is this subject.
    pub(super) fn scope(&self, subject: Object) -> Context<'_, 'static> {
        let mut scope = self.0.new_inner_scope();
        scope.add_variable_as_val("resource", Box::new(subject));
        scope
    }
}

/// The first words of dotted paths: what must be converted.
pub(super) fn tops<'a>(paths: impl IntoIterator<Item = &'a String>) -> BTreeSet<String> {
    paths.into_iter().map(|path| path.split('.').next().unwrap_or(path).to_owned()).collect()
}

/// The scope in which `related` holds these lists; those that could not be read are missing.
pub(super) fn with_lists<'s>(scope: &'s Context<'_, 'static>, lists: &Lists) -> Context<'s, 'static> {
    let read = lists.iter().filter_map(|(name, list)| match list {
        RelatedList::Read(list, _) | RelatedList::Open(list, ..) => {
            Some((name.clone(), Box::new(list.clone()) as Boxed))
        }
        RelatedList::Unread(_) | RelatedList::LeftOut => None,
    });
    let mut inner = scope.new_inner_scope();
    inner.add_variable_as_val("related", Box::new(Object::new(read.collect())));
    inner
}

enum Failed {
    Missing,
    Wrong(String),
}

fn run(condition: &Condition, scope: &Context<'_, 'static>) -> Result<bool, Failed> {
    let value = match cel::Value::resolve_val(condition.expression(), scope) {
        Ok(value) => value,
        Err(ExecutionError::NoSuchKey(_)) => return Err(Failed::Missing),
        Err(error) => return Err(Failed::Wrong(error.to_string())),
    };
    match value.downcast_ref::<CelBool>() {
        Some(truth) => Ok(*truth.inner()),
        None => Err(Failed::Wrong(format!("the condition gives {}, not a bool", value.get_type().name()))),
    }
}

/// Judges one check; `scope` knows `resource` and, if the check has related lists, `related`.
pub(super) fn decide(
    check: &Check,
    resource: &Resource,
    scope: &Context<'_, 'static>,
    lists: &Lists,
) -> Decision {
    let explain = |condition: &Condition, failed: Failed| match failed {
        Failed::Wrong(error) => Decision::Defect(error),
        Failed::Missing => match causes(condition.reads(), resource, lists) {
            causes if causes.is_empty() && leaves_out(condition.reads(), lists) => Decision::LeftOut,
            causes if causes.is_empty() => Decision::Defect(
                "a value that the condition reads is missing, and no unread entry says why".to_owned(),
            ),
            causes => undecided(causes),
        },
    };
    if let Some(applies) = &check.applies {
        match run(&applies.condition, scope) {
            Ok(true) => {}
            Ok(false) => return Decision::NotApplicable,
            Err(failed) => return explain(&applies.condition, failed),
        }
    }
    match run(&check.condition, scope) {
        Ok(true) => Decision::Pass,
        Ok(false) => Decision::Fail,
        Err(failed) => explain(&check.condition, failed),
    }
}

/// What this kind of source can never tell does not count beside what this one could have told.
fn undecided(mut causes: Vec<Unread>) -> Decision {
    causes.retain(|cause| !cause.is_not_in_source());
    if causes.is_empty() { Decision::NotInSource } else { Decision::Unread(causes) }
}

/// How bad this failure is: the first `severity_if` that is true, else the check's own. A rule that reads what could not be
/// read does not lower anything.
///
/// # Errors
/// When a rule is defective.
pub(super) fn severity(check: &Check, scope: &Context<'_, 'static>) -> Result<Severity, String> {
    for (when, severity) in &check.severity_if {
        match run(when, scope) {
            Ok(true) => return Ok(*severity),
            Ok(false) | Err(Failed::Missing) => {}
            Err(Failed::Wrong(error)) => return Err(error),
        }
    }
    Ok(check.severity)
}

/// Every `unread` entry on, above or below a path that is read.
fn causes(reads: &Reads, resource: &Resource, lists: &Lists) -> Vec<Unread> {
    let mut causes = unread_of(resource, &reads.resource);
    for (name, paths) in &reads.related {
        match lists.get(name) {
            Some(RelatedList::Unread(why)) => causes.extend(why.iter().cloned()),
            Some(RelatedList::Read(_, entries) | RelatedList::Open(_, entries, _)) => {
                if let Some(RelatedList::Open(.., why)) = lists.get(name) {
                    causes.push(why.clone());
                }
                let touched = entries.iter().flat_map(|entry| &entry.unread);
                causes.extend(touched.filter(|u| paths.iter().any(|p| touches(p, &u.path))).cloned());
            }
            Some(RelatedList::LeftOut) | None => {}
        }
    }
    let mut seen = BTreeSet::new();
    causes.retain(|cause| seen.insert(cause.clone()));
    causes
}

/// Whether a list that is read reaches into regions that the command line leaves out.
fn leaves_out(reads: &Reads, lists: &Lists) -> bool {
    reads.related.keys().any(|name| matches!(lists.get(name), Some(RelatedList::LeftOut)))
}

/// The unread entries of one resource that touch the paths. A whole property that is neither there nor explained was not
/// collected: the facts are older than the check.
pub(super) fn unread_of(resource: &Resource, paths: &BTreeSet<String>) -> Vec<Unread> {
    let mut found: Vec<Unread> =
        resource.unread.iter().filter(|u| paths.iter().any(|path| touches(path, &u.path))).cloned().collect();
    for top in tops(paths) {
        let (there, pointer) = match top.as_str() {
            "tags" => (tags_whole(resource, paths), "/tags".to_owned()),
            name if ENVELOPE.contains(&name) => (true, String::new()),
            name => (resource.properties.contains_key(name), format!("/properties/{name}")),
        };
        if !there && resource.unread_at(&pointer).is_none() {
            found.push(Unread::without_call(pointer, Cause::NotCollected));
        }
    }
    found
}

/// Tag values are kept only for the keys that the scope names.
fn tags_whole(resource: &Resource, paths: &BTreeSet<String>) -> bool {
    let values = paths.contains("tags.Value");
    resource.tags.as_ref().is_some_and(|tags| !values || tags.iter().all(|tag| tag.value.is_some()))
}

/// Whether a JSON pointer lies on, above or below a dotted path. Indices of list elements count for nothing.
fn touches(path: &str, pointer: &str) -> bool {
    let below_properties = match pointer.strip_prefix("/properties") {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => rest,
        _ => pointer,
    };
    let pointer = below_properties.split('/').filter(|s| !s.is_empty() && s.parse::<usize>().is_err());
    // The shorter of the two is the beginning of the other.
    path.split('.').zip(pointer).all(|(a, b)| a == b)
}

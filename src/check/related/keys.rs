//! The two sides of a join, brought to one form.

use super::super::evaluate::{Lists, RelatedList};
use super::super::value::{List, Object};
use super::super::{Join, Normal};
use super::hop;
use crate::resource::{Arn, Change, Resource};
use cel::common::types::{CelBool, CelInt, CelString};
use cel::common::value::Val;
use std::collections::BTreeSet;

/// What names a resource, in every form that another one may use.
pub(super) fn identities(resource: &Resource) -> Vec<String> {
    let arn = resource.arn.as_deref();
    let forms = [Normal::Arn, Normal::Id, Normal::Name];
    let of_arn = arn.into_iter().flat_map(|arn| forms.map(|form| normal(arn, form)));
    of_arn.chain([resource.id.clone()]).chain(resource.name.clone()).collect()
}

/// All values at a dotted path as texts, lists walked through, nulls left out; `None` when one could not be read.
pub(super) fn values(object: &Object, path: &str) -> Option<Vec<String>> {
    fn gather(value: &dyn Val, path: &[&str], found: &mut Vec<String>) -> Option<()> {
        if let Some(list) = value.downcast_ref::<List>() {
            return list.0.iter().try_for_each(|element| gather(element.as_ref(), path, found));
        }
        let Some((first, rest)) = path.split_first() else {
            if let Some(text) = value.downcast_ref::<CelString<'_>>() {
                found.push(text.inner().to_owned());
            } else if let Some(number) = value.downcast_ref::<CelInt>() {
                found.push(number.inner().to_string());
            } else if let Some(truth) = value.downcast_ref::<CelBool>() {
                found.push(truth.inner().to_string());
            }
            return Some(());
        };
        match value.downcast_ref::<Object>() {
            Some(object) => gather(object.0.get(*first)?.as_ref(), rest, found),
            None => Some(()),
        }
    }
    let mut found = Vec::new();
    gather(object, &path.split('.').collect::<Vec<_>>(), &mut found)?;
    Some(found)
}

/// One side of a join in the form asked for; a text that is no ARN stands for itself.
pub(super) fn normal(text: &str, form: Normal) -> String {
    let part = match (form, Arn::parse(text)) {
        (Normal::Arn, _) | (_, None) => text,
        (Normal::Id, Some(arn)) => arn.last(),
        (Normal::Name, Some(arn)) => {
            let name = arn.resource_type().map_or(arn.resource, |kind| &arn.resource[kind.len() + 1..]);
            // A log group's ARN may end in ":*":
            // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html
            name.strip_suffix(":*").unwrap_or(name)
        }
    };
    part.to_owned()
}

/// Whether the change makes it, so that nothing outside knows it.
pub(super) fn is_made(resource: &Resource) -> bool {
    resource.origin.as_ref().is_some_and(|origin| origin.change == Change::Create)
}

/// The names, in the form of a join, of what is made and stands on its right side: the subject, or another list's entries.
pub(super) fn made_by(join: &Join, resource: &Resource, others: &Lists) -> BTreeSet<String> {
    let names: Vec<String> = match hop(join).map(|(name, _)| others.get(name)) {
        None if is_made(resource) => identities(resource),
        Some(Some(RelatedList::Read(_, entries) | RelatedList::Open(_, entries, _))) => {
            let made = entries.iter().filter(|entry| entry.is_made);
            made.flat_map(|entry| entry.identities.iter().cloned()).collect()
        }
        _ => Vec::new(),
    };
    names.iter().map(|name| normal(name, join.normal)).collect()
}

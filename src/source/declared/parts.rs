//! How a part's properties come to stand in its parent's.

use super::mapping::Mapping;
use super::plain::unknown;
use crate::resource::{Cause, Change, Resource, Unread};
use crate::service::Kind;
use serde_json::{Value, json};

/// A kept thing is changed when a part of it is.
pub(super) fn touched(resource: &mut Resource) {
    if let Some(origin) = resource.origin.as_mut().filter(|origin| origin.change == Change::Kept) {
        origin.change = Change::Update;
    }
}

pub(super) fn append<'u>(
    resource: &mut Resource,
    name: &str,
    told: Option<&Value>,
    mut unread: impl Iterator<Item = &'u Unread>,
) {
    let Some(Value::Array(more)) = told else {
        resource.unread.retain(|u| !lies_at(&u.path, &format!("/properties/{name}")));
        resource.property_unread(name, unread.next().unwrap_or(&unknown("")));
        return;
    };
    if !resource.properties.contains_key(name) {
        return; // the parent's own list is not known, or another part's: more of it does not help
    }
    let list = resource.properties.entry(name).or_insert(Value::Null);
    if list.is_null() {
        *list = json!([]);
    }
    if let Value::Array(list) = list {
        let before = list.len();
        list.extend(more.iter().cloned());
        let pointer = format!("/properties/{name}");
        resource.unread.extend(unread.filter_map(|u| {
            // What is not known of the part's element is not known of the parent's, where it now stands.
            let (at, rest) =
                u.path.strip_prefix(&pointer)?.strip_prefix('/').map(|rest| rest.split_once('/'))??;
            let at = before + at.parse::<usize>().ok()?;
            Some(Unread { path: format!("{pointer}/{at}/{rest}"), ..u.clone() })
        }));
    }
}

/// Whether a pointer is a property, or lies in it.
pub(super) fn lies_at(path: &str, pointer: &str) -> bool {
    path.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Every property of the kind that the file does not map: those it names cannot be told, others were forgotten.
pub(super) fn not_in_source(resource: &mut Resource, kind: &Kind, mapping: &Mapping) {
    for name in kind.properties.keys() {
        let pointer = format!("/properties/{name}");
        if resource.properties.contains_key(name) || resource.unread_at(&pointer).is_some() {
            continue;
        }
        resource.unread.push(if mapping.not_in_source.contains(name) {
            Unread::not_in_source(pointer)
        } else {
            Unread::without_call(pointer, Cause::NotCollected)
        });
    }
}

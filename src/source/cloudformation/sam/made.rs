//! Items that SAM makes, put together from what is written.

use super::super::names;
use super::super::node::At;
use super::super::stack::Stack;
use crate::source::declared::{Item, Written};
use std::collections::BTreeMap;

/// Makes items of one resource.
#[derive(Clone, Copy)]
pub(super) struct Maker<'s, 'r> {
    pub(super) stack: &'s Stack<'r>,
    pub(super) at: At,
}

impl Maker<'_, '_> {
    pub(super) fn item(&self, id: &str, type_name: &str, properties: Properties) -> Item {
        self.stack.item(id, type_name, Written::Map(properties.0), self.at)
    }

    /// An attribute of another resource of the stack.
    pub(super) fn attribute(&self, id: &str, attribute: &str) -> Written {
        Written::Reference { to: format!("{}{id}", self.stack.prefix), attribute: attribute.to_owned() }
    }

    /// The ARN of a policy that AWS manages; the partition may be unknown.
    pub(super) fn managed_policy(&self, path: &str) -> Written {
        let rest = format!(":iam::aws:policy/{path}");
        match self.stack.standing.region.as_deref().map(names::partition) {
            Some(partition) => Written::Text(format!("arn:{partition}{rest}")),
            None => Written::Joined(vec![text("arn:"), Written::Unknown, Written::Text(rest)]),
        }
    }
}

/// Properties as they are put together.
#[derive(Default)]
pub(super) struct Properties(pub(super) BTreeMap<String, Written>);

impl Properties {
    /// Sets a property, unless there is nothing to set.
    pub(super) fn set(&mut self, name: &str, value: Written) {
        if !value.is_null() {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// Takes properties over that have the same names.
    pub(super) fn copy(&mut self, from: &Written, names: &[&str]) {
        for name in names {
            self.set(name, from.member(name).clone());
        }
    }

    /// Takes a property over under another name.
    pub(super) fn rename(&mut self, from: &Written, name: &str, new: &str) {
        self.set(new, from.member(name).clone());
    }

    /// Tags: a map in SAM, a list of keys and values where it becomes a service's.
    pub(super) fn tags(&mut self, from: &Written, own: Option<&str>) {
        let mut tags: Vec<Written> = own.map(|key| tag(key, text("SAM"))).into_iter().collect();
        match from.member("Tags") {
            Written::Null => {}
            Written::Map(members) => tags.extend(members.iter().map(|(key, value)| tag(key, value.clone()))),
            other => return self.set("Tags", other.clone()),
        }
        if !tags.is_empty() {
            self.set("Tags", Written::List(tags));
        }
    }
}

fn tag(key: &str, value: Written) -> Written {
    map([("Key", text(key)), ("Value", value)])
}

pub(super) fn text(text: &str) -> Written {
    Written::Text(text.to_owned())
}

pub(super) fn map<const N: usize>(members: [(&str, Written); N]) -> Written {
    Written::Map(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

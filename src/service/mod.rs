//! Which APIs, kinds, shapes and slugs there are: descriptions as written and valid, and the vocabulary.

mod api;
mod catalog;
mod description;
mod description_condition;
mod description_field;
mod description_kind;
mod form;
mod needs;
mod refused;
mod shape;
mod template;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use api::{
    Absent, Api, Call, Condition, Detail, Each, GlobalEndpoint, Items, ItemsForm, KindDescription, Listing,
    Paging, Protocol, Scope, Tags, Wanted,
};
pub use catalog::{CHECKS, Catalog};
pub use description::read as read_description;
pub use form::{Field, Form, Property};
pub use needs::{Needs, TAGS};
pub use shape::{Kind, ServiceBy, Shape};
pub use template::{Parameter, Part, Reference, Template};
pub use vocabulary::{Vocabulary, Word};

/// Whether a text matches a pattern, in which `*` stands for anything, also nothing.
fn glob_matches(pattern: &str, text: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern == text;
    };
    text.strip_prefix(before).is_some_and(|rest| {
        (0..=rest.len()).filter(|at| rest.is_char_boundary(*at)).any(|at| glob_matches(after, &rest[at..]))
    })
}

/// Where kinds are looked up by name.
pub trait Kinds {
    /// The kind with this name (`AWS::S3::Bucket`), if any description or the vocabulary declares it.
    fn kind(&self, name: &str) -> Option<&Kind>;

    /// Every kind's name, in order: to suggest one for a mistyped name.
    fn names(&self) -> Vec<&str>;
}

impl Kinds for std::collections::BTreeMap<String, Kind> {
    fn kind(&self, name: &str) -> Option<&Kind> {
        self.get(name)
    }

    fn names(&self) -> Vec<&str> {
        self.keys().map(String::as_str).collect()
    }
}

impl Kinds for Catalog {
    fn kind(&self, name: &str) -> Option<&Kind> {
        Self::kind(self, name)
    }

    fn names(&self) -> Vec<&str> {
        self.kinds().map(|kind| kind.name.as_str()).collect()
    }
}

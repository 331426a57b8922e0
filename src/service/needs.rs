//! What the selected checks, the map and the register need: the only things that are asked for.

use super::Catalog;
use std::collections::{BTreeMap, BTreeSet};

/// The name under which a need for a resource's tags stands among its properties; no property is written in lower case.
pub const TAGS: &str = "tags";

/// The kinds that are needed, each with its needed top-level properties (and [`TAGS`]).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs(pub BTreeMap<String, BTreeSet<String>>);

impl Needs {
    /// Every property and the tags of every kind.
    pub fn everything(catalog: &Catalog) -> Self {
        let of = |kind: &super::Kind| {
            kind.properties.keys().cloned().chain([TAGS.to_owned()]).collect::<BTreeSet<_>>()
        };
        Self(catalog.kinds().map(|kind| (kind.name.clone(), of(kind))).collect())
    }

    /// Asks for one property more.
    pub fn add(&mut self, kind: &str, property: &str) {
        self.0.entry(kind.to_owned()).or_default().insert(property.to_owned());
    }

    /// Whether the kind is needed at all.
    pub fn kind(&self, kind: &str) -> bool {
        self.0.contains_key(kind)
    }

    /// Whether a property of the kind is needed.
    pub fn property(&self, kind: &str, property: &str) -> bool {
        self.0.get(kind).is_some_and(|properties| properties.contains(property))
    }
}

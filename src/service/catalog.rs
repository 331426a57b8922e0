//! Every API and kind there is.

use super::Kind;
use std::collections::BTreeMap;

/// Every API and kind there is.
#[derive(Debug, Default)]
pub struct Catalog {
    kinds: BTreeMap<String, Kind>,
}

impl Catalog {
    /// One kind by its name.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.get(name)
    }

    /// Every kind, by name.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.values()
    }
}

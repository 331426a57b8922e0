//! Which APIs, kinds, shapes and slugs there are: descriptions as written and valid, and the vocabulary.

mod shape;

pub use shape::{Kind, ServiceBy, Shape};

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

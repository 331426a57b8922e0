//! Which APIs, kinds, shapes and slugs there are: descriptions as written and valid, and the vocabulary.

mod shape;

pub use shape::{Kind, ServiceBy, Shape};

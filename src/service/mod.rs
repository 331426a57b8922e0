//! Which APIs, kinds, shapes and slugs there are: descriptions as written and valid, and the vocabulary.

mod catalog;
mod needs;
mod shape;

pub use catalog::Catalog;
pub use needs::{Needs, TAGS};
pub use shape::{Kind, ServiceBy, Shape};

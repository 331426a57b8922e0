//! What plans and templates have in common: things that are written down and not read from AWS.
//!
//! A reader (`terraform`, `cloudformation`) makes a [`Declaration`] of its file: every thing with its type's own names. What
//! it means in CloudFormation's vocabulary stands in data.

mod condition;
mod convert;
mod default;
mod elsewhere;
mod gather;
mod identity;
mod mapping;
mod mapping_read;
mod mappings;
mod merge;
mod names;
mod other;
mod parts;
mod plain;
mod select;
mod statement;
mod undescribed;
mod written;

pub use crate::resource::Change;
pub use gather::{Context, resources};
pub use mapping::{Field, Identity, Mapping};
pub use mapping_read::read_mapping;
pub use mappings::{CLOUDFORMATION, Mappings, TERRAFORM};
pub use names::{Style, snake};
pub use written::Written;

use std::collections::BTreeSet;

/// A plan or a template, as its reader understood it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Declaration {
    /// Every thing, in the order of the file.
    pub items: Vec<Item>,
    /// When the file says that it was made, RFC 3339 UTC.
    pub made_at: Option<String>,
    /// What a reader of the result must know: what of the file was passed over, and why.
    pub notes: Vec<String>,
    /// Addresses of things that are made anew in the place of others: they are new, and what they are is not.
    pub replaced: BTreeSet<String>,
}

/// One thing that a plan or a template speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What names it in its source, and there alone: `module.data.aws_s3_bucket.charts["a"]`, a template's logical id (of a
    /// nested stack with the stack's before it: `Network/Vpc`).
    pub address: String,
    /// The type's name in its source: `aws_s3_bucket`, `awscc_s3_bucket`, `AWS::S3::Bucket`.
    pub type_name: String,
    /// Its attributes or properties: a map.
    pub values: Written,
    /// Twelve digits, where the source tells it.
    pub account: Option<String>,
    /// A region's code, where the source tells it.
    pub region: Option<String>,
    /// The file it is written in, as the command line or the outer template names it.
    pub file: Option<String>,
    /// The 1-based line in that file.
    pub line: Option<u64>,
    /// What becomes of it.
    pub change: Change,
}

//! What AWS told us, and what it would not tell us.
//!
//! A [`Resource`] is one thing in an account, in CloudFormation's vocabulary. Its `properties` know three states and never
//! mix them up: a value; `null`, when AWS answered that nothing is configured; and a missing key, when the value could
//! not be read. Every missing key is explained by an [`Unread`] entry at its path or above it.

mod arn;
mod cell;
mod origin;
mod unread;

pub use arn::Arn;
pub use cell::{Cell, CellEnd, CellStart, Cells, FactsError, GLOBAL, KindReport, KindState, ReadCell};
pub use origin::{Change, NOT_SAID, Origin, UNDESCRIBED};
pub use unread::{Cause, Unread};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One resource as it stands in a facts file: a line of JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// CloudFormation's type name (`AWS::S3::Bucket`), or one that `checks/vocabulary.toml` declares.
    pub kind: String,
    /// The id that is unique for the kind within account and region: a bucket's name, a key's id.
    pub id: String,
    /// The Amazon Resource Name, where the kind has one.
    pub arn: Option<String>,
    /// Twelve digits: the account that holds it.
    pub account: String,
    /// The region that holds it, `aws-global` for what has none. An S3 bucket carries its own region.
    pub region: String,
    /// The name people know it by.
    pub name: Option<String>,
    /// When AWS says it was created, RFC 3339 UTC in whole seconds.
    pub created_at: Option<String>,
    /// Tag keys, each with its value only when the scope names that key. `None`: the tags could not be read.
    pub tags: Option<Vec<Tag>>,
    /// CloudFormation's properties: values, `null` for "AWS says none", no key for "could not be read".
    pub properties: Map<String, Value>,
    /// What could not be read, and why. A path is a JSON pointer into this line: `/properties/BucketEncryption`, `/tags`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
    /// Where it is written, if nobody read it from AWS. Facts never hold such a resource.
    #[serde(skip)]
    pub origin: Option<Box<Origin>>,
}

/// One tag. Values are personal enough to stay in AWS unless the register's scope asks for that key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Tag {
    /// The tag's key.
    pub key: String,
    /// The tag's value, present only when the scope names the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Resource {
    /// The text that names this resource for good: its ARN, else kind and id.
    pub fn key(&self) -> String {
        self.arn.clone().unwrap_or_else(|| format!("{}/{}", self.kind, self.id))
    }

    /// Records that one top-level property could not be read.
    pub fn property_unread(&mut self, property: &str, why: &Unread) {
        self.properties.remove(property);
        self.unread.push(Unread { path: format!("/properties/{property}"), ..why.clone() });
    }

    /// Whether it is there already and stays as it is: others may rest on it, and no row is about it.
    pub fn is_kept(&self) -> bool {
        self.origin.as_ref().is_some_and(|origin| origin.change == Change::Kept)
    }

    /// The entry that explains a missing value at `pointer`: one at the path itself or above it.
    pub fn unread_at(&self, pointer: &str) -> Option<&Unread> {
        self.unread.iter().find(|u| {
            pointer.strip_prefix(u.path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

//! What a type of a plan or a template is in CloudFormation's vocabulary: data, one file a type, beside the checks of its API.
//!
//! `checks/<api>/terraform/<type>.toml` and `checks/<api>/cloudformation/<AWS-S3-Bucket>.toml` have one form. A property that
//! a file neither maps nor names in `not_in_source` is a gap of the file, and a test finds it.

use super::names::Style;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One type's file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mapping {
    /// CloudFormation's kind that it becomes, or is a part of.
    pub kind: String,
    /// The attribute that names what this is a part of: the bucket of a bucket's policy. Its properties are then the
    /// parent's. `.` is what the item itself makes: a second list of it that lands in the same property.
    pub part_of: Option<String>,
    /// Only of these elements there is a resource each: the volumes in an instance's `ebs_block_device`.
    pub each: Option<String>,
    /// Only where this attribute has one of these values: a directory is of another kind by its type.
    pub when: Option<(String, Vec<String>)>,
    /// The id AWS knows it by, of attributes in braces; without one, or until they are known, the address stands for it.
    pub id: Option<String>,
    /// What AWS's ids begin with, where a check reads off an id what it is of: the address that stands for an id gets it.
    pub id_prefix: String,
    /// Its ARN, of attributes and of `{id}`, `{account}`, `{region}`, `{partition}`.
    pub arn: Option<String>,
    /// The name people know it by, likewise.
    pub name: Option<String>,
    /// The attributes that may hold its tags; empty: it has none.
    pub tags: Vec<String>,
    /// What an attribute that others refer to gives: `id`, `arn` or `name`.
    pub refs: BTreeMap<String, Identity>,
    /// Properties that this source has no words for.
    pub not_in_source: BTreeSet<String>,
    /// The page that documents the attributes and what AWS does without them.
    pub documentation: String,
    /// Properties of the kind.
    pub properties: BTreeMap<String, Field>,
    /// Further resources that the same item makes.
    pub also: Vec<Self>,
    /// How names that the file does not write are made.
    pub style: Style,
}

/// One of the texts that name a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Its id.
    Id,
    /// Its ARN.
    Arn,
    /// Its name.
    Name,
}

/// Where one property stands, and what it is without being written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Field {
    /// Dotted paths of attributes, the first that is written counts; `.` is the element itself. Empty: the property's own name in
    /// the source's style.
    pub from: Vec<String>,
    /// What is written is a text of JSON; the members are read of what it holds.
    pub json: bool,
    /// What it is when nothing is written, as the file's documentation has it. Without it that is unknown.
    pub absent: Option<Value>,
    /// Attributes that may say it instead: a launch template, a snapshot. With one of them written, not writing it here says
    /// nothing.
    pub unless: Vec<String>,
    /// What the source's words become.
    pub values: BTreeMap<String, Value>,
    /// What it is when anything is written there.
    pub value: Option<Value>,
    /// Counts only where this attribute has one of these values.
    pub when: Option<(String, Vec<String>)>,
    /// A part adds to the parent's list and does not replace it; where it is as `absent` has it, the part leaves the parent's.
    pub append: bool,
    /// The provider computes it when the configuration does not write it: it is then as good as not written.
    pub computed: bool,
    /// Whether it is there, what it is only AWS will tell: the ARN of a secret that RDS makes.
    pub unknown: bool,
    /// It is one of the resource's own names: the id of a VPC, by which its flow log knows it; its address until AWS gives one.
    pub own: Option<Identity>,
    /// Members of an object or of a list's objects that are not of the same name, or not `null` when nothing is written.
    pub members: BTreeMap<String, Field>,
}

impl Mapping {
    /// The mapping and those of the further resources.
    pub fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.also)
    }
}

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
    /// `part_of` may name a thing of another kind, of which this is then no part.
    pub of_several: bool,
    /// There is one of it however many things say so, and only where `when` surely holds: AWS's own policy that roles use.
    pub once: bool,
    /// Only of these elements there is a resource each: the volumes in an instance's `ebs_block_device`.
    pub each: Option<String>,
    /// Only where this attribute has one of these values: a directory is of another kind by its type.
    pub when: Option<(String, Vec<String>)>,
    /// The id AWS knows it by, of attributes in braces; without one, or until they are known, the address stands for it.
    pub id: Option<String>,
    /// What AWS's ids begin with, where a check reads off an id what it is of: the address that stands for an id gets it.
    pub id_prefix: String,
    /// Its ARN, of attributes and of `{id}`, `{account}`, `{region}`, `{partition}`; `{Path|/}` is `/` when no path is written,
    /// and `{TopicName|address}` the address until the name is known.
    pub arn: Option<String>,
    /// The name people know it by, likewise.
    pub name: Option<String>,
    /// The attributes that may hold its tags; empty: it has none.
    pub tags: Vec<String>,
    /// What an attribute that others refer to gives: `id`, `arn`, `name` or `arn:*`.
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
    /// Its ARN with all that is below it: what CloudFormation's `Arn` of a log group gives.
    Below,
}

/// Where one property stands, and what it is without being written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Field {
    /// Dotted paths of attributes, the first that is written counts; `.` is the element itself, and of a list
    /// `logs[type=audit]` are the elements whose attribute has this text. Empty: the property's own name in
    /// the source's style.
    pub from: Vec<String>,
    /// It is the attribute of another thing, the one that this attribute refers to.
    pub of: Option<String>,
    /// What is written is a text of JSON; the members are read of what it holds.
    pub json: bool,
    /// What it is when nothing is written, as the file's documentation has it. Without it that is unknown.
    pub absent: Option<Value>,
    /// `absent` holds only of what the change makes: AWS's default is younger than some of what is there already.
    pub new_only: bool,
    /// `absent` does not hold where one of these attributes is written: a restored database is encrypted as its snapshot is.
    pub unless: Vec<String>,
    /// Of a list of keys and values: the keys it has too when they are not written, each with its default; `None`: not known.
    pub keyed: BTreeMap<String, Option<String>>,
    /// Only parts of the thing tell it; nothing is written of it in the thing itself.
    pub by_parts: bool,
    /// What the source's words become.
    pub values: BTreeMap<String, Value>,
    /// What it is when anything is written there.
    pub value: Option<Value>,
    /// Counts only where this attribute has one of these values.
    pub when: Option<(String, Vec<String>)>,
    /// A part adds to the parent's list and does not replace it; where it is as `absent` has it, the part leaves the parent's.
    pub append: bool,
    /// A part tells some members of the parent's object and leaves the others.
    pub merge: bool,
    /// The provider computes it when the configuration does not write it: it is then as good as not written.
    pub computed: bool,
    /// What it is whatever is written: an `aws_db_instance` is never one of a cluster's.
    pub always: Option<Value>,
    /// A part is one statement of the parent's policy: where its `Principal`, its `Action` and the values of its conditions
    /// stand, a condition named by its operator and its key; `Statement` is where all of it stands written out.
    pub statement: BTreeMap<String, String>,
    /// Whether it is there, what it is only AWS will tell: the ARN of a secret that RDS makes.
    pub unknown: bool,
    /// A member that this source has no words for, as `not_in_source` has it of whole properties.
    pub untold: bool,
    /// It is one of the resource's own names: the id of a VPC, by which its flow log knows it; its address until AWS gives one.
    pub own: Option<Identity>,
    /// It is one of the names of the item that makes this further resource: the topic of a subscription that is written in it.
    pub item: Option<Identity>,
    /// Members of an object or of a list's objects that are not of the same name, or not `null` when nothing is written.
    pub members: BTreeMap<String, Field>,
}

impl Mapping {
    /// The mapping and those of the further resources.
    pub fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.also)
    }
}

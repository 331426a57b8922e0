//! A value as a plan or a template has it: known, a name for something made at the same time, or not known yet.

use serde_json::{Number, Value};
use std::collections::BTreeMap;

/// A value before it is brought into a kind's own form.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// Nothing is written: the source leaves it to AWS's or the provider's default.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
    /// A list, in its order.
    List(Vec<Self>),
    /// Members by name.
    Map(BTreeMap<String, Self>),
    /// Something of another thing in the same source, whose identity only AWS will give: `aws_kms_key.main` and `arn`,
    /// `Key` and `Arn`. `Ref` as the attribute means what CloudFormation's `Ref` gives.
    Reference {
        /// The address of the other thing.
        to: String,
        /// Which attribute of it.
        attribute: String,
    },
    /// What it refers to, unless a condition takes the other branch and leaves it to AWS or the provider: of an attribute that
    /// they fill in, a plan shows the same of both.
    Perhaps(Box<Self>),
    /// Texts and references one after the other: what `Fn::Sub` and `Fn::Join` make.
    Joined(Vec<Self>),
    /// Known only once it is applied.
    Unknown,
    /// As unknown, and nothing in the configuration writes it: AWS or the provider chooses. Where their choice is documented,
    /// it is known after all.
    Computed,
    /// Known, and marked as a secret: it decides nothing and is never shown.
    Withheld,
}

impl Written {
    /// The member of a map; `Null` where it is not written, `Unknown` below what is unknown.
    pub fn member(&self, name: &str) -> &Self {
        match self {
            Self::Map(members) => members.get(name).unwrap_or(&Self::Null),
            Self::Unknown | Self::Computed | Self::Withheld => self,
            _ => &Self::Null,
        }
    }

    /// A known text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What it is if it is not left to AWS or the provider.
    pub fn taken(&self) -> &Self {
        match self {
            Self::Perhaps(taken) => taken,
            sure => sure,
        }
    }

    /// Whether nothing is written.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl From<Value> for Written {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(truth) => Self::Bool(truth),
            Value::Number(number) => Self::Number(number),
            Value::String(text) => Self::Text(text),
            Value::Array(elements) => Self::List(elements.into_iter().map(Self::from).collect()),
            Value::Object(members) => {
                Self::Map(members.into_iter().map(|(name, value)| (name, Self::from(value))).collect())
            }
        }
    }
}

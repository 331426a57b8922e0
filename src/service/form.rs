//! Where a property stands in an answer, and what it looks like there.

use super::Shape;
use super::api::Absent;
use serde_json::Value;
use std::collections::BTreeMap;

/// A top-level property: a field, and the call that tells it.
#[derive(Debug, Clone)]
pub struct Property {
    /// The detail that tells; `None`: the listed item.
    pub from: Option<String>,
    /// The field in its answer.
    pub field: Field,
}

/// One value of an answer.
#[derive(Debug, Clone)]
pub struct Field {
    /// Dotted path of names on the wire, from the answer, the item or the object around it; `.` for that itself.
    /// In XML the last word of a list's path is its elements' name. `name[key=Value]` takes of a list the elements whose
    /// member `key` is `Value`: an entry of a map, in XML.
    pub path: String,
    /// What stands there.
    pub form: Form,
    /// What AWS's words become.
    pub values: BTreeMap<String, Value>,
    /// AWS's documented default for a value that is left out; `null` without one.
    pub absent: Option<Absent>,
}

/// What a field looks like on the wire.
#[derive(Debug, Clone)]
pub enum Form {
    /// `true` or `false`, in XML as text.
    Bool,
    /// A whole number.
    Int,
    /// A text.
    String,
    /// A point in time: seconds since 1970, RFC 3339, or HTTP's form.
    Time,
    /// A JSON document in a text.
    Json,
    /// A JSON document in a percent-encoded text.
    UrlencodedJson,
    /// A JSON document in a text, of which only the named members are taken.
    JsonObject(BTreeMap<String, Field>),
    /// A map, which becomes CloudFormation's list of `Key` and `Value`.
    KeyValues,
    /// A list.
    List(Box<Form>),
    /// Named members.
    Object(BTreeMap<String, Field>),
}

impl Form {
    /// The forms that a description's `type` may name, but for lists, which are written `[string]`.
    pub const WORDS: [&'static str; 9] =
        ["bool", "int", "string", "time", "json", "urlencoded-json", "key-values", "object", "json-object"];

    /// The shape that the property has in facts.
    pub fn shape(&self) -> Shape {
        match self {
            Self::Bool => Shape::Bool,
            Self::Int => Shape::Int,
            Self::String => Shape::String,
            Self::Time => Shape::Time,
            Self::Json | Self::UrlencodedJson => Shape::Json,
            Self::KeyValues => Shape::List(Box::new(Shape::Object(BTreeMap::from([
                ("Key".to_owned(), Shape::String),
                ("Value".to_owned(), Shape::String),
            ])))),
            Self::List(element) => Shape::List(Box::new(element.shape())),
            Self::Object(members) | Self::JsonObject(members) => {
                Shape::Object(members.iter().map(|(name, field)| (name.clone(), field.shape())).collect())
            }
        }
    }
}

impl Field {
    /// The shape that the property has in facts: `values` may turn AWS's words into another type.
    pub fn shape(&self) -> Shape {
        match self.values.values().next() {
            Some(Value::Bool(_)) => Shape::Bool,
            Some(Value::Number(_)) => Shape::Int,
            _ => self.form.shape(),
        }
    }
}

//! The shapes of properties: enough of a type system to refuse a check that reads what no description fills.

use std::collections::BTreeMap;

/// What a property holds. Any of them may also be `null`, which means that AWS says there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// A text.
    String,
    /// A point in time, RFC 3339 UTC.
    Time,
    /// A JSON document of unknown form: a policy.
    Json,
    /// A list.
    List(Box<Shape>),
    /// Named members, all of them always present.
    Object(BTreeMap<String, Shape>),
}

impl Shape {
    /// The shape at a dotted path below this one; lists are walked through. `Some(Json)` for anything inside a document.
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |shape, member| match shape {
            Self::Json => Some(shape),
            Self::Object(members) => members.get(member),
            Self::List(element) => match element.as_ref() {
                Self::Object(members) => members.get(member),
                Self::Json => Some(element.as_ref()),
                _ => None,
            },
            _ => None,
        })
    }
}

/// A kind of resource: which API lists it, which service it counts under, and what its properties are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// `AWS::S3::Bucket`.
    pub name: String,
    /// botocore's id of the API that lists it; empty for kinds the scan makes itself (`AWS::::Account`).
    pub api: String,
    /// The service's slug in the eligible list, where every resource of the kind has the same.
    pub service: String,
    /// Other slugs by the beginning of a property's value: Aurora by `Engine`.
    pub service_by: Option<ServiceBy>,
    /// Top-level properties.
    pub properties: BTreeMap<String, Shape>,
    /// Set when AWS moves the creation date: what moves it. The date is then no earlier than the true creation.
    pub created_at_moves: Option<String>,
    /// Whether a resource of the kind shows that its service is in use. Regions and account settings are always there.
    pub shows_use: bool,
}

/// Tells services apart that share one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceBy {
    /// A property that holds a text.
    pub property: String,
    /// Beginnings of its value, each with the slug; the first that matches wins.
    pub prefixes: Vec<(String, String)>,
}

impl Kind {
    /// The slug of the service that a resource with these properties counts under.
    pub fn service_of(&self, properties: &serde_json::Map<String, serde_json::Value>) -> &str {
        self.service_by
            .as_ref()
            .and_then(|by| {
                let value = properties.get(&by.property)?.as_str()?;
                by.prefixes
                    .iter()
                    .find(|(prefix, _)| value.starts_with(prefix.as_str()))
                    .map(|(_, slug)| slug.as_str())
            })
            .unwrap_or(&self.service)
    }
}

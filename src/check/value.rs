//! A resource as CEL sees it: converted once, then shared by every condition that reads it.
//!
//! The values own their parts behind an `Arc`, so binding an element of a list to a variable copies a pointer. The crate's
//! own map and list would copy everything below.

use crate::resource::Resource;
use crate::service::{Kind, Shape};
use cel::ExecutionError;
use cel::common::traits::{Container, Indexer, Iterable, Iterator as CelIterator, Sizer};
use cel::common::types::{
    CelBool, CelDouble, CelInt, CelList, CelNull, CelString, LIST_TYPE, MAP_TYPE, Type,
};
use cel::common::value::{CowVal, StaticVal, Val};
use serde_json::Value;
use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

static OBJECT: Type = MAP_TYPE;
static LIST: Type = LIST_TYPE;
static DOCUMENT: Type = Type::new_unspecified_type("document");

/// Any value a condition may meet.
pub(super) type Boxed = Box<dyn Val>;

/// Named members. A member that could not be read is not there, and asking for it is CEL's `NoSuchKey`.
#[derive(Debug, Clone)]
pub(super) struct Object(pub(super) Arc<BTreeMap<String, Boxed>>);

/// A list.
#[derive(Debug, Clone)]
pub(super) struct List(pub(super) Arc<Vec<Boxed>>);

/// A JSON document of unknown form: only our own functions look inside.
#[derive(Debug, Clone)]
pub(super) struct Document(pub(super) Arc<Value>);

impl Object {
    /// Wraps members.
    pub(super) fn new(members: BTreeMap<String, Boxed>) -> Self {
        Self(Arc::new(members))
    }

    /// The `wanted` members of a resource: envelope and properties side by side, as conditions name them.
    pub(super) fn of(resource: &Resource, kind: Option<&Kind>, wanted: &BTreeSet<String>) -> Self {
        let mut members = BTreeMap::new();
        for name in wanted {
            if let Some(value) = member(resource, kind, name) {
                members.insert(name.clone(), value);
            }
        }
        Self::new(members)
    }
}

impl List {
    /// Wraps elements.
    pub(super) fn new(elements: Vec<Boxed>) -> Self {
        Self(Arc::new(elements))
    }
}

/// The members of the envelope that conditions may read, with their shapes.
pub(super) fn envelope(name: &str) -> Option<&'static Shape> {
    use std::sync::LazyLock;
    static TAGS: LazyLock<Shape> = LazyLock::new(|| {
        let tag = [("Key", Shape::String), ("Value", Shape::String)];
        Shape::List(Box::new(Shape::Object(tag.into_iter().map(|(k, s)| (k.to_owned(), s)).collect())))
    });
    match name {
        "id" | "arn" | "name" | "account" | "region" => Some(&Shape::String),
        "created_at" => Some(&Shape::Time),
        "tags" => Some(&TAGS),
        _ => None,
    }
}

/// The names [`envelope`] knows.
pub(super) const ENVELOPE: [&str; 7] = ["id", "arn", "name", "account", "region", "created_at", "tags"];

/// The shape at a dotted path of a kind, envelope members included.
pub(super) fn shape_at<'k>(kind: &'k Kind, path: &str) -> Option<&'k Shape> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let top = envelope(first).or_else(|| kind.properties.get(first))?;
    rest.map_or(Some(top), |rest| top.at(rest))
}

fn member(resource: &Resource, kind: Option<&Kind>, name: &str) -> Option<Boxed> {
    let optional = |value: &Option<String>| {
        if value.is_none() && resource.unread_at(&format!("/{name}")).is_some() {
            return None;
        }
        Some(value.as_deref().map_or_else(null, text))
    };
    match name {
        "id" => Some(text(&resource.id)),
        "account" => Some(text(&resource.account)),
        "region" => Some(text(&resource.region)),
        "arn" => optional(&resource.arn),
        "name" => optional(&resource.name),
        "created_at" => optional(&resource.created_at),
        "tags" => {
            let tags = resource.tags.as_ref()?.iter().map(|tag| {
                let mut members = BTreeMap::from([("Key".to_owned(), text(&tag.key))]);
                members.extend(tag.value.as_deref().map(|v| ("Value".to_owned(), text(v))));
                Box::new(Object::new(members)) as Boxed
            });
            Some(Box::new(List::new(tags.collect())))
        }
        property => resource
            .properties
            .get(property)
            .map(|value| convert(value, kind.and_then(|k| k.properties.get(property)))),
    }
}

/// CEL's null.
pub(super) fn null() -> Boxed {
    Box::new(CelNull)
}

/// A CEL string.
pub(super) fn text(value: &str) -> Boxed {
    Box::new(CelString::from(value.to_owned()))
}

/// A JSON value; what the shape calls a document stays one.
fn convert(value: &Value, shape: Option<&Shape>) -> Boxed {
    match (value, shape) {
        (Value::Null, _) => null(),
        (_, Some(Shape::Json)) => Box::new(Document(Arc::new(value.clone()))),
        (Value::Bool(b), _) => Box::new(CelBool::from(*b)),
        (Value::Number(n), _) => match n.as_i64() {
            Some(whole) => Box::new(CelInt::from(whole)),
            None => Box::new(CelDouble::from(n.as_f64().unwrap_or(f64::NAN))),
        },
        (Value::String(s), _) => text(s),
        (Value::Array(elements), shape) => {
            let element = match shape {
                Some(Shape::List(element)) => Some(element.as_ref()),
                _ => None,
            };
            Box::new(List::new(elements.iter().map(|e| convert(e, element)).collect()))
        }
        (Value::Object(members), shape) => {
            let known = match shape {
                Some(Shape::Object(known)) => Some(known),
                _ => None,
            };
            let members = members
                .iter()
                .map(|(name, value)| (name.clone(), convert(value, known.and_then(|known| known.get(name)))));
            Box::new(Object::new(members.collect()))
        }
    }
}

impl Val for Object {
    fn get_type(&self) -> &Type {
        &OBJECT
    }
    fn cel_type() -> &'static Type {
        &OBJECT
    }
    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }
    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(self.clone())
    }
    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}
impl StaticVal for Object {}

impl Indexer for Object {
    fn get<'b, 'v>(&'b self, key: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let name = key.downcast_ref::<CelString<'_>>().map(CelString::inner).unwrap_or_default();
        match self.0.get(name) {
            Some(value) => Ok(CowVal::Borrowed(value.as_ref())),
            None => Err(ExecutionError::no_such_key(name)),
        }
    }

    fn steal<'v>(self: Box<Self>, key: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        self.get(key).map(CowVal::into_owned)
    }
}

impl Val for List {
    fn get_type(&self) -> &Type {
        &LIST
    }
    fn cel_type() -> &'static Type {
        &LIST
    }
    fn as_container(&self) -> Option<&dyn Container> {
        Some(self)
    }
    fn as_iterable<'b, 'v>(&'b self) -> Option<&'b (dyn Iterable + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }
    fn as_sizer(&self) -> Option<&dyn Sizer> {
        Some(self)
    }
    fn equals(&self, other: &dyn Val) -> bool {
        let theirs: &[Boxed] = match other.downcast_ref::<Self>() {
            Some(list) => &list.0,
            None => {
                // A list written in the condition itself is the crate's own.
                return other.downcast_ref::<CelList<'_>>().is_some_and(|list| {
                    list.inner().len() == self.0.len()
                        && self.0.iter().zip(list.inner()).all(|(a, b)| a.equals(b.as_ref()))
                });
            }
        };
        theirs.len() == self.0.len() && self.0.iter().zip(theirs).all(|(a, b)| a.equals(b.as_ref()))
    }
    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(self.clone())
    }
    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}
impl StaticVal for List {}

impl Container for List {
    fn contains(&self, value: &dyn Val) -> Result<bool, ExecutionError> {
        Ok(self.0.iter().any(|element| element.equals(value)))
    }
}

impl Sizer for List {
    fn size(&self) -> CelInt {
        CelInt::from(i64::try_from(self.0.len()).unwrap_or(i64::MAX))
    }
}

impl Iterable for List {
    fn iter<'b, 'v>(&'b self) -> Box<dyn CelIterator<'b, 'v> + 'b>
    where
        Self: 'v,
    {
        Box::new(Elements(self.0.iter()))
    }
}

struct Elements<'b>(std::slice::Iter<'b, Boxed>);

impl<'b, 'v> CelIterator<'b, 'v> for Elements<'b> {
    fn next(&mut self) -> Option<&'b (dyn Val + 'v)> {
        self.0.next().map(|element| element.as_ref() as &'b (dyn Val + 'v))
    }
}

impl Val for Document {
    fn get_type(&self) -> &Type {
        &DOCUMENT
    }
    fn cel_type() -> &'static Type {
        &DOCUMENT
    }
    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(self.clone())
    }
    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}
impl StaticVal for Document {}

//! The examples a check brings along, as written.

use super::Verdict;
use super::condition::Vocabulary;
use super::value::{ENVELOPE, shape_at};
use crate::diagnostic::Table;
use crate::resource::{Cause, Resource, Tag, Unread};
use crate::service::{Kind, Shape};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::ops::Range;

/// One example of a check.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    /// Where it stands in the check's file.
    pub(super) at: Range<usize>,
    /// What the check must say.
    pub(super) verdict: Verdict,
    /// The subject.
    pub(super) resource: Resource,
    /// The related lists; `None` could not be read.
    pub(super) related: BTreeMap<String, Option<Vec<Resource>>>,
}

/// Reads one `[[example]]`.
pub(super) fn read(table: &Table<'_>, vocabulary: &Vocabulary<'_>) -> Option<Example> {
    let verdict = table.one_of("verdict", &Verdict::ALL.map(|v| (v.as_str(), v)));
    if verdict.is_none() && !table.has("verdict") {
        table.missing("verdict", "one of pass, fail, not_evaluated, not_applicable");
    }
    table.string("note");
    let mut members = Map::new();
    for name in ["id", "arn", "name", "region", "created_at"] {
        members.extend(table.string(name).map(|text| (name.to_owned(), Value::from(text.into_inner()))));
    }
    members.extend(table.json("tags").map(|tags| ("tags".to_owned(), tags.into_inner())));
    if let Some(properties) = table.json("properties") {
        match nulls(properties.get_ref().clone()) {
            Value::Object(properties) => members.extend(properties),
            _ => table.problem(
                properties.span(),
                "`properties` is not a table",
                "properties = { Name = value }",
            ),
        }
    }
    let mut resource = resource(table, vocabulary.resource, members, table.span.clone());
    for path in table.strings("unread").unwrap_or_default() {
        mark_unread(&mut resource, path.get_ref());
        if shape_at(vocabulary.resource, path.get_ref()).is_none() {
            let message =
                format!("no description of {} fills `{}`", vocabulary.resource.name, path.get_ref());
            table.problem(path.span(), message, "name a property that could not be read");
        }
    }
    let related = related(table, vocabulary);
    Some(Example { at: table.span.clone(), verdict: verdict?.into_inner(), resource, related })
}

fn related(table: &Table<'_>, vocabulary: &Vocabulary<'_>) -> BTreeMap<String, Option<Vec<Resource>>> {
    let mut lists: BTreeMap<String, Option<Vec<Resource>>> =
        vocabulary.related.keys().map(|name| (name.clone(), Some(Vec::new()))).collect();
    for name in table.strings("related_unread").unwrap_or_default() {
        if lists.insert(name.get_ref().clone(), None).is_none() {
            let message = format!("`related.{}` is not declared", name.get_ref());
            table.problem(name.span(), message, "name a related list of the check");
        }
    }
    let Some(written) = table.json("related") else {
        return lists;
    };
    let Value::Object(named) = nulls(written.get_ref().clone()) else {
        table.problem(
            written.span(),
            "`related` is not a table",
            "related = { name = [ { Property = value } ] }",
        );
        return lists;
    };
    for (name, elements) in named {
        let (Some(kind), Value::Array(elements)) = (vocabulary.related.get(&name), elements) else {
            let message = format!("`related.{name}` is not a declared list");
            table.problem(written.span(), message, "related = { name = [ { Property = value } ] }");
            continue;
        };
        let elements = elements.into_iter().map(|element| {
            let members = match element {
                Value::Object(members) => members,
                _ => Map::new(),
            };
            resource(table, kind, members, written.span())
        });
        lists.insert(name, Some(elements.collect()));
    }
    lists
}

/// The text "null" stands for null, which TOML has not.
fn nulls(value: Value) -> Value {
    match value {
        Value::String(text) if text == "null" => Value::Null,
        Value::Array(elements) => elements.into_iter().map(nulls).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, nulls(value))).collect(),
        other => other,
    }
}

/// A resource from its members, envelope and properties side by side.
fn resource(table: &Table<'_>, kind: &Kind, mut members: Map<String, Value>, at: Range<usize>) -> Resource {
    let mut envelope: BTreeMap<&str, Option<Value>> =
        ENVELOPE.into_iter().map(|name| (name, members.remove(name))).collect();
    let unread_names = match members.remove("unread") {
        Some(Value::Array(names)) => names,
        _ => Vec::new(),
    };
    for (name, value) in &members {
        match kind.properties.get(name) {
            Some(shape) => fits(table, name, value, shape, &at),
            None => {
                let message = format!("no description of {} fills `{name}`", kind.name);
                table.problem(at.clone(), message, "write it as the kind's description has it");
            }
        }
    }
    let mut text = |name: &str| envelope.get_mut(name)?.take()?.as_str().map(str::to_owned);
    let mut resource = Resource {
        kind: kind.name.clone(),
        id: text("id").unwrap_or_else(|| "example".to_owned()),
        arn: text("arn"),
        account: text("account").unwrap_or_else(|| "111122223333".to_owned()),
        region: text("region").unwrap_or_else(|| "us-east-1".to_owned()),
        name: text("name"),
        created_at: text("created_at"),
        tags: Some(tags(envelope.remove("tags").flatten())),
        properties: members,
        unread: Vec::new(),
        origin: None,
    };
    for name in unread_names.iter().filter_map(Value::as_str) {
        mark_unread(&mut resource, name);
    }
    resource
}

/// Tags as a list of `{Key, Value}`, or as a table of them.
fn tags(written: Option<Value>) -> Vec<Tag> {
    match written {
        Some(Value::Array(tags)) => tags.into_iter().filter_map(|t| serde_json::from_value(t).ok()).collect(),
        Some(Value::Object(tags)) => tags
            .into_iter()
            .map(|(key, value)| Tag { key, value: value.as_str().map(str::to_owned) })
            .collect(),
        _ => Vec::new(),
    }
}

/// Notes a value that is not of the property's shape.
fn fits(table: &Table<'_>, path: &str, value: &Value, shape: &Shape, at: &Range<usize>) {
    match (shape, value) {
        (_, Value::Null)
        | (Shape::Json, _)
        | (Shape::Bool, Value::Bool(_))
        | (Shape::String | Shape::Time, Value::String(_)) => {}
        (Shape::Int, Value::Number(n)) if n.is_i64() => {}
        (Shape::List(element), Value::Array(elements)) => {
            elements.iter().for_each(|e| fits(table, path, e, element, at));
        }
        (Shape::Object(known), Value::Object(members)) => {
            for (name, value) in members {
                match known.get(name) {
                    Some(shape) => fits(table, &format!("{path}.{name}"), value, shape, at),
                    None => table.problem(at.clone(), format!("`{path}` has no `{name}`"), "leave it out"),
                }
            }
        }
        _ => {
            let message = format!("`{path}` of the example is not of the described type");
            table.problem(at.clone(), message, format!("{shape:?} is described"));
        }
    }
}

/// Takes a dotted path out of a resource, in every element of the lists it crosses, and says that it could not be read.
pub(super) fn mark_unread(resource: &mut Resource, path: &str) {
    let why = |pointer: String| Unread {
        path: pointer,
        cause: Cause::Denied,
        action: None,
        code: Some("AccessDenied".to_owned()),
        request_id: None,
    };
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    if ENVELOPE.contains(&first) {
        match first {
            "tags" => resource.tags = None,
            "arn" => resource.arn = None,
            "name" => resource.name = None,
            "created_at" => resource.created_at = None,
            _ => return,
        }
        resource.unread.push(why(format!("/{first}")));
        return;
    }
    let mut pointers = Vec::new();
    match rest {
        None => {
            resource.properties.remove(first);
            pointers.push(format!("/properties/{first}"));
        }
        Some(rest) => {
            if let Some(value) = resource.properties.get_mut(first) {
                take(value, rest, &format!("/properties/{first}"), &mut pointers);
            }
        }
    }
    resource.unread.extend(pointers.into_iter().map(why));
}

fn take(value: &mut Value, path: &str, pointer: &str, pointers: &mut Vec<String>) {
    match value {
        Value::Array(elements) => {
            for (index, element) in elements.iter_mut().enumerate() {
                take(element, path, &format!("{pointer}/{index}"), pointers);
            }
        }
        Value::Object(members) => match path.split_once('.') {
            Some((first, rest)) => {
                if let Some(below) = members.get_mut(first) {
                    take(below, rest, &format!("{pointer}/{first}"), pointers);
                }
            }
            None => {
                if members.remove(path).is_some() {
                    pointers.push(format!("{pointer}/{path}"));
                }
            }
        },
        _ => {}
    }
}

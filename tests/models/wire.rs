//! Follows a description's paths through a model, by the names that stand on the wire.

use crate::botocore::Model;
use baascan::service::{Field, Form, Protocol};
use serde_json::Value;

/// A place in an answer: a shape, and whether the path came to the elements of a list.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    shape: String,
    /// The shape of an element, when the path leads to a list.
    element: Option<String>,
    /// Whether it is an entry of the map in XML, where a map is a list of entries.
    entry: bool,
}

impl Spot {
    pub(crate) fn root(shape: &str) -> Self {
        Self { shape: shape.to_owned(), element: None, entry: false }
    }

    /// Whether a table of comma-separated values can stand there.
    pub(crate) fn is_table(&self, model: &Model) -> bool {
        matches!(text(model.shape(&self.shape), "type"), "blob" | "string")
    }

    /// What the path's list holds, or the place itself.
    pub(crate) fn element(self) -> Self {
        Self::root(self.element.as_deref().unwrap_or(&self.shape))
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The names under which the elements of an XML list stand.
fn element_name(protocol: Protocol, list: &Value) -> String {
    let named = list["member"]["locationName"].as_str();
    named.unwrap_or(if protocol == Protocol::Ec2Query { "item" } else { "member" }).to_owned()
}

fn is_flat(model: &Model, shape: &str) -> bool {
    model.shape(shape)["flattened"] == true
}

/// Where a path leads.
///
/// # Errors
/// At which word it ends, or what on it is sensitive.
pub(crate) fn at(model: &Model, protocol: Protocol, from: &Spot, path: &str) -> Result<Spot, String> {
    let mut spot = from.clone();
    if path == "." {
        return Ok(spot);
    }
    for word in path.split('.') {
        spot = step(model, protocol, &spot, word)
            .ok_or_else(|| format!("`{word}` of `{path}` is not in {}", spot.shape))?;
        for shape in [Some(&spot.shape), spot.element.as_ref()].into_iter().flatten() {
            if model.shape(shape)["sensitive"] == true {
                return Err(format!("`{path}` is sensitive"));
            }
        }
    }
    Ok(spot)
}

fn step(model: &Model, protocol: Protocol, spot: &Spot, word: &str) -> Option<Spot> {
    // `entry[key=Policy]`: the choice is among the elements of what the name leads to.
    let word = word.split('[').next()?;
    let shape = spot.element.as_ref().unwrap_or(&spot.shape);
    let found = model.shape(shape);
    let part = |name: &str| Some(Spot::root(text(&found[name], "shape")));
    match text(found, "type") {
        "map" if !protocol.is_xml() => part("value"),
        "map" if spot.entry && matches!(word, "key" | "value") => part(word),
        "map" if word == "entry" => Some(Spot { entry: true, ..Spot::root(shape) }),
        "structure" => {
            let members = found["members"].as_object()?;
            let member =
                members.iter().find(|(name, value)| wire_name(model, protocol, name, value) == word)?.1;
            let target = text(member, "shape").to_owned();
            // In JSON a path goes on through a list; in XML the list's elements have a name of their own.
            let through = !protocol.is_xml() || is_flat(model, &target);
            let list = text(model.shape(&target), "type") == "list" && through;
            let element = list.then(|| text(&model.shape(&target)["member"], "shape").to_owned());
            Some(Spot { shape: target, element, entry: false })
        }
        "list" if protocol.is_xml() && element_name(protocol, found) == word => {
            let element = Some(text(&found["member"], "shape").to_owned());
            Some(Spot { shape: shape.clone(), element, entry: false })
        }
        _ => None,
    }
}

fn wire_name(model: &Model, protocol: Protocol, name: &str, member: &Value) -> String {
    let target = text(member, "shape");
    let flat = protocol.is_xml() && is_flat(model, target);
    let element = model.shape(target)["member"]["locationName"].as_str().filter(|_| flat);
    element.or(member["locationName"].as_str()).unwrap_or(name).to_owned()
}

/// A path of member names (a paginator's) by the names on the wire, without the payload's own name.
pub(crate) fn wire_path(model: &Model, protocol: Protocol, output: &str, path: &str) -> String {
    let payload = model.shape(output)["payload"].as_str();
    let mut shape = output.to_owned();
    let mut words = Vec::new();
    for (index, word) in path.split('.').enumerate() {
        let member = model.shape(&shape)["members"][word].clone();
        if index > 0 || payload != Some(word) {
            words.push(wire_name(model, protocol, word, &member));
        }
        shape = text(&member, "shape").to_owned();
    }
    words.join(".")
}

/// Holds a field, and all below it, against the model.
pub(crate) fn check_field(
    model: &Model,
    protocol: Protocol,
    from: &Spot,
    field: &Field,
    what: &str,
    findings: &mut Vec<String>,
) {
    let spot = match at(model, protocol, from, &field.path) {
        Ok(spot) => spot,
        Err(why) => return findings.push(format!("{what}: {why}")),
    };
    match (&field.form, &spot.element) {
        (Form::List(form), Some(element)) => {
            check_form(model, protocol, element, (form, field), what, findings)
        }
        // One member of each element: the ARNs of a list of layers.
        (Form::List(form), None) if is_in_elements(model, protocol, from, &field.path) => {
            check_form(model, protocol, &spot.shape, (form, field), what, findings)
        }
        (Form::List(_), None) => {
            findings.push(format!("{what}: {} is not the elements of a list", spot.shape))
        }
        (form, _) => check_form(model, protocol, &spot.shape, (form, field), what, findings),
    }
}

/// Whether what the last word of a path is a member of is an element of a list.
fn is_in_elements(model: &Model, protocol: Protocol, from: &Spot, path: &str) -> bool {
    let above = path.rsplit_once('.').and_then(|(above, _)| at(model, protocol, from, above).ok());
    above.is_some_and(|spot| spot.element.is_some())
}

fn check_form(
    model: &Model,
    protocol: Protocol,
    shape: &str,
    (form, field): (&Form, &Field),
    what: &str,
    findings: &mut Vec<String>,
) {
    let found = model.shape(shape);
    let kind = text(found, "type");
    let fits = match form {
        _ if !field.values.is_empty() => matches!(kind, "string" | "boolean" | "integer"),
        Form::Bool => kind == "boolean",
        Form::Int => matches!(kind, "integer" | "long"),
        Form::String | Form::Json | Form::UrlencodedJson | Form::JsonObject(_) => kind == "string",
        Form::Time => kind == "timestamp",
        Form::KeyValues => kind == "map",
        Form::List(_) => false,
        Form::Object(_) => kind == "structure",
    };
    if !fits {
        findings.push(format!("{what}: {shape} is a {kind}, not {form:?}"));
    }
    if let Some(words) = found["enum"].as_array() {
        let unknown = field.values.keys().find(|word| !words.iter().any(|known| known == word.as_str()));
        findings.extend(unknown.map(|word| format!("{what}: {shape} is never `{word}`")));
    }
    if let Form::Object(members) = form {
        for (name, member) in members {
            check_field(model, protocol, &Spot::root(shape), member, &format!("{what}.{name}"), findings);
        }
    }
}

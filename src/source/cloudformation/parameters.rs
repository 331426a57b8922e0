//! What a stack's parameters are worth: as given, by default, or unknown.

use super::node::{Entry, Node};
use super::reader::Reader;
use super::template::Template;
use super::text;
use super::texts::{literal, scalar};
use crate::diagnostic::did_you_mean;
use crate::source::declared::Written;
use serde_json::Number;
use std::collections::BTreeMap;

/// Where the values that a stack is given come from.
pub(super) enum Given<'g> {
    /// The command line, or a CDK manifest: texts. Names that are no parameter's are looked after elsewhere.
    Texts(&'g BTreeMap<String, String>),
    /// The outer stack.
    Values(BTreeMap<String, Written>),
}

/// The entries of a template's parameters.
pub(super) fn entries(root: &Node) -> &[Entry] {
    root.get("Parameters").map_or(&[], Node::entries)
}

/// Each parameter's value, by its name.
pub(super) fn values(reader: &Reader, template: &Template, given: &Given<'_>) -> BTreeMap<String, Written> {
    entries(&template.root)
        .iter()
        .map(|entry| (entry.key.clone(), value(reader, template, entry, given)))
        .collect()
}

fn value(reader: &Reader, template: &Template, entry: &Entry, given: &Given<'_>) -> Written {
    let declared = &entry.value;
    let kind = declared.get("Type").and_then(Node::text).unwrap_or_else(|| {
        let message = format!("parameter `{}` has no Type", entry.key);
        reader.problem(text::at(&template.file, entry.at, message).help("Type: String"));
        "String"
    });
    let written = match given {
        Given::Texts(texts) => texts.get(&entry.key).map(|text| {
            check_allowed(reader, template, entry, text);
            Written::Text(text.clone())
        }),
        Given::Values(values) => values.get(&entry.key).cloned(),
    };
    let written = written.or_else(|| declared.get("Default").map(default)).unwrap_or(Written::Unknown);
    let is_secret =
        declared.get("NoEcho").and_then(Node::scalar).is_some_and(|text| text.eq_ignore_ascii_case("true"));
    // The value of a parameter of this kind is the name of another, which lies in the account.
    if is_secret || kind.starts_with("AWS::SSM::Parameter::Value<") {
        return Written::Unknown;
    }
    typed(kind, written)
}

fn default(node: &Node) -> Written {
    node.scalar().map_or(Written::Unknown, |text| literal(&text))
}

/// A text in the form that its type has. Lists are split at commas; whitespace around their members is no part of them.
fn typed(kind: &str, written: Written) -> Written {
    if kind.starts_with("List<") || kind == "CommaDelimitedList" {
        return match &written {
            Written::Text(text) => {
                let numbers = kind == "List<Number>";
                let member = |text: &str| if numbers { number(text) } else { literal(text) };
                Written::List(text.split(',').map(|part| member(part.trim())).collect())
            }
            Written::List(_) => written,
            Written::Reference { .. } => Written::List(vec![written]),
            _ => scalar(&written).map_or(Written::Unknown, |text| Written::List(vec![Written::Text(text)])),
        };
    }
    match scalar(&written) {
        Some(text) if kind == "Number" => number(&text),
        Some(text) => literal(&text),
        None => written,
    }
}

/// A number whose digits are no id: what would be printed otherwise than it is written stays a text.
fn number(text: &str) -> Written {
    let parsed: Option<Number> = serde_json::from_str(text).ok();
    let same = parsed.filter(|number| number.to_string() == text);
    same.map_or_else(|| Written::Text(text.to_owned()), Written::Number)
}

fn check_allowed(reader: &Reader, template: &Template, entry: &Entry, given: &str) {
    let Some(allowed) = entry.value.get("AllowedValues").and_then(Node::list) else { return };
    let words: Vec<String> = allowed.iter().filter_map(Node::scalar).collect();
    let is_list = entry.value.get("Type").and_then(Node::text).is_some_and(|kind| kind.contains("List"));
    let parts = if is_list { given.split(',').map(str::trim).collect() } else { vec![given] };
    for part in parts {
        if !words.iter().any(|word| word == part) {
            // The value itself is not shown: it may be a secret.
            let message =
                format!("the value given for parameter `{}` is none of its AllowedValues", entry.key);
            let shown = words.iter().take(20).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            reader.problem(text::at(&template.file, entry.at, message).help(format!("they are {shown}")));
        }
    }
}

/// Refuses names on the command line that no template has as a parameter.
pub(super) fn check_given(reader: &Reader, templates: &[&Template]) {
    let Some(first) = templates.first() else { return };
    let known: Vec<&str> =
        templates.iter().flat_map(|t| entries(&t.root)).map(|entry| entry.key.as_str()).collect();
    for name in reader.options.parameters.keys().filter(|name| !known.contains(&name.as_str())) {
        let place = first
            .root
            .entries()
            .iter()
            .find(|entry| entry.key == "Parameters")
            .map_or(first.root.at, |e| e.at);
        let whose = if templates.len() == 1 { "the template has" } else { "none of the templates has" };
        let help = match did_you_mean(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "it takes no parameters".to_owned(),
            None => format!(
                "its parameters are {}",
                known.iter().take(20).map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
            ),
        };
        let message = format!("--parameter {name}: {whose} no such parameter");
        reader.problem(text::at(&first.file, place, message).help(help));
    }
}

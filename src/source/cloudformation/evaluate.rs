//! What a value of a template comes to.

use super::conditions::{self, Truth};
use super::node::{Entry, Kind, Node};
use super::stack::Stack;
use super::texts::{Piece, joined, scalar};
use super::texts::{literal, pieces};
use crate::diagnostic::did_you_mean;
use crate::source::declared::Written;
use std::collections::BTreeMap;

/// Functions that stand in values.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>, 2026-11-24.
const FUNCTIONS: [&str; 20] = [
    "Ref",
    "Fn::GetAtt",
    "Fn::Sub",
    "Fn::Join",
    "Fn::If",
    "Fn::FindInMap",
    "Fn::Select",
    "Fn::Split",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::GetAZs",
    "Fn::ImportValue",
    "Fn::Length",
    "Fn::ToJsonString",
    "Fn::Transform",
    "Fn::And",
    "Fn::Or",
    "Fn::Not",
    "Fn::Equals",
    "Fn::GetStackOutput",
];

impl Stack<'_> {
    /// The value; nothing where it is `AWS::NoValue`, which takes away what it is the value of.
    pub(super) fn evaluate(&self, node: &Node) -> Option<Written> {
        let work = if let Kind::Text(text) = &node.kind { text.len() / 64 } else { 0 };
        let entered = self.reader.enter(&self.template) && self.reader.spend(&self.template, work);
        let value = if entered { self.evaluate_kind(node) } else { Some(Written::Unknown) };
        self.reader.leave();
        value
    }

    fn evaluate_kind(&self, node: &Node) -> Option<Written> {
        match &node.kind {
            Kind::Null => Some(Written::Null),
            Kind::Bool(truth) => Some(Written::Bool(*truth)),
            Kind::Number(number) => Some(Written::Number(number.clone())),
            Kind::Text(text) => Some(literal(text)),
            Kind::List(elements) => {
                Some(Written::List(elements.iter().filter_map(|element| self.evaluate(element)).collect()))
            }
            Kind::Map(entries) => self.evaluate_map(node, entries),
        }
    }

    fn evaluate_map(&self, node: &Node, entries: &[Entry]) -> Option<Written> {
        if let Some(entry) = node.only()
            && (entry.key == "Ref" || entry.key.starts_with("Fn::"))
        {
            return self.evaluate_function(&entry.key, &entry.value);
        }
        if let Some(entry) = entries.iter().find(|entry| entry.key.starts_with("Fn::")) {
            // What a macro or a loop adds here may be any member.
            if entry.key != "Fn::Transform" && !entry.key.starts_with("Fn::ForEach::") {
                let message = format!("{} stands beside other keys, and must stand alone", entry.key);
                self.problem(entry.at, message, "");
            }
            return Some(Written::Unknown);
        }
        let members =
            entries.iter().filter_map(|entry| Some((entry.key.clone(), self.evaluate(&entry.value)?)));
        Some(Written::Map(members.collect::<BTreeMap<_, _>>()))
    }

    /// What a function comes to.
    pub(super) fn evaluate_function(&self, name: &str, argument: &Node) -> Option<Written> {
        if name == "Fn::If" {
            return self.evaluate_if(argument);
        }
        if name == "Ref" && argument.text() == Some("AWS::NoValue") {
            return None;
        }
        Some(match name {
            "Ref" => self.name_of(argument).map_or(Written::Unknown, |name| self.reference(&name)),
            "Fn::GetAtt" => self.get_att(argument),
            "Fn::Sub" => self.sub(argument),
            "Fn::Join" => self.join(argument),
            "Fn::FindInMap" => self.find_in_map(argument),
            "Fn::Select" => self.select(argument)?,
            "Fn::Split" => self.split(argument),
            "Fn::Cidr" => self.cidr(argument),
            "Fn::Length" => self.length(argument),
            "Fn::ToJsonString" => self.to_json_string(argument),
            // Start scripts hold secrets and are judged by nobody; the rest lies in the account, or in a macro.
            "Fn::Base64" | "Fn::GetAZs" | "Fn::ImportValue" | "Fn::Transform" | "Fn::GetStackOutput" => {
                Written::Unknown
            }
            _ if conditions::is_function(name) => {
                let node = Node::new(
                    argument.at,
                    Kind::Map(vec![Entry { at: argument.at, key: name.to_owned(), value: argument.clone() }]),
                );
                match self.truth(&node) {
                    Truth::Yes => Written::Bool(true),
                    Truth::No => Written::Bool(false),
                    Truth::Unknown => Written::Unknown,
                }
            }
            _ if name.starts_with("Fn::ForEach::") => Written::Unknown,
            _ => {
                let help = did_you_mean(name, FUNCTIONS)
                    .map(|near| format!("did you mean {near}?"))
                    .unwrap_or_default();
                let name: String = name.chars().take(80).collect();
                self.problem(argument.at, format!("CloudFormation has no function {name}"), &help);
                Written::Unknown
            }
        })
    }

    /// A name that is written, or that a function gives (as `AWS::LanguageExtensions` allows).
    fn name_of(&self, node: &Node) -> Option<String> {
        node.text().map(str::to_owned).or_else(|| self.evaluate(node).as_ref().and_then(scalar))
    }

    /// `Fn::If`. Where the condition cannot be decided, what both branches have in common is known.
    pub(super) fn evaluate_if(&self, argument: &Node) -> Option<Written> {
        let Some([condition, yes, no]) = argument.list() else {
            self.problem(argument.at, "Fn::If takes a list of a condition's name and two values", "");
            return Some(Written::Unknown);
        };
        let truth = condition.text().map_or_else(|| self.truth(condition), |name| self.truth_of(name));
        match truth {
            Truth::Yes => self.evaluate(yes),
            Truth::No => self.evaluate(no),
            Truth::Unknown => match (self.evaluate(yes), self.evaluate(no)) {
                (None, None) => None,
                (Some(yes), Some(no)) => Some(common(yes, no)),
                _ => Some(Written::Unknown),
            },
        }
    }

    /// `Fn::Sub`, with values of its own or without.
    fn sub(&self, argument: &Node) -> Written {
        let (text, own) = match argument.list() {
            Some([text, own]) if own.is_map() => (text, own.entries()),
            Some([text]) => (text, &[][..]),
            Some(_) => return self.misused(argument, "Fn::Sub takes a text, or a list of a text and a map"),
            None => (argument, &[][..]),
        };
        let Some(text) = text.text() else {
            return self.misused(argument, "Fn::Sub takes a text");
        };
        let own: BTreeMap<&str, Written> =
            own.iter().filter_map(|entry| Some((entry.key.as_str(), self.evaluate(&entry.value)?))).collect();
        let mut parts = Vec::new();
        for piece in pieces(text) {
            let part = match piece {
                Piece::Text(text) => Written::Text(text.to_owned()),
                Piece::Literal(name) => Written::Text(format!("${{{name}}}")),
                Piece::Name(name) => match (own.get(name), name.split_once('.')) {
                    (Some(value), _) => value.clone(),
                    (None, Some((id, attribute))) => self.attribute(id, attribute),
                    (None, None) => self.reference(name),
                },
            };
            if !self.reader.spend(&self.template, 1 + size(&part) / 64) {
                return Written::Unknown;
            }
            parts.push(part);
        }
        joined(parts)
    }

    /// Notes that a function is not used as it is described.
    pub(super) fn misused(&self, node: &Node, message: &str) -> Written {
        self.problem(node.at, message, "");
        Written::Unknown
    }
}

/// The bytes of a value's texts, about.
pub(super) fn size(value: &Written) -> usize {
    match value {
        Written::Text(text) => text.len(),
        Written::List(parts) | Written::Joined(parts) => parts.iter().map(|part| 16 + size(part)).sum(),
        Written::Map(members) => members.iter().map(|(name, value)| 16 + name.len() + size(value)).sum(),
        _ => 8,
    }
}

/// What two values have in common: members of maps one by one, else all or nothing.
fn common(yes: Written, no: Written) -> Written {
    match (yes, no) {
        (yes, no) if yes == no => yes,
        (Written::Map(mut yes), Written::Map(mut no)) => {
            let names: Vec<String> = yes.keys().chain(no.keys()).cloned().collect();
            let pairs = names.into_iter().filter_map(|name| {
                let value = match (yes.remove(&name), no.remove(&name)) {
                    (Some(yes), Some(no)) => common(yes, no),
                    (None, None) => return None,
                    _ => Written::Unknown,
                };
                Some((name, value))
            });
            Written::Map(pairs.collect())
        }
        _ => Written::Unknown,
    }
}

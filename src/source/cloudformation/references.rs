//! Whether every name that a template uses is there: parameters, resources, conditions. AWS refuses a template where one is
//! not, whatever its conditions decide.

use super::names::PSEUDO;
use super::node::{Kind, Node};
use super::reader::MOST_PROBLEMS;
use super::stack::Stack;
use super::texts::{Piece, pieces};
use crate::diagnostic::did_you_mean;
use std::collections::BTreeSet;

/// Problems of a reading up to which a nearer name is sought.
const SUGGESTED: usize = 100;

/// Notes every name of nothing.
pub(super) fn check(stack: &Stack<'_>) {
    for entry in stack.section("Conditions") {
        check_condition_names(stack, &entry.value);
        walk(stack, &entry.value);
    }
    for section in ["Resources", "Outputs"] {
        for entry in stack.section(section) {
            if let Some(condition) = entry.value.get("Condition") {
                check_condition(stack, condition);
            }
            let inner = if section == "Resources" { "Properties" } else { "Value" };
            if let Some(node) = entry.value.get(inner) {
                walk(stack, node);
            }
        }
    }
}

fn walk(stack: &Stack<'_>, node: &Node) {
    if stack.reader.problem_count() >= MOST_PROBLEMS {
        return;
    }
    match &node.kind {
        Kind::List(elements) => elements.iter().for_each(|element| walk(stack, element)),
        Kind::Map(entries) => {
            if let Some(entry) = node.only() {
                match entry.key.as_str() {
                    "Ref" => check_ref(stack, &entry.value),
                    "Fn::GetAtt" => check_get_att(stack, &entry.value),
                    "Fn::Sub" => check_sub(stack, &entry.value),
                    "Fn::If" => {
                        if let Some(condition) = entry.value.list().and_then(<[Node]>::first) {
                            check_condition(stack, condition);
                        }
                    }
                    _ => {}
                }
            }
            entries.iter().for_each(|entry| walk(stack, &entry.value));
        }
        _ => {}
    }
}

/// `Condition: Name` within conditions. In a property of this name (a policy's) stands something else.
fn check_condition_names(stack: &Stack<'_>, node: &Node) {
    match &node.kind {
        Kind::List(elements) => elements.iter().for_each(|element| check_condition_names(stack, element)),
        Kind::Map(entries) => {
            for entry in entries {
                if entry.key == "Condition" {
                    check_condition(stack, &entry.value);
                }
                check_condition_names(stack, &entry.value);
            }
        }
        _ => {}
    }
}

fn check_condition(stack: &Stack<'_>, node: &Node) {
    let Some(name) = node.text() else { return };
    if stack.condition(name).is_none() && !stack.is_open {
        let help = suggestion(stack, name, stack.condition_names());
        stack.problem(node.at, format!("there is no condition `{}`", short(name)), &help);
    }
}

fn check_ref(stack: &Stack<'_>, node: &Node) {
    let Some(name) = node.text() else { return };
    if !stack.is_name(name) {
        let help = suggestion(stack, name, every_name(stack));
        stack.problem(
            node.at,
            format!("`{}` is neither a parameter nor a resource of this template", short(name)),
            &help,
        );
    }
}

fn check_get_att(stack: &Stack<'_>, node: &Node) {
    let id = match node.list() {
        Some([id, ..]) => id.text(),
        _ => node.text().and_then(|text| text.split_once('.')).map(|(id, _)| id),
    };
    if let Some(id) = id {
        check_resource(stack, node, id);
    }
}

fn check_resource(stack: &Stack<'_>, node: &Node, id: &str) {
    if stack.resource(id).is_none() && !stack.may_be_added(id) {
        let help = suggestion(stack, id, stack.resource_ids());
        stack.problem(node.at, format!("`{}` is no resource of this template", short(id)), &help);
    }
}

fn check_sub(stack: &Stack<'_>, node: &Node) {
    let (text, own) = match node.list() {
        Some([text, own, ..]) => (text, own.entries()),
        _ => (node, &[][..]),
    };
    let mut seen = BTreeSet::new();
    for piece in pieces(text.text().unwrap_or_default()) {
        let Piece::Name(name) = piece else { continue };
        if !seen.insert(name) {
            continue;
        }
        if own.iter().any(|entry| entry.key == name) {
            continue;
        }
        match name.split_once('.') {
            Some((id, _)) => check_resource(stack, text, id),
            None if !stack.is_name(name) => {
                let help = suggestion(stack, name, every_name(stack));
                let help = if help.is_empty() {
                    format!("`${{!{}}}` writes it as it is", short(name))
                } else {
                    help
                };
                let message = format!(
                    "`${{{}}}` names neither a parameter nor a resource of this template",
                    short(name)
                );
                stack.problem(text.at, message, &help);
            }
            None => {}
        }
    }
}

fn every_name<'s>(stack: &'s Stack<'_>) -> impl Iterator<Item = &'s str> {
    stack.parameters.keys().map(String::as_str).chain(stack.resource_ids()).chain(PSEUDO)
}

/// What is meant, as long as anybody reads it: to compare all names with all takes long.
fn suggestion<'n>(stack: &Stack<'_>, name: &str, known: impl Iterator<Item = &'n str>) -> String {
    const MOST_NAMES: usize = 2000;
    if stack.reader.problem_count() >= SUGGESTED {
        return String::new();
    }
    did_you_mean(name, known.take(MOST_NAMES))
        .map(|near| format!("did you mean `{near}`?"))
        .unwrap_or_default()
}

fn short(name: &str) -> String {
    name.chars().take(80).collect()
}

impl Stack<'_> {
    /// Whether a name is a parameter's, a pseudo parameter's or a resource's.
    fn is_name(&self, name: &str) -> bool {
        self.parameters.contains_key(name)
            || PSEUDO.contains(&name)
            || self.resource(name).is_some()
            || self.may_be_added(name)
    }

    /// Whether a macro may add a resource of this name: any may, and SAM's makes names that begin with those it is given,
    /// or with `Serverless`.
    pub(super) fn may_be_added(&self, name: &str) -> bool {
        let is_sam = |id: &str| {
            let type_name = self.resource(id).and_then(|entry| entry.value.get("Type")).and_then(Node::text);
            type_name.is_some_and(|name| name.starts_with("AWS::Serverless::"))
        };
        // A logical id has 255 letters at most, and each beginning of the name may be one.
        let beginnings = name.char_indices().skip(1).take(255).filter_map(|(end, _)| name.get(..end));
        self.is_open
            || (self.is_serverless && (name.starts_with("Serverless") || beginnings.into_iter().any(is_sam)))
    }
}

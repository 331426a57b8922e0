//! `Fn::ForEach`: loops, unrolled before anything else, as the macro `AWS::LanguageExtensions` does.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html>,
//! 2026-11-24.

use super::node::{Entry, Kind, Node};
use super::stack::Stack;
use super::texts::scalar;
use crate::source::declared::Written;
use std::cell::Cell;
use std::collections::BTreeSet;

/// What a loop's key begins with.
const LOOP: &str = "Fn::ForEach::";

/// What a round counts as work beside its values: AWS takes 500 resources, and loops in loops make millions.
const ROUND: usize = 20;

/// The template's tree with its loops unrolled, and whether all of them could be; nothing when it has none.
pub(super) fn unroll(stack: &Stack<'_>) -> Option<(Node, bool)> {
    const SECTIONS: [&str; 3] = ["Resources", "Conditions", "Outputs"];
    let sections = stack.root.entries().iter().filter(|entry| SECTIONS.contains(&entry.key.as_str()));
    if !sections.clone().any(|entry| has_loop(&entry.value)) {
        return None;
    }
    let unroller = Unroller { stack, is_whole: Cell::new(true) };
    let entries = stack.root.entries().iter().map(|entry| {
        let mut entry = entry.clone();
        if SECTIONS.contains(&entry.key.as_str()) {
            entry.value = unroller.node(&entry.value, &[]);
            unroller.drop_unknown(&entry.key, &mut entry.value);
        }
        entry
    });
    let root = Node::new(stack.root.at, Kind::Map(entries.collect()));
    Some((root, unroller.is_whole.get()))
}

fn has_loop(node: &Node) -> bool {
    match &node.kind {
        Kind::List(elements) => elements.iter().any(has_loop),
        Kind::Map(entries) => {
            entries.iter().any(|entry| entry.key.starts_with(LOOP) || has_loop(&entry.value))
        }
        _ => false,
    }
}

struct Unroller<'s, 'r> {
    stack: &'s Stack<'r>,
    is_whole: Cell<bool>,
}

/// What an identifier stands for in one round of a loop.
type Bound = (String, String);

impl Unroller<'_, '_> {
    fn node(&self, node: &Node, bound: &[Bound]) -> Node {
        let entered = self.stack.reader.enter(&self.stack.template);
        let kind = if entered { self.kind(node, bound) } else { Kind::Null };
        self.stack.reader.leave();
        Node::new(node.at, kind)
    }

    fn kind(&self, node: &Node, bound: &[Bound]) -> Kind {
        match &node.kind {
            Kind::Text(text) => Kind::Text(self.text(text, bound)),
            Kind::List(elements) => {
                Kind::List(elements.iter().map(|element| self.node(element, bound)).collect())
            }
            Kind::Map(entries) => {
                if let [entry] = entries.as_slice()
                    && entry.key == "Ref"
                    && let Some((_, value)) = bound.iter().find(|(name, _)| entry.value.text() == Some(name))
                {
                    return Kind::Text(value.clone());
                }
                Kind::Map(self.entries(entries, bound))
            }
            other => other.clone(),
        }
    }

    fn entries(&self, entries: &[Entry], bound: &[Bound]) -> Vec<Entry> {
        let mut made = Vec::new();
        let mut keys = BTreeSet::new();
        for entry in entries {
            let new = if entry.key.starts_with(LOOP) {
                self.rounds(entry, bound)
            } else {
                vec![Entry {
                    at: entry.at,
                    key: self.text(&entry.key, bound),
                    value: self.node(&entry.value, bound),
                }]
            };
            for entry in new {
                if keys.insert(entry.key.clone()) {
                    made.push(entry);
                } else if !entry.key.starts_with(LOOP) {
                    let key: String = entry.key.chars().take(80).collect();
                    let help = "write the loop's identifier into the key: ${Identifier}";
                    self.stack.problem(entry.at, format!("`{key}` is made a second time"), help);
                }
            }
        }
        made
    }

    /// What a loop makes: one round a member of its collection. The loop itself where nobody can tell its members.
    fn rounds(&self, entry: &Entry, bound: &[Bound]) -> Vec<Entry> {
        let Some([identifier, collection, body]) = entry.value.list() else {
            let message = format!("{} takes a list of an identifier, a collection and a map", entry.key);
            self.stack.problem(entry.at, message, "");
            return Vec::new();
        };
        let Some(identifier) = identifier.text() else { return vec![entry.clone()] };
        let members = match self.stack.evaluate(&self.node(collection, bound)) {
            Some(Written::List(members)) => members.iter().map(scalar).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        let Some(members) = members else { return vec![entry.clone()] };
        let mut made = Vec::new();
        for member in members {
            if !self.stack.reader.spend(&self.stack.template, ROUND) {
                break;
            }
            let mut inner = bound.to_vec();
            inner.push((identifier.to_owned(), member));
            made.extend(self.entries(body.entries(), &inner));
        }
        made
    }

    fn text(&self, text: &str, bound: &[Bound]) -> String {
        let mut text = text.to_owned();
        for (name, value) in bound {
            if text.contains(name) {
                let plain: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
                text = text.replace(&format!("${{{name}}}"), value).replace(&format!("&{{{name}}}"), &plain);
            }
        }
        if self.stack.reader.spend(&self.stack.template, text.len() / 64) { text } else { String::new() }
    }

    /// Loops of a section that nobody can unroll here are told of, and not taken for resources.
    fn drop_unknown(&self, section: &str, node: &mut Node) {
        let Kind::Map(entries) = &mut node.kind else { return };
        entries.retain(|entry| {
            let is_loop = entry.key.starts_with(LOOP);
            if is_loop {
                self.is_whole.set(false);
                if section == "Resources" {
                    let file = self.stack.file();
                    self.stack.reader.note(format!(
                        "{file}: over what {} loops is not known here; none of its resources is judged",
                        entry.key
                    ));
                }
            }
            !is_loop
        });
    }
}

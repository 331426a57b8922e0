//! A template's text as a tree that knows where each of its values stands.

use serde_json::Number;

/// Where a value begins: what a problem's caret and an item's line need, and no more, for a template has many values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct At {
    /// 1-based.
    pub(super) line: u32,
    /// Characters before it in its line.
    pub(super) column: u32,
    /// Characters that it takes in that line; 0 where it goes on below.
    pub(super) width: u32,
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) at: At,
    pub(super) kind: Kind,
}

/// What a value is. Short forms of functions (`!Ref x`) are in their long form already.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A member of a map.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// Where its key stands.
    pub(super) at: At,
    pub(super) key: String,
    pub(super) value: Node,
}

/// Maps and lists within each other, at most. What people write has about twenty.
pub(super) const DEEPEST: usize = 128;

/// Values of one file, aliases followed, at most; 64 bytes of text count as one more. AWS takes templates of 1 MB.
pub(super) const MOST_VALUES: usize = 2_000_000;

impl Node {
    pub(super) const fn new(at: At, kind: Kind) -> Self {
        Self { at, kind }
    }

    /// The value of a map's key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// The members of a map; none of anything else.
    pub(super) fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// A text.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A text, a number or a truth value as CloudFormation turns it into a text.
    pub(super) fn scalar(&self) -> Option<String> {
        match &self.kind {
            Kind::Text(text) => Some(text.clone()),
            Kind::Number(number) => Some(number.to_string()),
            Kind::Bool(truth) => Some(truth.to_string()),
            _ => None,
        }
    }

    /// The elements of a list.
    pub(super) fn list(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::List(elements) => Some(elements),
            _ => None,
        }
    }

    /// The only member of a map of one.
    pub(super) fn only(&self) -> Option<&Entry> {
        match self.entries() {
            [entry] => Some(entry),
            _ => None,
        }
    }

    pub(super) const fn is_map(&self) -> bool {
        matches!(self.kind, Kind::Map(_))
    }

    /// What it counts towards [`MOST_VALUES`], itself and all below.
    pub(super) fn weight(&self) -> usize {
        match &self.kind {
            Kind::Text(text) => 1 + text.len() / 64,
            Kind::List(elements) => 1 + elements.iter().map(Self::weight).sum::<usize>(),
            Kind::Map(entries) => {
                1 + entries.iter().map(|e| 1 + e.key.len() / 64 + e.value.weight()).sum::<usize>()
            }
            _ => 1,
        }
    }

    /// What it is, in words for a problem.
    pub(super) const fn word(&self) -> &'static str {
        match self.kind {
            Kind::Null => "nothing",
            Kind::Bool(_) => "a truth value",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "a text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
        }
    }
}

//! Texts with placeholders: `{account}`, `{region}`, `{partition}`, `{month_start}` and `{month_end}` (the last full month's first
//! day, and the day after its last), `{.Path}` into the listed item, `{.}` for the item
//! itself where it is a text, `{detail.Path}` into the answer of a detail, `{parent.Path}` and `{parent}` likewise into the
//! item of an outer list.

use serde_json::Value;
use std::collections::BTreeMap;

/// A place in an answer: `.KeyId` in the listed item, `describe.KeyMetadata.Arn` in a detail's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The detail's name; `None`: the listed item.
    pub source: Option<String>,
    /// Dotted path of names on the wire; `.`: all of it, for lists of bare texts.
    pub path: String,
}

impl Reference {
    /// Reads `.Path`, `.`, `detail.Path` or `detail` alone, which is all of its answer.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "." {
            return Some(Self { source: None, path: text.to_owned() });
        }
        let valid = |word: &str| !word.is_empty() && !word.contains(char::is_whitespace);
        let Some((source, path)) = text.split_once('.') else {
            return valid(text).then(|| Self { source: Some(text.to_owned()), path: ".".to_owned() });
        };
        if !path.split('.').all(valid) {
            return None;
        }
        Some(Self { source: (!source.is_empty()).then(|| source.to_owned()), path: path.to_owned() })
    }
}

/// One piece of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text as it stands.
    Text(String),
    /// The cell's account.
    Account,
    /// The region that is asked.
    Region,
    /// The cell's partition.
    Partition,
    /// The first day of the month before the day of reading, `2026-10-01`.
    LastMonth,
    /// The first day of the month of reading.
    ThisMonth,
    /// A value of an answer.
    Reference(Reference),
    /// What follows the last `/` of a value of an answer: `{.Id|last}`.
    Last(Reference),
}

/// A text with placeholders.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    /// Its pieces, in order.
    pub parts: Vec<Part>,
}

impl Template {
    /// A text without placeholders.
    pub fn text(text: &str) -> Self {
        Self { parts: vec![Part::Text(text.to_owned())] }
    }

    /// Reads a text with placeholders.
    ///
    /// # Errors
    /// What is wrong with it, without a full stop.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            let Some((inside, after)) = after.split_once('}') else {
                return Err("a `{` without its `}`".to_owned());
            };
            parts.push(match inside {
                "account" => Part::Account,
                "region" => Part::Region,
                "partition" => Part::Partition,
                "month_start" => Part::LastMonth,
                "month_end" => Part::ThisMonth,
                _ if inside.ends_with("|last") => Part::Last(
                    Reference::parse(inside.trim_end_matches("|last"))
                        .ok_or_else(|| format!("`{{{inside}}}` is no placeholder"))?,
                ),
                _ => Part::Reference(
                    Reference::parse(inside).ok_or_else(|| format!("`{{{inside}}}` is no placeholder"))?,
                ),
            });
            rest = after;
        }
        if !rest.is_empty() || parts.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self { parts })
    }

    /// Its references into answers.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        self.parts.iter().filter_map(|part| match part {
            Part::Reference(reference) | Part::Last(reference) => Some(reference),
            _ => None,
        })
    }

    /// The details it takes a value from.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.references().filter_map(|reference| reference.source.as_deref())
    }
}

/// A parameter's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Parameter {
    /// A number or a truth value.
    Literal(Value),
    /// A text, perhaps with placeholders.
    Template(Template),
    /// A list.
    List(Vec<Parameter>),
    /// A table.
    Table(BTreeMap<String, Parameter>),
}

impl Parameter {
    /// Reads any TOML value.
    ///
    /// # Errors
    /// What is wrong with a text in it, without a full stop.
    pub fn parse(value: &Value) -> Result<Self, String> {
        Ok(match value {
            Value::String(text) => Self::Template(Template::parse(text)?),
            Value::Array(list) => Self::List(list.iter().map(Self::parse).collect::<Result<_, _>>()?),
            Value::Object(table) => Self::Table(
                table.iter().map(|(k, v)| Ok((k.clone(), Self::parse(v)?))).collect::<Result<_, String>>()?,
            ),
            literal => Self::Literal(literal.clone()),
        })
    }

    /// Its references into answers.
    pub fn references(&self) -> Vec<&Reference> {
        match self {
            Self::Literal(_) => Vec::new(),
            Self::Template(template) => template.references().collect(),
            Self::List(list) => list.iter().flat_map(Self::references).collect(),
            Self::Table(table) => table.values().flat_map(Self::references).collect(),
        }
    }

    /// The details it takes a value from.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.references().into_iter().filter_map(|reference| reference.source.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_point_is_the_item_itself() {
        let whole = Reference { source: None, path: ".".to_owned() };
        assert_eq!(Template::parse("{.}"), Ok(Template { parts: vec![Part::Reference(whole)] }));
        for wrong in ["{..}", "{describe.}", "{}", "{. }"] {
            assert!(Template::parse(wrong).is_err(), "{wrong}");
        }
    }
}

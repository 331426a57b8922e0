//! Functions over lists and maps: Join, Select, Split, Length, FindInMap, Cidr, ToJsonString.

use super::evaluate::size;
use super::node::{Kind, Node};
use super::stack::Stack;
use super::texts::{joined, scalar};
use crate::source::declared::Written;
use serde_json::Value;
use std::net::IpAddr;

impl Stack<'_> {
    /// `Fn::Join`.
    pub(super) fn join(&self, argument: &Node) -> Written {
        let Some([between, list]) = argument.list() else {
            return self.misused(argument, "Fn::Join takes a list of a text and a list");
        };
        let (Some(between), Some(Written::List(elements))) =
            (self.evaluate(between).as_ref().and_then(scalar), self.evaluate(list))
        else {
            return Written::Unknown;
        };
        let work = elements.iter().map(|element| 1 + (size(element) + between.len()) / 64).sum();
        if !self.reader.spend(&self.template, work) {
            return Written::Unknown;
        }
        let mut parts = Vec::new();
        for (index, element) in elements.into_iter().enumerate() {
            if index > 0 {
                parts.push(Written::Text(between.clone()));
            }
            parts.push(element);
        }
        joined(parts)
    }

    /// `Fn::Select`; nothing where the element is `AWS::NoValue`.
    pub(super) fn select(&self, argument: &Node) -> Option<Written> {
        let Some([index, list]) = argument.list() else {
            return Some(self.misused(argument, "Fn::Select takes a list of an index and a list"));
        };
        let index = self.evaluate(index).as_ref().and_then(scalar).map(|text| text.parse::<usize>());
        // An element that is written is worked out alone: the others may be of any size.
        let chosen = match (index, &list.kind) {
            (None, _) => return Some(Written::Unknown),
            (Some(Err(_)), _) => {
                return Some(self.misused(argument, "the index of Fn::Select is no whole number"));
            }
            (Some(Ok(index)), Kind::List(elements)) => {
                elements.get(index).map(|element| self.evaluate(element))
            }
            (Some(Ok(index)), _) => match self.evaluate(list) {
                Some(Written::List(elements)) => elements.into_iter().nth(index).map(Some),
                _ => return Some(Written::Unknown),
            },
        };
        chosen.unwrap_or_else(|| Some(self.misused(argument, "Fn::Select asks for more than its list holds")))
    }

    /// `Fn::Split`.
    pub(super) fn split(&self, argument: &Node) -> Written {
        let Some([between, text]) = argument.list() else {
            return self.misused(argument, "Fn::Split takes a list of a text and a text");
        };
        let between = between.text().filter(|between| !between.is_empty());
        let (Some(between), Some(Written::Text(text))) = (between, self.evaluate(text)) else {
            return Written::Unknown;
        };
        if !self.reader.spend(&self.template, text.len() / 16) {
            return Written::Unknown;
        }
        Written::List(text.split(between).map(|part| Written::Text(part.to_owned())).collect())
    }

    /// `Fn::Length`.
    pub(super) fn length(&self, argument: &Node) -> Written {
        match self.evaluate(argument) {
            Some(Written::List(elements)) => Written::Number(elements.len().into()),
            _ => Written::Unknown,
        }
    }

    /// `Fn::ToJsonString`: known only where all of it is.
    pub(super) fn to_json_string(&self, argument: &Node) -> Written {
        let value = self.evaluate(argument).as_ref().and_then(known);
        value.map_or(Written::Unknown, |value| Written::Text(value.to_string()))
    }

    /// `Fn::FindInMap`, with a default or without.
    pub(super) fn find_in_map(&self, argument: &Node) -> Written {
        let Some([map, first, second, rest @ ..]) = argument.list() else {
            return self.misused(argument, "Fn::FindInMap takes a list of a mapping's name and two keys");
        };
        let default = rest.first().and_then(|node| node.get("DefaultValue"));
        let word = |node: &Node| self.evaluate(node).as_ref().and_then(scalar);
        let (Some(name), Some(top), Some(key)) = (word(map), word(first), word(second)) else {
            return Written::Unknown;
        };
        let mappings = self.section("Mappings");
        let step = |entries: &'_ [super::node::Entry]| self.reader.spend(&self.template, entries.len() / 8);
        if !step(mappings) {
            return Written::Unknown;
        }
        let mapping = mappings.iter().find(|entry| entry.key == name).map(|entry| &entry.value);
        let row = mapping.filter(|node| step(node.entries())).and_then(|node| node.get(&top));
        let found = row.filter(|node| step(node.entries())).and_then(|node| node.get(&key));
        match (found, default, mapping) {
            (Some(node), _, _) | (None, Some(node), _) => self.evaluate(node).unwrap_or(Written::Null),
            (None, None, None) if self.is_open => Written::Unknown,
            (None, None, None) => self.misused(map, &format!("there is no mapping `{name}`")),
            (None, None, Some(mapping)) if mapping.get("Fn::Transform").is_some() => Written::Unknown,
            (None, None, Some(_)) => {
                self.misused(argument, &format!("mapping `{name}` holds nothing at `{top}`, `{key}`"))
            }
        }
    }

    /// `Fn::Cidr`: a block cut into equal parts.
    pub(super) fn cidr(&self, argument: &Node) -> Written {
        let Some([block, count, rest @ ..]) = argument.list() else {
            return self.misused(argument, "Fn::Cidr takes a list of a block, a count and a number of bits");
        };
        let word = |node: &Node| self.evaluate(node).as_ref().and_then(scalar);
        let bits = rest.first().map_or_else(|| Some("8".to_owned()), word);
        match (word(block), word(count), bits) {
            (Some(block), Some(count), Some(bits)) => match blocks(&block, &count, &bits) {
                Some(blocks) => Written::List(blocks.into_iter().map(Written::Text).collect()),
                None => self
                    .misused(argument, "Fn::Cidr cannot cut this block into so many parts of so many bits"),
            },
            _ => Written::Unknown,
        }
    }
}

/// `count` blocks, 256 at most, whose hosts have `bits` bits.
fn blocks(block: &str, count: &str, bits: &str) -> Option<Vec<String>> {
    let (address, prefix) = block.split_once('/')?;
    let (count, bits): (u128, u32) = (count.parse().ok()?, bits.parse().ok()?);
    let prefix: u32 = prefix.parse().ok()?;
    let (base, width): (u128, u32) = match address.parse().ok()? {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    };
    let length = width.checked_sub(bits).filter(|length| prefix <= *length && prefix <= width && bits > 0)?;
    let room = 1_u128.checked_shl(length - prefix);
    if count == 0 || count > 256 || room.is_some_and(|room| count > room) {
        return None;
    }
    let start = base & !1_u128.checked_shl(width - prefix).map_or(u128::MAX, |size| size - 1);
    (0..count)
        .map(|index| {
            let address = start.checked_add(index.checked_mul(1_u128.checked_shl(bits)?)?)?;
            let text = if width == 32 {
                IpAddr::V4(u32::try_from(address).ok()?.into()).to_string()
            } else {
                IpAddr::V6(address.into()).to_string()
            };
            Some(format!("{text}/{length}"))
        })
        .collect()
}

/// A value as JSON, where all of it is known.
fn known(value: &Written) -> Option<Value> {
    Some(match value {
        Written::Null => Value::Null,
        Written::Bool(truth) => Value::Bool(*truth),
        Written::Number(number) => Value::Number(number.clone()),
        Written::Text(text) => Value::String(text.clone()),
        Written::List(elements) => Value::Array(elements.iter().map(known).collect::<Option<_>>()?),
        Written::Map(members) => {
            let members = members.iter().map(|(name, value)| Some((name.clone(), known(value)?)));
            Value::Object(members.collect::<Option<_>>()?)
        }
        Written::Perhaps(_)
        | Written::Reference { .. }
        | Written::Joined(_)
        | Written::Unknown
        | Written::Computed
        | Written::Withheld => return None,
    })
}

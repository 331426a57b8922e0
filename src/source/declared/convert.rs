//! From a value as it is written to a property in its kind's shape.

use super::Written;
use super::condition::without_sids;
use super::default::keyed;
use super::mapping::{Field, Mapping};
use super::names::Style;
use super::plain::{id_in_arn, not_understood, one_of, plain_text, single, truth, unknown, whole, withheld};
use super::select::selector;
use crate::resource::Unread;
use crate::service::Shape;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// What an attribute of another thing in the same source gives; `None` where only AWS will tell.
pub(super) type Resolve<'r> = &'r dyn Fn(&str, &str) -> Option<String>;

/// Converts the properties of one thing.
pub(super) struct Converter<'r> {
    pub(super) style: Style,
    pub(super) resolve: Resolve<'r>,
    /// Whether the change makes the thing, so that AWS's defaults of today hold.
    pub(super) made: bool,
}

/// A value, or none with the reasons in the list that went along.
pub(super) type Converted = Option<Value>;

/// What is empty says less than what is computed, and more than nothing.
fn keep<'w>(last: &mut Cow<'w, Written>, empty: Cow<'w, Written>) {
    if last.is_null() {
        *last = empty;
    }
}

impl Converter<'_> {
    /// The properties that the mapping gives of one item's values, and what of them is not known.
    pub(super) fn properties(
        &self,
        mapping: &Mapping,
        shapes: &std::collections::BTreeMap<String, Shape>,
        values: &Written,
    ) -> (Map<String, Value>, Vec<Unread>) {
        let (mut properties, mut unread) = (Map::new(), Vec::new());
        for (name, field) in &mapping.properties {
            let Some(shape) = shapes.get(name).filter(|_| field.own.is_none() && field.item.is_none()) else {
                continue;
            };
            let pointer = format!("/properties/{name}");
            if let Some(value) = self.field(name, field, shape, values, &pointer, &mut unread) {
                properties.insert(name.clone(), value);
            }
        }
        (properties, unread)
    }

    /// One property or member, of the thing around it.
    fn field(
        &self,
        name: &str,
        field: &Field,
        shape: &Shape,
        around: &Written,
        pointer: &str,
        unread: &mut Vec<Unread>,
    ) -> Converted {
        if let Some(value) = &field.always {
            return Some(value.clone());
        }
        if field.unknown || field.untold {
            unread.push(if field.untold { Unread::not_in_source(pointer) } else { unknown(pointer) });
            return None;
        }
        if field.by_parts {
            return self.absent(field, around, pointer, unread);
        }
        let found = match self.counts(field, around) {
            Some(true) => self.find(name, field, around),
            Some(false) => Cow::Owned(Written::Null),
            None => Cow::Owned(Written::Unknown),
        };
        let found = match found.as_ref() {
            Written::Perhaps(_) if field.computed => Cow::Owned(Written::Unknown),
            Written::Perhaps(taken) => Cow::Owned((**taken).clone()),
            _ => found,
        };
        let converted = match (found.as_ref(), &field.value) {
            (written, _) if self.says_nothing(written, field, shape) => {
                self.absent(field, around, pointer, unread)
            }
            (Written::Unknown | Written::Computed, _) | (_, None) => {
                self.value(&found, field, shape, pointer, unread)
            }
            (_, Some(value)) => Some(value.clone()),
        };
        keyed(converted, field, shape, pointer, unread)
    }

    /// Whether nothing is written. Terraform writes a block that is not there as an empty list, and a text that is not given
    /// often as an empty one.
    fn says_nothing(&self, written: &Written, field: &Field, shape: &Shape) -> bool {
        match written {
            Written::Null => true,
            Written::Computed => field.computed,
            Written::List(elements) if elements.is_empty() => {
                field.absent.is_some() || !matches!(shape, Shape::List(_))
            }
            Written::Text(text) => text.is_empty() && self.style == Style::Terraform,
            _ => false,
        }
    }

    /// Whether the condition of a field holds; `None` when that is not known.
    pub(super) fn counts(&self, field: &Field, around: &Written) -> Option<bool> {
        let Some((attribute, is)) = &field.when else { return Some(true) };
        super::condition::holds(is, &self.walk(around, attribute))
    }

    fn find<'w>(&self, name: &str, field: &Field, around: &'w Written) -> Cow<'w, Written> {
        let found = self.found(name, field, around);
        if field.json { super::condition::parsed(found) } else { found }
    }

    fn found<'w>(&self, name: &str, field: &Field, around: &'w Written) -> Cow<'w, Written> {
        if let Some(of) = &field.of {
            return Cow::Owned(self.of_other(of, name, field, around));
        }
        if field.from.is_empty() {
            return self.walk(around, &self.style.own(name));
        }
        let mut last = Cow::Owned(Written::Null);
        for path in &field.from {
            let found = self.walk(around, path);
            match found.as_ref() {
                Written::Null => {}
                // One that is computed leaves the next its chance; it is what is said if all are silent. So does a block that
                // is not there, which Terraform writes as an empty list.
                Written::Computed => last = found,
                Written::List(elements) if elements.is_empty() => keep(&mut last, found),
                Written::Text(text) if text.is_empty() => keep(&mut last, found),
                _ => return found,
            }
        }
        last
    }

    /// The value at a dotted path. A list of blocks on the way is walked through; of a single one its member stands alone.
    pub(super) fn walk<'w>(&self, around: &'w Written, path: &str) -> Cow<'w, Written> {
        if path == "." {
            return Cow::Borrowed(around);
        }
        let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
        if let Written::List(elements) = around {
            return match elements.as_slice() {
                [] => Cow::Owned(Written::Null),
                [only] => self.walk(only, path),
                many => {
                    let found = many.iter().map(|element| self.walk(element, path).into_owned());
                    Cow::Owned(Written::List(found.filter(|value| !value.is_null()).collect()))
                }
            };
        }
        let (name, wanted) = selector(first);
        let member = around.member(&self.style.written(name));
        match (wanted, rest) {
            (None, None) => Cow::Borrowed(member),
            (None, Some(rest)) => self.walk(member, rest),
            (Some(wanted), rest) => {
                let selected = self.select(member, wanted);
                Cow::Owned(
                    rest.map_or_else(|| selected.clone(), |rest| self.walk(&selected, rest).into_owned()),
                )
            }
        }
    }

    fn value(
        &self,
        written: &Written,
        field: &Field,
        shape: &Shape,
        pointer: &str,
        unread: &mut Vec<Unread>,
    ) -> Converted {
        let refused = |unread: &mut Vec<Unread>, why: Unread| {
            unread.push(why);
            None
        };
        match written {
            Written::Unknown | Written::Computed => return refused(unread, unknown(pointer)),
            Written::Withheld => return refused(unread, withheld(pointer)),
            Written::Null => return Some(Value::Null),
            Written::Perhaps(taken) => return self.value(taken, field, shape, pointer, unread),
            Written::Reference { .. } | Written::Joined(_) if !matches!(shape, Shape::List(_)) => {
                return match self.text(written) {
                    Some(text) => self.value(&Written::Text(text), field, shape, pointer, unread),
                    None => refused(unread, unknown(pointer)),
                };
            }
            _ => {}
        }
        if let (Written::List(several), false) = (written, matches!(shape, Shape::List(_)))
            && several.len() > 1
            && several.iter().any(|each| matches!(each, Written::Reference { .. }))
        {
            return match one_of(several).filter(|_| *shape == Shape::String) {
                Some(text) => Some(Value::String(text)),
                None => refused(unread, unknown(pointer)),
            };
        }
        if !field.values.is_empty()
            && let Some(text) = plain_text(written)
            && let Some(value) = field.values.get(&text)
        {
            return match value.as_str() {
                Some("unknown") => refused(unread, unknown(pointer)),
                _ => Some(value.clone()),
            };
        }
        let converted = match shape {
            Shape::Bool => truth(written).map(Value::Bool),
            Shape::Int => whole(written).map(Value::Number),
            // A document that is written out, where its text is asked for.
            Shape::String if matches!(single(written), Written::Map(_)) => match self.json(single(written)) {
                Some(document) => Some(Value::String(document.to_string())),
                None => return refused(unread, unknown(pointer)),
            },
            Shape::String | Shape::Time => plain_text(single(written)).map(Value::String),
            Shape::Json => match self.document(written) {
                Some(document) => Some(without_sids(document)),
                None => return refused(unread, unknown(pointer)),
            },
            Shape::Object(members) => {
                if let Written::Text(text) = single(written)
                    && let Ok(document @ Value::Object(_)) = serde_json::from_str(text)
                {
                    return Some(self.object(&document.into(), field, members, pointer, unread));
                }
                let is_word = matches!(written, Written::Bool(_) | Written::Text(_) | Written::Number(_));
                if !matches!(single(written), Written::Map(_)) && (!is_word || field.members.is_empty()) {
                    return match single(written) {
                        Written::Null => self.absent(field, &Written::Null, pointer, unread),
                        Written::Unknown | Written::Computed => refused(unread, unknown(pointer)),
                        Written::Withheld => refused(unread, withheld(pointer)),
                        _ => refused(unread, not_understood(pointer)),
                    };
                }
                return Some(self.object(single(written), field, members, pointer, unread));
            }
            Shape::List(element) => return self.list(written, field, element, pointer, unread),
        };
        converted.or_else(|| refused(unread, not_understood(pointer)))
    }

    fn object(
        &self,
        written: &Written,
        field: &Field,
        members: &std::collections::BTreeMap<String, Shape>,
        pointer: &str,
        unread: &mut Vec<Unread>,
    ) -> Value {
        let plain = Field { absent: Some(Value::Null), computed: true, ..Field::default() };
        let mut object = Map::new();
        for (name, shape) in members {
            let of_member = field.members.get(name).unwrap_or(&plain);
            let pointer = format!("{pointer}/{name}");
            if let Some(value) = self.field(name, of_member, shape, written, &pointer, unread) {
                object.insert(name.clone(), value);
            }
        }
        Value::Object(object)
    }

    /// A list. An element that is not known leaves the whole list unknown: there may be anything in it.
    fn list(
        &self,
        written: &Written,
        field: &Field,
        element: &Shape,
        pointer: &str,
        unread: &mut Vec<Unread>,
    ) -> Converted {
        if let (Shape::Object(members), Written::Map(pairs)) = (element, single(written))
            && members.len() == 2
            && field.members.is_empty()
            && members.contains_key("Key")
            && members.contains_key("Value")
            && !(pairs.contains_key(&*self.style.own("Key")) && pairs.contains_key(&*self.style.own("Value")))
        {
            return self.pairs(pairs, pointer, unread);
        }
        let one;
        let elements = match written {
            Written::List(elements) => elements.as_slice(),
            other => {
                one = [other.clone()];
                &one
            }
        };
        let mut list = Vec::with_capacity(elements.len());
        for (at, each) in elements.iter().enumerate() {
            match each {
                Written::Null => {}
                Written::Unknown | Written::Computed => {
                    unread.push(unknown(pointer));
                    return None;
                }
                _ if matches!(element, Shape::Object(_)) && !matches!(each, Written::Map(_)) => {
                    // A text or a number that is an object's only word: `.` in the members takes it.
                    let Shape::Object(members) = element else { continue };
                    list.push(self.object(each, field, members, &format!("{pointer}/{at}"), unread));
                }
                _ => {
                    let mut inner = Vec::new();
                    match self.value(each, field, element, &format!("{pointer}/{at}"), &mut inner) {
                        Some(value) => {
                            list.push(value);
                            unread.append(&mut inner);
                        }
                        None => {
                            unread.extend(
                                inner.into_iter().map(|why| Unread { path: pointer.to_owned(), ..why }),
                            );
                            return None;
                        }
                    }
                }
            }
        }
        Some(Value::Array(list))
    }

    /// A map, as CloudFormation's list of `Key` and `Value`.
    fn pairs(
        &self,
        pairs: &std::collections::BTreeMap<String, Written>,
        pointer: &str,
        unread: &mut Vec<Unread>,
    ) -> Converted {
        let mut list = Vec::new();
        for (at, (key, value)) in pairs.iter().enumerate() {
            let mut pair = Map::from_iter([("Key".to_owned(), Value::from(key.as_str()))]);
            match self.text(value) {
                Some(text) => _ = pair.insert("Value".to_owned(), text.into()),
                None => unread.push(unknown(&format!("{pointer}/{at}/Value"))),
            }
            list.push(Value::Object(pair));
        }
        Some(Value::Array(list))
    }

    /// A text, references resolved.
    pub(super) fn text(&self, written: &Written) -> Option<String> {
        match written {
            Written::Reference { to, attribute } => (self.resolve)(to, attribute),
            Written::Perhaps(taken) => self.text(taken),
            Written::Joined(parts) => parts.iter().try_fold(String::new(), |mut joined, part| {
                let told = self.text(part)?;
                joined.push_str(id_in_arn(&joined, &told));
                Some(joined)
            }),
            Written::List(_) => match single(written) {
                Written::List(_) => None,
                only => self.text(only),
            },
            other => plain_text(other),
        }
    }

    /// A document: a text of JSON, or an object written out. One part that is not known leaves all of it unknown.
    pub(super) fn document(&self, written: &Written) -> Option<Value> {
        match written {
            Written::Text(text) => serde_json::from_str(text).ok(),
            other => self.json(other),
        }
    }

    fn json(&self, written: &Written) -> Option<Value> {
        Some(match written {
            Written::Null => Value::Null,
            Written::Bool(truth) => Value::Bool(*truth),
            Written::Number(number) => Value::Number(number.clone()),
            Written::Text(text) => Value::String(text.clone()),
            Written::Reference { .. } | Written::Joined(_) => Value::String(self.text(written)?),
            Written::List(elements) => {
                Value::Array(elements.iter().map(|element| self.json(element)).collect::<Option<_>>()?)
            }
            Written::Map(members) => {
                let members = members.iter().filter(|(_, value)| !value.is_null());
                Value::Object(
                    members
                        .map(|(name, value)| Some((name.clone(), self.json(value)?)))
                        .collect::<Option<_>>()?,
                )
            }
            Written::Perhaps(_) | Written::Unknown | Written::Computed | Written::Withheld => return None,
        })
    }
}

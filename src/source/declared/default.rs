//! What a property is when nothing is written of it, as far as that is known.

use super::Written;
use super::convert::{Converted, Converter};
use super::mapping::Field;
use super::plain::unknown;
use crate::resource::Unread;
use crate::service::Shape;
use serde_json::{Value, json};

impl Converter<'_> {
    /// The documented default, where it holds for the thing around.
    pub(super) fn absent(
        &self,
        field: &Field,
        around: &Written,
        pointer: &str,
        unread: &mut Vec<Unread>,
    ) -> Converted {
        let holds =
            (self.made || !field.new_only) && !field.unless.iter().any(|path| self.is_written(around, path));
        let absent = field.absent.clone().filter(|_| holds);
        if absent.is_none() {
            unread.push(unknown(pointer));
        }
        absent
    }

    fn is_written(&self, around: &Written, path: &str) -> bool {
        match self.walk(around, path).as_ref() {
            Written::Null | Written::Computed => false,
            Written::List(elements) => !elements.is_empty(),
            Written::Text(text) => !text.is_empty(),
            _ => true,
        }
    }
}

/// A list of keys and values with the keys that AWS has in it whoever writes the list. Where a key is not known, it may be
/// any of them, and none is added.
pub(super) fn keyed(
    converted: Converted,
    field: &Field,
    shape: &Shape,
    pointer: &str,
    unread: &mut Vec<Unread>,
) -> Converted {
    let Some((of_key, of_value)) = names(shape).filter(|_| !field.keyed.is_empty()) else { return converted };
    let Some(Value::Array(mut list)) = converted else { return converted };
    if list.iter().all(|pair| pair[of_key].is_string()) {
        for (key, value) in &field.keyed {
            if list.iter().any(|pair| pair[of_key] == key.as_str()) {
                continue;
            }
            match value {
                Some(value) => list.push(json!({ of_key: key, of_value: value })),
                None => {
                    unread.push(unknown(&format!("{pointer}/{}/{of_value}", list.len())));
                    list.push(json!({ of_key: key }));
                }
            }
        }
    }
    Some(Value::Array(list))
}

/// What the two members of a pair are called: `Key` and `Value`, `ParameterName` and `ParameterValue`.
fn names(shape: &Shape) -> Option<(&str, &str)> {
    let Shape::List(element) = shape else { return None };
    let Shape::Object(members) = element.as_ref() else { return None };
    let mut names = members.keys().map(String::as_str);
    let (key, value, more) = (names.next()?, names.next()?, names.next());
    (more.is_none() && value.ends_with("Value")).then_some((key, value))
}

#[cfg(test)]
#[path = "default_tests.rs"]
mod tests;

//! What a property is when nothing is written of it, as far as that is known.

use super::Written;
use super::convert::{Converted, Converter};
use super::mapping::Field;
use super::plain::unknown;
use crate::resource::Unread;
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
    pointer: &str,
    unread: &mut Vec<Unread>,
) -> Converted {
    let Some(Value::Array(mut list)) = converted else { return converted };
    if list.iter().all(|pair| pair["Key"].is_string()) {
        for (key, value) in &field.keyed {
            if list.iter().any(|pair| pair["Key"] == key.as_str()) {
                continue;
            }
            match value {
                Some(value) => list.push(json!({ "Key": key, "Value": value })),
                None => {
                    unread.push(unknown(&format!("{pointer}/{}/Value", list.len())));
                    list.push(json!({ "Key": key }));
                }
            }
        }
    }
    Some(Value::Array(list))
}

#[cfg(test)]
#[path = "default_tests.rs"]
mod tests;

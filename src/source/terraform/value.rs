//! The attributes of a planned resource: what is known, what is a secret, what something made with it will tell.

use super::configuration::{Configuration, Written as WrittenResource};
use super::expression::{Expression, Expressions};
use super::plan::ResourceChange;
use super::references::{Index, Scope, index_text};
use crate::source::declared::{Change, Written};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// What one attribute is read with.
struct Reader<'r> {
    configuration: &'r Configuration<'r>,
    index: &'r Index<'r>,
    scope: Scope<'r>,
    for_each: Option<&'r Expression>,
    gaps_are_unknown: bool,
}

/// The attributes of one resource as they will be; of one that goes, as they were.
pub(super) fn values(
    change: &ResourceChange<'_>,
    becomes: Change,
    configuration: &Configuration<'_>,
    index: &Index<'_>,
) -> Result<Written, String> {
    let parse = |raw: Option<&RawValue>| -> Result<Value, String> {
        let Some(raw) = raw else { return Ok(Value::Null) };
        serde_json::from_str(raw.get()).map_err(|error| format!("`{}`: {error}", change.address))
    };
    let (after, unknown, sensitive) = if becomes == Change::Delete {
        (parse(change.change.before)?, Value::Null, Value::Null)
    } else {
        let change = &change.change;
        (parse(change.after)?, parse(change.after_unknown)?, parse(change.after_sensitive)?)
    };
    if let (Value::Bool(true), Value::Object(members)) = (&sensitive, &after) {
        // All of it is a secret.
        let withheld = |value: &Value| if value.is_null() { Written::Null } else { Written::Withheld };
        return Ok(Written::Map(
            members.iter().map(|(name, value)| (name.clone(), withheld(value))).collect(),
        ));
    }
    let own = index_text(change.index.as_ref());
    let module = change.module_address.as_deref().unwrap_or_default();
    let written = configuration.resource(module, &change.local());
    let reader = Reader {
        configuration,
        index,
        scope: Scope { module, index: own.as_deref() },
        for_each: written.as_ref().and_then(|w: &WrittenResource<'_>| w.for_each),
        gaps_are_unknown: change.change.gaps_are_unknown || (after.is_null() && unknown.is_null()),
    };
    let empty = Expressions::new();
    let expressions = written.map(|written| written.expressions);
    let members = match after {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    Ok(reader.block(
        members,
        &unknown,
        &sensitive,
        expressions.or((!configuration.is_there).then_some(&empty)),
    ))
}

impl Reader<'_> {
    /// A block: the names that are known, unknown, or only written.
    fn block(
        &self,
        known: Map<String, Value>,
        unknown: &Value,
        sensitive: &Value,
        written: Option<&Expressions>,
    ) -> Written {
        let mut members = std::collections::BTreeMap::new();
        let only_unknown =
            unknown.as_object().into_iter().flatten().filter(|(name, _)| !known.contains_key(*name));
        for (name, unknown) in only_unknown {
            let value = self.value(name, Value::Null, unknown, &Value::Null, written.map(|w| w.get(name)));
            members.insert(name.clone(), value);
        }
        if self.gaps_are_unknown {
            let gaps = written.into_iter().flatten().filter(|(name, _)| !known.contains_key(*name));
            for (name, expression) in gaps {
                members.insert(name.clone(), self.reference(name, Some(expression)));
            }
        }
        for (name, value) in known {
            let written = written.map(|w| w.get(&name));
            let value = self.value(&name, value, &unknown[&name], &sensitive[&name], written);
            members.insert(name, value);
        }
        Written::Map(members)
    }

    /// A value. `written` is the configuration's expression for it: `None` where the configuration is not known here, `Some(None)`
    /// where it writes nothing.
    fn value(
        &self,
        name: &str,
        known: Value,
        unknown: &Value,
        sensitive: &Value,
        written: Option<Option<&Expression>>,
    ) -> Written {
        if sensitive == &Value::Bool(true) && !known.is_null() {
            return Written::Withheld;
        }
        match (known, unknown) {
            (_, Value::Bool(true)) => match written {
                Some(None) if self.configuration.is_there => Written::Computed,
                Some(expression) => self.reference(name, expression),
                None => Written::Unknown,
            },
            (Value::Object(members), unknown) => {
                let block = written.flatten().and_then(|w| block_of(w, 0, 1));
                self.block(members, unknown, sensitive, block.as_ref())
            }
            (Value::Array(elements), unknown) => {
                let count = elements.len();
                let list = elements.into_iter().enumerate().map(|(at, element)| {
                    let block = written.flatten().and_then(|w| block_of(w, at, count));
                    match (element, block) {
                        (Value::Object(members), block) => {
                            self.block(members, &unknown[at], &sensitive[at], block.as_ref())
                        }
                        (element, _) => {
                            // One of several references, of which nobody says which.
                            let of_list = if count == 1 { written } else { None };
                            self.value(name, element, &unknown[at], &sensitive[at], of_list)
                        }
                    }
                });
                let list: Vec<Written> = list.collect();
                if list.contains(&Written::Unknown)
                    && let Some(Some(expression)) = written
                    && let several @ Written::List(_) = self.reference(name, Some(expression))
                {
                    return several;
                }
                Written::List(list)
            }
            (known, _) => Written::from(known),
        }
    }

    /// What an attribute refers to. Several things in one attribute are a list; whether that fits, its shape tells.
    fn reference(&self, name: &str, expression: Option<&Expression>) -> Written {
        let targets = expression.and_then(|expression| self.targets(expression));
        let attribute = |given: Option<String>| {
            given.unwrap_or_else(|| {
                if name.ends_with("arn") || name.ends_with("arns") { "arn" } else { "id" }.to_owned()
            })
        };
        let mut references: Vec<Written> = targets
            .into_iter()
            .flatten()
            .map(|(to, given)| Written::Reference { to, attribute: attribute(given) })
            .collect();
        let in_doubt = || expression.is_some_and(|e| self.index.in_doubt(self.configuration, e, self.scope));
        match references.len() {
            0 => Written::Unknown,
            1 if in_doubt() => Written::Perhaps(Box::new(references.remove(0))),
            1 => references.remove(0),
            _ => Written::List(references),
        }
    }

    fn targets(&self, expression: &Expression) -> Option<Vec<super::references::Target>> {
        let is_each = |reference: &String| reference.starts_with("each.value");
        if let (true, Some(for_each)) = (expression.references().iter().any(is_each), self.for_each) {
            let [only] = expression.references() else { return None };
            let attribute = only
                .strip_prefix("each.value.")
                .map(|rest| rest.split(['.', '[']).next().unwrap_or(rest).to_owned());
            let targets = self.index.targets(self.configuration, for_each, self.scope, 0)?;
            return Some(targets.into_iter().map(|(to, _)| (to, attribute.clone())).collect());
        }
        self.index.targets(self.configuration, expression, self.scope, 0)
    }
}

/// The block that an element was written as. Which of several it was is not known where a set changes their order: then only
/// what all of them refer to alike counts.
fn block_of(written: &Expression, at: usize, count: usize) -> Option<Expressions> {
    let Expression::Blocks(blocks) = written else { return None };
    match blocks.as_slice() {
        [only] => Some(only.clone()),
        many if many.len() == count && at < count => {
            let first = many.first()?;
            let same = first
                .iter()
                .filter(|(name, expression)| many.iter().all(|block| block.get(*name) == Some(*expression)));
            let mut merged: Expressions =
                same.map(|(name, expression)| (name.clone(), expression.clone())).collect();
            for name in many.iter().flat_map(|block| block.keys()) {
                merged.entry(name.clone()).or_default();
            }
            Some(merged)
        }
        _ => None,
    }
}

//! What is known while one item is read: the cell, the item as listed, and the answers about it.

use crate::resource::Unread;
use crate::service::{Condition, Parameter, Part, Reference, Template, Wanted};
use crate::source::aws::answer;
use crate::source::aws::protocol::encode;
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a detail told.
#[derive(Clone)]
pub(super) enum Told {
    /// Its pages.
    Pages(Vec<Value>),
    /// Nothing is configured, or its condition does not hold.
    Nothing,
    /// It could not be read.
    Unread(Unread),
}

/// The items of outer lists, by the lists' names.
pub(super) type Outer = BTreeMap<String, Told>;

/// What placeholders may refer to.
pub(super) struct Surroundings<'a> {
    pub(super) account: &'a str,
    pub(super) region: &'a str,
    pub(super) partition: &'a str,
    pub(super) today: Date,
    /// The item as listed; `None` while listing.
    pub(super) item: Option<&'a Value>,
    pub(super) told: BTreeMap<String, Told>,
}

impl Surroundings<'_> {
    /// What stands at a source: the item, or a detail's pages; empty where AWS has none.
    pub(super) fn roots(&self, source: Option<&str>) -> Result<Vec<&Value>, Unread> {
        match source {
            None => Ok(self.item.into_iter().collect()),
            Some(name) => match self.told.get(name) {
                Some(Told::Pages(pages)) => Ok(pages.iter().collect()),
                Some(Told::Unread(unread)) => Err(unread.clone()),
                Some(Told::Nothing) | None => Ok(Vec::new()),
            },
        }
    }

    /// The value that a reference points at.
    pub(super) fn value(&self, reference: &Reference) -> Result<Option<&Value>, Unread> {
        Ok(answer::first(&self.roots(reference.source.as_deref())?, &reference.path))
    }

    fn part(&self, part: &Part) -> Result<Option<String>, Unread> {
        Ok(match part {
            Part::Text(text) => Some(text.clone()),
            Part::Account => Some(self.account.to_owned()),
            Part::Region => Some(self.region.to_owned()),
            Part::Partition => Some(self.partition.to_owned()),
            Part::ThisMonth => Some(self.today.first_of_month().to_string()),
            Part::LastMonth => Some(month_before(self.today).to_string()),
            Part::Last(reference) => {
                let whole = self.value(reference)?.and_then(answer::word);
                whole.map(|text| text.rsplit('/').next().unwrap_or_default().to_owned())
            }
            Part::Reference(reference) => self.value(reference)?.and_then(answer::word),
        })
    }

    fn fill(
        &self,
        template: &Template,
        each: impl Fn(&Part, String) -> String,
    ) -> Result<Option<String>, Unread> {
        let mut text = String::new();
        for part in &template.parts {
            match self.part(part)? {
                Some(value) => text.push_str(&each(part, value)),
                None => return Ok(None),
            }
        }
        Ok(Some(text))
    }

    /// A text with its placeholders filled in; `None` when AWS has no value for one of them.
    pub(super) fn text(&self, template: &Template) -> Result<Option<String>, Unread> {
        self.fill(template, |_, value| value)
    }

    /// A path, its filled-in parts percent-encoded.
    pub(super) fn path(&self, template: &Template) -> Result<Option<String>, Unread> {
        self.fill(template, |part, value| if matches!(part, Part::Text(_)) { value } else { encode(&value) })
    }

    /// Parameters with their placeholders filled in; those without a value are left out.
    pub(super) fn parameters(
        &self,
        parameters: &BTreeMap<String, Parameter>,
    ) -> Result<Map<String, Value>, Unread> {
        let mut filled = Map::new();
        for (name, parameter) in parameters {
            if let Some(value) = self.parameter(parameter)? {
                filled.insert(name.clone(), value);
            }
        }
        Ok(filled)
    }

    fn parameter(&self, parameter: &Parameter) -> Result<Option<Value>, Unread> {
        Ok(match parameter {
            Parameter::Literal(value) => Some(value.clone()),
            Parameter::Template(template) => self.text(template)?.map(Value::from),
            Parameter::List(list) => {
                let filled: Result<Vec<Option<Value>>, Unread> =
                    list.iter().map(|p| self.parameter(p)).collect();
                Some(filled?.into_iter().flatten().collect())
            }
            Parameter::Table(table) => Some(Value::Object(self.parameters(table)?)),
        })
    }

    fn is_one_of(&self, found: Option<String>, words: &[Parameter]) -> Result<bool, Unread> {
        let mut any = false;
        for word in words {
            any |= found.is_some() && found == self.parameter(word)?.as_ref().and_then(answer::word);
        }
        Ok(any)
    }

    /// Whether all conditions hold.
    pub(super) fn holds(&self, conditions: &[Condition]) -> Result<bool, Unread> {
        for condition in conditions {
            let found = self.value(&condition.path)?;
            let holds = match &condition.wanted {
                Wanted::Present(present) => found.is_some() == *present,
                Wanted::NoneOf(words) => !self.is_one_of(found.and_then(answer::word), words)?,
                Wanted::OneOf(words) => self.is_one_of(found.and_then(answer::word), words)?,
            };
            if !holds {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The first day of the month before.
fn month_before(day: Date) -> Date {
    day.first_of_month().yesterday().unwrap_or(day).first_of_month()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn filled(item: &Value, text: &str) -> Option<String> {
        let around = Surroundings {
            account: "111122223333",
            region: "us-east-1",
            partition: "aws",
            today: jiff::civil::date(2026, 1, 31),
            item: Some(item),
            told: BTreeMap::new(),
        };
        around.text(&Template::parse(text).expect("a template")).expect("nothing is unread")
    }

    #[test]
    fn the_last_full_month_ends_where_this_one_begins() {
        let dates = filled(&json!({}), "{month_start} {month_end}");
        assert_eq!(dates.as_deref(), Some("2025-12-01 2026-01-01"));
    }

    #[test]
    fn an_item_that_is_a_bare_text_stands_for_itself() {
        let url = json!("https://sqs.us-east-1.amazonaws.com/111122223333/claims");
        assert_eq!(filled(&url, "{.}").as_deref(), url.as_str());
        assert_eq!(filled(&json!("claims"), "{region}/{.}").as_deref(), Some("us-east-1/claims"));
        assert_eq!(filled(&json!({ "Name": "claims" }), "{.}"), None, "an object is no text");
        assert_eq!(filled(&json!({ "Id": "/hostedzone/Z1" }), "{.Id|last}").as_deref(), Some("Z1"));
    }
}

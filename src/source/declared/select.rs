//! Elements of a list by what one of their attributes says: `log_publishing_options[log_type=AUDIT_LOGS]`.

use super::Written;
use super::convert::Converter;

/// The name in a path's segment, and the attribute and its text in brackets behind it.
pub(super) fn selector(segment: &str) -> (&str, Option<(&str, &str)>) {
    let found = segment.strip_suffix(']').and_then(|segment| {
        let (name, condition) = segment.split_once('[')?;
        Some((name, condition.split_once('=')?))
    });
    found.map_or((segment, None), |(name, condition)| (name, Some(condition)))
}

impl Converter<'_> {
    /// The elements that have the text; `Null` without one, `Unknown` where an element may have it.
    pub(super) fn select(&self, list: &Written, (attribute, text): (&str, &str)) -> Written {
        let one;
        let elements = match list {
            Written::List(elements) => elements.as_slice(),
            Written::Map(_) => {
                one = [list.clone()];
                &one
            }
            other => return other.clone(),
        };
        let mut selected = Vec::new();
        for element in elements {
            match self.text(&self.walk(element, attribute)) {
                Some(own) if own == text => selected.push(element.clone()),
                Some(_) => {}
                None => return Written::Unknown,
            }
        }
        if selected.is_empty() { Written::Null } else { Written::List(selected) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::names::Style;
    use super::*;
    use serde_json::json;

    #[test]
    fn elements_are_taken_by_their_text_and_none_where_one_is_not_known() {
        let converter = Converter { style: Style::Terraform, resolve: &|_, _| None, made: true };
        let logs =
            json!({ "logs": [{ "type": "audit", "on": true }, { "type": "slow", "on": false }] }).into();
        assert_eq!(*converter.walk(&logs, "logs[type=audit].on"), Written::Bool(true));
        assert_eq!(*converter.walk(&logs, "logs[type=error].on"), Written::Null);
        let Written::Map(mut members) = logs else { panic!("a map") };
        members.insert("logs".to_owned(), Written::List(vec![Written::Unknown]));
        assert_eq!(*converter.walk(&Written::Map(members), "logs[type=audit].on"), Written::Unknown);
    }
}

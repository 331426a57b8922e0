//! What decides before a value is read: whether a condition holds, and whether a text is a document.

use super::Written;
use serde_json::Value;
use std::borrow::Cow;

/// Whether what an attribute says is one of some words, of which `null` stands for nothing written; `None` when it is not known.
pub(super) fn holds(words: &[String], written: &Written) -> Option<bool> {
    let said = match written {
        Written::Unknown | Written::Computed | Written::Withheld => return None,
        Written::Null => "null".to_owned(),
        Written::List(elements) if elements.is_empty() => "null".to_owned(),
        Written::Text(text) => text.clone(),
        Written::Number(number) => number.to_string(),
        Written::Bool(truth) => truth.to_string(),
        _ => return Some(false),
    };
    Some(words.contains(&said))
}

/// What a text of JSON holds; a text that is none stays one.
pub(super) fn parsed(written: Cow<'_, Written>) -> Cow<'_, Written> {
    match written.text().and_then(|text| serde_json::from_str::<Value>(text).ok()) {
        Some(value) => Cow::Owned(Written::from(value)),
        None => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_written_is_null_and_what_is_computed_decides_nothing() {
        let words = ["null".to_owned(), "5".to_owned()];
        assert_eq!(holds(&words, &Written::Null), Some(true));
        assert_eq!(holds(&words, &Written::List(Vec::new())), Some(true));
        assert_eq!(holds(&words, &Written::Number(5.into())), Some(true));
        assert_eq!(holds(&words, &Written::Text("4".to_owned())), Some(false));
        assert_eq!(holds(&words, &Written::Computed), None);
    }

    #[test]
    fn a_text_that_is_no_json_stays_a_text() {
        let text = Written::Text("[{".to_owned());
        assert_eq!(*parsed(Cow::Borrowed(&text)), text);
        let list = Written::Text("[true]".to_owned());
        assert_eq!(*parsed(Cow::Borrowed(&list)), Written::List(vec![Written::Bool(true)]));
    }
}

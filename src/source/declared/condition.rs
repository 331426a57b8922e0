//! What decides before a value is read: whether a condition holds, and whether a text is a document; and what of a document is
//! kept.

use super::Written;
use serde_json::Value;
use std::borrow::Cow;

/// Whether what an attribute says is, or has in its list, one of some words, of which `null` stands for nothing written; `None` when it is not known.
pub(super) fn holds(words: &[String], written: &Written) -> Option<bool> {
    let said = match written {
        Written::Unknown | Written::Computed | Written::Withheld => return None,
        Written::Null => "null".to_owned(),
        Written::List(elements) if elements.is_empty() => "null".to_owned(),
        Written::List(elements) => {
            return Some(
                elements.iter().filter_map(Written::text).any(|text| words.iter().any(|w| w == text)),
            );
        }
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

/// A policy without the ids of its statements, as a live scan keeps it: people write their own words there.
pub(super) fn without_sids(mut document: Value) -> Value {
    let statements = match document.get_mut("Statement") {
        Some(Value::Array(list)) => list.as_mut_slice(),
        Some(one) => std::slice::from_mut(one),
        None => &mut [],
    };
    for statement in statements.iter_mut().filter_map(Value::as_object_mut) {
        statement.remove("Sid");
    }
    document
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
        let list = |text: &str| Written::List(vec![Written::Unknown, Written::Text(text.to_owned())]);
        assert_eq!((holds(&words, &list("5")), holds(&words, &list("4"))), (Some(true), Some(false)));
    }

    #[test]
    fn a_policy_is_kept_without_the_words_of_its_author() {
        let signed = serde_json::json!({"Statement": [{"Sid": "ask Jane", "Effect": "Deny"}]});
        assert_eq!(without_sids(signed), serde_json::json!({"Statement": [{"Effect": "Deny"}]}));
        let one = serde_json::json!({"Statement": {"Sid": "ask Jane", "Effect": "Deny"}});
        assert_eq!(without_sids(one), serde_json::json!({"Statement": {"Effect": "Deny"}}));
    }

    #[test]
    fn a_text_that_is_no_json_stays_a_text() {
        let text = Written::Text("[{".to_owned());
        assert_eq!(*parsed(Cow::Borrowed(&text)), text);
        let list = Written::Text("[true]".to_owned());
        assert_eq!(*parsed(Cow::Borrowed(&list)), Written::List(vec![Written::Bool(true)]));
    }
}

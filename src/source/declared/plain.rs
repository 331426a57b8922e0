//! Single values: what is not known, and what a word or a number says.

use super::Written;
use crate::resource::{Cause, Unread};
use serde_json::Number;

/// What is known only once it is applied.
pub(super) fn unknown(pointer: &str) -> Unread {
    Unread::without_call(pointer, Cause::UnknownUntilApply)
}

pub(super) fn withheld(pointer: &str) -> Unread {
    Unread { code: Some("Sensitive".to_owned()), ..Unread::without_call(pointer, Cause::NotCollected) }
}

pub(super) fn not_understood(pointer: &str) -> Unread {
    Unread { code: Some("UnexpectedForm".to_owned()), ..Unread::without_call(pointer, Cause::Failed) }
}

/// One of several things of one type, of which nobody says which: `aws_kms_key.main[*]`. It is there, and it is none of another.
pub(super) fn one_of(several: &[Written]) -> Option<String> {
    let mut names = several.iter().map(|each| match each {
        Written::Reference { to, .. } => {
            let before_key = to.rfind('[').filter(|_| to.ends_with(']')).unwrap_or(to.len());
            Some(&to[..before_key])
        }
        _ => None,
    });
    let first = names.next()??;
    names.all(|name| name == Some(first)).then(|| format!("{first}[*]"))
}

/// What a text adds to an ARN that is put together: of a key, which goes by its ARN, only the id.
pub(super) fn id_in_arn<'t>(before: &str, told: &'t str) -> &'t str {
    let id = told.split_once(":key/").filter(|_| before.ends_with(":key/") && told.starts_with("arn:"));
    id.map_or(told, |(_, id)| id)
}

/// The only element of a list, or the value itself.
pub(super) fn single(written: &Written) -> &Written {
    match written {
        Written::List(elements) => match elements.as_slice() {
            [] => &Written::Null,
            [only] => only,
            _ => written,
        },
        other => other,
    }
}

pub(super) fn truth(written: &Written) -> Option<bool> {
    match single(written) {
        Written::Bool(truth) => Some(*truth),
        Written::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Written::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "only whole numbers within the range get here")]
pub(super) fn whole(written: &Written) -> Option<Number> {
    match single(written) {
        Written::Number(number) if number.is_i64() || number.is_u64() => Some(number.clone()),
        Written::Number(number) => {
            let value = number.as_f64()?;
            (value.fract() == 0.0 && value.abs() < 9e15).then(|| Number::from(value as i64))
        }
        Written::Text(text) => text.trim().parse::<i64>().ok().map(Number::from),
        _ => None,
    }
}

pub(super) fn plain_text(written: &Written) -> Option<String> {
    match written {
        Written::Text(text) => Some(text.clone()),
        Written::Number(number) => Some(number.to_string()),
        Written::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

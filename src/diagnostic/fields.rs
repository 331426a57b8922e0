//! Fields that entries of many files share: texts, words, ids and days, each checked as it is read.

use super::words::Form;
use super::{Place, Table, ValidText};
use jiff::civil::Date;
use toml::Spanned;

/// Where an entry is written.
pub(crate) fn place(table: &Table<'_>) -> Place {
    Place { file: table.file().path.clone(), line: table.line() }
}

/// A text; one that is written must say something, and nothing that a terminal would obey.
pub(crate) fn spanned_text(table: &Table<'_>, key: &'static str) -> Option<ValidText> {
    let text = table.string(key)?;
    if text.get_ref().trim().is_empty() {
        table.problem(text.span(), format!("`{key}` is empty"), "write it, or leave the line out");
        return None;
    }
    printable(table, key, text)
}

/// [`spanned_text`] without its place.
pub(crate) fn text(table: &Table<'_>, key: &'static str) -> Option<String> {
    spanned_text(table, key).map(Spanned::into_inner)
}

/// A text that must be there.
pub(crate) fn required_text(table: &Table<'_>, key: &'static str, help: &str) -> Option<ValidText> {
    printable(table, key, table.required(key, help)?)
}

fn printable(table: &Table<'_>, key: &str, text: ValidText) -> Option<ValidText> {
    if text.get_ref().chars().any(char::is_control) {
        let message = format!("`{key}` holds a control character");
        table.problem(text.span(), message, "write it on one line, of letters that can be seen");
        return None;
    }
    Some(text)
}

/// A word of a closed list that must be there.
pub(crate) fn required_word<T: Clone>(
    table: &Table<'_>,
    key: &'static str,
    words: &[(&str, T)],
) -> Option<Spanned<T>> {
    if !table.has(key) {
        let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        table.missing(key, format!("write one of {}", list.join(", ")));
    }
    table.one_of(key, words)
}

/// A text of a known form.
pub(crate) fn formed(table: &Table<'_>, key: &'static str, form: &Form) -> Option<ValidText> {
    spanned_text(table, key).filter(|text| check_form(table, text, form))
}

/// Whether a text has a form; if not, that is noted.
pub(crate) fn check_form(table: &Table<'_>, text: &ValidText, form: &Form) -> bool {
    let good = (form.is)(text.get_ref());
    if !good {
        // Debug form: what is refused here was not looked through for control characters.
        table.problem(text.span(), format!("{:?} is not {}", text.get_ref(), form.name), form.help);
    }
    good
}

/// Two days of one entry must be in order.
pub(crate) fn check_order(
    table: &Table<'_>,
    (first_key, first): (&str, Option<&Spanned<Date>>),
    (then_key, then): (&str, Option<&Spanned<Date>>),
) {
    if let (Some(first), Some(then)) = (first, then)
        && then.get_ref() < first.get_ref()
    {
        let message =
            format!("`{then_key}` ({}) is before `{first_key}` ({})", then.get_ref(), first.get_ref());
        table.problem(then.span(), message, format!("one of the two days is wrong: {then_key} comes later"));
    }
}

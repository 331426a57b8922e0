//! Fields that many entries share: texts, ids and lists of ids, each checked as it is read.

use super::agreement::Place;
use super::parts::Document;
use super::words::{self, Form, SHA256};
use crate::diagnostic::{Table, ValidText, did_you_mean};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::{Component, Path};
use toml::Spanned;

pub(super) fn place(table: &Table<'_>) -> Place {
    Place { file: table.file().path.clone(), line: table.line() }
}

/// A text; one that is written must say something, and nothing that a terminal would obey.
pub(super) fn spanned_text(table: &Table<'_>, key: &'static str) -> Option<ValidText> {
    let text = table.string(key)?;
    if text.get_ref().trim().is_empty() {
        table.problem(text.span(), format!("`{key}` is empty"), "write it, or leave the line out");
        return None;
    }
    printable(table, key, text)
}

/// [`spanned_text`] without its place.
pub(super) fn text(table: &Table<'_>, key: &'static str) -> Option<String> {
    spanned_text(table, key).map(Spanned::into_inner)
}

/// A text that must be there.
pub(super) fn required_text(table: &Table<'_>, key: &'static str, help: &str) -> Option<ValidText> {
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
pub(super) fn required_word<T: Clone>(
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
pub(super) fn formed(table: &Table<'_>, key: &'static str, form: &Form) -> Option<ValidText> {
    spanned_text(table, key).filter(|text| check_form(table, text, form))
}

fn check_form(table: &Table<'_>, text: &ValidText, form: &Form) -> bool {
    let good = (form.is)(text.get_ref());
    if !good {
        // Debug form: what is refused here was not looked through for control characters.
        table.problem(text.span(), format!("{:?} is not {}", text.get_ref(), form.name), form.help);
    }
    good
}

/// A list of texts of a known form.
pub(super) fn formed_list(table: &Table<'_>, key: &'static str, form: &Form) -> Vec<ValidText> {
    let mut texts = table.strings(key).unwrap_or_default();
    texts.retain(|text| check_form(table, text, form));
    warn_of_doubles(table, key, &texts);
    texts
}

/// A list of free texts.
pub(super) fn text_list(table: &Table<'_>, key: &'static str) -> Vec<String> {
    strip(formed_list(table, key, &words::TEXT))
}

/// A list of service slugs.
pub(super) fn slug_list(table: &Table<'_>, key: &'static str, known: &BTreeSet<String>) -> Vec<ValidText> {
    let mut slugs = table.strings(key).unwrap_or_default();
    slugs.retain(|slug| check_slug(table, slug, known));
    warn_of_doubles(table, key, &slugs);
    slugs
}

/// Whether a service is known; if not, that is noted with the nearest one.
pub(super) fn check_slug(table: &Table<'_>, slug: &ValidText, known: &BTreeSet<String>) -> bool {
    let good = known.contains(slug.get_ref());
    if !good {
        let hint = Some(known)
            .filter(|_| table.is_drawn())
            .and_then(|known| did_you_mean(slug.get_ref(), known.iter().map(String::as_str)))
            .map(|near| format!("did you mean `{near}`? "))
            .unwrap_or_default();
        table.problem(
            slug.span(),
            format!("{:?} is not a known service", slug.get_ref()),
            format!("{hint}`baascan services` lists them"),
        );
    }
    good
}

fn warn_of_doubles(table: &Table<'_>, key: &str, texts: &[ValidText]) {
    let mut seen = BTreeSet::new();
    for text in texts {
        if !seen.insert(text.get_ref()) {
            let message = format!("`{}` is twice in `{key}`", text.get_ref());
            table.warning(text.span(), message, "keep one of them");
        }
    }
}

/// Two days of one entry must be in order.
pub(super) fn check_order(
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

/// The texts without their places.
pub(super) fn strip(texts: Vec<ValidText>) -> Vec<String> {
    texts.into_iter().map(Spanned::into_inner).collect()
}

/// A document within the register's folder, and the hash it had when somebody last read it.
pub(super) fn document(table: &Table<'_>, key: &'static str, hash_key: &'static str) -> Option<Document> {
    let path = spanned_text(table, key);
    if let Some(path) = &path {
        let within = Path::new(path.get_ref())
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !within || path.get_ref().contains('\\') {
            let message = format!("`{}` leads out of the register's folder", path.get_ref());
            let help = "keep documents in or under that folder, and write their path from there with /";
            table.problem(path.span(), message, help);
        }
    }
    let sha256 = formed(table, hash_key, &SHA256);
    if let Some(sha256) = sha256.as_ref().filter(|_| !table.has(key)) {
        let help = format!("write `{key}` beside it");
        table.problem(sha256.span(), format!("`{hash_key}` without `{key}`"), help);
    }
    Some(Document { path: path?.into_inner(), sha256: sha256.map(Spanned::into_inner) })
}

//! Fields that many entries of the register share: lists of ids, slugs and documents, each checked as it is read.

use super::parts::Document;
pub(super) use crate::diagnostic::fields::{
    check_form, check_order, formed, place, required_text, required_word, spanned_text, text,
};
use crate::diagnostic::words::{Form, SHA256, TEXT};
use crate::diagnostic::{Table, ValidText, did_you_mean};
use std::collections::BTreeSet;
use std::path::{Component, Path};
use toml::Spanned;

/// A list of texts of a known form.
pub(super) fn formed_list(table: &Table<'_>, key: &'static str, form: &Form) -> Vec<ValidText> {
    let mut texts = table.strings(key).unwrap_or_default();
    texts.retain(|text| check_form(table, text, form));
    warn_of_doubles(table, key, &texts);
    texts
}

/// A list of free texts.
pub(super) fn text_list(table: &Table<'_>, key: &'static str) -> Vec<String> {
    strip(formed_list(table, key, &TEXT))
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

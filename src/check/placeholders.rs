//! The names in braces that a check's texts may hold.

use crate::diagnostic::{Table, ValidText};

/// Placeholders that every message may hold, beside the properties that the check observes.
const PLACEHOLDERS: [&str; 5] = ["id", "name", "arn", "account", "region"];

/// Notes the placeholders of a text that nothing fills. In lines of TOML braces may also hold an inline table.
pub(super) fn check_placeholders(
    root: &Table<'_>,
    message: &ValidText,
    observe: &[String],
    everything: bool,
) {
    for piece in message.get_ref().split('{').skip(1) {
        let placeholder = piece.split('}').next().unwrap_or_default();
        if !everything && !placeholder.bytes().all(|b| b.is_ascii_alphanumeric()) {
            continue;
        }
        if !PLACEHOLDERS.contains(&placeholder) && !observe.iter().any(|path| path == placeholder) {
            let known: Vec<&str> =
                PLACEHOLDERS.into_iter().chain(observe.iter().map(String::as_str)).collect();
            root.problem(
                message.span(),
                format!("`{{{placeholder}}}` is no placeholder"),
                format!("known: {{{}}}", known.join("}, {")),
            );
        }
    }
}

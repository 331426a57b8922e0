//! Text of the record in GitHub's and GitLab's Markdown: no name becomes a link, a mention, a reference, markup or an end of its cell.

use crate::report::told::plain;

/// The most characters of a name or message, and of a sentence: either may be as long as somebody likes.
const NAME: usize = 240;
const SENTENCE: usize = 900;

/// Text between backticks. Nothing in it is markup, a mention or a link; `|` would still end the cell of a table.
pub(super) fn code(text: &str) -> String {
    let text = cut(&plain(text), NAME);
    let text = text.trim();
    if text.is_empty() {
        return "-".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let edge = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{edge}{text}{edge}{fence}")
}

/// [`code`] in a cell of a table.
pub(super) fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// Text in `<code>`, for where a page is HTML already.
pub(super) fn html_code(text: &str) -> String {
    format!("<code>{}</code>", entities(&cut(&plain(text), NAME)))
}

/// Text as text, in Markdown and in HTML alike.
pub(super) fn prose(text: &str) -> String {
    // Blanks at the head of a list's item would make code of it.
    entities(cut(&plain(text), SENTENCE).trim())
}

/// What is markup becomes an entity, and so does a head that would begin a list or a rule. Entities do not keep GitHub and GitLab from
/// reading names of people, issues and addresses: behind their marks stands a space of no width.
fn entities(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        let begins = at == 0 && (c.is_ascii_punctuation() || c.is_ascii_digit());
        if begins || "&<>*_[]|~`\\$".contains(c) {
            written.push_str(&format!("&#{};", u32::from(c)));
        } else {
            written.push(c);
        }
        let rest = &text[at + c.len_utf8()..];
        let is_address =
            c == ':' && rest.starts_with('/') || c == '.' && text[..at].to_lowercase().ends_with("www");
        if matches!(c, '@' | '#' | '!') || is_address {
            written.push('\u{200b}');
        }
    }
    written
}

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{cell, code, prose};

    #[test]
    fn a_span_of_code_ends_where_it_should() {
        assert_eq!(code("charts"), "`charts`");
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`x"), "`` `x ``");
        assert_eq!(code("two\nlines"), "`two lines`");
        assert_eq!(code(" "), "-");
        assert_eq!(cell("a|b"), "`a\\|b`");
        assert!(code(&"é".repeat(1000)).chars().count() < 250);
    }

    #[test]
    fn a_sentence_names_nobody_and_links_nowhere() {
        let written = prose("ask @team, see #12 and [x](https://example.com) <b>|`*_");
        assert!(
            !written.contains("@t") && !written.contains("see #1") && !written.contains("://"),
            "{written}"
        );
        assert!(!written.contains(['[', ']', '<', '>', '|', '`', '*', '_']), "{written}");
        assert_eq!(prose("--- 1. x"), "&#45;-- 1. x");
        assert_eq!(prose("WWW.example.com"), "WWW.\u{200b}example.com");
        assert_eq!(prose("94.9% (1230 of 1295): no"), "&#57;4.9% (1230 of 1295): no");
    }
}

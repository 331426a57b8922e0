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

/// Text as text, in Markdown and in HTML alike. Behind `@` and `#`, which name people and issues even as entities, stands a space of
/// no width.
pub(super) fn prose(text: &str) -> String {
    entities(&cut(&plain(text), SENTENCE))
}

fn entities(text: &str) -> String {
    let mut written = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        match c {
            '@' => written.push_str("@\u{200b}"),
            '#' => written.push_str("&#35;\u{200b}"),
            ' ' | ',' | ';' | '-' | '/' | '%' | '+' | '=' => written.push(c),
            c if c.is_ascii_punctuation() => written.push_str(&format!("&#{};", u32::from(c))),
            c => written.push(c),
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
        assert!(!written.contains("@t") && !written.contains("#1") && !written.contains("://"), "{written}");
        assert!(!written.contains(['[', ']', '<', '>', '|', '`', '*', '_']), "{written}");
    }
}

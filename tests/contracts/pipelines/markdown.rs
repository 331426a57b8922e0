//! The comment of a pull request, read by a Markdown reader.

use super::rewritten::{HOSTILE, Rewritten};
use super::{Held, scanned, shown};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::json;

/// What GitHub takes of a comment is 65,536; we stay below this.
const LIMIT: usize = 65_000;

/// Text that is neither in code nor in markup, the contents of code, and the markup.
#[derive(Default)]
struct Read {
    text: String,
    code: Vec<String>,
    html: String,
    widths: Vec<usize>,
}

fn read(page: &str) -> Read {
    let mut read = Read::default();
    for event in Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => panic!("a link: {event:?}"),
            Event::Start(Tag::CodeBlock(_) | Tag::BlockQuote(_)) => panic!("no part of the page: {event:?}"),
            Event::Start(Tag::TableHead | Tag::TableRow) => read.widths.push(0),
            Event::End(TagEnd::TableCell) => *read.widths.last_mut().expect("in a row") += 1,
            Event::Text(text) => read.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => read.text.push('\n'),
            Event::Code(text) => read.code.push(text.into_string()),
            Event::Html(html) | Event::InlineHtml(html) => read.html.push_str(&html),
            _ => {}
        }
    }
    read
}

/// Nobody is called, nothing is linked, no markup is anybody else's.
fn harmless(page: &str, read: &Read) {
    let ours =
        ["<!-- baascan -->", "<details>", "</details>", "<summary>", "</summary>", "<code>", "</code>"];
    let html = ours.iter().fold(read.html.clone(), |html, tag| html.replace(tag, ""));
    assert!(!html.contains('<') && !html.contains('>'), "{html}");
    for text in [&read.text, &html] {
        let calls = |mark: char| {
            text.char_indices()
                .filter(|(_, c)| *c == mark)
                .any(|(at, _)| text[at + 1..].chars().next().is_some_and(char::is_alphanumeric))
        };
        assert!(!calls('@'), "{text}");
        assert!(!text.contains("://") || !read.text.contains("https"), "{text}");
    }
    let open = |tag: &str| read.html.matches(tag).count();
    assert_eq!(open("<details>"), open("</details>"), "{page}");
    assert!(page.chars().all(|c| c == '\n' || !c.is_control()), "a control character");
}

/// The number before a word.
fn number_before(text: &str, word: &str) -> Option<usize> {
    let (before, _) = text.split_once(word)?;
    before.trim_end().rsplit(' ').next()?.parse().ok()
}

/// How many failures the page accounts for: check by check, and those of checks left out.
fn accounted(page: &str) -> usize {
    let heads = page.lines().filter(|line| line.contains("<summary>") && line.contains("</code>"));
    let of_checks: usize = heads
        .map(|head| {
            let (_, count) = head.rsplit_once(": ").expect("a count");
            count.split(' ').next().and_then(|count| count.parse::<usize>().ok()).expect("a number")
        })
        .sum();
    let left = page.lines().find_map(|line| number_before(line.strip_prefix("and ")?, "more finding"));
    of_checks + left.unwrap_or(0)
}

pub(super) fn agree(page: &str, held: &Held) {
    assert!(page.len() < LIMIT, "{} bytes", page.len());
    assert!(page.starts_with("<!-- baascan -->\n## baascan: "), "{page}");
    let read = read(page);
    harmless(page, &read);
    assert_eq!(accounted(page), held.failed.len(), "{page}");
    match held.failed.len() {
        0 => assert!(page.contains("### Nothing failed")),
        count => assert!(page.contains(&format!("### What fails: {count} finding")), "{page}"),
    }
    match held.unread.len() {
        0 => assert!(!page.contains("### What could not be evaluated"), "{page}"),
        count => assert!(page.contains(&format!("### What could not be evaluated: {count} evaluation"))),
    }
    // Every example in a list is a finding, and those of a check with few of them are all there.
    let mut by_check = std::collections::BTreeMap::<(&str, &str), Vec<String>>::new();
    for line in &held.failed {
        let key = (line["check"].as_str().expect("a check"), line["severity"].as_str().expect("a severity"));
        by_check.entry(key).or_default().push(super::message(line));
    }
    for messages in by_check.values() {
        let shown = |message: &&String| read.code.iter().any(|code| code.contains(message.trim()));
        let found = messages.iter().filter(shown).count();
        assert!(
            found >= messages.len().min(1) && (found == messages.len() || messages.len() > 10),
            "{messages:#?}\n{page}"
        );
    }
    assert!(read.widths.iter().all(|width| [5, 6].contains(width)), "{:?}", read.widths);
}

#[test]
fn a_comment_stays_under_65000_characters_and_counts_what_it_leaves_out() {
    let world = scanned();
    let mut rewritten = Rewritten::of(&world);
    let long = "x".repeat(500);
    for check in 0..400 {
        for number in 0..13 {
            let name = format!("{}{long}{number}", HOSTILE[number % HOSTILE.len()]);
            let line = rewritten.failure(&format!("check-{check}"), ["critical", "low"][check % 2], &name);
            rewritten.lines.push(line);
        }
        let mut line = rewritten.unread("check-0", &long);
        line["causes"][0]["action"] = json!(format!("svc{check}:Get{}", &long[..100]));
        rewritten.lines.push(line);
        rewritten.record["notes"].as_array_mut().expect("notes").push(json!(long));
    }
    rewritten.write(&world, 1);
    let held = Held::of(&world);
    let run = shown(&world, "markdown");
    assert_eq!(run.code, 1, "{}", run.stderr);
    let page = run.stdout;
    assert!(page.len() > 40_000 && page.len() < LIMIT, "{} bytes", page.len());
    assert_eq!(accounted(&page), held.failed.len());
    assert!(
        page.contains("more checks\n") && page.contains("more reasons\n") && page.contains("more notes\n"),
        "{page}"
    );
    assert!(!page.contains("low <code>") || page.find("critical <code>") < page.find("low <code>"));
    harmless(&page, &read(&page));
}

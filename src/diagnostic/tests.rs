use super::*;
use jiff::civil::date;

fn printed(text: &str, read: impl Fn(&Table<'_>)) -> String {
    let file = SourceText::new("baa.toml", text);
    let document = Document::parse(&file);
    let root = document.root();
    read(&root);
    root.finish();
    document.into_problems().to_string()
}

#[test]
fn a_problem_is_drawn_with_its_line_and_a_caret() {
    let text = "# ours\nname = \"x\"\n\nowner = 3 # who\n";
    insta::assert_snapshot!(printed(text, |root| {
        root.string("name");
        root.string("owner");
    }), @r"
    error: `owner` is an integer, not a text in quotes
     --> baa.toml:4:9
      |
    4 | owner = 3 # who
      |         ^
      |
      = help: write a text in quotes
    ");
}

#[test]
fn every_syntax_error_is_told_at_once_and_nothing_is_concluded_from_what_is_broken() {
    let text = "owner = \nday = 2026-02-30\nname = \"x\nday = 2026-03-01\n";
    insta::assert_snapshot!(printed(text, |root| {
        root.string("owner");
        root.string("name");
        root.date("day");
    }), @r#"
    error: not valid TOML: string values must be quoted, expected literal string
     --> baa.toml:1:9
      |
    1 | owner = 
      |         ^
      |
      = help: TOML's syntax: https://toml.io/en/v1.1.0

    error: `2026-02-30` is not a date: expected day between 01 and 28
     --> baa.toml:2:7
      |
    2 | day = 2026-02-30
      |       ^^^^^^^^^^
      |
      = help: write a day that exists, such as 2026-03-01

    error: not valid TOML: invalid basic string, expected `"`
     --> baa.toml:3:10
      |
    3 | name = "x
      |          ^
      |
      = help: TOML's syntax: https://toml.io/en/v1.1.0

    error: this is written twice in one table
     --> baa.toml:4:1
      |
    4 | day = 2026-03-01
      | ^^^
      |
      = help: keep one of them; a second entry of a list begins with its own [[header]]
    "#);
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest_known_one() {
    insta::assert_snapshot!(printed("efective = 2026-03-01\n", |root| {
        root.date("effective");
        root.date("expires");
    }), @r"
    error: unknown key `efective`
     --> baa.toml:1:1
      |
    1 | efective = 2026-03-01
      | ^^^^^^^^
      |
      = help: did you mean `effective`? known here: effective, expires
    ");
}

#[test]
fn a_word_outside_a_closed_list_is_refused_with_the_nearest_one() {
    let found = printed("status = \"excuted\"\n", |root| {
        root.one_of("status", &[("draft", 1), ("executed", 2)]);
    });
    assert!(found.contains("`excuted` is not a known status"), "{found}");
    assert!(found.contains("did you mean `executed`? known: draft, executed"), "{found}");
}

#[test]
fn a_date_is_a_day_and_a_time_with_an_offset_counts_as_its_day_in_utc() {
    let file = SourceText::new(
        "baa.toml",
        "a = 2026-03-01\nb = 2026-03-01T23:30:00-02:00\nc = \"2026-03-01\"\nd = 10:00:00\n",
    );
    let document = Document::parse(&file);
    let root = document.root();
    assert_eq!(root.date("a").map(toml::Spanned::into_inner), Some(date(2026, 3, 1)));
    assert_eq!(root.date("b").map(toml::Spanned::into_inner), Some(date(2026, 3, 2)));
    assert_eq!(root.date("c"), None);
    assert_eq!(root.date("d"), None);
    let found = document.into_problems().to_string();
    assert!(found.contains("`c` is a string, not a date such as 2026-03-01, without quotes"), "{found}");
    assert!(found.contains("`d` is a datetime, not a date"), "{found}");
}

#[test]
fn a_problem_over_many_lines_is_drawn_on_the_first() {
    let found = printed("name = [\n  1,\n  2,\n]\n", |root| {
        root.string("name");
    });
    assert!(found.contains("1 | name = [\n  |        ^\n"), "{found}");
}

#[test]
fn lines_end_as_on_any_system_and_letters_may_be_wide() {
    let found = printed("# é\r\nname = \"Zoë\"\r\nage = \"é\"\r\n", |root| {
        root.string("name");
        root.integer("age");
    });
    assert!(found.contains("--> baa.toml:3:7\n"), "{found}");
    assert!(found.contains("3 | age = \"é\"\n  |       ^^^\n"), "{found}");
}

#[test]
fn a_problem_at_the_end_of_the_text_or_in_an_empty_file_is_drawn_too() {
    let file = SourceText::new("baa.toml", "a = 1\n");
    let end = Problem::new(&file, 6..6, "cut off").to_string();
    assert!(end.contains("baa.toml:2:1") || end.contains("baa.toml:1:6"), "{end}");
    let beyond = Problem::new(&file, 900..905, "beyond").to_string();
    assert!(beyond.starts_with("error: beyond"), "{beyond}");
    let empty = Problem::new(&SourceText::new("empty.toml", ""), 0..0, "nothing here").to_string();
    assert!(empty.contains("empty.toml"), "{empty}");
}

#[test]
fn after_a_hundred_drawn_problems_the_rest_get_a_line_each() {
    let text = "x = 1\n".repeat(250);
    let found = printed(&text, |_| {});
    assert_eq!(found.matches("this is written twice").count(), 249);
    assert!(found.ends_with("error: unknown key `x` (baa.toml:1)"), "{found}");
}

#[test]
fn a_line_that_no_screen_shows_is_named_and_not_drawn() {
    let text = format!("a = [{}3]\n", "\"x\", ".repeat(1000));
    let found = printed(&text, |root| {
        root.strings("a");
    });
    assert!(found.contains("baa.toml:1:5006"), "{found}");
    assert!(found.len() < 200, "{found}");
}

#[test]
fn a_line_is_counted_from_one() {
    let file = SourceText::new("baa.toml", "ab\nc\n\nd");
    let lines: Vec<usize> = (0..=8).map(|offset| file.line(offset)).collect();
    assert_eq!(lines, [1, 1, 1, 2, 2, 3, 4, 4, 4]);
}

#[test]
fn only_warnings_refuse_nothing() {
    let file = SourceText::new("baa.toml", "a = 1\n");
    let warning = Problem::new(&file, 0..1, "old").warning();
    assert!(warning.to_string().starts_with("warning: old"));
    assert_eq!(Problems(vec![warning.clone()]).or(7), Ok(7));
    assert!(Problems(vec![warning, Problem::new(&file, 0..1, "wrong")]).or(7).is_err());
}

#[test]
fn bytes_that_are_not_utf8_are_a_problem_and_a_byte_order_mark_is_none() {
    let path = Path::new("baa.toml");
    let marked = SourceText::from_bytes(path, b"\xef\xbb\xbfa = 1".to_vec()).expect("UTF-8");
    assert_eq!(marked.text, "a = 1");
    let problem = SourceText::from_bytes(path, vec![b'a', 0xff]).expect_err("not UTF-8");
    assert_eq!(problem.message, "baa.toml is not UTF-8 text (byte 1)");
}

//! Workflow commands, read as the runner of GitHub Actions reads a log.

use super::{Held, message, one_line};
use serde_json::Value;
use std::collections::BTreeMap;

/// A command that the runner would carry out.
#[derive(Debug)]
struct Command {
    word: String,
    properties: BTreeMap<String, String>,
    message: String,
}

/// The runner's rules: a line that begins with `::` is a command up to the next `::`; `%25`, `%0D`, `%0A` are unescaped everywhere,
/// `%3A` and `%2C` in properties.
fn command(line: &str) -> Option<Command> {
    let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (word, properties) = head.split_once(' ').unwrap_or((head, ""));
    let plain = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let properties = properties.split(',').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').expect("name=value");
        (name.to_owned(), plain(&value.replace("%3A", ":").replace("%2C", ",")))
    });
    Some(Command { word: word.to_owned(), properties: properties.collect(), message: plain(message) })
}

pub(super) fn agree(page: &str, held: &Held) {
    let lines: Vec<&str> = page.split('\n').collect();
    let (closing, commands) =
        lines.strip_suffix(&[""]).expect("a last line break").split_last().expect("lines");
    let commands: Vec<Command> =
        commands.iter().map(|line| command(line).unwrap_or_else(|| panic!("no command: {line}"))).collect();
    assert!(commands.iter().all(|c| ["error", "warning", "notice"].contains(&c.word.as_str())));
    let words: Vec<&str> = commands.iter().map(|c| c.word.as_str()).collect();
    let rank = |word: &&str| ["error", "warning", "notice"].iter().position(|other| other == word);
    assert!(words.iter().map(rank).is_sorted(), "{words:?}");
    let of_findings: Vec<&Command> =
        commands.iter().filter(|c| c.properties["title"] != "baascan: the run itself").collect();
    assert_eq!(of_findings.len(), held.findings().count());
    for line in &held.failed {
        let severity = line["severity"].as_str().expect("a severity");
        let stops = ["critical", "high"].contains(&severity) && !line["waived"].is_string();
        one(&of_findings, line, severity, if stops { "error" } else { "notice" });
    }
    for line in &held.unread {
        one(&of_findings, line, "not evaluated", "warning");
    }
    let unread = of_findings.iter().filter(|c| c.properties["title"].starts_with("not evaluated: "));
    assert_eq!(unread.count(), held.unread.len());
    let (failed, waived) = (held.failed.len(), held.waived().count());
    let counts =
        format!("; {failed} failed ({waived} of them waived), {} not evaluated; ", held.unread.len());
    assert!(closing.starts_with("baascan: ") && closing.contains(&counts), "{closing}");
    assert_eq!(closing.contains("the first 10 of each"), has_more_than_it_shows(&words), "{closing}");
    let errors = of_findings.iter().filter(|c| c.word == "error").map(|c| &c.properties["title"]);
    let severities: Vec<bool> = errors.map(|title| title.starts_with("high")).collect();
    assert!(severities.is_sorted(), "the worst come first");
}

fn has_more_than_it_shows(words: &[&str]) -> bool {
    ["error", "warning", "notice"].iter().any(|word| words.iter().filter(|other| *other == word).count() > 10)
}

fn one(commands: &[&Command], line: &Value, lead: &str, word: &str) {
    let title = format!("{lead}: {}", one_line(line["check"].as_str().expect("a check")));
    let resource = &line["resource"];
    let file = resource["file"].as_str().map(|file| one_line(file).replace('\\', "/").replacen("./", "", 1));
    let number = resource["line"].as_u64().map(|number| number.to_string());
    let name = resource["address"].as_str().map(one_line).unwrap_or_default();
    let is_it = |c: &&&Command| {
        c.word == word
            && c.properties["title"] == title
            && c.message.contains(&message(line))
            && c.message.ends_with(&format!("{name}]"))
            && c.properties.get("file") == file.as_ref()
            && c.properties.get("line") == number.as_ref()
    };
    assert!(commands.iter().any(|c| is_it(&c)), "{title}: {line}\n{commands:#?}");
}

//! The page of keys: one table for every table of the format, from the schema.

use super::schema;
use serde_json::Value;
use std::fmt::Write;

/// `docs/register-keys.md` without its first line.
pub fn keys_page() -> String {
    let mut page = "# Keys of the register\n\nEvery table that a register may hold, and every key of each: what may be written, \
                    whether it has to be, and what it means. [The register](register.md) tells how they fit together; \
                    [`schema/register-1.json`](schema/register-1.json) says the same to an editor. Dates are written without quotes, \
                    texts with them. A key that is not listed is refused.\n"
        .to_owned();
    let schema = schema();
    for (name, below) in properties(&schema) {
        section(&mut page, name, below);
    }
    page
}

/// Keys of a table, the required ones first.
fn properties(table: &Value) -> Vec<(&str, &Value)> {
    let all = table["properties"].as_object();
    let mut all: Vec<(&str, &Value)> =
        all.into_iter().flatten().map(|(key, below)| (key.as_str(), below)).collect();
    all.sort_by_key(|(key, _)| !is_required(table, key));
    all
}

fn is_required(table: &Value, key: &str) -> bool {
    table["required"].as_array().is_some_and(|keys| keys.iter().any(|required| required == key))
}

/// The table that a key holds, and its header in TOML.
fn inner<'s>(path: &str, below: &'s Value) -> Option<(&'s Value, String)> {
    if below["type"] == "object" {
        return Some((below, format!("[{path}]")));
    }
    let items = &below["items"];
    (items["type"] == "object").then(|| (items, format!("[[{path}]]")))
}

fn section(page: &mut String, path: &str, below: &Value) {
    let Some((table, header)) = inner(path, below) else { return };
    let _ = writeln!(page, "\n## `{header}`\n\n{}\n", describe(below));
    page.push_str("| key | form | required | meaning |\n|---|---|---|---|\n");
    let keys = properties(table);
    for (key, value) in &keys {
        let form = form(&format!("{path}.{key}"), value);
        let required = if is_required(table, key) { "yes" } else { "" };
        let _ = writeln!(page, "| `{key}` | {form} | {required} | {} |", describe(value));
    }
    let with_words = keys.iter().filter_map(|(key, value)| Some((key, words(value)?)));
    // The answers of the terms are the same words fifteen times.
    let mut told: Vec<Vec<(&str, &str)>> = Vec::new();
    for (key, words) in with_words {
        if told.contains(&words) {
            continue;
        }
        let whose = if path.ends_with("terms") { "Each answer" } else { key };
        let whose = if whose == *key { format!("`{key}`") } else { whose.to_owned() };
        let _ = writeln!(page, "\n{whose} is one of:\n");
        for (word, meaning) in &words {
            let _ = writeln!(page, "* `{word}`: {meaning}");
        }
        told.push(words);
    }
    for (key, value) in keys {
        section(page, &format!("{path}.{key}"), value);
    }
}

fn describe(value: &Value) -> &str {
    value["description"].as_str().unwrap_or_default()
}

/// The words of a closed list with their meanings, also where a phrase would do.
fn words(value: &Value) -> Option<Vec<(&str, &str)>> {
    if let Some(choices) = value["anyOf"].as_array() {
        return choices.iter().find_map(words);
    }
    let meanings = value["x-taplo"]["docs"]["enumValues"].as_array()?;
    let words = value["enum"].as_array()?;
    Some(words.iter().filter_map(Value::as_str).zip(meanings.iter().filter_map(Value::as_str)).collect())
}

/// What may be written, in a few words.
fn form(path: &str, value: &Value) -> String {
    if let Some((_, header)) = inner(path, value) {
        return format!("table `{header}`");
    }
    if let Some(choices) = value["anyOf"].as_array() {
        let forms: Vec<String> = choices.iter().map(|choice| form(path, choice)).collect();
        return forms.join(", or ");
    }
    if value["enum"].is_array() {
        return "one of the words below".to_owned();
    }
    match value["type"].as_str() {
        Some("array") => format!("list: {}", form(path, &value["items"])),
        Some("boolean") => "true or false".to_owned(),
        Some("integer") => format!("whole number, {} to {}", value["minimum"], value["maximum"]),
        _ => value["title"].as_str().unwrap_or("text").to_owned(),
    }
}

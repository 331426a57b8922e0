//! Reads the properties of a description: `Name = { from, path, type, members, values, absent }`.

use super::api::Absent;
use super::form::{Field, Form, Property};
use crate::diagnostic::{Table, ValidText, did_you_mean};
use serde_json::Value;
use std::collections::BTreeMap;

/// The properties under `properties`, and for typed APIs the IAM action of each that names one. `rows`: the listed items are
/// rows of a table.
pub(super) fn read_properties(
    table: &Table<'_>,
    typed: bool,
    rows: bool,
    details: &[&str],
) -> (BTreeMap<String, Property>, BTreeMap<String, String>) {
    let mut properties = BTreeMap::new();
    let mut actions = BTreeMap::new();
    if !table.has("properties") {
        table.missing("properties", "what the kind's resources have: [kind.properties]");
    }
    for (name, entry) in table.named_tables("properties") {
        if typed && let Some(action) = entry.string("action") {
            actions.insert(name.get_ref().clone(), action.into_inner());
        }
        let from = if typed { None } else { entry.string("from") };
        if let Some(from) = from.as_ref().filter(|from| !details.contains(&from.get_ref().as_str())) {
            let hint = did_you_mean(from.get_ref(), details.iter().copied());
            let help = hint
                .map_or_else(|| "name it in [[kind.detail]]".to_owned(), |d| format!("did you mean `{d}`?"));
            entry.problem(from.span(), format!("no detail is named `{}`", from.get_ref()), help);
        }
        if rows && from.is_none() {
            check_cell(&entry);
        }
        if let Some(field) = read_field(entry, &name, typed) {
            let from = from.map(|t| t.into_inner());
            properties.insert(name.into_inner(), Property { from, field });
        }
    }
    (properties, actions)
}

/// What a row has are texts by the names of their columns.
fn check_cell(entry: &Table<'_>) {
    const CELLS: [&str; 4] = ["bool", "int", "string", "time"];
    if let Some(word) = entry.string("type").filter(|word| !CELLS.contains(&word.get_ref().as_str())) {
        let message = format!("a cell of a table is no `{}`", word.get_ref());
        entry.problem(word.span(), message, format!("known: {}", CELLS.join(", ")));
    }
    if let Some(path) = entry.string("path").filter(|path| path.get_ref().contains('.')) {
        entry.problem(path.span(), "a row has columns and nothing below them", "write the column's name");
    }
}

fn read_field(table: Table<'_>, name: &ValidText, typed: bool) -> Option<Field> {
    if !name.get_ref().starts_with(|c: char| c.is_ascii_uppercase()) {
        table.problem(
            name.span(),
            format!("property `{}` does not begin with a capital letter", name.get_ref()),
            "properties have CloudFormation's names",
        );
    }
    let path = if typed { None } else { table.string("path") };
    let valid = |path: &str| path == "." || path.split('.').all(is_path_word);
    if let Some(path) = path.as_ref().filter(|p| !valid(p.get_ref())) {
        table.problem(
            path.span(),
            "a path is words with dots between them",
            "`.` alone means: this object itself; `entry[key=Value]` takes an entry, its value without dots",
        );
    }
    let word = table.required(
        "type",
        "bool, int, string, time, json, urlencoded-json, key-values, object, or one in [ ]",
    );
    let members = read_members(&table, typed);
    let form = word.as_ref().and_then(|word| read_form(&table, word, members));
    let values = if typed { BTreeMap::new() } else { read_values(&table) };
    let absent = if typed { None } else { read_absent(&table) };
    table.finish();
    Some(Field {
        path: path.map_or_else(|| name.get_ref().clone(), |t| t.into_inner()),
        form: form?,
        values,
        absent,
    })
}

/// A name, perhaps with a choice among the elements that it leads to: `entry[key=Policy]`.
fn is_path_word(word: &str) -> bool {
    let name = match word.split_once('[') {
        None => word,
        Some((name, choice)) => {
            let parts = choice.strip_suffix(']').and_then(|inside| inside.split_once('='));
            match parts {
                Some((key, value)) if !key.is_empty() && !value.is_empty() => name,
                _ => return false,
            }
        }
    };
    !name.is_empty() && !name.contains([']', '='])
}

fn read_members(table: &Table<'_>, typed: bool) -> Option<BTreeMap<String, Field>> {
    if !table.has("members") {
        return None;
    }
    let fields = table.named_tables("members").into_iter();
    Some(
        fields
            .filter_map(|(name, entry)| Some((name.get_ref().clone(), read_field(entry, &name, typed)?)))
            .collect(),
    )
}

fn read_form(table: &Table<'_>, word: &ValidText, members: Option<BTreeMap<String, Field>>) -> Option<Form> {
    let text = word.get_ref().as_str();
    let element = text.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    let form = match element.unwrap_or(text) {
        "bool" => Form::Bool,
        "int" => Form::Int,
        "string" => Form::String,
        "time" => Form::Time,
        "json" => Form::Json,
        "urlencoded-json" => Form::UrlencodedJson,
        "key-values" => Form::KeyValues,
        "object" => Form::Object(members.clone().unwrap_or_default()),
        "json-object" => Form::JsonObject(members.clone().unwrap_or_default()),
        other => {
            let hint =
                did_you_mean(other, Form::WORDS).map(|w| format!("did you mean `{w}`? ")).unwrap_or_default();
            let help = format!("{hint}known: {}; a list: [string]", Form::WORDS.join(", "));
            table.problem(word.span(), format!("`{text}` is not a known type"), help);
            return None;
        }
    };
    match (&form, members) {
        (Form::Object(_) | Form::JsonObject(_), None) => {
            table.missing("members", "what the object has: members = { Name = { type = \"string\" } }")
        }
        (Form::Object(members) | Form::JsonObject(members), _) if members.is_empty() => {
            table.missing("members", "an object has at least one member")
        }
        (Form::Object(_) | Form::JsonObject(_), _) | (_, None) => {}
        (_, Some(_)) => table.problem(word.span(), format!("`{text}` has no members"), "only objects have"),
    }
    Some(if element.is_some() { Form::List(Box::new(form)) } else { form })
}

fn read_values(table: &Table<'_>) -> BTreeMap<String, Value> {
    let Some(value) = table.json("values") else {
        return BTreeMap::new();
    };
    match value.get_ref() {
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
        _ => {
            table.problem(
                value.span(),
                "`values` is not a table",
                "write values = { ENABLED = true, DISABLED = false }",
            );
            BTreeMap::new()
        }
    }
}

fn read_absent(table: &Table<'_>) -> Option<Absent> {
    let value = table.json("absent");
    let url = table.string("absent_url");
    match (value, url) {
        (Some(value), Some(url)) => Some(Absent { value: value.into_inner(), url: url.into_inner() }),
        (Some(value), None) => {
            table.problem(
                value.span(),
                "`absent` has no source",
                "add absent_url, the page where AWS documents the default",
            );
            None
        }
        (None, Some(url)) => {
            table.problem(
                url.span(),
                "`absent_url` without `absent`",
                "write the default, or remove the address",
            );
            None
        }
        (None, None) => None,
    }
}

//! Reads one type's file, with every problem at once.

use super::mapping::{Field, Identity, Mapping};
use super::names::Style;
use crate::diagnostic::{Document, Problems, SourceText, Table, ValidText, did_you_mean};
use crate::service::{Kinds, Shape};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reads a mapping against the kinds there are.
///
/// # Errors
/// All that is wrong with it.
pub fn read_mapping(file: &Arc<SourceText>, style: Style, kinds: &dyn Kinds) -> Result<Mapping, Problems> {
    let document = Document::parse(file);
    let mapping = read(document.root(), style, kinds, false);
    document.into_problems().or(mapping)
}

fn read(table: Table<'_>, style: Style, kinds: &dyn Kinds, further: bool) -> Mapping {
    let mut mapping = Mapping { style, ..Mapping::default() };
    let kind =
        table.required("kind", "CloudFormation's kind that it becomes, e.g. kind = \"AWS::S3::Bucket\"");
    let shapes = kind.as_ref().and_then(|name| {
        let found = kinds.kind(name.get_ref());
        if found.is_none() {
            let hint = did_you_mean(name.get_ref(), kinds.names());
            let help = hint.map_or_else(
                || "name a kind that a service.toml describes".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            table.problem(name.span(), format!("no description has the kind `{}`", name.get_ref()), help);
        }
        found.map(|kind| &kind.properties)
    });
    mapping.kind = kind.map(toml::Spanned::into_inner).unwrap_or_default();
    let text = |key| table.string(key).map(toml::Spanned::into_inner);
    mapping.part_of = text("part_of");
    mapping.of_several = table.bool("of_several").unwrap_or(false);
    mapping.once = table.bool("once").unwrap_or(false);
    mapping.each = text("each");
    mapping.when = read_when(&table);
    mapping.id = text("id");
    mapping.id_prefix = text("id_prefix").unwrap_or_default();
    mapping.arn = text("arn");
    mapping.name = text("name");
    if !further {
        let help = "the page that documents its attributes and what AWS does without them";
        mapping.documentation =
            table.required("documentation", help).map(toml::Spanned::into_inner).unwrap_or_default();
        mapping.also = table.tables("also").into_iter().map(|also| read(also, style, kinds, true)).collect();
    }
    mapping.tags = table.strings("tags").map_or_else(|| tags_of(style), texts);
    mapping.refs = refs(style);
    read_refs(&table, style, &mut mapping.refs);
    let empty = BTreeMap::new();
    let shapes = shapes.unwrap_or(&empty);
    for name in table.strings("not_in_source").into_iter().flatten() {
        check_property(&table, &name, shapes);
        mapping.not_in_source.insert(name.into_inner());
    }
    for (name, entry) in table.named_tables("properties") {
        check_property(&table, &name, shapes);
        let field = read_field(entry, shapes.get(name.get_ref().as_str()), None);
        mapping.properties.insert(name.into_inner(), field);
    }
    table.finish();
    mapping
}

fn tags_of(style: Style) -> Vec<String> {
    let names: &[&str] = match style {
        Style::Terraform => &["tags_all", "tags"],
        Style::CloudFormation | Style::CloudControl => &["Tags"],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// What attributes of every type mean.
fn refs(style: Style) -> BTreeMap<String, Identity> {
    let names: &[(&str, Identity)] = match style {
        Style::Terraform => &[("id", Identity::Id), ("arn", Identity::Arn), ("name", Identity::Name)],
        Style::CloudFormation => &[("Ref", Identity::Id), ("Arn", Identity::Arn)],
        Style::CloudControl => &[("id", Identity::Id), ("arn", Identity::Arn)],
    };
    names.iter().map(|(name, identity)| ((*name).to_owned(), *identity)).collect()
}

fn read_refs(table: &Table<'_>, style: Style, refs: &mut BTreeMap<String, Identity>) {
    let Some(written) = table.json("refs") else { return };
    let mut wrong = written.get_ref().as_object().is_none();
    for (attribute, word) in written.get_ref().as_object().into_iter().flatten() {
        // The generated provider's `id` is what CloudFormation's `Ref` gives.
        let attribute = match (style, attribute.as_str()) {
            (Style::CloudControl, "Ref") => "id".into(),
            (_, name) => style.written(name),
        };
        match word.as_str().and_then(identity) {
            Some(identity) => _ = refs.insert(attribute.into_owned(), identity),
            None => wrong = true,
        }
    }
    if wrong {
        let help = "write refs = { key_id = \"id\" }; an attribute gives the id, the arn or the name";
        table.problem(written.span(), "`refs` does not say what attributes give", help);
    }
}

fn read_identity(table: &Table<'_>, key: &'static str) -> Option<Identity> {
    let word = table.string(key)?;
    let found = identity(word.get_ref());
    if found.is_none() {
        table.problem(word.span(), format!("`{key}` is none of a thing's names"), "write id, arn or name");
    }
    found
}

fn identity(word: &str) -> Option<Identity> {
    match word {
        "id" => Some(Identity::Id),
        "arn" => Some(Identity::Arn),
        "name" => Some(Identity::Name),
        "arn:*" => Some(Identity::Below),
        _ => None,
    }
}

fn check_property(table: &Table<'_>, name: &ValidText, shapes: &BTreeMap<String, Shape>) {
    if !shapes.is_empty() && !shapes.contains_key(name.get_ref().as_str()) {
        let hint = did_you_mean(name.get_ref(), shapes.keys().map(String::as_str));
        let help = hint.map_or_else(
            || "properties are those of the kind's description".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        table.problem(name.span(), format!("the kind has no property `{}`", name.get_ref()), help);
    }
}

fn texts(list: Vec<ValidText>) -> Vec<String> {
    list.into_iter().map(toml::Spanned::into_inner).collect()
}

/// The paths of one key, several with | between them.
fn read_paths(table: &Table<'_>, key: &'static str) -> Vec<String> {
    let Some(written) = table.string(key) else { return Vec::new() };
    let paths: Vec<String> = written.get_ref().split('|').map(|path| path.trim().to_owned()).collect();
    if paths.iter().any(|path| path.is_empty() || path.contains("..")) {
        let help = "several are written with | between them";
        table.problem(written.span(), "a path is names with dots between them", help);
    }
    paths
}

/// What has to be written for something to count.
fn read_when(table: &Table<'_>) -> Option<(String, Vec<String>)> {
    let when = table.table("when")?;
    let attribute = when.required("attribute", "the attribute that decides");
    let is = when.strings("is");
    if is.as_ref().is_none_or(Vec::is_empty) {
        when.missing("is", "the values for which it counts: is = [\"ingress\"]");
    }
    when.finish();
    attribute.map(|name| (name.into_inner(), texts(is.unwrap_or_default())))
}

/// A field; `absent` is what it is when nothing is written and the file does not say what that means.
fn read_field(table: Table<'_>, shape: Option<&Shape>, absent: Option<Value>) -> Field {
    let mut field = Field { from: read_paths(&table, "from"), ..Field::default() };
    field.absent = match table.json("absent").map(|value| null(value.into_inner())) {
        Some(Value::String(word)) if word == "unknown" => None,
        Some(value) => Some(value),
        None => absent,
    };
    field.new_only = table.bool("new_only").unwrap_or(false);
    field.unless = table.strings("unless").map(texts).unwrap_or_default();
    read_keyed(&table, &mut field);
    field.by_parts = table.bool("by_parts").unwrap_or(false);
    field.value = table.json("value").map(|value| null(value.into_inner()));
    field.append = table.bool("append").unwrap_or(false);
    field.always = table.json("always").map(|value| null(value.into_inner()));
    field.unknown = table.bool("unknown").unwrap_or(false);
    field.untold = table.bool("untold").unwrap_or(false);
    field.json = table.bool("json").unwrap_or(false);
    field.unless = table.strings("unless").map(texts).unwrap_or_default();
    field.computed = table.bool("computed").unwrap_or(false);
    field.own = read_identity(&table, "own");
    field.item = read_identity(&table, "item");
    if let Some(statement) = table.json("statement") {
        let pairs = statement.get_ref().as_object().into_iter().flatten();
        field.statement =
            pairs.filter_map(|(name, path)| Some((name.clone(), path.as_str()?.to_owned()))).collect();
        if !["Principal", "Action"].iter().all(|name| field.statement.contains_key(*name)) {
            let help = "write statement = { Principal = \"principal\", Action = \"action\" }";
            table.problem(
                statement.span(),
                "`statement` does not say where its principal and action stand",
                help,
            );
        }
    }
    if let Some(values) = table.json("values") {
        match values.get_ref() {
            Value::Object(map) => {
                field.values = map.iter().map(|(word, value)| (word.clone(), null(value.clone()))).collect();
            }
            _ => table.problem(values.span(), "`values` is not a table", "write values = { Enabled = true }"),
        }
    }
    field.when = read_when(&table);
    field.merge = table.bool("merge").unwrap_or(false);
    field.of = table.string("of").map(toml::Spanned::into_inner);
    let members = match shape {
        Some(Shape::Object(members)) => Some(members),
        Some(Shape::List(element)) => match element.as_ref() {
            Shape::Object(members) => Some(members),
            _ => None,
        },
        _ => None,
    };
    for (name, entry) in table.named_tables("members") {
        if let Some(members) = members {
            check_property(&table, &name, members);
        } else if shape.is_some() {
            table.problem(name.span(), "the property has no members", "remove `members`");
        }
        let inner = members.and_then(|members| members.get(name.get_ref().as_str()));
        field.members.insert(name.into_inner(), read_field(entry, inner, Some(Value::Null)));
    }
    table.finish();
    field
}

fn read_keyed(table: &Table<'_>, field: &mut Field) {
    let Some(keyed) = table.json("keyed") else { return };
    let pairs = keyed.get_ref().as_object();
    if pairs.is_none_or(|pairs| pairs.values().any(|value| !value.is_string())) {
        table.problem(keyed.span(), "`keyed` is no table of texts", "write keyed = { tls = \"enabled\" }");
    }
    let pairs = pairs.into_iter().flatten();
    field.keyed = pairs
        .filter_map(|(key, value)| Some((key.clone(), value.as_str()?)))
        .map(|(key, value)| (key, (value != "unknown").then(|| value.to_owned())))
        .collect();
}

/// `"null"` stands for the null that TOML lacks, at every depth.
fn null(value: Value) -> Value {
    match value {
        Value::String(word) if word == "null" => Value::Null,
        Value::Array(elements) => Value::Array(elements.into_iter().map(null).collect()),
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(name, value)| (name, null(value))).collect())
        }
        other => other,
    }
}

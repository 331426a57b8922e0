//! Reads one `[[kind]]` of a description.

use super::api::{
    Call, Condition, Detail, Each, Items, ItemsForm, KindDescription, Listing, Paging, Protocol, Scope, Tags,
};
use super::description_condition::read_conditions;
use super::description_field::read_properties;
use super::refused;
use super::template::{Parameter, Reference, Template};
use super::{Kind, ServiceBy, Shape, TAGS};
use crate::diagnostic::{Table, ValidText};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

const PLACEHOLDERS: &str = "placeholders: {.Path}, {detail.Path}, {parent.Path}, {account}, {region}, {partition}, {month_start}, {month_end}";

/// What a kind takes over from its API.
pub(super) struct Context<'a> {
    pub(super) api: &'a str,
    pub(super) protocol: Protocol,
    pub(super) scope: Scope,
    pub(super) iam_prefix: &'a str,
}

pub(super) fn read_kind(table: Table<'_>, context: &Context<'_>) -> Option<KindDescription> {
    let typed = context.protocol == Protocol::Typed;
    let name = table.required("name", "CloudFormation's name, e.g. name = \"AWS::KMS::Key\"");
    if let Some(name) = &name
        && name.get_ref().split("::").count() != 3
    {
        table.problem(name.span(), "a kind's name has three words", "for example AWS::KMS::Key");
    }
    if !table.has("service") {
        table.missing("service", "the service's slug in the eligible list; \"\" where no service counts");
    }
    let service = table.string("service");
    let service_by = read_service_by(&table);
    let scopes = [("regional", Scope::Regional), ("global", Scope::Global)];
    let scope = table.one_of("scope", &scopes).map_or(context.scope, |s| s.into_inner());
    let shows_use = table.bool("shows_use").unwrap_or(true);
    let created_at_moves = table.string("created_at_moves").map(|t| t.into_inner());
    let (actions, tags_action) = if typed {
        let actions = table.strings("actions").unwrap_or_default();
        (actions.into_iter().map(|a| a.into_inner()).collect(), table.string("tags_action"))
    } else {
        (BTreeSet::new(), None)
    };
    let reading = (!typed).then(|| read_reading(&table, context));
    let each = reading.iter().flat_map(|r| &r.each).map(|each| each.name.as_str());
    let details = reading.iter().flat_map(|r| &r.details).map(|detail| detail.name.as_str());
    let sources: Vec<&str> = each.chain(details).collect();
    let rows = reading.iter().filter_map(|r| r.items.as_ref()).any(|items| items.form == ItemsForm::Csv);
    let (properties, mut property_actions) = read_properties(&table, typed, rows, &sources);
    if let Some(action) = tags_action {
        property_actions.insert(TAGS.to_owned(), action.into_inner());
    }
    let shapes: BTreeMap<String, Shape> =
        properties.iter().map(|(name, property)| (name.clone(), property.field.shape())).collect();
    let listing = reading.and_then(|reading| reading.into_listing(properties));
    table.finish();
    let kind = Kind {
        name: name?.into_inner(),
        api: context.api.to_owned(),
        service: service?.into_inner(),
        service_by,
        properties: shapes,
        created_at_moves,
        shows_use,
    };
    Some(KindDescription { kind, scope, listing, actions, property_actions })
}

/// A listing as far as it could be read.
struct Reading {
    each: Vec<Each>,
    call: Option<Call>,
    gone: Vec<String>,
    items: Option<Items>,
    keep: Vec<Condition>,
    id: Option<Template>,
    arn: Option<Template>,
    name: Option<Template>,
    created_at: Option<Reference>,
    tags: Option<Tags>,
    details: Vec<Detail>,
}

impl Reading {
    fn into_listing(self, properties: BTreeMap<String, super::form::Property>) -> Option<Listing> {
        Some(Listing {
            each: self.each,
            call: self.call?,
            gone: self.gone,
            items: self.items,
            keep: self.keep,
            id: self.id?,
            arn: self.arn,
            name: self.name,
            created_at: self.created_at,
            tags: self.tags,
            details: self.details,
            properties,
        })
    }
}

fn read_reading(table: &Table<'_>, context: &Context<'_>) -> Reading {
    let mut each = Vec::new();
    let mut outer = Vec::new();
    for entry in table.tables("each") {
        if let Some(read) = read_each(entry, context, &outer) {
            outer.push(read.name.clone());
            each.push(read);
        }
    }
    let mut details = Vec::new();
    let mut known = outer.clone();
    for entry in table.tables("detail") {
        if let Some(detail) = read_detail(entry, context, &known) {
            known.push(detail.name.clone());
            details.push(detail);
        }
    }
    if !table.has("id") {
        table.missing("id", "the id that is unique in account and region, e.g. id = \"{.KeyId}\"");
    }
    let id = read_template(table, "id", &known);
    let (call, items, gone) = match table.table("list") {
        Some(list) => {
            let call = read_call(&list, context, &outer);
            let items = read_items(&list);
            let gone = list.strings("gone");
            if outer.is_empty()
                && let Some(code) = gone.iter().flatten().next()
            {
                list.problem(
                    code.span(),
                    "`gone` on a list that lies in nothing",
                    "it tells that the item of a [[kind.each]] is gone",
                );
            }
            let gone = texts(gone);
            list.finish();
            (call, items, gone)
        }
        None => {
            table.missing("list", "the operation that lists: [kind.list]");
            (None, None, Vec::new())
        }
    };
    Reading {
        each,
        call,
        gone,
        items,
        keep: read_conditions(table, "keep", &outer),
        id,
        arn: read_template(table, "arn", &known),
        name: read_template(table, "name_from", &known),
        created_at: table.string("created_at").and_then(|t| read_reference(table, &t, &known)),
        tags: table.table("tags").and_then(|tags| read_tags(tags, &known)),
        details,
    }
}

fn read_items(list: &Table<'_>) -> Option<Items> {
    let path = list.string("items");
    let written = list.one_of("items_form", &ItemsForm::WORDS);
    if let (None, Some(form)) = (&path, &written) {
        list.problem(form.span(), "`items_form` without `items`", "name the path to the items, or remove it");
    }
    let form = written.map_or(ItemsForm::Elements, |form| form.into_inner());
    Some(Items { path: path?.into_inner(), form })
}

fn read_service_by(table: &Table<'_>) -> Option<ServiceBy> {
    let by = table.table("service_by")?;
    let property = by.required("property", "the property whose value tells");
    let prefixes = by.json("prefixes").map(|value| value.into_inner());
    by.finish();
    let mut prefixes: Vec<(String, String)> = prefixes?
        .as_object()?
        .iter()
        .filter_map(|(prefix, slug)| Some((prefix.clone(), slug.as_str()?.to_owned())))
        .collect();
    // The longest beginning is the most exact one.
    prefixes.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
    Some(ServiceBy { property: property?.into_inner(), prefixes })
}

fn read_each(table: Table<'_>, context: &Context<'_>, known: &[String]) -> Option<Each> {
    let name = read_name(&table, "the word by which paths refer to its item", known);
    let call = read_call(&table, context, known);
    let items = table.string("items").map(|t| t.into_inner());
    let keep = read_conditions(&table, "keep", known);
    table.finish();
    Some(Each { name: name?, call: call?, items, keep })
}

/// The name of an outer list or a detail, unlike all that were named before.
fn read_name(table: &Table<'_>, help: &str, known: &[String]) -> Option<String> {
    const TAKEN: [&str; 5] = ["account", "region", "partition", "month_start", "month_end"];
    let name = table.required("name", help)?;
    let word = name.get_ref().as_str();
    if known.iter().any(|other| other == word) || TAKEN.contains(&word) {
        table.problem(name.span(), format!("the name `{word}` is taken"), "rename one");
    }
    Some(name.into_inner())
}

fn read_detail(table: Table<'_>, context: &Context<'_>, known: &[String]) -> Option<Detail> {
    let name = read_name(&table, "the word by which properties refer to this call", known);
    let call = read_call(&table, context, known);
    let when = read_conditions(&table, "when", known);
    let gone = texts(table.strings("gone"));
    table.finish();
    Some(Detail { name: name?, call: call?, when, gone })
}

fn read_call(table: &Table<'_>, context: &Context<'_>, known: &[String]) -> Option<Call> {
    let operation = table.required("operation", "the name of the operation, e.g. operation = \"ListKeys\"");
    if let Some(operation) = &operation
        && let Some(problem) = refused::why(context.api, operation.get_ref())
    {
        table.problem(operation.span(), problem.0, problem.1);
    }
    let action = table.string("action").map(|t| t.into_inner());
    let rest = context.protocol.is_rest();
    let (method, uri, headers) = if rest {
        let methods = [("GET", "GET"), ("POST", "POST")];
        if !table.has("method") {
            table.missing("method", "GET or POST, as the API's model has it");
        }
        if !table.has("uri") {
            table.missing("uri", "the path, as the API's model has it");
        }
        let method = table.one_of("method", &methods).map(|m| m.into_inner().to_owned());
        (method, read_template(table, "uri", known), read_headers(table, known))
    } else {
        (Some("POST".to_owned()), Some(Template::text("/")), BTreeMap::new())
    };
    let parameters = read_parameters(table, known);
    let paging = table.table("paging").and_then(read_paging);
    let not_configured = texts(table.strings("not_configured"));
    let again = texts(table.strings("again"));
    let operation = operation?.into_inner();
    Some(Call {
        action: action.unwrap_or_else(|| format!("{}:{operation}", context.iam_prefix)),
        operation,
        method: method?,
        uri: uri?,
        parameters,
        headers,
        paging,
        not_configured,
        again,
    })
}

fn texts(list: Option<Vec<ValidText>>) -> Vec<String> {
    list.unwrap_or_default().into_iter().map(|t| t.into_inner()).collect()
}

fn read_paging(table: Table<'_>) -> Option<Paging> {
    let input = table.required("in", "the parameter that takes the token");
    let output = table.required("out", "the path of the token in the answer");
    let more = table.string("more").map(|t| t.into_inner());
    table.finish();
    Some(Paging { input: input?.into_inner(), output: output?.into_inner(), more })
}

fn read_tags(table: Table<'_>, known: &[String]) -> Option<Tags> {
    let from = table.string("from");
    if let Some(from) = &from {
        check_source(&table, &from.span(), Some(from.get_ref()), known);
    }
    let path = table.required("path", "the path of the list of tags");
    let key = table.string("key").map_or_else(|| "Key".to_owned(), |t| t.into_inner());
    let value = table.string("value").map_or_else(|| "Value".to_owned(), |t| t.into_inner());
    table.finish();
    Some(Tags { from: from.map(|t| t.into_inner()), path: path?.into_inner(), key, value })
}

pub(super) fn read_reference(table: &Table<'_>, text: &ValidText, known: &[String]) -> Option<Reference> {
    let reference = Reference::parse(text.get_ref());
    match &reference {
        Some(found) => check_source(table, &text.span(), found.source.as_deref(), known),
        None => table.problem(
            text.span(),
            format!("`{}` is no path", text.get_ref()),
            "write .Name for the listed item, detail.Name for a detail's answer",
        ),
    }
    reference
}

fn check_source(table: &Table<'_>, span: &Range<usize>, source: Option<&str>, known: &[String]) {
    if let Some(source) = source.filter(|source| !known.iter().any(|name| name == source)) {
        let help =
            format!("named above: {}", if known.is_empty() { "none".to_owned() } else { known.join(", ") });
        table.problem(span.clone(), format!("no list or detail above is named `{source}`"), help);
    }
}

fn read_template(table: &Table<'_>, key: &'static str, known: &[String]) -> Option<Template> {
    let text = table.string(key)?;
    match Template::parse(text.get_ref()) {
        Ok(template) => {
            template.sources().for_each(|source| check_source(table, &text.span(), Some(source), known));
            Some(template)
        }
        Err(message) => {
            table.problem(text.span(), message, PLACEHOLDERS);
            None
        }
    }
}

fn read_parameters(table: &Table<'_>, known: &[String]) -> BTreeMap<String, Parameter> {
    let Some(value) = table.json("parameters") else {
        return BTreeMap::new();
    };
    match Parameter::parse(value.get_ref()) {
        Ok(Parameter::Table(parameters)) => {
            parameters
                .values()
                .flat_map(Parameter::sources)
                .for_each(|source| check_source(table, &value.span(), Some(source), known));
            parameters
        }
        Ok(_) => {
            table.problem(
                value.span(),
                "`parameters` is not a table",
                "write parameters = { Name = \"value\" }",
            );
            BTreeMap::new()
        }
        Err(message) => {
            table.problem(value.span(), message, PLACEHOLDERS);
            BTreeMap::new()
        }
    }
}

fn read_headers(table: &Table<'_>, known: &[String]) -> BTreeMap<String, Template> {
    let Some(value) = table.json("headers") else {
        return BTreeMap::new();
    };
    let mut headers = BTreeMap::new();
    for (name, text) in value.get_ref().as_object().into_iter().flatten() {
        match text.as_str().map(Template::parse) {
            Some(Ok(template)) => {
                template.sources().for_each(|source| check_source(table, &value.span(), Some(source), known));
                headers.insert(name.clone(), template);
            }
            _ => table.problem(
                value.span(),
                format!("header `{name}` is no text with placeholders"),
                "see parameters",
            ),
        }
    }
    headers
}

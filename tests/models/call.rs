//! Holds one call of a description against its operation: the path, the parameters and the pages.

use crate::botocore::Model;
use crate::wire::{Spot, at};
use crate::{Findings, text};
use baascan::service::{Api, Call, Parameter, Part, Template};
use std::collections::BTreeSet;

pub(crate) fn pattern(uri: &Template) -> String {
    uri.parts.iter().map(|part| if let Part::Text(text) = part { text.as_str() } else { "{}" }).collect()
}

/// Whether a path is one of the model's: a label may be filled in by a constant.
pub(crate) fn fits(ours: &str, model: &str) -> bool {
    let (ours, model): (Vec<&str>, Vec<&str>) = (ours.split('/').collect(), model.split('/').collect());
    ours.len() == model.len() && ours.iter().zip(&model).all(|(o, m)| o == m || *m == "{}")
}

pub(crate) fn labels(uri: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for character in uri.chars() {
        match character {
            '{' => {
                inside = true;
                out.push_str("{}");
            }
            '}' => inside = false,
            other if !inside => out.push(other),
            _ => {}
        }
    }
    out
}

pub(crate) fn check_parameters(api: &Api, model: &Model, call: &Call, what: &str, findings: &mut Findings) {
    let Some(input) = model.input(&call.operation) else {
        findings.expect(call.parameters.is_empty(), || format!("{what} takes no parameters"));
        return;
    };
    let mut given = BTreeSet::new();
    for (name, parameter) in &call.parameters {
        let location = if call.method == "GET" { Some("querystring") } else { None };
        match model.member_sent_as(input, name, location, api.protocol) {
            Some((member, shape)) => {
                given.insert(member);
                check_nested(model, shape, parameter, &format!("{what} {name}"), findings);
            }
            None => findings.expect(false, || format!("{what} has no parameter {name}")),
        }
    }
    // botocore adds it to every call of Glacier's, outside the model.
    // https://docs.aws.amazon.com/amazonglacier/latest/dev/api-common-request-headers.html
    for name in call.headers.keys().filter(|name| name.as_str() != "x-amz-glacier-version") {
        match model.member_sent_as(input, name, Some("header"), api.protocol) {
            Some((member, _)) => drop(given.insert(member)),
            None => findings.expect(false, || format!("{what} has no header {name}")),
        }
    }
    for required in model.required(input) {
        let in_path = model.shape(input)["members"][&required]["location"] == "uri";
        findings.expect(in_path || given.contains(&required), || format!("{what} needs {required}"));
    }
}

fn check_nested(model: &Model, shape: &str, parameter: &Parameter, what: &str, findings: &mut Findings) {
    let kind = text(&model.shape(shape)["type"]);
    match parameter {
        Parameter::Table(table) => {
            for (name, inner) in table {
                match model.member_or_value(shape, name) {
                    Some(member) => check_nested(model, member, inner, &format!("{what}.{name}"), findings),
                    None => findings.expect(false, || format!("{what} has no member {name}")),
                }
            }
        }
        Parameter::List(list) => {
            findings.expect(kind == "list", || format!("{what} is a {kind}, not a list"));
            let element = text(&model.shape(shape)["member"]["shape"]);
            list.iter().for_each(|inner| check_nested(model, element, inner, what, findings));
        }
        Parameter::Literal(value) => {
            let right =
                if value.is_boolean() { kind == "boolean" } else { matches!(kind, "integer" | "long") };
            findings.expect(right, || format!("{what} is a {kind}, not {value}"));
        }
        Parameter::Template(_) => {
            findings.expect(kind == "string", || format!("{what} is a {kind}, not a text"));
        }
    }
}

pub(crate) fn check_paging(api: &Api, model: &Model, call: &Call, what: &str, findings: &mut Findings) {
    let known = model.paginator(&call.operation, api.protocol);
    let Some(output) = model.answer(&call.operation) else {
        return;
    };
    let Some(paging) = &call.paging else {
        findings.expect(known.is_none(), || format!("{what} has pages: {known:?}"));
        let members = model.shape(&output)["members"].as_object().cloned().unwrap_or_default();
        let token = members
            .keys()
            // What an update has to bring along is no page.
            .filter(|name| !["UpdateToken", "LockToken"].contains(&name.as_str()))
            .find(|name| name.to_lowercase().ends_with("token") || name.to_lowercase().ends_with("marker"));
        findings.expect(token.is_none(), || format!("{what} has pages: {token:?} is not followed"));
        return;
    };
    if let Some(known) = known {
        let ours = (paging.input.clone(), paging.output.clone(), paging.more.clone());
        findings.expect(ours == known, || format!("{what} has pages by {known:?}, not {ours:?}"));
        return;
    }
    let input = model.input(&call.operation).unwrap_or_default();
    let location = if call.method == "GET" { Some("querystring") } else { None };
    let taken = model.member_sent_as(input, &paging.input, location, api.protocol).is_some();
    findings.expect(taken, || format!("{what} has no parameter {}", paging.input));
    let told = at(model, api.protocol, &Spot::root(&output), &paging.output).is_ok();
    findings.expect(told, || format!("{what} answers without {}", paging.output));
}

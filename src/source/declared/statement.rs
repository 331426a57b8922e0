//! Statements of a resource's policy that are things of their own: AWS writes the policy from all of them.
//!
//! <https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html>

use super::convert::Converter;
use super::mapping::Field;
use super::plain::unknown;
use super::{Style, Written};
use crate::resource::Resource;
use serde_json::{Map, Value, json};

/// Stands in a condition for what only AWS will tell. A statement for an AWS service lets in nobody else whatever stands
/// there; any other is unknown as a whole.
const LATER: &str = "known after it is applied";

/// The statement that a part writes; null where it counts for something else, and `None` where it is not known.
pub(super) fn of(converter: &Converter<'_>, field: &Field, values: &Written) -> Option<Value> {
    if !converter.counts(field, values)? {
        return Some(Value::Null);
    }
    if let Some(path) = field.statement.get("Statement") {
        let written = converter.walk(values, path);
        if !written.is_null() {
            return converter.document(&written);
        }
    }
    let text = |name: &str| converter.text(&converter.walk(values, field.statement.get(name)?));
    let (principal, action) = (text("Principal")?, text("Action")?);
    let mut conditions = Map::new();
    for (name, path) in &field.statement {
        let Some((operator, key)) = name.split_once(' ') else { continue };
        let written = converter.walk(values, path);
        let said = match written.as_ref() {
            Written::Null | Written::Computed => continue,
            Written::Text(text) if text.is_empty() && converter.style == Style::Terraform => continue,
            written => converter.text(written),
        };
        let value = said.or_else(|| is_service(&principal).then(|| LATER.to_owned()))?;
        let under = conditions.entry(operator).or_insert_with(|| json!({}));
        under[key] = value.into();
    }
    let mut statement = json!({ "Effect": "Allow", "Principal": named(&principal), "Action": action });
    if !conditions.is_empty() {
        statement["Condition"] = conditions.into();
    }
    Some(statement)
}

/// Adds a part's statement to its parent's policy.
pub(super) fn add(resource: &mut Resource, name: &str, told: Option<Value>) {
    let Some(mut statement) = told else {
        let pointer = format!("/properties/{name}");
        resource.unread.retain(|u| u.path != pointer);
        resource.property_unread(name, &unknown(""));
        return;
    };
    let arn = resource.arn.clone();
    let Some(policy) = resource.properties.get_mut(name).filter(|_| !statement.is_null()) else {
        return; // the parent's own policy is not known, and a statement more does not tell it
    };
    if policy.is_null() {
        *policy = json!({ "Version": "2012-10-17", "Statement": [] });
    }
    if statement.get("Resource").is_none() {
        statement["Resource"] = json!(arn);
    }
    if let Some(statements) = policy.get_mut("Statement").and_then(Value::as_array_mut) {
        statements.push(statement);
    }
}

/// Whether a principal is an AWS service: `s3.amazonaws.com`.
fn is_service(principal: &str) -> bool {
    principal.contains('.') && !principal.contains(':')
}

/// A principal as AWS writes it into the policy.
fn named(principal: &str) -> Value {
    if principal == "*" {
        json!("*")
    } else if is_service(principal) {
        json!({ "Service": principal })
    } else if principal.len() == 12 && principal.bytes().all(|b| b.is_ascii_digit()) {
        json!({ "AWS": format!("arn:aws:iam::{principal}:root") })
    } else {
        json!({ "AWS": principal })
    }
}

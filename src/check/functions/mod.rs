//! The functions conditions may call beside CEL's own. Each says where AWS defines what it decides.

pub(crate) mod cidr;
pub(crate) mod policy;

use super::value::{Document, List, Object, null, text};
use cel::common::types::{CelBool, CelDouble, CelInt, CelNull, CelString};
use cel::common::value::{CowVal, Val};
use cel::{Context, ExecutionError, FunctionContext};
use serde_json::Value;
use std::collections::BTreeSet;

/// Our functions: name and number of arguments.
pub(super) const OURS: [(&str, usize); 17] = [
    ("policy_is_public_for", 2),
    ("policy_mentions", 2),
    ("policy_requires_tls_for", 3),
    ("policy_denies", 2),
    ("policy_unattested_principals", 1),
    ("policy_allows", 2),
    ("policy_full_services", 1),
    ("policy_escalations", 1),
    ("trust_whole_accounts", 1),
    ("trust_open_providers", 1),
    ("at", 2),
    ("lookup", 2),
    ("policy_is_public", 1),
    ("policy_requires_tls", 2),
    ("policy_accounts", 1),
    ("days_since", 1),
    ("cidr_is_open", 1),
];

/// CEL's functions that conditions may call: name and number of arguments, the target included.
pub(super) const CELS: [(&str, usize); 6] =
    [("size", 1), ("startsWith", 2), ("endsWith", 2), ("contains", 2), ("int", 1), ("string", 1)];

type Answer<'a, 'v> = Result<CowVal<'a, 'v>, ExecutionError>;
type Function = Box<
    dyn for<'a, 'v> Fn(&mut FunctionContext<'a, 'v>) -> Result<CowVal<'a, 'v>, ExecutionError> + Send + Sync,
>;

/// A context with all functions; `as_of` is what [`OURS`]' `days_since` measures against.
///
/// # Errors
/// When CEL itself takes one of the names.
pub(super) fn context(as_of: jiff::Timestamp) -> Result<Context<'static, 'static>, cel::DeclarationError> {
    let mut context = Context::default();
    let mut add = |name: &str, function: Function| context.add_function(name, function);
    add("at", Box::new(at))?;
    add("lookup", Box::new(lookup))?;
    add("policy_is_public", Box::new(|call| policy(call, false, policy::is_public)))?;
    add("policy_requires_tls", Box::new(requires_tls))?;
    add("policy_requires_tls_for", Box::new(requires_tls_for))?;
    add("policy_accounts", Box::new(|call| names(call, policy::accounts)))?;
    add("policy_is_public_for", Box::new(|call| for_actions(call, policy::is_public_for)))?;
    add("policy_allows", Box::new(|call| for_actions(call, policy::allows_everywhere)))?;
    add("policy_denies", Box::new(|call| for_actions(call, policy::denies)))?;
    add("policy_full_services", Box::new(|call| names(call, policy::full_services)))?;
    add("policy_escalations", Box::new(|call| names(call, policy::escalations)))?;
    add("trust_whole_accounts", Box::new(|call| names(call, policy::whole_accounts)))?;
    add("trust_open_providers", Box::new(|call| names(call, policy::open_providers)))?;
    add("policy_mentions", Box::new(policy_mentions))?;
    add("policy_unattested_principals", Box::new(|call| names(call, policy::unattested_principals)))?;
    add("days_since", Box::new(move |call| days_since(call, as_of)))?;
    add("cidr_is_open", Box::new(cidr_is_open))?;
    Ok(context)
}

fn argument<'c, 'a, 'v>(
    call: &'c FunctionContext<'a, 'v>,
    index: usize,
) -> Result<&'c (dyn Val + 'v), ExecutionError> {
    // A function called as a method has its first argument as target.
    let index = match (&call.this, index) {
        (Some(this), 0) => return Ok(this.as_ref()),
        (Some(_), index) => index - 1,
        (None, index) => index,
    };
    call.args
        .get(index)
        .map(AsRef::as_ref)
        .ok_or_else(|| ExecutionError::invalid_argument_count(index + 1, call.args.len()))
}

fn is_null(value: &(dyn Val + '_)) -> bool {
    value.downcast_ref::<CelNull>().is_some()
}

fn text_argument<'c, 'a, 'v>(
    call: &'c FunctionContext<'a, 'v>,
    index: usize,
) -> Result<&'c str, ExecutionError> {
    let value = argument(call, index)?;
    value
        .downcast_ref::<CelString<'_>>()
        .map(CelString::inner)
        .ok_or_else(|| call.error(format!("wants a text, got {}", value.get_type().name())))
}

fn boolean<'a, 'v>(value: bool) -> CowVal<'a, 'v> {
    CowVal::owned(CelBool::from(value))
}

/// `at(x, 'A.B')`: the value at a path. Null when a parent is null, the list of all values when the path crosses a list;
/// a missing key stays CEL's own error, which means "could not be read".
fn at<'a, 'v>(call: &mut FunctionContext<'a, 'v>) -> Answer<'a, 'v> {
    let path = text_argument(call, 1)?;
    let segments: Vec<&str> = path.split('.').collect();
    let found = walk(argument(call, 0)?, &segments).map_err(|e| match e {
        Walk::Missing(key) => ExecutionError::no_such_key(&key),
        Walk::NotAnObject(key) => call.error(format!("`{key}` is asked of something that has no members")),
    })?;
    Ok(CowVal::Owned(found))
}

enum Walk {
    Missing(String),
    NotAnObject(String),
}

fn walk<'v>(value: &(dyn Val + 'v), path: &[&str]) -> Result<Box<dyn Val + 'v>, Walk> {
    let Some((first, rest)) = path.split_first() else {
        return Ok(value.clone_as_boxed());
    };
    if is_null(value) {
        return Ok(null());
    }
    if let Some(object) = value.downcast_ref::<Object>() {
        let member = object.0.get(*first).ok_or_else(|| Walk::Missing((*first).to_owned()))?;
        return walk(member.as_ref(), rest);
    }
    let list = value.as_iterable().ok_or_else(|| Walk::NotAnObject((*first).to_owned()))?;
    let mut found = Vec::new();
    let mut elements = list.iter();
    while let Some(element) = elements.next() {
        let below = owned(walk(element, path)?);
        match below.downcast_ref::<List>() {
            // A list below a list: one flat list of values.
            Some(inner) => found.extend(inner.0.iter().map(|v| v.clone_as_boxed())),
            None => found.push(below),
        }
    }
    Ok(Box::new(List::new(found)))
}

/// Values of facts own their data: what is found in them is free of the borrow.
fn owned(value: Box<dyn Val + '_>) -> Box<dyn Val> {
    if let Some(text_value) = value.downcast_ref::<CelString<'_>>() {
        return text(text_value.inner());
    }
    if let Some(object) = value.downcast_ref::<Object>() {
        return object.clone_as_boxed();
    }
    if let Some(list) = value.downcast_ref::<List>() {
        return list.clone_as_boxed();
    }
    if let Some(document) = value.downcast_ref::<Document>() {
        return document.clone_as_boxed();
    }
    if let Some(truth) = value.downcast_ref::<CelBool>() {
        return truth.clone_as_boxed();
    }
    if let Some(number) = value.downcast_ref::<CelInt>() {
        return number.clone_as_boxed();
    }
    if let Some(number) = value.downcast_ref::<CelDouble>() {
        return number.clone_as_boxed();
    }
    null()
}

/// `lookup(list, key)`: the `Value` of the entry of a `[{Key, Value}]` list, null when the list is null or has no such entry.
/// CloudFormation writes tags, parameters and attributes that way:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html>.
fn lookup<'a, 'v>(call: &mut FunctionContext<'a, 'v>) -> Answer<'a, 'v> {
    let list = argument(call, 0)?;
    let key = text_argument(call, 1)?;
    if is_null(list) {
        return Ok(CowVal::Owned(null()));
    }
    let entries = list.downcast_ref::<List>().ok_or_else(|| call.error("wants a list of {Key, Value}"))?;
    let mut unread = None;
    for entry in entries.0.iter().filter_map(|e| e.downcast_ref::<Object>()) {
        match entry.0.get("Key") {
            // Another entry may still be the one asked for.
            None => unread = Some("Key"),
            Some(found) if found.downcast_ref::<CelString<'_>>().is_some_and(|k| k.inner() == key) => {
                let value = entry.0.get("Value").ok_or_else(|| ExecutionError::no_such_key("Value"))?;
                return Ok(CowVal::Owned(value.clone_as_boxed()));
            }
            Some(_) => {}
        }
    }
    match unread {
        Some(key) => Err(ExecutionError::no_such_key(key)),
        None => Ok(CowVal::Owned(null())),
    }
}

/// A policy function's document; `None` for null, which is no policy.
fn document<'c>(call: &'c FunctionContext<'_, '_>) -> Result<Option<&'c Value>, ExecutionError> {
    let value = argument(call, 0)?;
    if is_null(value) {
        return Ok(None);
    }
    match value.downcast_ref::<Document>() {
        Some(document) => Ok(Some(&document.0)),
        None => Err(call.error(format!("wants a policy document, got {}", value.get_type().name()))),
    }
}

fn policy<'a, 'v>(
    call: &mut FunctionContext<'a, 'v>,
    without: bool,
    decide: fn(&Value) -> Result<bool, String>,
) -> Answer<'a, 'v> {
    let decided = document(call)?.map_or(Ok(without), decide).map_err(|e| call.error(e))?;
    Ok(boolean(decided))
}

fn requires_tls<'a, 'v>(call: &mut FunctionContext<'a, 'v>) -> Answer<'a, 'v> {
    let Some(document) = document(call)? else {
        return Ok(boolean(false));
    };
    let arn = text_argument(call, 1)?;
    policy::requires_tls(document, arn).map(boolean).map_err(|e| call.error(e))
}

/// `policy_requires_tls_for(doc, arn, 'sns:Publish')`: whether each of these actions on the resource is denied over plain HTTP.
fn requires_tls_for<'a, 'v>(call: &mut FunctionContext<'a, 'v>) -> Answer<'a, 'v> {
    let Some(document) = document(call)? else {
        return Ok(boolean(false));
    };
    let (arn, actions) = (text_argument(call, 1)?, patterns(call, 2)?);
    policy::requires_tls_for(document, arn, &actions).map(boolean).map_err(|e| call.error(e))
}

/// Patterns of actions with spaces between them, in lower case.
fn patterns(call: &FunctionContext<'_, '_>, index: usize) -> Result<Vec<String>, ExecutionError> {
    Ok(text_argument(call, index)?.split_whitespace().map(str::to_lowercase).collect())
}

/// What a document names: `policy_accounts(doc)`, whom it grants something, as ids of accounts where it tells them;
/// `policy_unattested_principals(doc)`, who may get plaintext from a key without an attestation document;
/// `policy_full_services(doc)`, `policy_escalations(doc)`, `trust_whole_accounts(doc)`, `trust_open_providers(doc)`. Null names
/// nothing.
fn names<'a, 'v>(
    call: &mut FunctionContext<'a, 'v>,
    find: fn(&Value) -> Result<BTreeSet<String>, String>,
) -> Answer<'a, 'v> {
    let found = match document(call)? {
        Some(document) => find(document).map_err(|e| call.error(e))?,
        None => BTreeSet::new(),
    };
    Ok(CowVal::owned(List::new(found.iter().map(|name| text(name)).collect())))
}

/// `policy_is_public_for(doc, 's3:Get* s3:List*')`: whether anybody may do something under one of these patterns;
/// `policy_allows(doc, 'kms:Decrypt')`: whether an identity policy allows it on every resource;
/// `policy_denies(doc, 'backup:DeleteRecoveryPoint')`: whether a resource policy denies all of them to everybody. Null does
/// none of it.
fn for_actions<'a, 'v>(
    call: &mut FunctionContext<'a, 'v>,
    decide: fn(&Value, &[String]) -> Result<bool, String>,
) -> Answer<'a, 'v> {
    let Some(document) = document(call)? else {
        return Ok(boolean(false));
    };
    decide(document, &patterns(call, 1)?).map(boolean).map_err(|e| call.error(e))
}

/// `policy_mentions(doc, prefix)`: whether a condition key of the policy begins with a text, case aside.
fn policy_mentions<'a, 'v>(call: &mut FunctionContext<'a, 'v>) -> Answer<'a, 'v> {
    let Some(document) = document(call)? else {
        return Ok(boolean(false));
    };
    let prefix = text_argument(call, 1)?;
    policy::mentions(document, prefix).map(boolean).map_err(|e| call.error(e))
}

/// Whole days from a point in time (RFC 3339, or a date at midnight UTC) to the date of judging; negative in the future.
fn days_since<'a, 'v>(call: &mut FunctionContext<'a, 'v>, as_of: jiff::Timestamp) -> Answer<'a, 'v> {
    let written = text_argument(call, 0)?;
    let instant = written
        .parse::<jiff::Timestamp>()
        .or_else(|_| {
            written.parse::<jiff::civil::Date>()?.to_zoned(jiff::tz::TimeZone::UTC).map(|z| z.timestamp())
        })
        .map_err(|_| call.error(format!("`{written}` is not a point in time")))?;
    const DAY: i64 = 86_400;
    let days = (as_of.as_second() - instant.as_second()).div_euclid(DAY);
    Ok(CowVal::owned(CelInt::from(days)))
}

fn cidr_is_open<'a, 'v>(call: &mut FunctionContext<'a, 'v>) -> Answer<'a, 'v> {
    if is_null(argument(call, 0)?) {
        return Ok(boolean(false));
    }
    let range = text_argument(call, 0)?;
    cidr::is_broad(range).map(boolean).map_err(|e| call.error(e))
}

//! What a policy grants, by AWS's own definitions. Where AWS's pages differ, the stricter reading is taken.
//!
//! * Public: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status>
//! * Elements: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>
//! * Public, for a file system: <https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html#what-is-a-public-policy>
//! * TLS: <https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-ssl-requests-only.html>

mod glob;
mod grantees;
mod identity;
mod together;
mod trust;

use self::glob::{covers_all_below, glob, meet};
pub(crate) use self::grantees::accounts;
pub(crate) use self::identity::{allows_everywhere, escalations, full_services};
pub(crate) use self::trust::{open_providers, whole_accounts};

use super::cidr::is_broad;
use crate::resource::Arn;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeSet;

type Statement = Map<String, Value>;

/// Whether an `Allow` reaches anybody: its principal is not fixed, and no condition narrows it to fixed values.
///
/// # Errors
/// When the document is not a policy.
pub(crate) fn is_public(document: &Value) -> Result<bool, String> {
    let document = parsed(document)?;
    Ok(statements(&document)?.into_iter().any(|s| allows(s) && reaches_anybody(s) && !is_narrowed(s)))
}

/// Whether an `Allow` lets anybody do something that falls under one of these patterns of actions, given in lower case.
///
/// # Errors
/// When the document is not a policy.
pub(crate) fn is_public_for(document: &Value, actions: &[String]) -> Result<bool, String> {
    let document = parsed(document)?;
    let open = |s: &Statement| allows(s) && reaches_anybody(s) && !is_narrowed(s);
    Ok(statements(&document)?.into_iter().any(|s| open(s) && actions.iter().any(|a| names_action(s, a))))
}

/// Whether plain HTTP is denied to everybody, for every action, on the whole resource: for a bucket, on the bucket and on
/// all its objects. Several statements may do it together; a further condition in one narrows it, so it does not count, but where
/// another statement asks for its contrary.
///
/// A Deny on `s3:TlsVersion` below 1.2 is not counted: the key is absent from plain HTTP requests.
///
/// # Errors
/// When the document is not a policy.
pub(crate) fn requires_tls(document: &Value, arn: &str) -> Result<bool, String> {
    let document = parsed(document)?;
    let service = Arn::parse(arn).map_or("", |a| a.service);
    let denials: Vec<&Statement> =
        statements(&document)?.into_iter().filter(|s| denies_every_action(s, service)).collect();
    let whole = together::whole(&denials);
    let covers = |of: &dyn Fn(&str) -> bool| {
        whole.iter().any(|all| all.iter().all(|s| texts(s.get("Resource")).into_iter().any(of)))
    };
    Ok(covers(&|p| glob(p, arn)) && (service != "s3" || covers(&|p| covers_all_below(p, arn))))
}

/// Whether plain HTTP is denied to everybody, on the resource, for every one of these actions, given in lower case: for
/// services whose policies cannot name all actions at once. A further condition narrows the denial, so it does not count.
///
/// # Errors
/// When the document is not a policy.
pub(crate) fn requires_tls_for(document: &Value, arn: &str, actions: &[String]) -> Result<bool, String> {
    let document = parsed(document)?;
    let there = |s: &Statement| texts(s.get("Resource")).into_iter().any(|p| glob(p, arn));
    let denials: Vec<&Statement> = statements(&document)?
        .into_iter()
        .filter(|s| denies_everybody(s) && is_only_about_plain_http(s) && there(s))
        .collect();
    Ok(covers_each(&denials, actions))
}

/// Whether each of these actions, given in lower case, is denied to everybody on every resource, on no condition.
///
/// # Errors
/// When the document is not a policy.
pub(crate) fn denies(document: &Value, actions: &[String]) -> Result<bool, String> {
    let document = parsed(document)?;
    let everywhere = |s: &Statement| texts(s.get("Resource")).contains(&"*");
    let always = |s: &Statement| conditions(s).next().is_none();
    let denials: Vec<&Statement> = statements(&document)?
        .into_iter()
        .filter(|s| denies_everybody(s) && always(s) && everywhere(s))
        .collect();
    Ok(covers_each(&denials, actions))
}

/// Whether a condition key of any statement begins with a text; names of condition keys are not case-sensitive.
///
/// # Errors
/// When the document is not a policy.
pub(crate) fn mentions(document: &Value, prefix: &str) -> Result<bool, String> {
    let document = parsed(document)?;
    let prefix = prefix.to_ascii_lowercase();
    let found = statements(&document)?
        .into_iter()
        .any(|s| conditions(s).any(|(_, key, _)| key.to_ascii_lowercase().starts_with(&prefix)));
    Ok(found)
}

/// What hands out plaintext to a caller, and takes an attestation document:
/// <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-nitro-enclaves.html>.
const REVEALING: [&str; 6] = [
    "kms:decrypt",
    "kms:derivesharedsecret",
    "kms:generatedatakey",
    "kms:generatedatakeypair",
    // Takes none, and moves the data under a key that asks for none.
    "kms:reencryptfrom",
    // A grant cannot demand attestation.
    "kms:creategrant",
];

/// The principals, as written, of each `Allow` of a key's policy that lets plaintext out without demanding attestation.
/// An account by its id counts as the ARN of its root. `NotPrincipal` and a missing principal are `*`.
///
/// # Errors
/// When the document is not a policy.
pub(crate) fn unattested_principals(document: &Value) -> Result<BTreeSet<String>, String> {
    let document = parsed(document)?;
    let statements = statements(&document)?;
    let revealing: Vec<&str> = REVEALING
        .into_iter()
        .filter(|action| !statements.iter().any(|s| denies_unattested(s) && names_action(s, action)))
        .collect();
    let mut found = BTreeSet::new();
    let open = |s: &&Statement| allows(s) && !is_attested(s) && revealing.iter().any(|a| names_action(s, a));
    for statement in statements.into_iter().filter(open) {
        let named: Vec<&str> = match statement.get("Principal") {
            Some(Value::Object(kinds)) => kinds.values().flat_map(|v| texts(Some(v))).collect(),
            Some(other) => texts(Some(other)),
            None => vec!["*"],
        };
        found.extend(named.into_iter().map(|p| match is_account(p) {
            true => format!("arn:aws:iam::{p}:root"),
            false => p.to_owned(),
        }));
    }
    Ok(found)
}

/// Whether a statement is about something that falls under a pattern of actions, given in lower case; names of actions are
/// not case-sensitive. `NotAction` leaves it out only where one of its patterns is as broad.
fn names_action(statement: &Statement, wanted: &str) -> bool {
    let listed = |element, fits: fn(&str, &str) -> bool| {
        texts(statement.get(element)).iter().any(|p| fits(&p.to_ascii_lowercase(), wanted))
    };
    match statement.contains_key("NotAction") {
        true => !listed("NotAction", glob),
        false => listed("Action", meet),
    }
}

/// Whether there are actions, and each falls under one of the statements as a whole.
fn covers_each(statements: &[&Statement], actions: &[String]) -> bool {
    !actions.is_empty() && actions.iter().all(|action| statements.iter().any(|s| covers_action(s, action)))
}

/// Whether a statement is about everything that falls under a pattern of actions, given in lower case.
fn covers_action(statement: &Statement, wanted: &str) -> bool {
    let listed = |element, fits: fn(&str, &str) -> bool| {
        texts(statement.get(element)).iter().any(|p| fits(&p.to_ascii_lowercase(), wanted))
    };
    match statement.contains_key("NotAction") {
        true => !listed("NotAction", meet),
        false => listed("Action", glob),
    }
}

/// A `Deny` for everybody without attestation, on nothing but that: a negated comparison is true when the key is absent.
fn denies_unattested(statement: &Statement) -> bool {
    let mut conditions = conditions(statement);
    let unattested = match (conditions.next(), conditions.next()) {
        (Some((operator, key, values)), None) => {
            key.to_ascii_lowercase().starts_with("kms:recipientattestation")
                && (["StringNotEquals", "StringNotEqualsIgnoreCase"].contains(&operator)
                    || (operator == "Null" && values == ["true"]))
        }
        _ => false,
    };
    unattested && denies_everybody(statement)
}

/// Conditions are joined by AND, so one demand for a fixed measurement is enough. `...IfExists` is true without a document.
fn is_attested(statement: &Statement) -> bool {
    conditions(statement).any(|(operator, key, values)| {
        key.to_ascii_lowercase().starts_with("kms:recipientattestation")
            && ["StringEquals", "StringEqualsIgnoreCase"].contains(&operator)
            && values.iter().any(|v| !v.is_empty())
    })
}

/// A policy may arrive as the text of its JSON.
fn parsed(document: &Value) -> Result<Cow<'_, Value>, String> {
    match document {
        Value::String(text) => {
            serde_json::from_str(text).map(Cow::Owned).map_err(|e| format!("the policy is not JSON: {e}"))
        }
        _ => Ok(Cow::Borrowed(document)),
    }
}

/// `Statement` is a list, or one statement standing alone. Some APIs give `{}` where there is no policy: it says nothing.
fn statements(document: &Value) -> Result<Vec<&Statement>, String> {
    if document.as_object().is_some_and(Map::is_empty) {
        return Ok(Vec::new());
    }
    let not_a_policy = || "the document is not a policy: it has no Statement".to_owned();
    match document.get("Statement").ok_or_else(not_a_policy)? {
        Value::Object(one) => Ok(vec![one]),
        Value::Array(many) => {
            many.iter().map(|s| s.as_object().ok_or("a Statement is not an object".to_owned())).collect()
        }
        _ => Err(not_a_policy()),
    }
}

/// The texts of an element that may be one text or a list; `true` and `false` count as their words.
fn texts(element: Option<&Value>) -> Vec<&str> {
    let one = |value: &'_ Value| match value {
        Value::Bool(true) => Some("true"),
        Value::Bool(false) => Some("false"),
        _ => None,
    };
    match element {
        Some(Value::Array(many)) => many.iter().filter_map(|v| v.as_str().or(one(v))).collect(),
        Some(value) => value.as_str().or(one(value)).into_iter().collect(),
        None => Vec::new(),
    }
}

fn allows(statement: &Statement) -> bool {
    statement.get("Effect").and_then(Value::as_str) == Some("Allow")
}

/// No wildcard and no policy variable: S3's "fixed value".
fn is_fixed(value: &str) -> bool {
    !value.is_empty() && !value.contains(['*', '?']) && !value.contains("${")
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// `NotPrincipal` with `Allow` is everybody but a few; a statement without any principal is read strictly.
fn reaches_anybody(statement: &Statement) -> bool {
    match statement.get("Principal") {
        Some(Value::Object(kinds)) => {
            kinds.is_empty() || kinds.values().any(|v| texts(Some(v)).into_iter().any(|p| !is_fixed(p)))
        }
        _ => true,
    }
}

/// Everybody, in each of the ways AWS lets it be written:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous>.
fn is_everybody(statement: &Statement) -> bool {
    match statement.get("Principal") {
        Some(Value::Object(kinds)) => texts(kinds.get("AWS")).contains(&"*"),
        other => texts(other).contains(&"*"),
    }
}

fn denies_everybody(statement: &Statement) -> bool {
    statement.get("Effect").and_then(Value::as_str) == Some("Deny") && is_everybody(statement)
}

/// Whether one condition holds the statement to fixed values. Conditions are joined by AND, so one is enough.
fn is_narrowed(statement: &Statement) -> bool {
    narrowings(statement).next().is_some()
}

/// The (key, values) of the conditions that narrow. The values of one key are joined by OR, so all must be fixed.
fn narrowings(statement: &Statement) -> impl Iterator<Item = (&str, Vec<&str>)> {
    conditions(statement)
        .filter(|(operator, key, values)| {
            !values.is_empty() && values.iter().all(|value| narrows(operator, key, value))
        })
        .map(|(_, key, values)| (key, values))
}

/// Each (operator, key, values) of a statement. Null and malformed blocks have no values.
fn conditions(statement: &Statement) -> impl Iterator<Item = (&str, &str, Vec<&str>)> {
    statement
        .get("Condition")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(operator, keys)| Some((operator, keys.as_object()?)))
        .flat_map(|(operator, keys)| {
            keys.iter().map(move |(key, values)| (operator.as_str(), key.as_str(), texts(Some(values))))
        })
}

/// EFS's key for what comes from within the file system's network.
const MOUNT_TARGET: &str = "elasticfilesystem:accessedviamounttarget";

/// Whether a condition with this value lets only fixed callers through. `...IfExists` and `ForAllValues:` are true when the
/// key is absent, and negated operators let everybody else in: neither narrows.
fn narrows(operator: &str, key: &str, value: &str) -> bool {
    let operator = operator.strip_prefix("ForAnyValue:").unwrap_or(operator);
    // Names of condition keys are not case-sensitive:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
    let key = key.to_ascii_lowercase();
    if key == "aws:sourceip" {
        return operator == "IpAddress" && is_broad(value) == Ok(false);
    }
    // Mount targets have private addresses only.
    if key == MOUNT_TARGET {
        return operator == "Bool" && value.eq_ignore_ascii_case("true");
    }
    let compares =
        ["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike"].contains(&operator);
    if !compares {
        return false;
    }
    match key.as_str() {
        // The name of the access point may be a wildcard as long as its account is fixed.
        "s3:dataaccesspointarn" => Arn::parse(value).is_some_and(|arn| is_account(arn.account)),
        // So may what stands behind the account in the ARN of whoever calls, or of what it is called for.
        "aws:sourcearn" | "aws:principalarn" => {
            is_fixed(value) || Arn::parse(value).is_some_and(|arn| is_account(arn.account))
        }
        // Paths begin with the organization: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        "aws:principalorgpaths" | "aws:sourceorgpaths" => {
            value.split('/').next().is_some_and(|id| id.starts_with("o-") && is_fixed(id))
        }
        // Keys of AWS's list (the head of this module has its address), and those that name the calling principal itself.
        "aws:sourcevpc"
        | "aws:sourcevpce"
        | "aws:sourceowner"
        | "aws:sourceaccount"
        | "aws:userid"
        | "s3:dataaccesspointaccount"
        | "s3:x-amz-server-side-encryption-aws-kms-key-id"
        | "aws:principalorgid"
        | "aws:principalaccount"
        | "aws:sourceorgid"
        // KMS's own name for the caller's account:
        // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account
        | "kms:calleraccount" => is_fixed(value),
        _ => false,
    }
}

fn denies_every_action(statement: &Statement, service: &str) -> bool {
    let every_action = format!("{service}:*");
    let all_actions = texts(statement.get("Action"))
        .into_iter()
        .any(|action| action == "*" || action.eq_ignore_ascii_case(&every_action));
    denies_everybody(statement) && all_actions
}

/// Whether plain HTTP is the one condition.
fn is_only_about_plain_http(statement: &Statement) -> bool {
    let mut conditions = conditions(statement);
    match (conditions.next(), conditions.next()) {
        (Some(condition), None) => together::is_plain_http(&condition),
        _ => false,
    }
}

#[cfg(test)]
mod random;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod tests;

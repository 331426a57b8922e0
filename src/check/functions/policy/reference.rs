//! Takes a policy by the letter: asks of one request after another whether it is allowed. Written from AWS's pages alone, so
//! that the functions beside it can be held against it:
//!
//! * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
//! * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
//! * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Who asks: what kind of principal, by which name, of which account.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) account: Option<&'static str>,
}

/// The values of condition keys in one request, by their names in lower case.
pub(super) type Keys = BTreeMap<String, String>;

pub(super) struct Request<'r> {
    pub(super) caller: Option<&'r Caller>,
    pub(super) action: &'r str,
    pub(super) resource: &'r str,
    pub(super) keys: &'r Keys,
}

pub(super) fn many(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

pub(super) fn statements(document: &Value) -> Vec<&Value> {
    match &document["Statement"] {
        Value::Array(statements) => statements.iter().collect(),
        one => vec![one],
    }
}

/// `*` is any text, `?` any one character.
pub(super) fn like(pattern: &str, text: &str) -> bool {
    match (pattern.chars().next(), text.chars().next()) {
        (None, None) => true,
        (Some('*'), _) => {
            like(&pattern[1..], text)
                || text.chars().next().is_some_and(|c| like(pattern, &text[c.len_utf8()..]))
        }
        (Some(p), Some(t)) if p == '?' || p == t => like(&pattern[p.len_utf8()..], &text[t.len_utf8()..]),
        _ => false,
    }
}

fn is_named(principal: &Value, caller: &Caller) -> bool {
    let Some(kinds) = principal.as_object() else {
        return many(principal).contains(&"*");
    };
    kinds.iter().any(|(kind, names)| {
        many(names).into_iter().any(|name| match kind.as_str() {
            "AWS" if name == "*" => true,
            "AWS" => {
                let of_account =
                    |account: &str| name == account || name == format!("arn:aws:iam::{account}:root");
                caller.kind == "AWS" && (caller.account.is_some_and(of_account) || like(name, &caller.name))
            }
            kind => caller.kind == kind && like(name, &caller.name),
        })
    })
}

fn in_range(range: &str, address: &str) -> bool {
    let bits =
        |text: &str| text.split('.').filter_map(|b| b.parse::<u32>().ok()).fold(0, |all, b| all << 8 | b);
    let (network, length) = range.split_once('/').unwrap_or((range, "32"));
    let length: u32 = length.parse().expect("a length");
    let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
    bits(network) & mask == bits(address) & mask
}

fn compare(operator: &str, wanted: &str, found: &str) -> bool {
    match operator {
        "StringEquals" => wanted == found,
        "StringEqualsIgnoreCase" | "Bool" => wanted.eq_ignore_ascii_case(found),
        "StringLike" | "ArnEquals" | "ArnLike" => like(wanted, found),
        "IpAddress" => in_range(wanted, found),
        other => panic!("no operator {other}"),
    }
}

fn holds(operator: &str, key: &str, wanted: &[&str], keys: &Keys) -> bool {
    let found = keys.get(&key.to_lowercase());
    let of_all = operator.starts_with("ForAllValues:");
    let plain = operator.split_once(':').map_or(operator, |(_, rest)| rest);
    if plain == "Null" {
        return wanted.contains(&"true") == found.is_none();
    }
    let if_exists = plain.ends_with("IfExists");
    let plain = plain.trim_end_matches("IfExists");
    let negated = plain.contains("Not");
    let plain = plain.replace("Not", "");
    match found {
        None => of_all || if_exists || negated,
        Some(found) => wanted.iter().any(|w| compare(&plain, w, found)) != negated,
    }
}

/// Whether a statement is about a request.
pub(super) fn is_about(statement: &Value, request: &Request<'_>) -> bool {
    let lower = |element: &Value| many(element).into_iter().map(str::to_lowercase).collect::<Vec<_>>();
    let action = |element| lower(&statement[element]).iter().any(|p| like(p, &request.action.to_lowercase()));
    let resource = |element| many(&statement[element]).into_iter().any(|p| like(p, request.resource));
    let principal = match (statement.get("Principal"), statement.get("NotPrincipal"), request.caller) {
        (Some(principal), _, Some(caller)) => is_named(principal, caller),
        (None, Some(not), Some(caller)) => !is_named(not, caller),
        _ => true,
    };
    let conditions = statement["Condition"].as_object().into_iter().flatten();
    let mut conditions = conditions
        .flat_map(|(operator, keys)| keys.as_object().into_iter().flatten().map(move |k| (operator, k)));
    principal
        && if statement.get("NotAction").is_some() { !action("NotAction") } else { action("Action") }
        && match (statement.get("Resource"), statement.get("NotResource")) {
            (Some(_), _) => resource("Resource"),
            (None, Some(_)) => !resource("NotResource"),
            (None, None) => true,
        }
        && conditions.all(|(operator, (key, wanted))| holds(operator, key, &many(wanted), request.keys))
}

fn any_is_about(document: &Value, effect: &str, request: &Request<'_>) -> bool {
    statements(document).into_iter().any(|s| s["Effect"] == effect && is_about(s, request))
}

/// Whether some `Allow` is about a request.
pub(super) fn is_granted(document: &Value, request: &Request<'_>) -> bool {
    any_is_about(document, "Allow", request)
}

/// Whether some `Deny` is about a request.
pub(super) fn is_denied(document: &Value, request: &Request<'_>) -> bool {
    any_is_about(document, "Deny", request)
}

/// Each (key in lower case, value) that the conditions of a policy compare with.
pub(super) fn compared(document: &Value) -> BTreeSet<(String, String)> {
    let conditions = statements(document).into_iter().filter_map(|s| s["Condition"].as_object()).flatten();
    let keys = conditions.filter_map(|(_, keys)| keys.as_object()).flatten();
    keys.flat_map(|(key, values)| many(values).into_iter().map(|v| (key.to_lowercase(), v.to_owned())))
        .collect()
}

/// Every choice of one candidate for each key; `None` leaves the key out.
pub(super) fn every_choice(candidates: &BTreeMap<String, BTreeSet<Option<String>>>) -> Vec<Keys> {
    let mut choices = vec![Keys::new()];
    for (key, values) in candidates {
        let with = |choice: &Keys, value: &Option<String>| {
            let mut choice = choice.clone();
            choice.extend(value.clone().map(|v| (key.clone(), v)));
            choice
        };
        choices = choices.iter().flat_map(|c| values.iter().map(move |v| with(c, v))).collect();
    }
    choices
}

//! One row of the judgement, and how a decision becomes one.

use super::evaluate::Decision;
use super::value::ENVELOPE;
use super::{Check, Severity, Verdict};
use crate::resource::{Resource, Unread};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Why a claim about a whole account does not apply to a part of it.
const LEFT_OUT: &str = "--regions leaves regions out that this claim needs";

/// Why a claim does not apply that a plan or a template has no words for.
pub(super) const NOT_IN_SOURCE: &str = "not in this source";

/// What a check was judged on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Subject<'a> {
    /// A resource.
    Resource(&'a Resource),
    /// A whole listing, where there is no resource to name.
    Listing {
        /// Twelve digits.
        account: &'a str,
        /// A region, or `aws-global`.
        region: &'a str,
        /// botocore's service id.
        api: &'a str,
        /// The kind that was, or should have been, listed.
        kind: &'a str,
    },
}

/// One row: a check on a subject.
#[derive(Debug, Clone)]
pub struct Evaluation<'a> {
    /// The check.
    pub check: &'a Check,
    /// What became of it.
    pub verdict: Verdict,
    /// How bad it is, `severity_if` applied.
    pub severity: Severity,
    /// What it was judged on.
    pub subject: Subject<'a>,
    /// What the finding may show: path to value. Empty but for `fail` and `not_evaluated`.
    pub observed: Map<String, Value>,
    /// The check's message about this subject. Empty but for `fail` and `not_evaluated` on a resource.
    pub message: String,
    /// The lines of the register that would mend it. Only on a `fail` of a check that has some.
    pub mend: Option<String>,
    /// Why it does not apply, or why nothing was evaluated.
    pub reason: Option<String>,
    /// What could not be read.
    pub causes: Vec<Unread>,
    /// ARN of the identity that could not read it.
    pub principal: Option<&'a str>,
}

/// The row of one decision, or the defect.
pub(super) fn row<'a>(
    check: &'a Check,
    resource: &'a Resource,
    decision: Decision,
    severity: impl Fn() -> Result<Severity, String>,
) -> Result<Evaluation<'a>, String> {
    let plain = |verdict| Evaluation {
        check,
        verdict,
        severity: check.severity,
        subject: Subject::Resource(resource),
        observed: Map::new(),
        message: String::new(),
        mend: None,
        reason: None,
        causes: Vec::new(),
        principal: None,
    };
    let shown = |verdict| Evaluation {
        observed: observed(check, resource),
        message: filled(&check.message, &check.observe, resource),
        ..plain(verdict)
    };
    Ok(match decision {
        Decision::Pass => plain(Verdict::Pass),
        Decision::NotApplicable => {
            let reason = check.applies.as_ref().map(|applies| applies.otherwise.clone());
            Evaluation { reason, ..plain(Verdict::NotApplicable) }
        }
        Decision::LeftOut => {
            Evaluation { reason: Some(LEFT_OUT.to_owned()), ..plain(Verdict::NotApplicable) }
        }
        Decision::NotInSource => {
            Evaluation { reason: Some(NOT_IN_SOURCE.to_owned()), ..plain(Verdict::NotApplicable) }
        }
        Decision::Fail => {
            let mend = check.fix.register.as_ref().map(|lines| filled(lines, &check.observe, resource));
            Evaluation { severity: severity()?, mend, ..shown(Verdict::Fail) }
        }
        Decision::Unread(causes) => {
            let reason = Some(in_words(&causes));
            Evaluation { causes, reason, ..shown(Verdict::NotEvaluated) }
        }
        Decision::Defect(error) => return Err(error),
    })
}

/// The causes in one line: `denied s3:GetBucketPolicy`.
pub(super) fn in_words(causes: &[Unread]) -> String {
    let words: BTreeSet<String> = causes
        .iter()
        .map(|unread| match &unread.action {
            Some(action) => format!("{} {action}", unread.cause),
            None => unread.cause.to_string(),
        })
        .collect();
    words.into_iter().collect::<Vec<_>>().join(", ")
}

/// A text of a check with its placeholders filled in: the envelope's, and what the check may show of the resource.
fn filled(message: &str, observe: &[String], resource: &Resource) -> String {
    let value = |name: &str| {
        Some(match name {
            "id" => Cow::Borrowed(resource.id.as_str()),
            "name" => Cow::Borrowed(resource.name.as_deref().unwrap_or(&resource.id)),
            "arn" => Cow::Owned(resource.key()),
            "account" => Cow::Borrowed(resource.account.as_str()),
            "region" => Cow::Borrowed(resource.region.as_str()),
            _ if observe.iter().any(|path| path == name) => {
                Cow::Owned(words_of(resource.properties.get(name)))
            }
            _ => return None,
        })
    };
    let mut text = String::with_capacity(message.len() + 64);
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        match after.split_once('}').and_then(|(name, behind)| Some((value(name)?, behind))) {
            Some((value, behind)) => {
                text.push_str(&value);
                rest = behind;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// A value in a sentence: a list is counted out, and what is none or unknown is a dash.
fn words_of(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "-".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(list)) if list.is_empty() => "-".to_owned(),
        Some(Value::Array(list)) => {
            list.iter().map(|element| words_of(Some(element))).collect::<Vec<_>>().join(", ")
        }
        Some(Value::Object(members)) => {
            members.values().map(|member| words_of(Some(member))).collect::<Vec<_>>().join(" ")
        }
        Some(other) => other.to_string(),
    }
}

/// What the check may show of a resource. What could not be read is left out.
fn observed(check: &Check, resource: &Resource) -> Map<String, Value> {
    let mut shown = Map::new();
    for path in &check.observe {
        let (first, rest) = path.split_once('.').map_or((path.as_str(), None), |(f, r)| (f, Some(r)));
        let value = if ENVELOPE.contains(&first) {
            envelope(resource, first)
        } else {
            resource.properties.get(first).and_then(|value| below(value, rest))
        };
        shown.extend(value.map(|value| (path.clone(), value)));
    }
    shown
}

fn envelope(resource: &Resource, name: &str) -> Option<Value> {
    Some(match name {
        "id" => resource.id.as_str().into(),
        "arn" => resource.arn.as_deref().into(),
        "name" => resource.name.as_deref().into(),
        "account" => resource.account.as_str().into(),
        "region" => resource.region.as_str().into(),
        "created_at" => resource.created_at.as_deref().into(),
        _ => resource.tags.as_ref()?.iter().map(|tag| tag.key.as_str()).collect(),
    })
}

fn below(value: &Value, path: Option<&str>) -> Option<Value> {
    let Some(path) = path else {
        return Some(value.clone());
    };
    let (first, rest) = path.split_once('.').map_or((path, None), |(f, r)| (f, Some(r)));
    match value {
        Value::Object(members) => below(members.get(first)?, rest),
        Value::Array(elements) => Some(elements.iter().filter_map(|e| below(e, Some(path))).collect()),
        _ => Some(Value::Null),
    }
}

/// A row about a whole listing.
pub(super) fn listing<'a>(
    check: &'a Check,
    subject: Subject<'a>,
    verdict: Verdict,
    reason: String,
    causes: Vec<Unread>,
    principal: Option<&'a str>,
) -> Evaluation<'a> {
    Evaluation {
        check,
        verdict,
        severity: check.severity,
        subject,
        observed: Map::new(),
        message: String::new(),
        mend: None,
        reason: Some(reason),
        causes,
        principal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_in_a_sentence_is_counted_out() {
        let of = |value: Value| words_of(Some(&value));
        assert_eq!(of(serde_json::json!(["access", "amendment"])), "access, amendment");
        assert_eq!(of(serde_json::json!({ "Customer": "mercy", "Margin": "50 days" })), "mercy 50 days");
        assert_eq!((of(7.into()), of(Value::Null), words_of(None)), ("7".into(), "-".into(), "-".into()));
    }
    #[test]
    fn a_message_is_filled_in_once() {
        let resource = Resource {
            kind: "AWS::S3::Bucket".to_owned(),
            id: "charts".to_owned(),
            arn: Some("arn:aws:s3:::charts".to_owned()),
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            name: Some("{arn}".to_owned()),
            created_at: None,
            tags: None,
            properties: Map::new(),
            unread: Vec::new(),
            origin: None,
        };
        let text = filled("{name} in {region}/{account}: {id}, {arn}, {other} {", &[], &resource);
        assert_eq!(text, "{arn} in us-east-1/111122223333: charts, arn:aws:s3:::charts, {other} {");
    }
}

//! One evaluation: a line of `results.jsonl`, and an element of `findings` in the JSON document.

use crate::check::{Check, Evaluation, Subject, Verdict};
use crate::resource::{Cause, Unread};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// One check on one resource, or on a cell that has none. `pass` and `not_applicable` lines carry `check`, `verdict`,
/// `category`, `resource` and `reason` only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The check's id.
    pub check: String,
    /// `pass`, `fail`, `not_evaluated` or `not_applicable`.
    pub verdict: Verdict,
    /// Stable for check, account, region and resource; never depends on titles or order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `critical`, `high`, `medium` or `low`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// The check's category.
    pub category: String,
    /// What was judged.
    pub resource: ResourceRef,
    /// The values the check declares to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Map<String, Value>>,
    /// What the check asks for: the condition that is true when it passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What was found, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The lines of the register that would mend it, to be reviewed before use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mend: Option<String>,
    /// Why it does not apply, or what decided a pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why it could not be evaluated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub causes: Option<Vec<Causes>>,
    /// Where in the rule this counts as evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citations: Option<Vec<CitationRef>>,
    /// The waiver over a failure; null while none applies, absent on lines that are no finding.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "explicit_null")]
    pub waived: Option<Option<String>>,
    /// The last day of the waiver that was over a failure and has lapsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver_expired: Option<String>,
    /// The waiver that was given before this resource was created, to another of its name: it does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver_of_another: Option<String>,
    /// Whether a baseline has this failure too, so that it does not count (`baascan gate --baseline`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub known: bool,
    /// The check is new in the set of rules: shown, and of no weight until the next set.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub preview: bool,
    /// Who looks after it, where the register says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When this finding was first seen, RFC 3339 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<String>,
}

/// What was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResourceRef {
    /// CloudFormation's type name.
    pub kind: String,
    /// The service's slug.
    pub service: String,
    /// Its id; null when the line speaks of a whole listing.
    pub id: Option<String>,
    /// The name people know it by.
    pub name: Option<String>,
    /// Its ARN.
    pub arn: Option<String>,
    /// Twelve digits.
    pub account: String,
    /// Region, or `aws-global`.
    pub region: String,
    /// A plan's address or a template's logical id; null for live resources.
    pub address: Option<String>,
    /// The file it is written in, where people wrote it: an entry of the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The 1-based line in that file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}

impl ResourceRef {
    /// What names it for good: its ARN; kind and id; for a row of the map the account between them.
    pub fn key(&self) -> String {
        let id = self.id.as_deref().unwrap_or_default();
        match &self.arn {
            Some(arn) => arn.clone(),
            None if self.account.is_empty() => format!("{}/{id}", self.kind),
            None => format!("{}/{}/{id}", self.kind, self.account),
        }
    }
}

/// Why something could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Causes {
    /// The closed list's word.
    pub cause: Cause,
    /// Where in the resource, as a JSON pointer; empty for a whole listing.
    pub path: String,
    /// The IAM action that was asked.
    pub action: Option<String>,
    /// AWS's error code.
    pub code: Option<String>,
    /// AWS's request id.
    pub request_id: Option<String>,
    /// ARN of the identity that asked.
    pub principal: Option<String>,
}

/// Where in the rule a check counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CitationRef {
    /// `164.312(a)(2)(iv)`.
    pub id: String,
    /// `evidence_for`, `partial` or `supporting`; never "satisfies".
    pub relation: String,
}

impl CitationRef {
    /// The public form of a check's citations.
    pub fn of(check: &Check) -> Vec<Self> {
        let public = |c: &crate::check::CitationRef| Self {
            id: c.id.clone(),
            relation: c.relation.as_str().to_owned(),
        };
        check.citations.iter().map(public).collect()
    }
}

impl Causes {
    /// The public form of an unread entry.
    pub fn new(unread: &Unread, principal: Option<&str>) -> Self {
        Self {
            cause: unread.cause,
            path: unread.path.clone(),
            action: unread.action.clone(),
            code: unread.code.clone(),
            request_id: unread.request_id.clone(),
            principal: principal.map(str::to_owned),
        }
    }
}

impl Line {
    /// Whether it is a failure that weighs: no waiver holds over it, no baseline has it, and its check is no preview.
    pub fn counts(&self) -> bool {
        self.verdict == Verdict::Fail && !self.is_waived() && !self.known && !self.preview
    }

    /// Whether a waiver holds over it.
    pub fn is_waived(&self) -> bool {
        matches!(self.waived, Some(Some(_)))
    }

    /// The public form of an evaluation. `service` names the slug of a kind and its properties.
    pub fn new(evaluation: Evaluation<'_>, service: String, first_seen: &str) -> Self {
        let resource = resource_ref(&evaluation.subject, service);
        let check = evaluation.check;
        let shown = evaluation.verdict.is_finding();
        let causes = || evaluation.causes.iter().map(|u| Causes::new(u, evaluation.principal)).collect();
        Self {
            check: check.id.clone(),
            verdict: evaluation.verdict,
            id: shown.then(|| finding_id(&check.id, &resource)),
            severity: shown.then(|| evaluation.severity.as_str().to_owned()),
            category: check.category.as_str().to_owned(),
            causes: shown.then(causes),
            expected: shown.then(|| one_line(check.condition())),
            message: shown.then(|| message(&evaluation)),
            mend: evaluation.mend,
            observed: shown.then_some(evaluation.observed),
            reason: if shown { None } else { evaluation.reason },
            citations: shown.then(|| CitationRef::of(check)),
            waived: shown.then_some(None),
            waiver_expired: None,
            waiver_of_another: None,
            known: false,
            preview: false,
            owner: None,
            first_seen: shown.then(|| first_seen.to_owned()),
            resource,
        }
    }
}

/// A condition as written, without the line breaks that its file may have.
fn one_line(condition: &str) -> String {
    condition.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The check's own message, or for a listing that could not be read, which and why.
fn message(evaluation: &Evaluation<'_>) -> String {
    match (&evaluation.subject, evaluation.verdict) {
        (Subject::Listing { kind, .. }, _) => {
            let reason = evaluation.reason.as_deref().unwrap_or("could not be read");
            format!("{kind}: {reason}")
        }
        (Subject::Resource(resource), Verdict::NotEvaluated) => {
            let name = resource.name.as_deref().unwrap_or(&resource.id);
            let causes: Vec<&str> = evaluation.causes.iter().map(|u| u.cause.as_str()).collect();
            let why = causes.first().copied().unwrap_or("could not be read");
            format!("{name}: not evaluated, {why}")
        }
        (Subject::Resource(_), _) => evaluation.message.clone(),
    }
}

/// Where an entry of the register is written.
fn written<'r>(resource: &'r crate::resource::Resource, property: &str) -> Option<&'r Value> {
    resource.properties.get(property).filter(|_| resource.kind.starts_with("Register::"))
}

fn resource_ref(subject: &Subject<'_>, service: String) -> ResourceRef {
    match subject {
        Subject::Resource(r) => ResourceRef {
            kind: r.kind.clone(),
            service,
            id: Some(r.id.clone()),
            name: r.name.clone(),
            // An ARN that only AWS will give is made of the address until then: good for joining, and no ARN.
            arn: r.arn.clone().filter(|_| r.origin.as_ref().is_none_or(|origin| origin.named)),
            account: r.account.clone(),
            region: r.region.clone(),
            address: r.origin.as_ref().map(|origin| origin.address.clone()),
            file: match &r.origin {
                Some(origin) => origin.file.clone(),
                None => written(r, "File").and_then(|file| file.as_str().map(str::to_owned)),
            },
            line: match &r.origin {
                Some(origin) => origin.line,
                None => written(r, "Line").and_then(serde_json::Value::as_u64),
            },
        },
        Subject::Listing { account, region, kind, .. } => ResourceRef {
            kind: (*kind).to_owned(),
            service,
            id: None,
            name: None,
            arn: None,
            account: (*account).to_owned(),
            region: (*region).to_owned(),
            address: None,
            file: None,
            line: None,
        },
    }
}

/// `f-` and 16 hexadecimal digits of SHA-256 over check, account, region and the resource's ARN or key.
pub fn finding_id(check: &str, resource: &ResourceRef) -> String {
    let key = resource.arn.as_deref().or(resource.id.as_deref()).unwrap_or("*");
    let mut hash = Sha256::new();
    for part in [check, &resource.account, &resource.region, &resource.kind, key] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digest = hash.finalize();
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let mut id = String::with_capacity(18);
    id.push_str("f-");
    for byte in &digest[..8] {
        id.push(HEX[usize::from(byte >> 4)]);
        id.push(HEX[usize::from(byte & 15)]);
    }
    id
}

/// A `null` that is written is read back as such, and told from a key that is not there.
fn explicit_null<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn charts() -> ResourceRef {
        ResourceRef {
            kind: "AWS::RDS::DBInstance".to_owned(),
            service: "rds".to_owned(),
            id: Some("charts".to_owned()),
            name: Some("charts".to_owned()),
            arn: Some("arn:aws:rds:us-east-1:111122223333:db:charts".to_owned()),
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            address: None,
            file: None,
            line: None,
        }
    }

    #[test]
    fn the_id_of_a_finding_is_the_same_in_every_release() {
        // Waivers and trackers outside keep it: this value may never change.
        assert_eq!(finding_id("rds-instance-storage-encrypted", &charts()), "f-e557798c90b4d4a4");
    }

    #[test]
    fn the_id_of_a_finding_hangs_on_what_was_judged_and_not_on_what_it_is_called() {
        let check = "rds-instance-storage-encrypted";
        let id = finding_id(check, &charts());
        let renamed =
            ResourceRef { name: Some("Charts (old)".to_owned()), service: "aurora".to_owned(), ..charts() };
        assert_eq!(finding_id(check, &renamed), id);
        let others = [
            ResourceRef { account: "444455556666".to_owned(), ..charts() },
            ResourceRef { region: "eu-west-1".to_owned(), ..charts() },
            ResourceRef { arn: None, id: Some("other".to_owned()), ..charts() },
            ResourceRef { arn: None, id: None, ..charts() },
        ];
        let mut ids: Vec<String> = others.iter().map(|other| finding_id(check, other)).collect();
        ids.extend([id, finding_id("rds-instance-multi-az", &charts())]);
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }
}

//! A finding as a result: its level, where it is, its fingerprint, its waiver.

use super::run::bag;
use super::unlinked;
use crate::check::Verdict;
use crate::record::{Line, RecordFolder, ResourceRef};
use crate::report::told::{file_or_results, plain, sentence, subject};
use serde_json::{Value, json};
use serde_sarif::sarif::{
    ArtifactLocation, Location, LogicalLocation, Message, PhysicalLocation, Region, Result, ResultKind,
    ResultLevel, Suppression,
};
use std::collections::BTreeMap;

/// The result of a finding; `indexes` are the places of the rules.
pub(super) fn of(folder: &RecordFolder, line: &Line, indexes: &BTreeMap<&str, i64>) -> Result {
    let severity = line.severity.as_deref().unwrap_or_default();
    let (kind, level) = match line.verdict {
        Verdict::NotEvaluated => (ResultKind::Open, ResultLevel::None),
        _ => (ResultKind::Fail, result_level(severity)),
    };
    let id = plain(line.id.as_deref().unwrap_or_default());
    // The second name is the one GitHub looks for; its own is made of the source's text, which says nothing about a finding here.
    let fingerprints = ["baascan/v1", "primaryLocationLineHash"].map(|name| (name.to_owned(), id.clone()));
    let mut result = Result::builder()
        .rule_id(plain(&line.check))
        .kind(kind)
        .level(level)
        .message(Message::builder().text(unlinked(&sentence(folder, line))).build())
        .locations(vec![location(folder, &line.resource)])
        .partial_fingerprints(BTreeMap::from(fingerprints))
        .properties(properties(line))
        .build();
    result.rule_index = indexes.get(line.check.as_str()).copied();
    // An empty list says that nothing suppresses it, which is not the same as no list (3.27.23).
    if folder.record.gate.as_ref().is_some_and(|gate| gate.baseline.is_some())
        && line.verdict == Verdict::Fail
    {
        result.baseline_state = Some(if line.known { json!("unchanged") } else { json!("new") });
    }
    result.suppressions = Some(suppressions(folder, line));
    result
}

fn properties(line: &Line) -> serde_sarif::sarif::PropertyBag {
    let resource = &line.resource;
    bag(json!({
        "verdict": line.verdict,
        "severity": line.severity,
        "account": resource.account,
        "region": resource.region,
        "kind": resource.kind,
        "service": resource.service,
        "arn": resource.arn,
        "owner": line.owner,
        "preview": line.preview.then_some(true),
        "causes": line.causes.as_ref().filter(|causes| !causes.is_empty()),
        "mend": line.mend,
        "waiverExpired": line.waiver_expired,
        "waiverOfAnother": line.waiver_of_another,
        "firstSeen": line.first_seen,
    }))
}

fn result_level(severity: &str) -> ResultLevel {
    match severity {
        "critical" | "high" => ResultLevel::Error,
        "medium" => ResultLevel::Warning,
        _ => ResultLevel::Note,
    }
}

/// The level of a rule, as the word.
pub(super) fn level(severity: &str) -> Value {
    Value::from(result_level(severity).to_string())
}

fn suppressions(folder: &RecordFolder, line: &Line) -> Vec<Suppression> {
    let Some(Some(id)) = &line.waived else { return Vec::new() };
    let given =
        folder.record.waivers.iter().find(|waiver| waiver.id == *id).map_or_else(String::new, |waiver| {
            format!(": {}; approved by {}, until {}", waiver.reason, waiver.approved_by, waiver.expires_on)
        });
    let suppression = Suppression::builder()
        .kind(Value::from("external"))
        .status(Value::from("accepted"))
        .justification(plain(&format!("waiver {id}{given}")))
        .build();
    vec![suppression]
}

/// Where it is written, and what it is. GitHub refuses a result without a file, so one that nobody wrote anywhere points at the
/// record's results, out of which this log was made.
fn location(folder: &RecordFolder, resource: &ResourceRef) -> Location {
    let artifact = ArtifactLocation::builder().uri(uri(&file_or_results(folder, resource))).build();
    let number = resource.line.and_then(|line| i64::try_from(line).ok()).unwrap_or(1).max(1);
    let region = Region::builder().start_line(number).build();
    let physical = PhysicalLocation::builder().artifact_location(artifact).region(region).build();
    let mut logical =
        LogicalLocation::builder().fully_qualified_name(subject(resource)).kind("resource").build();
    logical.name = resource.name.as_deref().or(resource.id.as_deref()).map(plain);
    Location::builder().physical_location(physical).logical_locations(vec![logical]).build()
}

/// A path as a URI reference: relative stays relative, a drive or a leading slash becomes `file:///`.
fn uri(path: &str) -> String {
    let mut written = String::with_capacity(path.len());
    for byte in path.trim_start_matches('/').bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    let drive = matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    match (path.starts_with('/'), drive) {
        (_, true) => format!("file:///{}", written.replacen("%3A", ":", 1)),
        (true, _) => format!("file:///{written}"),
        _ => written,
    }
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_path_becomes_a_uri_that_reads_back_as_the_path() {
        assert_eq!(uri("infra/main plan.json"), "infra/main%20plan.json");
        assert_eq!(uri("a:b#c?d%e"), "a%3Ab%23c%3Fd%25e");
        assert_eq!(uri("Köln.tf"), "K%C3%B6ln.tf");
        assert_eq!(uri("//host/share/x.yaml"), "file:///host/share/x.yaml");
        assert_eq!(uri("D:/stacks/x.yaml"), "file:///D:/stacks/x.yaml");
    }
}

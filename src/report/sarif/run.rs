//! What a log says beside its results: the tool, its rules, how the run went.

use super::unlinked;
use crate::record::{CheckSummary, Exit, Record};
use crate::report::summary::{plural, summary};
use crate::report::told::{plain, run_problems};
use serde_json::{Value, json};
use serde_sarif::sarif::{
    Invocation, Message, MultiformatMessageString, Notification, PropertyBag, ReportingConfiguration,
    ReportingDescriptor, RunAutomationDetails, Tool, ToolComponent,
};

/// The tool, its version, the hash of its set of checks, and a rule for each of `checks`.
pub(super) fn tool(record: &Record, checks: &[&CheckSummary]) -> Tool {
    let by = plain(&record.run.judged.by);
    let (name, version) = by.split_once(' ').unwrap_or((&by, "0.0.0"));
    let source = &record.run.checks;
    let driver = ToolComponent::builder()
        .name("baascan")
        .full_name(format!("{name} {version}"))
        .semantic_version(version)
        .rules(checks.iter().map(|check| rule(check)).collect::<Vec<_>>())
        .properties(bag(json!({ "checks": source.count, "checksSha256": source.sha256 })))
        .build();
    driver.into()
}

/// `security-severity` is what GitHub sorts severities by: above 9 critical, from 7 high, from 4 medium, else low
/// (<https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support>, as of 2026-11-24).
fn rule(check: &CheckSummary) -> ReportingDescriptor {
    let score = match check.severity.as_str() {
        "critical" => "9.5",
        "high" => "8.0",
        "medium" => "5.5",
        _ => "2.0",
    };
    let citations: Vec<&str> = check.citations.iter().map(|c| c.id.as_str()).collect();
    let tags: Vec<String> = ["security".to_owned(), "hipaa".to_owned(), plain(&check.category)].to_vec();
    let mut rule = ReportingDescriptor::builder()
        .id(plain(&check.id))
        .short_description(text(&check.title))
        .full_description(text(&check.title))
        .help(help(check))
        .default_configuration(
            ReportingConfiguration::builder().level(super::result::level(&check.severity)).build(),
        )
        .properties(
            PropertyBag::builder()
                .tags(tags)
                .additional_properties(members(json!({
                    "security-severity": score,
                    "severity": check.severity,
                    "category": check.category,
                    "citations": check.citations,
                })))
                .build(),
        )
        .build();
    rule.help_uri = citations.first().and_then(|id| provision(id));
    rule
}

fn help(check: &CheckSummary) -> MultiformatMessageString {
    let cited: Vec<String> = check
        .citations
        .iter()
        .map(|c| format!("45 CFR {} ({})", c.id, c.relation.replace('_', " ")))
        .collect();
    let counts = check.evaluations;
    let mut told = format!(
        "{} {} failed, {} not evaluated, {} passed in this run.",
        sentence(&check.title),
        counts.fail,
        counts.not_evaluated,
        counts.pass
    );
    if !cited.is_empty() {
        told.push_str(&format!(" Cited as: {}.", cited.join("; ")));
    }
    told.push_str(&format!(" `baascan explain {}` tells why it matters and how to mend it.", check.id));
    text(&told)
}

fn sentence(title: &str) -> String {
    format!("{}.", title.trim_end_matches('.'))
}

/// Where a citation can be read: `164.312(a)(2)(iv)` stands in section 164.312.
fn provision(id: &str) -> Option<String> {
    let section = id.split('(').next()?;
    let known = section.strip_prefix("164.")?;
    (!known.is_empty() && known.bytes().all(|b| b.is_ascii_digit()))
        .then(|| format!("https://www.ecfr.gov/current/title-45/section-{section}"))
}

fn text(text: &str) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(unlinked(text)).build()
}

/// The part before the last slash is GitHub's category of the analysis.
pub(super) fn automation(record: &Record) -> RunAutomationDetails {
    RunAutomationDetails::builder().id(format!("baascan/{}", plain(&record.run.id).replace('/', "-"))).build()
}

/// How it ended. What could not be evaluated is told by cause, so that a reader of the results alone is not misled by few of them.
pub(super) fn invocation(record: &Record) -> Invocation {
    let judged = &record.run.judged;
    let exit = Exit::ALL.into_iter().find(|exit| *exit as u8 == judged.exit_code);
    let causes = record.coverage.causes.iter().map(|(cause, count)| {
        let allowed = if judged.allow_incomplete.contains(cause) { ", allowed" } else { "" };
        let told =
            format!("{} not made{allowed}: {}, {}", plural(*count, "evaluation"), cause, cause.meaning());
        notification("warning", &told)
    });
    let notifications: Vec<Notification> = run_problems(record)
        .iter()
        .map(|problem| notification("error", problem))
        .chain(causes)
        .chain(record.notes.iter().map(|note| notification("note", note)))
        .collect();
    Invocation::builder()
        .execution_successful(judged.exit_code != Exit::Broken as u8)
        .exit_code(i64::from(judged.exit_code))
        .exit_code_description(exit.map_or("unknown", Exit::meaning))
        .end_time_utc(plain(&judged.at))
        .tool_execution_notifications(notifications)
        .build()
}

fn notification(level: &str, told: &str) -> Notification {
    Notification::builder()
        .level(Value::from(level))
        .message(Message::builder().text(unlinked(told)).build())
        .build()
}

/// Coverage beside counts, and what the run was judged by.
pub(super) fn properties(record: &Record) -> PropertyBag {
    let run = &record.run;
    bag(json!({
        "summary": summary(record),
        "evaluations": record.coverage.evaluations,
        "failed": record.coverage.failed,
        "waived": record.coverage.waived,
        "asOf": run.as_of,
        "from": run.judged.from,
        "failOn": run.judged.fail_on,
        "eligibleList": { "pageLastUpdated": run.eligibility.page_last_updated, "sha256": run.eligibility.sha256 },
        "register": run.register.as_ref().map(|register| &register.files),
        "resultsSha256": record.results.sha256,
    }))
}

pub(super) fn bag(value: Value) -> PropertyBag {
    PropertyBag::builder().additional_properties(members(value)).build()
}

fn members(value: Value) -> std::collections::BTreeMap<String, Value> {
    match value {
        Value::Object(members) => members.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => std::collections::BTreeMap::new(),
    }
}

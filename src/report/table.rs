//! The report for people: the summary, the map, what failed, what could not be evaluated.

use super::map::{COLUMNS, map, wrapped};
use super::{ReportError, each_finding, summary, summary::plural};
use crate::check::Verdict;
use crate::record::{Line, RecordFolder};
use std::collections::BTreeMap;
use std::io::Write;

/// Findings of one check that are spelled out; the rest are counted.
const SHOWN: usize = 8;

/// What is shown of one check: how many, and the first of them.
#[derive(Default)]
struct Group {
    count: u64,
    first: Vec<Line>,
}

impl Group {
    fn add(&mut self, line: Line) {
        self.count += 1;
        if self.first.len() < SHOWN {
            self.first.push(line);
        }
    }
}

/// Writes the whole report. The first line tells coverage and counts.
pub(super) fn render(folder: &RecordFolder, out: &mut dyn Write) -> Result<(), ReportError> {
    let record = &folder.record;
    writeln!(out, "{}", summary(record))?;
    writeln!(out)?;
    map(folder, out)?;
    let (failed, unread) = groups(folder)?;
    failures(folder, &failed, out)?;
    not_evaluated(&unread, out)?;
    for defect in &record.defects {
        wrapped(out, "check_error ", &format!("{} on {}: {}", defect.check, defect.resource, defect.error))?;
    }
    notes(folder, out)
}

type Failures = BTreeMap<(usize, String), Group>;
type Unread = BTreeMap<(String, String, String), Group>;

fn groups(folder: &RecordFolder) -> Result<(Failures, Unread), ReportError> {
    let (mut failed, mut unread) = (Failures::new(), Unread::new());
    each_finding(folder, &mut |line| {
        let line: Line = serde_json::from_slice(line)?;
        match line.verdict {
            Verdict::Fail => {
                let rank = rank(line.severity.as_deref().unwrap_or_default());
                failed.entry((rank, line.check.clone())).or_default().add(line);
            }
            Verdict::NotEvaluated => {
                let cause = line.causes.iter().flatten().next();
                let key = (
                    cause.map_or_else(|| "failed".to_owned(), |c| c.cause.to_string()),
                    cause.and_then(|c| c.action.clone()).unwrap_or_default(),
                    line.resource.region.clone(),
                );
                unread.entry(key).or_default().add(line);
            }
            Verdict::Pass | Verdict::NotApplicable => {}
        }
        Ok(())
    })?;
    Ok((failed, unread))
}

fn rank(severity: &str) -> usize {
    ["critical", "high", "medium", "low"].iter().position(|s| *s == severity).unwrap_or(4)
}

fn failures(folder: &RecordFolder, failed: &Failures, out: &mut dyn Write) -> Result<(), ReportError> {
    if failed.is_empty() {
        writeln!(out, "\nNothing failed.")?;
        return Ok(());
    }
    writeln!(out, "\nFailed")?;
    for ((rank, check), group) in failed {
        let severity = ["critical", "high", "medium", "low"].get(*rank).copied().unwrap_or("-");
        let title = folder.record.checks.iter().find(|c| c.id == *check).map_or("", |c| c.title.as_str());
        writeln!(out)?;
        wrapped(out, &format!("{:<8} {check}: ", severity.to_uppercase()), title)?;
        for line in &group.first {
            let message = line.message.as_deref().unwrap_or_default();
            let place = format!("({}, {})", line.resource.account, line.resource.region);
            let room = COLUMNS.saturating_sub(4 + place.chars().count() + 1);
            if message.chars().count() <= room {
                writeln!(out, "    {message} {place}")?;
            } else {
                out.write_all(b"    ")?;
                wrapped(out, "", &format!("{message} {place}"))?;
            }
        }
        more(group, out)?;
    }
    Ok(())
}

fn more(group: &Group, out: &mut dyn Write) -> Result<(), ReportError> {
    let hidden = group.count.saturating_sub(group.first.len() as u64);
    if hidden > 0 {
        writeln!(out, "    and {hidden} more; --format json has them all")?;
    }
    Ok(())
}

/// Not-evaluated rows by their first cause: one refused call explains many of them.
fn not_evaluated(unread: &Unread, out: &mut dyn Write) -> Result<(), ReportError> {
    if unread.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nNot evaluated (neither pass nor fail)\n")?;
    for ((cause, action, region), group) in unread {
        let action = if action.is_empty() { String::new() } else { format!(" {action}") };
        let mut names: Vec<&str> =
            group.first.iter().map(|l| l.resource.name.as_deref().unwrap_or(&l.resource.kind)).collect();
        names.sort_unstable();
        names.dedup();
        let dots = if group.count > group.first.len() as u64 { ", …" } else { "" };
        wrapped(
            out,
            "",
            &format!(
                "{cause}{action} in {region}: {} on {}{dots}",
                plural(group.count, "evaluation"),
                names.join(", ")
            ),
        )?;
    }
    Ok(())
}

fn notes(folder: &RecordFolder, out: &mut dyn Write) -> Result<(), ReportError> {
    writeln!(out)?;
    let causes = &folder.record.coverage.causes;
    for cause in &folder.record.run.judged.allow_incomplete {
        let count = causes.get(cause).copied().unwrap_or(0);
        wrapped(
            out,
            "Allowed by --allow-incomplete: ",
            &format!("{cause}, {}.", plural(count, "evaluation")),
        )?;
    }
    for note in &folder.record.notes {
        wrapped(out, "Note: ", note)?;
    }
    let list = &folder.record.run.eligibility;
    let text = format!(
        "AWS's HIPAA-eligible list as last updated {}, seen {}. This report says what was read and what was judged from \
         it. It is no legal advice and no certification.",
        list.page_last_updated, list.retrieved_at
    );
    wrapped(out, "", &text)
}

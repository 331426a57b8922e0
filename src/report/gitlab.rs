//! A code quality report of GitLab: a list of issues, each with a path. A finding of a live account has no file, so it points at
//! the results it was read from. Form: <https://docs.gitlab.com/ci/testing/code_quality/>, as of 2026-11-24.

use super::told::{file_or_results, plain, run_problems, sentence};
use super::{ReportError, each_finding};
use crate::check::Verdict;
use crate::record::{Line, RecordFolder};
use serde::Serialize;
use std::io::Write;

/// The check's name of an entry that speaks of the run and not of a finding.
const RUN: &str = "baascan-run";

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
}

/// Writes what is wrong with the run, then every finding in the record's order, a line each.
pub(super) fn render(folder: &RecordFolder, out: &mut dyn Write) -> Result<(), ReportError> {
    out.write_all(b"[")?;
    let mut first = true;
    let mut put = |issue: &Issue, out: &mut dyn Write| -> Result<(), ReportError> {
        out.write_all(if first { b"\n" } else { b",\n" })?;
        first = false;
        Ok(serde_json::to_writer(out, issue)?)
    };
    for (index, problem) in run_problems(&folder.record).into_iter().enumerate() {
        let path = plain(&folder.record.results.file);
        let issue = Issue {
            description: problem,
            check_name: RUN.to_owned(),
            fingerprint: format!("{RUN}-{index}"),
            severity: "blocker",
            location: Location { path, lines: Lines { begin: 1 } },
        };
        put(&issue, out)?;
    }
    each_finding(folder, &mut |line| put(&issue(folder, &serde_json::from_slice(line)?), out))?;
    out.write_all(b"\n]\n")?;
    Ok(())
}

fn issue(folder: &RecordFolder, line: &Line) -> Issue {
    Issue {
        description: sentence(folder, line),
        check_name: plain(&line.check),
        fingerprint: plain(line.id.as_deref().unwrap_or_default()),
        severity: severity(line),
        location: Location {
            path: file_or_results(folder, &line.resource),
            lines: Lines { begin: line.resource.line.unwrap_or(1) },
        },
    }
}

/// GitLab's words, worst first: blocker, critical, major, minor, info. What could not be evaluated has no severity of its own, and
/// what is waived has been decided about; both are shown and neither blocks.
fn severity(line: &Line) -> &'static str {
    match (line.verdict, line.is_waived(), line.severity.as_deref()) {
        (Verdict::Fail, false, Some("critical")) => "blocker",
        (Verdict::Fail, false, Some("high")) => "critical",
        (Verdict::Fail, false, Some("medium")) => "major",
        (Verdict::Fail, false, _) => "minor",
        _ => "info",
    }
}

//! SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html>), through the types of `serde-sarif`. The
//! log's frame is written by hand around the results, which are streamed.
//!
//! What could not be evaluated is a result of the kind `open`, the specification's word for "not enough to decide", and so of level
//! `none` (3.27.9 and 3.27.10). GitHub reads neither `kind` nor `suppressions`: it shows such a result as an alert whose text
//! begins with "not evaluated", and a waived one as an alert that says so.

mod result;
mod run;

use super::{ReportError, each_finding};
use crate::record::{CheckSummary, RecordFolder};
use std::collections::BTreeMap;
use std::io::Write;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes one run: the tool with a rule for each check that has findings, how the run went, and a result for each finding.
pub(super) fn render(folder: &RecordFolder, out: &mut dyn Write) -> Result<(), ReportError> {
    let record = &folder.record;
    let found = |check: &&CheckSummary| check.evaluations.fail > 0 || check.evaluations.not_evaluated > 0;
    let checks: Vec<&CheckSummary> = record.checks.iter().filter(found).collect();
    let indexes: BTreeMap<&str, i64> = checks.iter().map(|c| c.id.as_str()).zip(0..).collect();
    write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\n\"tool\":")?;
    serde_json::to_writer(&mut *out, &run::tool(record, &checks))?;
    out.write_all(b",\n\"automationDetails\":")?;
    serde_json::to_writer(&mut *out, &run::automation(record))?;
    out.write_all(b",\n\"invocations\":[")?;
    serde_json::to_writer(&mut *out, &run::invocation(record))?;
    out.write_all(b"],\n\"properties\":")?;
    serde_json::to_writer(&mut *out, &run::properties(record))?;
    out.write_all(b",\n\"results\":[")?;
    let mut first = true;
    each_finding(folder, &mut |line| {
        out.write_all(if first { b"\n" } else { b",\n" })?;
        first = false;
        let line = serde_json::from_slice(line)?;
        serde_json::to_writer(&mut *out, &result::of(folder, &line, &indexes))?;
        Ok(())
    })?;
    out.write_all(b"\n]}]}\n")?;
    Ok(())
}

/// A text in a message: `[name](target)` in one would be a link (3.11.6).
fn unlinked(text: &str) -> String {
    super::told::plain(text).replace("](", "] (")
}

//! The gap report: for each provision of the rule what was established, what failed, what could not be evaluated, and what
//! only people can attest. An input to the risk analysis of 164.308(a)(1)(ii)(A), in Markdown.

use super::{ReportError, summary::summary};
use crate::check::{Citation, SECTIONS, citations};
use crate::record::{CheckSummary, Record, RecordFolder};
use std::io::Write;

/// Writes a table of all provisions, then a section for each with its checks.
pub(super) fn render(folder: &RecordFolder, out: &mut dyn Write) -> Result<(), ReportError> {
    let record = &folder.record;
    let day = record.run.as_of.get(..10).unwrap_or(&record.run.as_of);
    writeln!(out, "# Gap report as of {day}\n")?;
    for line in summary(record).lines() {
        writeln!(out, "* {line}")?;
    }
    writeln!(
        out,
        "\nWhat a scan established for each provision of 45 CFR part 164, and what it could not. Checks are evidence: none of them, \
         and no number of them, satisfies a provision. This is an input to the risk analysis that 164.308(a)(1)(ii)(A) asks for, \
         not the analysis.\n"
    )?;
    for note in &record.notes {
        writeln!(out, "* {note}")?;
    }
    writeln!(
        out,
        "\n| provision | | established | failed | not evaluated | for people |\n|---|---|---|---|---|---|"
    )?;
    let provisions =
        || citations().iter().filter(|c| SECTIONS.iter().any(|(section, _)| c.section == *section));
    for citation in provisions() {
        let found = Found::of(citation, record);
        writeln!(
            out,
            "| {} {} | {} | {} | {} | {} | {} |",
            citation.id,
            citation.title,
            citation.requirement.as_str(),
            checks(found.established.len()),
            checks(found.failed.len()),
            checks(found.open.len() + found.broken.len()),
            if citation.attest.is_some() { "attach" } else { "-" }
        )?;
    }
    for (section, heading) in SECTIONS {
        writeln!(out, "\n## {section} {heading}")?;
        for citation in provisions().filter(|c| c.section == section) {
            provision(citation, &Found::of(citation, record), record.run.register.is_some(), out)?;
        }
    }
    Ok(())
}

/// The checks that cite a provision, by what became of them. A check that failed somewhere and passed elsewhere failed.
struct Found<'r> {
    failed: Vec<&'r CheckSummary>,
    open: Vec<&'r CheckSummary>,
    established: Vec<&'r CheckSummary>,
    nothing: Vec<&'r CheckSummary>,
    /// Those with a defect: whatever else they say, they do not establish anything.
    broken: Vec<&'r CheckSummary>,
}

impl<'r> Found<'r> {
    fn of(citation: &Citation, record: &'r Record) -> Self {
        let mut found =
            Self { failed: vec![], open: vec![], established: vec![], nothing: vec![], broken: vec![] };
        let citing = |check: &&CheckSummary| check.citations.iter().any(|c| c.id == citation.id);
        for check in record.checks.iter().filter(citing) {
            let counts = check.evaluations;
            let broken = record.defects.iter().any(|defect| defect.check == check.id);
            if broken {
                found.broken.push(check);
            }
            if counts.fail > 0 {
                found.failed.push(check);
            }
            if counts.not_evaluated > 0 {
                found.open.push(check);
            }
            match (counts.fail, counts.not_evaluated, counts.pass) {
                _ if broken => {}
                (0, 0, 0) => found.nothing.push(check),
                (0, 0, _) => found.established.push(check),
                _ => {}
            }
        }
        found
    }
}

fn checks(count: usize) -> String {
    match count {
        0 => "-".to_owned(),
        1 => "1 check".to_owned(),
        n => format!("{n} checks"),
    }
}

fn provision(
    citation: &Citation,
    found: &Found<'_>,
    has_register: bool,
    out: &mut dyn Write,
) -> Result<(), ReportError> {
    writeln!(
        out,
        "\n### {} {} ({})\n\n{}\n",
        citation.id,
        citation.title,
        citation.requirement.as_str(),
        citation.summary
    )?;
    list(out, "Failed", &found.failed, |c| {
        format!("{} failed, {} passed", c.evaluations.fail, c.evaluations.pass)
    })?;
    list(out, "Not evaluated", &found.open, |c| format!("{} not evaluated", c.evaluations.not_evaluated))?;
    list(out, "Not evaluated, for the check has a defect", &found.broken, |_| "exit code 4".to_owned())?;
    list(out, "Established", &found.established, |c| format!("{} passed", c.evaluations.pass))?;
    if !found.nothing.is_empty() {
        writeln!(out, "* Nothing to judge: {} found no resource they apply to", checks(found.nothing.len()))?;
    }
    if let Some(rule) = &citation.register {
        match has_register {
            true => writeln!(out, "* For the register: {rule}")?,
            false => writeln!(out, "* For the register, and none was given (--register): {rule}")?,
        }
    }
    if let Some(what) = &citation.attest {
        writeln!(out, "* For people: attach {what}")?;
    }
    if let Some(why) = &citation.out_of_scope {
        writeln!(out, "* Out of scope: {why}")?;
    }
    for (name, ids) in [("NIST SP 800-53r5", &citation.nist_800_53r5), ("SOC 2", &citation.soc2)] {
        if !ids.is_empty() {
            writeln!(out, "* {name}: {}", ids.join(", "))?;
        }
    }
    Ok(())
}

fn list(
    out: &mut dyn Write,
    heading: &str,
    checks: &[&CheckSummary],
    counts: fn(&CheckSummary) -> String,
) -> Result<(), ReportError> {
    if checks.is_empty() {
        return Ok(());
    }
    writeln!(out, "* {heading}:")?;
    for check in checks {
        writeln!(out, "  * `{}` ({}): {}", check.id, check.severity, counts(check))?;
    }
    Ok(())
}

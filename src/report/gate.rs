//! What the gate said, on top of the report for people: what holds, what does not, what blocks what, what is new.

use super::map::{hanging, wrapped};
use super::{ReportError, summary::plural};
use crate::record::{
    GateFinding, GateResult, GateVerdict, PrerequisiteCounts, PrerequisiteResult, PrerequisiteState, Record,
    Threshold,
};
use crate::resource::{Cause, GLOBAL};
use std::io::Write;

/// Findings shown of one prerequisite; --format json holds some of each check.
const SHOWN: usize = 5;

/// Writes the whole answer and a line to part it from what follows.
pub(super) fn render(record: &Record, gate: &GateResult, out: &mut dyn Write) -> Result<(), ReportError> {
    wrapped(out, "", &headline(record, gate))?;
    if let Some(words) = counts(gate) {
        wrapped(out, "", &words)?;
    }
    for state in PrerequisiteState::ALL {
        let mine: Vec<&PrerequisiteResult> = gate.prerequisites.iter().filter(|p| p.state == state).collect();
        if mine.is_empty() {
            continue;
        }
        writeln!(out, "\n{}: {}", state.as_str().to_uppercase(), state.meaning())?;
        for prerequisite in mine {
            one(gate, prerequisite, out)?;
        }
    }
    if !gate.introduces.is_empty() {
        writeln!(out, "\nNew:")?;
        for new in &gate.introduces {
            hanging(out, if new.covered { "    " } else { "  ! " }, 4, &new.message)?;
        }
    }
    if !gate.prerequisites.is_empty() && !record.run.judged.allow_incomplete.is_empty() {
        writeln!(out)?;
        for cause in &record.run.judged.allow_incomplete {
            wrapped(out, "Allowed by --allow-incomplete: ", &allowed(gate, *cause))?;
        }
    }
    if !gate.notes.is_empty() {
        writeln!(out)?;
    }
    for note in &gate.notes {
        wrapped(out, "Note: ", note)?;
    }
    writeln!(out, "\n{:-<100}\n", "")?;
    Ok(())
}

/// One sentence with the phase, the answer and how many prerequisites stand how.
pub(super) fn headline(record: &Record, gate: &GateResult) -> String {
    let answer = match gate.verdict {
        GateVerdict::Pass => "open",
        GateVerdict::Fail => "closed",
        GateVerdict::NotEvaluated => "not decided",
        GateVerdict::Error => "no answer, for a check has a defect",
    };
    let threshold = record.run.judged.fail_on;
    let findings = match (record.failed_at(threshold), threshold) {
        (_, Threshold::Never) => "no failure counts".to_owned(),
        (count, Threshold::Critical) => format!("{} at critical", plural(count, "failure")),
        (count, least) => format!("{} at {least} or above", plural(count, "failure")),
    };
    let Some(phase) = &gate.phase else {
        return format!("Gate: {answer}; {findings} (--phase asks what must hold before PHI comes)");
    };
    let counts = PrerequisiteCounts::of(&gate.prerequisites);
    let words: Vec<String> = [
        (counts.holds, if counts.holds == 1 { "holds" } else { "hold" }),
        (counts.does_not_hold, if counts.does_not_hold == 1 { "does not" } else { "do not" }),
        (counts.not_evaluated, "not evaluated"),
        (counts.not_attested, "nobody attested"),
        (counts.blocked, "blocked"),
        (counts.not_applicable, "not applicable"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    let words = if words.is_empty() { "nothing is asked".to_owned() } else { words.join(", ") };
    format!("Phase {} ({}; {}): {answer}; {words}; {findings}", phase.id, phase.title, phase.data)
}

/// What is new beside what the baseline has.
pub(super) fn counts(gate: &GateResult) -> Option<String> {
    let baseline = gate.baseline.as_ref()?;
    let day = baseline.as_of.get(..10).unwrap_or(&baseline.as_of);
    let never = match baseline.never_known {
        0 => String::new(),
        n => format!(
            "; {n} of the new ones it has too, and they count all the same: gaps of agreements and public data are never known"
        ),
    };
    Some(format!("{} new, {} known from baseline of {day}{never}", baseline.new, baseline.known))
}

fn one(gate: &GateResult, prerequisite: &PrerequisiteResult, out: &mut dyn Write) -> Result<(), ReportError> {
    hanging(out, &format!("  {}: ", prerequisite.id), 6, &prerequisite.title)?;
    for reason in &prerequisite.reasons {
        hanging(out, "      ", 8, reason)?;
    }
    // One of each check first, so that the few shown show the most.
    let deepest = prerequisite.failing.iter().map(|failing| failing.findings.len()).max().unwrap_or(0);
    let findings =
        (0..deepest).flat_map(|at| prerequisite.failing.iter().filter_map(move |f| f.findings.get(at)));
    for finding in findings.take(SHOWN) {
        hanging(out, "        ", 10, &found(finding))?;
    }
    for next in &prerequisite.next {
        hanging(out, "      next: ", 12, next)?;
    }
    if !prerequisite.blocked_by.is_empty() && prerequisite.state != PrerequisiteState::NotApplicable {
        hanging(out, "      blocked by ", 8, &prerequisite.blocked_by.join(", "))?;
    }
    let blocks = gate.prerequisites.iter().filter(|other| other.blocked_by.contains(&prerequisite.id));
    let blocks: Vec<&str> = blocks.map(|other| other.id.as_str()).collect();
    if !blocks.is_empty() {
        hanging(out, "      blocks ", 8, &blocks.join(", "))?;
    }
    if prerequisite.allowed {
        writeln!(out, "      allowed by --allow-incomplete")?;
    }
    Ok(())
}

fn found(finding: &GateFinding) -> String {
    let place = match (&finding.file, finding.line, &finding.address) {
        (Some(file), Some(line), _) => format!("{file}:{line}"),
        (_, _, Some(address)) => address.clone(),
        _ if finding.region == GLOBAL => finding.account.clone(),
        _ => format!("{} {}", finding.account, finding.region),
    };
    format!("{place}: {} ({}, {})", finding.message, finding.severity, finding.id)
}

/// How many evaluations and prerequisites a cause lets pass.
fn allowed(gate: &GateResult, cause: Cause) -> String {
    let prerequisites = gate.prerequisites.iter().filter(|p| p.allowed && p.causes.contains_key(&cause));
    format!("{cause}, {}.", plural(prerequisites.count() as u64, "prerequisite"))
}

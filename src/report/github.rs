//! Workflow commands of GitHub Actions: `::error file=…,line=…,title=…::message` in the log becomes an annotation.
//!
//! The command says what a finding does to the exit code: `error` makes it 1, `warning` makes it 3, `notice` does not change it.
//! GitHub keeps the first ten of each in a step (<https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md>, as of
//! 2026-11-24), so the worst come first and the last line counts them all. Escaping is the toolkit's: `%`, line breaks, and in
//! properties `:` and `,`; a name cannot begin a command, for every line begins with one of ours.

use super::told::{file, run_problems, sentence, subject, verdict};
use super::{ReportError, each_finding, summary::plural};
use crate::check::Verdict;
use crate::record::{Line, Record, RecordFolder, Threshold};
use crate::resource::Cause;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Write;

/// The annotations of one kind that GitHub shows of a step.
const SHOWN: u64 = 10;

/// How heavy a finding weighs: the command, and the rank within it; the least comes first.
type Weight = (Command, u8);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Command {
    Error,
    Warning,
    Notice,
}

impl Command {
    const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// What of a finding its weight hangs on: reading a line whole costs several times as much.
#[derive(Deserialize)]
struct Glance {
    verdict: Verdict,
    severity: Option<String>,
    waived: Option<String>,
    #[serde(default)]
    known: bool,
    #[serde(default)]
    preview: bool,
    #[serde(default)]
    causes: Vec<GlanceCause>,
}

#[derive(Deserialize)]
struct GlanceCause {
    cause: Cause,
}

/// Writes what is wrong with the run, every finding, worst first, and a closing line with the counts. The results are read once to
/// weigh them and once for each weight there is; of a finding only its weight is kept.
pub(super) fn render(folder: &RecordFolder, out: &mut dyn Write) -> Result<(), ReportError> {
    let record = &folder.record;
    let problems = run_problems(record);
    for problem in &problems {
        writeln!(out, "::error title={}::{}", property("baascan: the run itself"), data(problem))?;
    }
    let (mut weights, mut counts): (Vec<Weight>, BTreeMap<Weight, u64>) = (Vec::new(), BTreeMap::new());
    each_finding(folder, &mut |line| {
        let weight = weight(record, &serde_json::from_slice(line)?);
        weights.push(weight);
        *counts.entry(weight).or_default() += 1;
        Ok(())
    })?;
    for wanted in counts.keys() {
        let mut weighed = weights.iter();
        each_finding(folder, &mut |line| match weighed.next() {
            Some(weight) if weight == wanted => {
                annotation(folder, wanted.0, &serde_json::from_slice(line)?, out)
            }
            _ => Ok(()),
        })?;
    }
    closing(record, &counts, problems.len() as u64, out)
}

fn weight(record: &Record, glance: &Glance) -> Weight {
    let judged = &record.run.judged;
    let (at, rank) = match glance.severity.as_deref() {
        Some("critical") => (Threshold::Critical, 0),
        Some("high") => (Threshold::High, 1),
        Some("medium") => (Threshold::Medium, 2),
        _ => (Threshold::Low, 3),
    };
    let counts = judged.fail_on != Threshold::Never && at <= judged.fail_on;
    let allowed =
        !glance.causes.is_empty() && glance.causes.iter().all(|c| judged.allow_incomplete.contains(&c.cause));
    match glance.verdict {
        Verdict::NotEvaluated if allowed || glance.preview => (Command::Notice, 8 + rank),
        Verdict::NotEvaluated => (Command::Warning, rank),
        _ if glance.waived.is_some() || glance.known || glance.preview => (Command::Notice, 4 + rank),
        _ if counts => (Command::Error, rank),
        _ => (Command::Notice, rank),
    }
}

fn annotation(
    folder: &RecordFolder,
    command: Command,
    line: &Line,
    out: &mut dyn Write,
) -> Result<(), ReportError> {
    let mut properties = String::new();
    if let Some(file) = file(&line.resource) {
        properties = format!("file={},", property(&file));
        if let Some(number) = line.resource.line {
            properties.push_str(&format!("line={number},"));
        }
    }
    let title = match line.verdict {
        Verdict::NotEvaluated => format!("not evaluated: {}", line.check),
        _ => format!("{}: {}", line.severity.as_deref().unwrap_or("-"), line.check),
    };
    let text = format!("{} [{}]", sentence(folder, line), subject(&line.resource));
    writeln!(out, "::{} {properties}title={}::{}", command.word(), property(&title), data(&text))?;
    Ok(())
}

fn closing(
    record: &Record,
    weights: &BTreeMap<Weight, u64>,
    problems: u64,
    out: &mut dyn Write,
) -> Result<(), ReportError> {
    let of = |command: Command| -> u64 {
        weights.iter().filter(|((of, _), _)| *of == command).map(|(_, count)| count).sum()
    };
    let counts = [
        (of(Command::Error) + problems, "error"),
        (of(Command::Warning), "warning"),
        (of(Command::Notice), "notice"),
    ];
    let words = counts.map(|(count, word)| plural(count, word)).join(", ");
    let more = if counts.iter().any(|(count, _)| *count > SHOWN) {
        format!("; GitHub shows the first {SHOWN} of each, this log has them all")
    } else {
        String::new()
    };
    writeln!(
        out,
        "baascan: {}; {} failed ({} of them waived), {} not evaluated; {words}{more}",
        verdict(record),
        record.coverage.evaluations.fail,
        record.coverage.waived.sum(),
        record.coverage.evaluations.not_evaluated
    )?;
    Ok(())
}

/// A message: `%` and line breaks are what ends or changes one.
fn data(text: &str) -> String {
    super::told::plain(text).replace('%', "%25")
}

/// A property's value: further `:` and `,`, which end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn no_name_ends_a_property_or_begins_a_command() {
        assert_eq!(data("50%\r\n::set-env name=A::b"), "50%25  ::set-env name=A::b");
        assert_eq!(property("a,line=1::x%0A"), "a%2Cline=1%3A%3Ax%250A");
    }
}

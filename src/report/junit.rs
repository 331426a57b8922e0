//! JUnit XML: a test case for each evaluation, streamed, so the counts that stand before them are the record's.
//!
//! `failure` is a failure, waived or not: JUnit has no word for "accepted", and `skipped` would say that nobody looked. A waived one
//! says so in its message and has the type `waived`. `error` is what could not be evaluated, `skipped` what does not apply. What is
//! wrong with the run itself stands in a suite of its own, so that a run that judged nothing is not green.

use super::ReportError;
use super::told::{file, plain, run_problems, sentence, subject};
use crate::check::Verdict;
use crate::record::{Line, RecordFolder};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::io::{self, Write};

/// Writes all suites.
pub(super) fn render(folder: &RecordFolder, out: &mut dyn Write) -> Result<(), ReportError> {
    let counts = folder.record.coverage.evaluations;
    let problems = run_problems(&folder.record);
    let wrong = problems.len() as u64;
    let judged = [
        counts.pass + counts.fail + counts.not_evaluated + counts.not_applicable,
        counts.fail,
        counts.not_evaluated,
        counts.not_applicable,
    ];
    let all = [judged[0] + wrong, judged[1], judged[2] + wrong, judged[3]];
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.write_event(Event::Start(counted("testsuites", "baascan", all)))?;
    let mut suite = counted("testsuite", "baascan", judged);
    suite.push_attribute(("timestamp", plain(&folder.record.run.judged.at).as_str()));
    xml.write_event(Event::Start(suite))?;
    let mut failed = None;
    folder.lines(&mut |line| {
        if failed.is_none() {
            failed = case(folder, &line, &mut xml).err();
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    xml.write_event(Event::End(BytesEnd::new("testsuite")))?;
    run_suite(&problems, &mut xml)?;
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    xml.get_mut().write_all(b"\n")?;
    Ok(())
}

/// A suite's head. `counts` are tests, failures, errors and skipped.
fn counted(element: &'static str, name: &str, counts: [u64; 4]) -> BytesStart<'static> {
    let mut start = BytesStart::new(element);
    start.push_attribute(("name", name));
    for (word, count) in ["tests", "failures", "errors", "skipped"].into_iter().zip(counts) {
        start.push_attribute((word, count.to_string().as_str()));
    }
    start
}

fn case(folder: &RecordFolder, line: &Line, xml: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    let mut case = BytesStart::new("testcase");
    case.push_attribute(("classname", plain(&line.check).as_str()));
    case.push_attribute(("name", subject(&line.resource).as_str()));
    if let Some(file) = file(&line.resource) {
        case.push_attribute(("file", file.as_str()));
        if let Some(number) = line.resource.line {
            case.push_attribute(("line", number.to_string().as_str()));
        }
    }
    let severity = line.severity.as_deref().unwrap_or_default();
    let (element, kind, message) = match line.verdict {
        Verdict::Pass => return xml.write_event(Event::Empty(case)),
        Verdict::Fail if line.is_waived() => ("failure", "waived", sentence(folder, line)),
        Verdict::Fail => ("failure", severity, sentence(folder, line)),
        Verdict::NotEvaluated => ("error", "not_evaluated", sentence(folder, line)),
        Verdict::NotApplicable => ("skipped", "", plain(line.reason.as_deref().unwrap_or("does not apply"))),
    };
    xml.write_event(Event::Start(case))?;
    let mut outcome = BytesStart::new(element);
    outcome.push_attribute(("message", message.as_str()));
    if element == "skipped" {
        xml.write_event(Event::Empty(outcome))?;
    } else {
        outcome.push_attribute(("type", plain(kind).as_str()));
        xml.write_event(Event::Start(outcome))?;
        xml.write_event(Event::Text(BytesText::new(&details(line))))?;
        xml.write_event(Event::End(BytesEnd::new(element)))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testcase")))
}

/// What a failing case shows below its message.
fn details(line: &Line) -> String {
    let citations: Vec<&str> = line.citations.iter().flatten().map(|c| c.id.as_str()).collect();
    let told = [
        ("id", line.id.clone().unwrap_or_default()),
        ("severity", line.severity.clone().unwrap_or_default()),
        ("account", line.resource.account.clone()),
        ("region", line.resource.region.clone()),
        ("expected", line.expected.clone().unwrap_or_default()),
        ("citations", citations.join(", ")),
    ];
    let written = told.iter().filter(|(_, value)| !value.is_empty());
    written.map(|(name, value)| format!("{name}: {}", plain(value))).collect::<Vec<_>>().join("\n")
}

fn run_suite(problems: &[String], xml: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    let count = problems.len() as u64;
    xml.write_event(Event::Start(counted("testsuite", "run", [count, 0, count, 0])))?;
    for (index, problem) in problems.iter().enumerate() {
        let mut case = BytesStart::new("testcase");
        case.push_attribute(("classname", "run"));
        case.push_attribute(("name", format!("problem {}", index + 1).as_str()));
        xml.write_event(Event::Start(case))?;
        let mut error = BytesStart::new("error");
        error.push_attribute(("message", problem.as_str()));
        error.push_attribute(("type", "run"));
        xml.write_event(Event::Empty(error))?;
        xml.write_event(Event::End(BytesEnd::new("testcase")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuite")))
}

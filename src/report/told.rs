//! What a finding says and where it is, for the formats that pipelines read: every text is one line without control
//! characters, whatever somebody called a resource.

use super::summary::plural;
use super::table::message;
use crate::check::Verdict;
use crate::record::{Line, Record, RecordFolder, ResourceRef, Threshold};

/// Text of the record as one line: control characters, line breaks and what turns the direction of writing become `U+FFFD` or a
/// blank, and what XML 1.0 has no place for becomes `U+FFFD`.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(harmless).collect()
}

const fn harmless(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        // Marks, embeddings and isolates that let a text read as another one.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    }
}

/// What a finding says in a sentence, with its waiver, and for what could not be evaluated the call that would have told.
pub(super) fn sentence(folder: &RecordFolder, line: &Line) -> String {
    let message = plain(&message(folder, line));
    if line.verdict != Verdict::NotEvaluated {
        return message;
    }
    let lead = if message.contains("not evaluated") { "" } else { "not evaluated: " };
    match line.causes.iter().flatten().find_map(call) {
        Some(call) => format!("{lead}{message} ({})", plain(&call)),
        None => format!("{lead}{message}"),
    }
}

fn call(cause: &crate::record::Causes) -> Option<String> {
    let code = cause.code.as_deref().map_or_else(String::new, |code| format!(": {code}"));
    cause.action.as_deref().map(|action| format!("{action}{code}"))
}

/// What was judged, by the name that is its own: the address in a plan or template, else the ARN, else kind and id; for a whole
/// listing the kind.
pub(super) fn subject(resource: &ResourceRef) -> String {
    let name = match (&resource.address, &resource.id) {
        (Some(address), _) => address.clone(),
        (None, Some(_)) => resource.key(),
        (None, None) => format!("{} in {} {}", resource.kind, resource.account, resource.region),
    };
    plain(&name)
}

/// The file a finding points at, as a path with forward slashes: where people wrote it. `None` for what is live only.
pub(super) fn file(resource: &ResourceRef) -> Option<String> {
    let written = plain(resource.file.as_deref()?).replace('\\', "/");
    let path = written.trim_start_matches("./");
    (!path.is_empty()).then(|| path.to_owned())
}

/// The file for formats that take no finding without one: where there is none, the results that the finding was read from.
pub(super) fn file_or_results(folder: &RecordFolder, resource: &ResourceRef) -> String {
    file(resource).unwrap_or_else(|| plain(&folder.record.results.file))
}

/// The title of a check, as the record has it.
pub(super) fn title<'r>(record: &'r Record, check: &str) -> &'r str {
    record.checks.iter().find(|c| c.id == check).map_or("", |c| c.title.as_str())
}

/// What is wrong with the run itself, in sentences: no finding says so, and without them a report would look as if all were well.
pub(super) fn run_problems(record: &Record) -> Vec<String> {
    let broken = record
        .defects
        .iter()
        .map(|d| plain(&format!("check_error: {} on {}: {}", d.check, d.resource, d.error)));
    let nothing = (record.coverage.evaluations.in_scope() == 0).then(|| "nothing was evaluated".to_owned());
    broken.chain(nothing).collect()
}

/// What a record comes to, in words, by its own threshold.
pub(super) fn verdict(record: &Record) -> String {
    let judged = &record.run.judged;
    let counts = &record.coverage.evaluations;
    match judged.exit_code {
        0 => format!("nothing fails {}, and everything in scope was evaluated", at(judged.fail_on)),
        1 => format!("{} {}", plural(record.failed_at(judged.fail_on), "failure"), at(judged.fail_on)),
        3 if counts.in_scope() == 0 => "incomplete: nothing was evaluated".to_owned(),
        3 => format!(
            "incomplete: {} of {} evaluations could not be made",
            counts.not_evaluated,
            counts.in_scope()
        ),
        _ => format!("the run broke: {}", plural(record.defects.len() as u64, "check_error")),
    }
}

fn at(threshold: Threshold) -> String {
    match threshold {
        Threshold::Never => "(--fail-on never)".to_owned(),
        Threshold::Critical => "at critical".to_owned(),
        other => format!("at {other} or above"),
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_text_of_the_record_is_one_line_that_reads_as_it_is() {
        assert_eq!(plain("a\r\nb\tc\u{2028}d"), "a  b c d");
        assert_eq!(plain("\u{1b}[31m\u{0}\u{202e}x\u{ffff}"), "\u{fffd}[31m\u{fffd}\u{fffd}x\u{fffd}");
        assert_eq!(plain("Krankenhaus Köln | 病院"), "Krankenhaus Köln | 病院");
    }
}

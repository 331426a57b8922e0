//! The sentence a reader sees first: coverage beside counts, never one without the other.

use crate::record::Record;

/// One line: defects if any, accounts and regions, coverage, failures by severity, services without cover.
pub fn summary(record: &Record) -> String {
    let counts = &record.coverage.evaluations;
    let failed = &record.coverage.failed;
    let mut parts = Vec::new();
    if !record.defects.is_empty() {
        parts.push(format!("{} broke (see defects)", plural(record.defects.len() as u64, "check")));
    }
    parts.push(format!(
        "{}, {}",
        plural(record.coverage.accounts.len() as u64, "account"),
        plural(record.run.regions.len() as u64, "region")
    ));
    parts.push(format!(
        "{} evaluated ({} of {}, {} not evaluated)",
        percent(counts.decided(), counts.in_scope()),
        counts.decided(),
        counts.in_scope(),
        counts.not_evaluated
    ));
    parts.push(format!(
        "{} failed: {} critical, {} high, {} medium, {} low",
        counts.fail, failed.critical, failed.high, failed.medium, failed.low
    ));
    if record.run.register.is_some() {
        let in_question = record.services.iter().filter(|s| s.verdict != crate::map::Verdict::Tooling);
        let (gaps, all) =
            in_question.fold((0_u64, 0_u64), |(g, n), s| (g + u64::from(s.verdict.is_gap()), n + 1));
        parts.push(format!("{gaps} of {} without cover", plural(all, "service")));
    } else {
        parts.push("no register given".to_owned());
    }
    parts.join("; ")
}

/// A share, rounded down so that only all is 100%.
fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "nothing".to_owned();
    }
    let tenths = part.saturating_mul(1000) / whole;
    format!("{}.{}%", tenths / 10, tenths % 10)
}

pub(super) fn plural(count: u64, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

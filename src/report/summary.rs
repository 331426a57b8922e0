//! The sentence a reader sees first: coverage beside counts, never one without the other.

use crate::record::Record;

/// Two lines: coverage and failures by severity (and before them any check that broke); then cover and extent.
pub fn summary(record: &Record) -> String {
    let counts = &record.coverage.evaluations;
    let failed = &record.coverage.failed;
    let defects = match record.defects.len() as u64 {
        0 => String::new(),
        n => format!("{}; ", plural(n, "check_error")),
    };
    let cover = if record.run.register.is_some() {
        let in_question = record.services.iter().filter(|s| s.verdict != crate::map::Verdict::Tooling);
        let (gaps, all) =
            in_question.fold((0_u64, 0_u64), |(g, n), s| (g + u64::from(s.verdict.is_gap()), n + 1));
        format!("{gaps} of {} without cover", plural(all, "service"))
    } else {
        "no register given".to_owned()
    };
    let waived = match record.coverage.waived.sum() {
        0 => String::new(),
        n => format!("; {n} of them waived"),
    };
    let known = match record.coverage.known.sum() {
        0 => String::new(),
        n => format!("; {n} of them known from the baseline"),
    };
    let preview = match record.coverage.preview.sum() {
        0 => String::new(),
        n => format!("; {n} of them of checks in preview"),
    };
    format!(
        "{defects}{}{} evaluated ({} of {}, {} not); {} failed: {} critical, {} high, {} medium, {} low{waived}{known}{preview}\n{cover}; {}, {}",
        lapsed(record),
        percent(counts.decided(), counts.in_scope()),
        counts.decided(),
        counts.in_scope(),
        counts.not_evaluated,
        counts.fail,
        failed.critical,
        failed.high,
        failed.medium,
        failed.low,
        plural(record.coverage.accounts.len() as u64, "account"),
        plural(record.run.regions.len() as u64, "region")
    )
}

/// Waivers that have lapsed are said before anything else: their failures are back.
fn lapsed(record: &Record) -> String {
    let all = record.waivers.len();
    match record.waivers.iter().filter(|w| w.standing == "lapsed").count() {
        0 => String::new(),
        1 if all == 1 => "the only waiver has lapsed; ".to_owned(),
        lapsed if lapsed == all => format!("all {all} waivers have lapsed; "),
        1 => format!("1 of {all} waivers has lapsed; "),
        lapsed => format!("{lapsed} of {all} waivers have lapsed; "),
    }
}

/// A share, rounded down so that only all is 100%.
fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "nothing".to_owned();
    }
    let tenths = part.saturating_mul(1000) / whole;
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// A count with its word: `1 service`, `3 services`.
pub fn plural(count: u64, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

//! The service-to-BAA map on one page of 100 columns.

use super::{View, parties};
use crate::eligibility;
use crate::map::Verdict;
use crate::record::{INHERITED, Service};
use crate::register::Phi;
use crate::report::{ReportError, summary::plural};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use tabled::builder::Builder;
use tabled::settings::object::{Columns, Rows};
use tabled::settings::{Alignment, Modify, Padding, Style, Width};

/// The page is this wide at most.
pub(in crate::report) const COLUMNS: usize = 100;

/// Writes the map: the answer, a table an account with the worst rows first, the tooling on one line, customers and vendors,
/// and what the words mean.
pub(in crate::report) fn render(view: &View, out: &mut dyn Write) -> Result<(), ReportError> {
    writeln!(out, "{} as of {}", view.question, view.day)?;
    if let Some(organization) = &view.organization {
        writeln!(out, "register of {organization}")?;
    }
    for (index, sentence) in view.answer.iter().enumerate() {
        wrapped(out, if index == 0 { "\n" } else { "" }, sentence)?;
    }
    let mut accounts: BTreeMap<&str, Vec<&Service>> = BTreeMap::new();
    for service in &view.services {
        accounts.entry(&service.account).or_default().push(service);
    }
    for (account, services) in accounts {
        self::account(account, services, out)?;
    }
    if view.services.is_empty() {
        writeln!(out, "\nNo service was seen in use.")?;
    }
    parties::customers(view, out)?;
    parties::vendors(view, out)?;
    legend(&view.services, out)?;
    if !view.register_files.is_empty() {
        /// Digits of a hash that tell two files apart at a glance; the others are in JSON.
        const DIGITS: usize = 12;
        let short = |hash: &String| hash.chars().take(DIGITS).collect::<String>();
        let files: Vec<String> =
            view.register_files.iter().map(|(name, hash)| format!("{name} {}", short(hash))).collect();
        wrapped(out, "Register (SHA-256): ", &files.join(", "))?;
    }
    Ok(())
}

fn account(account: &str, mut services: Vec<&Service>, out: &mut dyn Write) -> Result<(), ReportError> {
    services.sort_by_key(|s| (s.verdict, s.name.to_lowercase()));
    writeln!(out, "\nAccount {account}: {}", phi_words(&services))?;
    let (tooling, rows): (Vec<&Service>, Vec<&Service>) =
        services.iter().copied().partition(|s| s.verdict == Verdict::Tooling);
    if !rows.is_empty() {
        writeln!(out, "{}", table(&rows))?;
    }
    for service in services.iter().filter(|s| !s.disagreements.is_empty()) {
        wrapped(out, &format!("{}: ", service.name), &service.disagreements.join("; "))?;
    }
    if !tooling.is_empty() {
        let names: Vec<&str> = tooling.iter().map(|s| s.name.as_str()).collect();
        wrapped(out, "Tooling that holds no PHI by design: ", &names.join(", "))?;
    }
    Ok(())
}

fn phi_words(services: &[&Service]) -> String {
    let of = |phi| services.iter().filter(|s| s.phi == phi && s.verdict != Verdict::Tooling).count();
    let (declared, undeclared, none) = (of(Phi::Declared), of(Phi::Undeclared), of(Phi::NoPhi));
    match (declared, undeclared, none) {
        (_, 0, 0) => "PHI declared".to_owned(),
        (0, 0, _) => "declared to hold no PHI".to_owned(),
        (0, _, 0) => "PHI scope undeclared, so every service counts as in scope".to_owned(),
        _ => {
            let services = plural((declared + undeclared + none) as u64, "service");
            format!("PHI declared in {declared} of {services}, undeclared in {undeclared}, none in {none}")
        }
    }
}

fn table(rows: &[&Service]) -> String {
    let mut builder = Builder::default();
    builder.push_record(["Service", "Verdict", "Agreement", "Eligible", "Regions", "Count", "Failing"]);
    for row in rows {
        builder.push_record([
            row.name.clone(),
            row.verdicts.iter().map(|v| v.as_str()).collect::<Vec<_>>().join("\n"),
            agreement(row),
            eligible(row.eligibility).to_owned(),
            regions(&row.regions),
            row.resources.to_string(),
            if row.failing.is_empty() { "-".to_owned() } else { plural(row.failing.len() as u64, "check") },
        ]);
    }
    let mut table = builder.build();
    table
        .with(Style::empty())
        .with(Padding::new(0, 2, 0, 0))
        .with(Modify::new(Columns::one(0)).with(Width::wrap(27).keep_words(true)))
        .with(Modify::new(Columns::one(2)).with(Width::wrap(18).keep_words(true)))
        .with(Modify::new(Columns::new(5..6)).with(Alignment::right()))
        .with(Modify::new(Rows::first()).with(Alignment::left()))
        .with(Width::wrap(COLUMNS).keep_words(true));
    underlined(&table.to_string())
}

/// Draws a rule under the first line, as wide as the table.
pub(super) fn underlined(table: &str) -> String {
    let mut lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    lines.insert(lines.len().min(1), "─".repeat(width));
    lines.join("\n")
}

fn agreement(row: &Service) -> String {
    if row.verdict == Verdict::NoPhi {
        return "-".to_owned(); // none is asked for, whichever comes nearest
    }
    match (&row.agreement, row.evidence) {
        (Some(id), Some(evidence)) => format!("{id}, {}", evidence.as_str()),
        (Some(id), None) => id.clone(),
        (None, _) => "-".to_owned(),
    }
}

const fn eligible(verdict: eligibility::Verdict) -> &'static str {
    match verdict {
        eligibility::Verdict::Eligible => "yes",
        eligibility::Verdict::EligibleWithConditions => "conditions",
        eligibility::Verdict::NotEligible => "no",
        eligibility::Verdict::Unmapped => "unmapped",
        eligibility::Verdict::Tooling => "tooling",
    }
}

fn regions(regions: &[String]) -> String {
    match regions {
        [] => "-".to_owned(),
        [one] if one == crate::resource::GLOBAL => "global".to_owned(),
        [one] => one.clone(),
        [one, two] => format!("{one}\n{two}"),
        many => format!("{} regions", many.len()),
    }
}

/// The words that appear, each with its meaning; then what AWS answers for and what stays with the reader.
fn legend(services: &[Service], out: &mut dyn Write) -> Result<(), ReportError> {
    let used: BTreeSet<Verdict> = services.iter().flat_map(|s| s.verdicts.iter().copied()).collect();
    writeln!(out)?;
    for verdict in used {
        writeln!(out, "  {:<14} {}", verdict.as_str(), verdict.meaning())?;
    }
    if services.iter().any(|s| !s.inherited.is_empty()) {
        writeln!(out)?;
        let text = format!(
            "{}. Workstations and devices (164.310(b), (c)), and every administrative and technical safeguard, stay \
             with you.",
            INHERITED.join(", ")
        );
        wrapped(out, "Inherited from AWS where covered: facility and media controls ", &text)?;
    }
    Ok(())
}

/// Writes a paragraph within the page, breaking at spaces; its further lines are indented a little.
pub(in crate::report) fn wrapped(out: &mut dyn Write, lead: &str, text: &str) -> Result<(), ReportError> {
    hanging(out, lead, 2, text)
}

/// Writes `lead` as it is and the text behind it, breaking at spaces; further lines begin at the column `indent`.
pub(in crate::report) fn hanging(
    out: &mut dyn Write,
    lead: &str,
    indent: usize,
    text: &str,
) -> Result<(), ReportError> {
    out.write_all(lead.as_bytes())?;
    let mut width = lead.chars().count();
    for (index, word) in text.split_whitespace().enumerate() {
        let length = word.chars().count();
        if index > 0 && width + 1 + length > COLUMNS {
            write!(out, "\n{:indent$}", "")?;
            width = indent;
        } else if index > 0 {
            out.write_all(b" ")?;
            width += 1;
        }
        out.write_all(word.as_bytes())?;
        width += length;
    }
    out.write_all(b"\n")?;
    Ok(())
}

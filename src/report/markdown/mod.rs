//! A comment for a pull request. GitHub takes 65,536 characters; this stays under 65,000 bytes whatever the record holds: each part
//! has its share of the page, and what does not fit is counted.
//!
//! The first line is a mark by which the step that posts it finds its own comment again.

mod escape;
mod found;
mod gate;

use super::ReportError;
use super::summary::{plural, summary};
use super::told::{run_problems, title, verdict};
use crate::map;
use crate::record::{Record, RecordFolder, Service};
use escape::{cell, code, html_code, prose};
use found::{Blind, Found, Group, NAMES, SEVERITIES, SHOWN};
use std::io::Write;

/// How far, in bytes, each part may fill the page. What tells how much is left out is short and always written.
const PROBLEMS: usize = 6_000;
const SPELLED_OUT: usize = 34_000;
const FAILED: usize = 44_000;
const UNREAD: usize = 50_000;
const MAP: usize = 58_000;
const NOTES: usize = 63_000;

/// Writes the comment.
pub(super) fn render(folder: &RecordFolder, out: &mut dyn Write) -> Result<(), ReportError> {
    let record = &folder.record;
    let found = Found::of(folder)?;
    let mut page = Page::default();
    page.put("<!-- baascan -->\n");
    page.put(&format!("## baascan: {}\n\n", verdict(record)));
    for line in summary(record).lines() {
        page.put(&format!("* {line}\n"));
    }
    gate::answer(record, &mut page);
    let problems = run_problems(record);
    let left =
        page.list(problems.iter().map(|told| format!("* **the run itself**: {}\n", code(told))), PROBLEMS);
    page.left_out(left, "problem");
    severities(record, &mut page);
    failed(record, &found, &mut page);
    not_evaluated(record, &found, &mut page);
    without_cover(record, &mut page);
    notes(record, &mut page);
    out.write_all(page.text.as_bytes())?;
    Ok(())
}

/// The page so far.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn put(&mut self, block: &str) {
        self.text.push_str(block);
    }

    fn fits(&mut self, block: &str, until: usize) -> bool {
        let fits = self.text.len() + block.len() <= until;
        if fits {
            self.text.push_str(block);
        }
        fits
    }

    /// Writes blocks as long as they fit, and says how many did not.
    fn list(&mut self, blocks: impl Iterator<Item = String>, until: usize) -> u64 {
        let mut left = 0;
        for block in blocks {
            if left > 0 || !self.fits(&block, until) {
                left += 1;
            }
        }
        left
    }

    fn left_out(&mut self, count: u64, word: &str) {
        if count > 0 {
            self.put(&format!("\nand {}\n", plural(count, &format!("more {word}"))));
        }
    }
}

fn severities(record: &Record, page: &mut Page) {
    page.put("\n| | critical | high | medium | low |\n|---|---|---|---|---|\n");
    for (word, counts) in [("failed", record.coverage.failed), ("of them waived", record.coverage.waived)] {
        page.put(&format!(
            "| {word} | {} | {} | {} | {} |\n",
            counts.critical, counts.high, counts.medium, counts.low
        ));
    }
}

fn failed(record: &Record, found: &Found, page: &mut Page) {
    if found.failed.is_empty() {
        page.put("\n### Nothing failed\n");
        return;
    }
    let count = found.failed.values().map(|group| group.count).sum();
    let checks = plural(found.failed.len() as u64, "check");
    page.put(&format!("\n### What fails: {} of {checks}\n\n", plural(count, "finding")));
    // A check whose every failure is accepted comes behind those that are not.
    let mut groups: Vec<_> = found.failed.iter().collect();
    groups.sort_by_key(|((rank, check), group)| (group.waived == group.count, *rank, check.as_str()));
    let (mut checks, mut findings) = (0, 0);
    for ((rank, check), group) in groups {
        let head = head(SEVERITIES.get(*rank).unwrap_or(&"-"), check, title(record, check), group);
        let whole = format!("<details><summary>{head}</summary>\n\n{}\n</details>\n", examples(group));
        let short = format!("<details><summary>{head}</summary></details>\n");
        if checks > 0 || !(page.fits(&whole, SPELLED_OUT) || page.fits(&short, FAILED)) {
            checks += 1;
            findings += group.count;
        }
    }
    if checks > 0 {
        page.put(&format!(
            "\nand {} of {}\n",
            plural(findings, "more finding"),
            plural(checks, "more check")
        ));
    }
}

fn head(severity: &str, check: &str, title: &str, group: &Group) -> String {
    let waived = if group.waived > 0 { format!(", {} waived", group.waived) } else { String::new() };
    format!("{severity} {} {}: {}{waived}", html_code(check), prose(title), plural(group.count, "finding"))
}

fn examples(group: &Group) -> String {
    let shown: Vec<_> = group.open.iter().chain(&group.accepted).take(SHOWN).collect();
    let mut list: String =
        shown.iter().map(|(told, place)| format!("* {} at {}\n", code(told), code(place))).collect();
    let more = group.count.saturating_sub(shown.len() as u64);
    if more > 0 {
        list.push_str(&format!("* and {more} more\n"));
    }
    list
}

fn not_evaluated(record: &Record, found: &Found, page: &mut Page) {
    if found.unread.is_empty() {
        return;
    }
    let count: u64 = found.unread.values().map(|blind| blind.count).sum();
    page.put(&format!(
        "\n### What could not be evaluated: {}, neither pass nor fail\n\n",
        plural(count, "evaluation")
    ));
    let (mut reasons, mut evaluations) = (0, 0);
    for ((cause, action), blind) in &found.unread {
        let asked = if action.is_empty() { String::new() } else { format!(" {}", code(action)) };
        let allowed = if record.run.judged.allow_incomplete.contains(cause) { ", allowed" } else { "" };
        let block = format!(
            "* **{}**{asked}: {}{allowed}, of {}\n",
            cause.as_str(),
            plural(blind.count, "evaluation"),
            names(blind)
        );
        if reasons > 0 || !page.fits(&block, UNREAD) {
            reasons += 1;
            evaluations += blind.count;
        }
    }
    if reasons > 0 {
        let (more, why) = (plural(evaluations, "more evaluation"), plural(reasons, "more reason"));
        page.put(&format!("\nand {more} for {why}\n"));
    }
}

fn names(blind: &Blind) -> String {
    let mut names: Vec<String> = blind.names.iter().take(NAMES).map(|name| code(name)).collect();
    if blind.names.len() > NAMES {
        names.push("…".to_owned());
    }
    names.join(", ")
}

fn without_cover(record: &Record, page: &mut Page) {
    if record.run.register.is_none() {
        page.put("\n### Cover by agreements is unknown: no register was given\n");
        return;
    }
    let is_bare = |row: &&Service| row.verdict != map::Verdict::Tooling && row.verdict.is_gap();
    let rows: Vec<&Service> = record.services.iter().filter(is_bare).collect();
    if rows.is_empty() {
        return;
    }
    page.put(&format!("\n### Without cover: {}\n\n", plural(rows.len() as u64, "service")));
    page.put(
        "| service | account | verdict | agreement | AWS's list | regions |\n|---|---|---|---|---|---|\n",
    );
    let row = |row: &&Service| {
        format!(
            "| {} | {} | {} | {} | {} | {} |\n",
            cell(&row.name),
            cell(&row.account),
            cell(row.verdict.as_str()),
            cell(row.agreement.as_deref().unwrap_or("-")),
            cell(row.eligibility.as_str()),
            cell(&row.regions.join(", "))
        )
    };
    let left = page.list(rows.iter().map(row), MAP);
    page.left_out(left, "service");
}

fn notes(record: &Record, page: &mut Page) {
    if !record.notes.is_empty() {
        let count = plural(record.notes.len() as u64, "note");
        page.put(&format!("\n<details><summary>{count}</summary>\n\n"));
        let left = page.list(record.notes.iter().map(|note| format!("* {}\n", prose(note))), NOTES);
        page.left_out(left, "note");
        page.put("\n</details>\n");
    }
    let list = &record.run.eligibility;
    page.put(&format!(
        "\n{}, {} checks, AWS's HIPAA-eligible list as last updated {}, results {}. This says what was read and what was judged from \
         it. It is no legal advice and no certification.\n",
        prose(&record.run.judged.by),
        record.run.checks.count,
        prose(&list.page_last_updated),
        code(record.results.sha256.get(..12).unwrap_or("-"))
    ));
}

//! The report for people: the summary, the map, what failed, what could not be evaluated.

use super::map::{COLUMNS, View, hanging, map_table, wrapped};
use super::{ReportError, each_finding, gate, summary, summary::plural};
use crate::check::Verdict;
use crate::record::{Line, RecordFolder};
use crate::resource::{Cause, GLOBAL};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Severities, worst first, each with how many findings of one check are spelled out; the rest are counted.
const SEVERITIES: [(&str, usize); 4] = [("critical", 10), ("high", 8), ("medium", 4), ("low", 2)];

/// Names shown of what could not be evaluated for one reason.
const NAMES: usize = 4;

/// What failed one check: how many, and the first of them as place and message.
#[derive(Default)]
struct Group {
    count: u64,
    waived: u64,
    known: u64,
    first: Vec<(String, String)>,
}

/// What could not be evaluated for one reason.
#[derive(Default)]
struct Blind {
    count: u64,
    regions: BTreeSet<String>,
    names: BTreeSet<String>,
    principals: BTreeSet<String>,
}

impl Blind {
    fn add(&mut self, line: &Line, principal: Option<String>) {
        self.count += 1;
        self.principals.extend(principal);
        // A row of the map stands for what was not read elsewhere, and an entry of the register is nowhere.
        if !line.resource.kind.starts_with("AWS::::") && line.resource.file.is_none() {
            self.regions.insert(region(&line.resource.region).to_owned());
        }
        let name = line.resource.name.as_ref().unwrap_or(&line.resource.kind);
        if self.names.len() <= NAMES {
            self.names.insert(name.clone());
        }
    }
}

/// Writes the whole report. The first line tells coverage and counts.
pub(super) fn render(folder: &RecordFolder, out: &mut dyn Write) -> Result<(), ReportError> {
    let record = &folder.record;
    if let Some(gate) = &record.gate {
        gate::render(record, gate, out)?;
    }
    writeln!(out, "{}", summary(record))?;
    writeln!(out)?;
    map_table(&View::of(record), out)?;
    let (failed, unread) = groups(folder)?;
    failures(folder, &failed, out)?;
    not_evaluated(&unread, out)?;
    waivers(folder, out)?;
    for defect in &record.defects {
        wrapped(out, "check_error ", &format!("{} on {}: {}", defect.check, defect.resource, defect.error))?;
    }
    notes(folder, out)
}

type Failures = BTreeMap<(usize, String), Group>;
type Unread = BTreeMap<(Cause, String), Blind>;

fn groups(folder: &RecordFolder) -> Result<(Failures, Unread), ReportError> {
    let several = folder.record.coverage.accounts.len() > 1;
    let (mut failed, mut unread) = (Failures::new(), Unread::new());
    each_finding(folder, &mut |line| {
        let line: Line = serde_json::from_slice(line)?;
        match line.verdict {
            Verdict::Fail => {
                let rank = rank(line.severity.as_deref().unwrap_or_default());
                let group = failed.entry((rank, line.check.clone())).or_default();
                group.count += 1;
                group.waived += u64::from(line.is_waived());
                group.known += u64::from(line.known);
                if group.first.len() < shown(rank) {
                    group.first.push((place(&line, several), message(folder, &line)));
                }
            }
            Verdict::NotEvaluated => {
                let cause = line.causes.iter().flatten().next();
                let key = (
                    cause.map_or(Cause::Failed, |c| c.cause),
                    cause.and_then(|c| c.action.clone()).unwrap_or_default(),
                );
                let principal = cause.and_then(|c| c.principal.clone());
                unread.entry(key).or_default().add(&line, principal);
            }
            Verdict::Pass | Verdict::NotApplicable => {}
        }
        Ok(())
    })?;
    Ok((failed, unread))
}

/// What a failure says, with what a waiver has to do with it.
pub(super) fn message(folder: &RecordFolder, line: &Line) -> String {
    let message = line.message.clone().unwrap_or_default();
    let until = |id: &str| folder.record.waivers.iter().find(|w| w.id == *id).map(|w| w.expires_on.as_str());
    if let Some(Some(id)) = &line.waived {
        return format!("{message} [waived by {id} until {}]", until(id).unwrap_or("-"));
    }
    if line.known {
        return format!("{message} [known from the baseline]");
    }
    if line.preview {
        return format!("{message} [preview: its check is new, and does not weigh yet]");
    }
    if let Some(day) = &line.waiver_expired {
        return format!("{message} [waiver_expired {day}]");
    }
    match &line.waiver_of_another {
        Some(id) => format!("{message} [{id} was given before this was created, and is not over it]"),
        None => message,
    }
}

fn rank(severity: &str) -> usize {
    SEVERITIES.iter().position(|(word, _)| *word == severity).unwrap_or(SEVERITIES.len())
}

fn shown(rank: usize) -> usize {
    SEVERITIES.get(rank).map_or(0, |(_, count)| *count)
}

/// Where a finding is: its region, and its account when there are several; for an entry of the register its line.
fn place(line: &Line, several: bool) -> String {
    if let (Some(file), Some(number)) = (&line.resource.file, line.resource.line) {
        return format!("{file}:{number}");
    }
    let of_account = line.resource.kind.starts_with("AWS::::") && line.resource.region == GLOBAL;
    let region = if of_account { "account" } else { region(&line.resource.region) };
    if several { format!("{} {region}", line.resource.account) } else { region.to_owned() }
}

fn region(region: &str) -> &str {
    if region == GLOBAL { "global" } else { region }
}

fn failures(folder: &RecordFolder, failed: &Failures, out: &mut dyn Write) -> Result<(), ReportError> {
    if failed.is_empty() {
        writeln!(out, "\nNothing failed.")?;
        return Ok(());
    }
    let count = failed.values().map(|group| group.count).sum();
    let (findings, checks) = (plural(count, "finding"), plural(failed.len() as u64, "check"));
    writeln!(out, "\nFailed: {findings} of {checks} (--format json lists them all)")?;
    let places = failed.values().flat_map(|group| &group.first).map(|(place, _)| place.chars().count());
    let width = places.max().unwrap_or(0);
    for ((rank, check), group) in failed {
        let severity = SEVERITIES.get(*rank).map_or("-", |(word, _)| word);
        let title = folder.record.checks.iter().find(|c| c.id == *check).map_or("", |c| c.title.as_str());
        writeln!(out)?;
        hanging(out, &format!("{:<8}  ", severity.to_uppercase()), 10, &format!("{check}: {title}"))?;
        let mut first = group.first.clone();
        first.sort();
        for (place, message) in &first {
            hanging(out, &format!("    {place:<width$}  "), width + 6, message)?;
        }
        if group.waived > 0 {
            writeln!(out, "    {} of {} waived", group.waived, group.count)?;
        }
        if group.known > 0 {
            writeln!(out, "    {} of {} known from the baseline", group.known, group.count)?;
        }
        let hidden = group.count.saturating_sub(group.first.len() as u64);
        if hidden > 0 {
            writeln!(out, "    and {hidden} more")?;
        }
    }
    Ok(())
}

/// By cause and action, so that each line names one thing to mend.
fn not_evaluated(unread: &Unread, out: &mut dyn Write) -> Result<(), ReportError> {
    if unread.is_empty() {
        return Ok(());
    }
    let count = unread.values().map(|blind| blind.count).sum();
    writeln!(out, "\nNot evaluated: {}, neither pass nor fail", plural(count, "evaluation"))?;
    let causes: BTreeSet<Cause> = unread.keys().map(|(cause, _)| *cause).collect();
    for cause in causes {
        let mine = || unread.iter().filter(move |((of, _), _)| *of == cause);
        writeln!(out)?;
        wrapped(out, "", &format!("{}: {}", cause.as_str(), cause.meaning()))?;
        if cause == Cause::Denied {
            let principals: BTreeSet<&str> =
                mine().flat_map(|(_, b)| &b.principals).map(String::as_str).collect();
            for principal in principals {
                writeln!(out, "    asked as {principal}")?;
            }
        }
        let width = mine().map(|((_, action), _)| action.chars().count()).max().unwrap_or(0);
        for ((_, action), blind) in mine() {
            let indent = if width == 0 { 4 } else { width + 6 };
            let lead = if width == 0 { "    ".to_owned() } else { format!("    {action:<width$}  ") };
            hanging(out, &lead, indent.min(COLUMNS / 2), &blind_words(blind))?;
        }
    }
    Ok(())
}

fn blind_words(blind: &Blind) -> String {
    let names: Vec<&str> = blind.names.iter().take(NAMES).map(String::as_str).collect();
    let dots = if blind.names.len() > NAMES { ", …" } else { "" };
    let regions: Vec<&str> = blind.regions.iter().map(String::as_str).collect();
    let place = if regions.is_empty() { String::new() } else { format!(" in {}", regions.join(", ")) };
    format!("{}{place}: {}{dots}", plural(blind.count, "evaluation"), names.join(", "))
}

/// The waivers that somebody has to look at.
fn waivers(folder: &RecordFolder, out: &mut dyn Write) -> Result<(), ReportError> {
    let all = &folder.record.waivers;
    if all.is_empty() {
        return Ok(());
    }
    let waived = all.iter().map(|w| w.waived).sum();
    writeln!(out, "\nWaivers: {}, over {}", plural(all.len() as u64, "waiver"), plural(waived, "failure"))?;
    for waiver in all {
        let word = match (waiver.standing.as_str(), waiver.stale) {
            ("lapsed", true) => format!("lapsed on {}, and matches nothing that fails", waiver.expires_on),
            ("lapsed", false) => {
                let back = plural(waiver.returned, "failure");
                format!("waiver_expired {}: {back} returned", waiver.expires_on)
            }
            ("soon", _) => format!("ends in {} on {}", plural_days(waiver.days_left), waiver.expires_on),
            ("stale", _) => "stale: matches nothing that fails".to_owned(),
            ("not_yet", _) => format!("begins on {}", waiver.approved_on),
            _ => continue,
        };
        hanging(
            out,
            &format!("    {}  ", waiver.id),
            6,
            &format!("{word} ({} on {})", waiver.check, waiver.resource),
        )?;
    }
    Ok(())
}

fn plural_days(days: i32) -> String {
    plural(u64::try_from(days).unwrap_or(0), "day")
}

fn notes(folder: &RecordFolder, out: &mut dyn Write) -> Result<(), ReportError> {
    writeln!(out)?;
    let causes = &folder.record.coverage.causes;
    for cause in &folder.record.run.judged.allow_incomplete {
        let count = causes.get(cause).copied().unwrap_or(0);
        wrapped(
            out,
            "Allowed by --allow-incomplete: ",
            &format!("{cause}, {}.", plural(count, "evaluation")),
        )?;
    }
    for note in &folder.record.notes {
        wrapped(out, "Note: ", note)?;
    }
    let list = &folder.record.run.eligibility;
    let text = format!(
        "AWS's HIPAA-eligible list as last updated {}, seen {}. This report says what was read and what was judged from \
         it. It is no legal advice and no certification.",
        list.page_last_updated, list.retrieved_at
    );
    wrapped(out, "", &text)
}

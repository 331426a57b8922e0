//! What the program knows, shown: checks, services, words.

use super::rules::{checks_of, eligible_list, whole_checks_of};
use super::{Failure, Terminal};
use crate::check::{self, Check};
use crate::cli::{ChecksArgs, ServicesArgs};
use crate::diagnostic::did_you_mean;
use crate::eligibility::Eligibility;
use crate::map::Verdict;
use crate::record::{Exit, GateVerdict, PrerequisiteState};
use crate::resource::Cause;
use crate::service::Catalog;
use anyhow::Error;
use std::collections::BTreeSet;
use std::io::Write;
use tabled::builder::Builder;
use tabled::settings::{Padding, Style, Width};

/// The page is this wide, but for words and commands that are longer.
const COLUMNS: usize = 100;

/// `baascan checks list`.
pub(super) fn list_checks(args: &ChecksArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let (_, checks) = checks_of(&args.checks)?;
    let mut builder = Builder::default();
    builder.push_record(["Check", "Severity", "Category", "Kind"]);
    for check in checks.checks() {
        builder.push_record([&*check.id, check.severity.as_str(), check.category.as_str(), &*check.resource]);
    }
    print(builder, terminal)?;
    terminal.say(&format!("{} checks", checks.checks().len()));
    Ok(Exit::Clean)
}

/// `baascan checks show`.
pub(super) fn show_check(id: &str, args: &ChecksArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let (_, checks) = checks_of(&args.checks)?;
    let Some(check) = checks.get(id) else {
        let hint = did_you_mean(id, checks.checks().iter().map(|c| c.id.as_str()))
            .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(Failure::Usage(format!("no check `{id}`{hint} (`baascan checks list` lists all)")));
    };
    write_check(check, terminal.data()).map_err(Error::from)?;
    Ok(Exit::Clean)
}

fn write_check(check: &Check, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}: {}", check.id, check.title)?;
    writeln!(out, "  {}, {}, {}", check.severity.as_str(), check.category.as_str(), check.resource)?;
    writeln!(out)?;
    paragraph(out, "", 0, &check.why)?;
    writeln!(out)?;
    if let Some((applies, otherwise)) = check.applies() {
        paragraph(out, "applies when   ", LABEL, applies)?;
        paragraph(out, "otherwise      ", LABEL, &format!("not applicable: {otherwise}"))?;
    }
    paragraph(out, "passes when    ", LABEL, check.condition())?;
    for citation in &check.citations {
        let title = check::citation(&citation.id).map_or("", |c| c.title.as_str());
        writeln!(out, "{:<14} 45 CFR {} {title}", citation.relation.as_str(), citation.id)?;
    }
    writeln!(out, "\nTo mend it (review before use):")?;
    for (means, text) in
        [("console", &check.fix.console), ("cli", &check.fix.cli), ("terraform", &check.fix.terraform)]
    {
        if let Some(text) = text {
            paragraph(out, &format!("  {means:<10} "), 13, text)?;
        }
    }
    if let Some(lines) = &check.fix.register {
        writeln!(out, "  register")?;
        for line in lines.trim().lines() {
            writeln!(out, "{:13}{line}", "")?;
        }
    }
    for reference in &check.references {
        writeln!(out, "  see {reference}")?;
    }
    Ok(())
}

/// Where text begins after a label.
const LABEL: usize = 15;

/// Writes a text in the page's width; further lines begin `indent` columns in.
fn paragraph(out: &mut dyn Write, lead: &str, indent: usize, text: &str) -> std::io::Result<()> {
    let mut line = lead.to_owned();
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > COLUMNS {
            writeln!(out, "{line}")?;
            line = " ".repeat(indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    writeln!(out, "{line}")
}

/// `baascan checks test`: the examples of every check, and their mutations.
pub(super) fn test_checks(args: &ChecksArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let (catalog, checks) = whole_checks_of(&args.checks)?;
    let (mut examples, mut wrong) = (0, 0);
    for check in checks.checks() {
        examples += check.examples();
        for failure in check::test_check(check, catalog.as_ref()) {
            wrong += 1;
            writeln!(terminal.data(), "{}\n", failure.problem).map_err(Error::from)?;
        }
    }
    terminal.say(&format!(
        "{} checks, {examples} examples with their mutations: {wrong} wrong",
        checks.checks().len()
    ));
    Ok(if wrong == 0 { Exit::Clean } else { Exit::Broken })
}

/// `baascan services`.
pub(super) fn services(args: &ServicesArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let list = eligible_list(args.eligibility.as_deref())?;
    let described = described(Catalog::builtin());
    let wanted = args.filter.as_deref().unwrap_or_default().to_lowercase();
    let entries: Vec<_> = list
        .entries()
        .iter()
        .filter(|e| e.slug.contains(&wanted) || e.name.to_lowercase().contains(&wanted))
        .collect();
    if args.json {
        let rows: Vec<_> = entries
            .iter()
            .map(|e| {
                serde_json::json!({
                    "service": e.slug, "name": e.name, "eligibility": e.verdict, "qualifier": e.qualifier,
                    "described": described.contains(&e.slug), "prefixes": e.prefixes,
                })
            })
            .collect();
        let document = serde_json::json!({
            "page_last_updated": list.page_last_updated.to_string(),
            "source_url": list.source_url,
            "services": rows,
        });
        serde_json::to_writer_pretty(terminal.data(), &document).map_err(Error::from)?;
        writeln!(terminal.data()).map_err(Error::from)?;
        return Ok(Exit::Clean);
    }
    let mut builder = Builder::default();
    builder.push_record(["Service", "Name", "Eligibility", "Read", "Qualifier"]);
    for entry in &entries {
        builder.push_record([
            entry.slug.as_str(),
            entry.name.as_str(),
            entry.verdict.as_str(),
            if described.contains(&entry.slug) { "yes" } else { "-" },
            entry.qualifier.as_deref().unwrap_or_default(),
        ]);
    }
    print(builder, terminal)?;
    let all = list.entries().len();
    terminal.say(&format!(
        "{} of {all} services; AWS's list as last updated {}: {}",
        entries.len(),
        list.page_last_updated,
        list.source_url
    ));
    Ok(Exit::Clean)
}

/// Slugs of the services that some kind counts under.
pub(super) fn described(catalog: &Catalog) -> BTreeSet<String> {
    let mut slugs = BTreeSet::new();
    for kind in catalog.kinds().filter(|k| !k.api.is_empty()) {
        slugs.insert(kind.service.clone());
        slugs.extend(kind.service_by.iter().flat_map(|by| by.prefixes.iter().map(|(_, slug)| slug.clone())));
    }
    slugs
}

/// `baascan explain`: everything the word may mean.
pub(super) fn explain(word: &str, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let (_, checks) = checks_of(&[])?;
    if let Some(check) = checks.get(word) {
        write_check(check, terminal.data()).map_err(Error::from)?;
        return Ok(Exit::Clean);
    }
    let meanings = meanings(word);
    if meanings.is_empty() {
        let known = checks.checks().iter().map(|check| check.id.as_str()).chain(words());
        let hint =
            did_you_mean(word, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(Failure::Usage(format!(
            "nothing is known of `{word}`{hint} (give a check's id, a verdict, a cause, an exit code, a citation or a \
             service)"
        )));
    }
    for meaning in meanings {
        paragraph(terminal.data(), "", 2, &meaning).map_err(Error::from)?;
    }
    Ok(Exit::Clean)
}

/// The words of the closed lists, for suggestions.
fn words() -> Vec<&'static str> {
    let verdicts =
        Verdict::ALL.iter().map(|v| v.as_str()).chain(check::Verdict::ALL.iter().map(|v| v.as_str()));
    let states = PrerequisiteState::ALL.iter().map(|s| s.as_str());
    let verdicts = verdicts.chain(states).chain(GateVerdict::ALL.iter().map(|v| v.as_str()));
    verdicts
        .chain(["baseline", "known", "phase", "prerequisite", "introduces"])
        .chain(Cause::ALL.iter().map(|c| c.as_str()))
        .collect()
}

/// Words of the gate that are no closed list.
fn gate_words(word: &str) -> Option<&'static str> {
    Some(match word {
        "baseline" => {
            "a complete record of the same scope, given by --baseline: failures that it has too do not count, but for gaps of \
             agreements and public data"
        }
        "known" => {
            "a failure that the baseline has too, so that it does not count; it stays a failure in every format"
        }
        "phase" => {
            "a step towards PHI in production: A, B, C, D, or those of --phases; each asks for what must hold before it"
        }
        "prerequisite" => {
            "what must hold before a phase, and what it rests on; docs/gate.md tells what makes one hold"
        }
        "introduces" => {
            "services, regions, accounts and third parties that were not there before, each with what covers it"
        }
        _ => return None,
    })
}

fn meanings(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(verdict) = Verdict::ALL.iter().find(|v| v.as_str() == word) {
        found.push(format!("{word} (verdict of a map row): {}", verdict.meaning()));
    }
    if let Some(verdict) = check::Verdict::ALL.iter().find(|v| v.as_str() == word) {
        found.push(format!("{word} (verdict of a check): {}", verdict.meaning()));
    }
    if let Some(state) = PrerequisiteState::ALL.iter().find(|s| s.as_str() == word) {
        found.push(format!("{word} (state of a prerequisite of the gate): {}", state.meaning()));
    }
    if let Some(verdict) = GateVerdict::ALL.iter().find(|v| v.as_str() == word) {
        found.push(format!("{word} (answer of the gate): {}", verdict.meaning()));
    }
    if let Some(meaning) = gate_words(word) {
        found.push(format!("{word} (gate): {meaning}"));
    }
    if let Some(cause) = Cause::ALL.iter().find(|c| c.as_str() == word) {
        found.push(format!("{word} (cause of not_evaluated): {}", cause.meaning()));
    }
    if let Some(exit) = Exit::ALL.iter().find(|e| (**e as u8).to_string() == word) {
        found.push(format!("{word} (exit code): {}", exit.meaning()));
    }
    if let Some(citation) = check::citation(word) {
        let requirement = citation.requirement.as_str();
        found.push(format!("45 CFR {}: {} ({requirement})", citation.id, citation.title));
        found.push(citation.summary.clone());
    }
    if let Some(entry) = Eligibility::builtin().entry(word) {
        let qualifier =
            entry.qualifier.as_deref().map_or_else(String::new, |q| format!("; the list says: {q}"));
        found.push(format!("{word} (service): {}, {}{qualifier}", entry.name, entry.verdict.as_str()));
    }
    found
}

fn print(builder: Builder, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let mut table = builder.build();
    table.with(Style::blank()).with(Padding::new(0, 1, 0, 0)).with(Width::wrap(COLUMNS).keep_words(true));
    let text = table.to_string();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    match writeln!(terminal.data(), "{}", lines.join("\n")) {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other.map_err(Error::from)?),
    }
}

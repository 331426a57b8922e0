//! The file of phases as written: every key, each checked as it is read.

use super::phases::{Asked, Known, Phase, Prerequisite, With, fits};
use crate::check::{Category, Severity};
use crate::diagnostic::fields::{required_text, text};
use crate::diagnostic::{Table, ValidText, did_you_mean};
use crate::register::Attested;
use std::ops::Range;
use toml::Spanned;

/// What was read, before prerequisites are tied to one another.
#[derive(Default)]
pub(super) struct Written {
    pub(super) phases: Vec<Phase>,
    pub(super) prerequisites: Vec<WrittenPrerequisite>,
}

/// A prerequisite that names what it rests on.
pub(super) struct WrittenPrerequisite {
    pub(super) prerequisite: Prerequisite,
    pub(super) needs: Vec<ValidText>,
    /// Where its id stands.
    pub(super) span: Range<usize>,
}

/// Reads every `[[phase]]` and `[[prerequisite]]`; what is not whole is noted and left out.
pub(super) fn all(root: Table<'_>, known: Option<&Known<'_>>) -> Written {
    let mut written = Written::default();
    for table in root.tables("phase") {
        let id = required_text(&table, "id", "write what --phase calls it: \"C\"");
        if let Some(id) = &id
            && written.phases.iter().any(|phase| phase.id == *id.get_ref())
        {
            table.problem(id.span(), format!("the phase `{}` is written twice", id.get_ref()), "keep one");
        }
        let title = required_text(&table, "title", "write what it is, in a few words");
        let data = required_text(&table, "data", "write which data may be in it");
        table.finish();
        let phase = |(id, title, data): (ValidText, ValidText, ValidText)| Phase {
            id: id.into_inner(),
            title: title.into_inner(),
            data: data.into_inner(),
        };
        written.phases.extend(id.zip(title).zip(data).map(|((id, title), data)| phase((id, title, data))));
    }
    if !root.has("phase") {
        root.missing("phase", "write at least one: [[phase]] with `id`, `title` and `data`");
    }
    for table in root.tables("prerequisite").into_iter().take_while(|_| !root.is_full()) {
        let found = prerequisite(table, &written.phases, known);
        written.prerequisites.extend(found);
    }
    root.finish();
    written
}

fn prerequisite(
    table: Table<'_>,
    phases: &[Phase],
    known: Option<&Known<'_>>,
) -> Option<WrittenPrerequisite> {
    let id = required_text(&table, "id", "write a short name that is unique in the file");
    let title = required_text(&table, "title", "write what holds when it holds");
    let why = required_text(&table, "why", "write why it comes first");
    let first = if table.has("phase") {
        phase(&table, "phase", phases)
    } else {
        let ids: Vec<&str> = phases.iter().map(|phase| phase.id.as_str()).collect();
        table.missing("phase", format!("write the first phase that asks for it: {}", ids.join(", ")));
        phase(&table, "phase", phases)
    };
    let until = phase(&table, "until", phases);
    if let (Some(first), Some(last)) = (&first, &until)
        && last.get_ref() < first.get_ref()
    {
        table.problem(last.span(), "`until` is before `phase`", "one of the two is wrong: until comes later");
    }
    let needs = table.strings("needs").unwrap_or_default();
    let checks = checks(&table, known);
    let categories: Vec<(&str, Category)> = Category::ALL.iter().map(|c| (c.as_str(), *c)).collect();
    let categories = word_list(&table, "categories", &categories, "a category of checks");
    const SEVERITIES: [(&str, Severity); 4] = [
        ("critical", Severity::Critical),
        ("high", Severity::High),
        ("medium", Severity::Medium),
        ("low", Severity::Low),
    ];
    let severity = table.one_of("severity", &SEVERITIES);
    if let Some(severity) = &severity
        && checks.is_empty()
        && categories.is_empty()
    {
        let message = "`severity` says which failures count, and no check is named";
        table.problem(severity.span(), message, "name `checks` or `categories`, or leave it out");
    }
    let attested = word_list(&table, "attested", Attested::WORDS, "something that is attested");
    let insurance = table.strings("insurance").unwrap_or_default();
    let insurance = insurance.into_iter().map(|kind| kind.into_inner().to_lowercase()).collect();
    let agreements = table.tables("agreement").into_iter().filter_map(agreement).collect();
    table.finish();
    let id = id?;
    Some(WrittenPrerequisite {
        span: id.span(),
        needs,
        prerequisite: Prerequisite {
            id: id.into_inner(),
            title: title?.into_inner(),
            why: why?.into_inner(),
            phase: first?.into_inner(),
            until: until.map(Spanned::into_inner),
            needs: Vec::new(),
            checks,
            categories,
            severity: severity.map_or(Severity::Low, Spanned::into_inner),
            attested,
            insurance,
            agreements,
        },
    })
}

/// A phase's place, by its id.
fn phase(table: &Table<'_>, key: &'static str, phases: &[Phase]) -> Option<Spanned<usize>> {
    let words: Vec<(&str, usize)> =
        phases.iter().enumerate().map(|(at, phase)| (phase.id.as_str(), at)).collect();
    table.one_of(key, &words)
}

/// Ids of checks and globs; each must be or match a known check.
fn checks(table: &Table<'_>, known: Option<&Known<'_>>) -> Vec<String> {
    let written = table.strings("checks").unwrap_or_default();
    for (pattern, known) in written.iter().filter_map(|pattern| Some((pattern, known?))) {
        if known.checks.iter().any(|check| fits(pattern.get_ref(), check)) {
            continue;
        }
        let message = if pattern.get_ref().contains('*') {
            format!("`{}` matches no check", pattern.get_ref())
        } else {
            format!("`{}` is not the id of a check", pattern.get_ref())
        };
        let hint = did_you_mean(pattern.get_ref(), known.checks.iter().map(String::as_str))
            .map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        table.problem(pattern.span(), message, format!("{hint}`baascan checks list` shows them"));
    }
    written.into_iter().map(Spanned::into_inner).collect()
}

/// A list of words of a closed list.
fn word_list<T: Clone>(table: &Table<'_>, key: &'static str, words: &[(&str, T)], what: &str) -> Vec<T> {
    let mut found = Vec::new();
    for text in table.strings(key).unwrap_or_default() {
        match words.iter().find(|(word, _)| word == text.get_ref()) {
            Some((_, value)) => found.push(value.clone()),
            None => {
                let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                let hint = did_you_mean(text.get_ref(), list.iter().copied())
                    .map_or_else(String::new, |near| format!("did you mean `{near}`? "));
                let message = format!("`{}` is not {what}", text.get_ref());
                table.problem(text.span(), message, format!("{hint}known: {}", list.join(", ")));
            }
        }
    }
    found
}

fn agreement(table: Table<'_>) -> Option<Asked> {
    const HELP: &str = "write `direction = \"upstream\"`, a `vendor` or a `category` of vendors";
    let direction = table.one_of("direction", &[("upstream", With::Customers)]).map(Spanned::into_inner);
    let vendor = text(&table, "vendor").map(With::Vendor);
    let category = text(&table, "category").map(|word| With::Category(word.to_lowercase()));
    let none_attested = table.one_of("none_attested", Attested::WORDS).map(Spanned::into_inner);
    let attested = word_list(&table, "attested", Attested::WORDS, "something that is attested");
    let named: Vec<With> = [direction, vendor, category].into_iter().flatten().collect();
    if named.len() != 1
        && ["direction", "vendor", "category"].iter().filter(|key| table.has(key)).count() != 1
    {
        table.problem(table.span.clone(), "it must say with whom, in one way", HELP);
    }
    table.finish();
    let with = named.into_iter().next()?;
    Some(Asked { with, none_attested, attested })
}

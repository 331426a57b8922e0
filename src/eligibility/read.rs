//! Reads a list: every problem of the file at once, unknown keys and dangling slugs among them.

use super::decide::{Exclusion, Rule};
use super::routes::{Routes, split_kind};
use super::{Class, Eligibility, Entry, Source, Verdict};
use crate::diagnostic::{Document, Problems, SourceText, Table, ValidText, did_you_mean};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Reads a whole list.
pub(super) fn parse(file: &Arc<SourceText>) -> Result<Eligibility, Problems> {
    let document = Document::parse(file);
    let list = {
        let root = document.root();
        let list = list(&root, file);
        root.finish();
        list
    };
    let problems = document.into_problems();
    match list {
        Some(list) => problems.or(list),
        None => Err(problems),
    }
}

/// Everything of a list but what depends on all of its services.
fn list(root: &Table<'_>, file: &SourceText) -> Option<Eligibility> {
    header(root);
    // All are asked for before any is insisted on, so that a missing one does not make the others look unknown.
    let dates = ["page_last_updated", "retrieved_at", "compiled"].map(|key| date(root, key));
    let source_url = text(root, "source_url");
    let stale_after_days = root.integer("stale_after_days").map_or(90, |n| *n.get_ref());
    let sources: Vec<Source> = root.tables("source").into_iter().filter_map(source).collect();
    let tooling: BTreeMap<String, String> = root.tables("tooling").into_iter().filter_map(tool).collect();
    let mut entries: Vec<Entry> =
        root.tables("service").into_iter().filter_map(|table| entry(table, &tooling, &sources)).collect();
    entries.sort_by(|a, b| a.slug.cmp(&b.slug));
    let exclusions: Vec<Exclusion> = root.tables("exclusion").into_iter().filter_map(exclusion).collect();
    let known: BTreeSet<&str> = entries.iter().map(|e| e.slug.as_str()).collect();
    agree(root, &entries, &known);
    for slug in tooling.keys().chain(exclusions.iter().flat_map(|e| [&e.service].into_iter().chain(&e.to))) {
        must_be_known(root, slug, &known);
    }
    let kinds = kinds(root, &entries, &exclusions, &known);
    let arns = arns(root, &entries, &known);
    let ignored = root.table("ignore").map(|t| {
        let namespaces = texts(&t, "cfn");
        t.finish();
        namespaces
    });
    let [page_last_updated, retrieved_at, compiled] = dates;
    Some(Eligibility {
        page_last_updated: page_last_updated?,
        retrieved_at: retrieved_at?,
        compiled: compiled?,
        source_url: source_url?,
        sha256: Sha256::digest(file.text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect(),
        stale_after_days,
        sources,
        ignored: ignored.into_iter().flatten().collect(),
        entries,
        exclusions,
        kinds,
        arns,
    })
}

fn header(root: &Table<'_>) {
    if let Some(schema) = root.integer("schema").filter(|s| *s.get_ref() != 1) {
        root.problem(schema.span(), "this form of the list is not known here", "write schema = 1");
    }
    root.one_of("provider", &[("aws", ())]);
}

fn text(table: &Table<'_>, key: &'static str) -> Option<String> {
    table.required(key, "see the header of the built-in list").map(ValidText::into_inner)
}

fn date(table: &Table<'_>, key: &'static str) -> Option<jiff::civil::Date> {
    if !table.has(key) {
        table.missing(key, "a date such as 2026-03-01, without quotes");
    }
    table.date(key).map(|d| *d.get_ref())
}

fn texts(table: &Table<'_>, key: &'static str) -> Vec<String> {
    table.strings(key).unwrap_or_default().into_iter().map(ValidText::into_inner).collect()
}

fn maybe(table: &Table<'_>, key: &'static str) -> Option<String> {
    table.string(key).map(ValidText::into_inner)
}

fn source(table: Table<'_>) -> Option<Source> {
    let source = (text(&table, "code"), text(&table, "title"), text(&table, "url"), date(&table, "date"));
    table.finish();
    let (Some(code), Some(title), Some(url), Some(date)) = source else {
        return None;
    };
    Some(Source { code, title, url, date })
}

fn tool(table: Table<'_>) -> Option<(String, String)> {
    let tool = text(&table, "service").zip(text(&table, "reason"));
    table.finish();
    tool
}

fn entry(table: Table<'_>, tooling: &BTreeMap<String, String>, sources: &[Source]) -> Option<Entry> {
    let eligible = table.one_of("eligible", &[("yes", Some(true)), ("no", Some(false)), ("unknown", None)]);
    let class = table.one_of("class", &Class::WORDS);
    for (key, found) in [("eligible", eligible.is_some()), ("class", class.is_some())] {
        if !found && !table.has(key) {
            table.missing(key, "see the header of the built-in list");
        }
    }
    let (slug, name, source) = (text(&table, "slug"), text(&table, "name"), text(&table, "source"));
    let mut entry = Entry {
        tooling: slug.as_deref().and_then(|s| tooling.get(s)).cloned(),
        slug: slug?,
        name: name?,
        verdict: Verdict::Unmapped,
        class: *class?.get_ref(),
        qualifier: maybe(&table, "qualifier"),
        aside: maybe(&table, "aside"),
        note: maybe(&table, "note"),
        prefixes: texts(&table, "prefixes"),
        cfn: texts(&table, "cfn"),
        botocore: texts(&table, "botocore"),
        billing: texts(&table, "billing"),
        parent: maybe(&table, "parent"),
        source: source?,
    };
    entry.verdict = verdict(&entry, *eligible?.get_ref());
    check_entry(&table, &entry, sources);
    table.finish();
    Some(entry)
}

/// What holds before any configuration is looked at.
fn verdict(entry: &Entry, eligible: Option<bool>) -> Verdict {
    match eligible {
        Some(true) if entry.qualifier.is_some() => Verdict::EligibleWithConditions,
        Some(true) => Verdict::Eligible,
        _ if entry.tooling.is_some() => Verdict::Tooling,
        Some(false) => Verdict::NotEligible,
        None => Verdict::Unmapped,
    }
}

fn check_entry(table: &Table<'_>, entry: &Entry, sources: &[Source]) {
    let at = |key| table.span_of(key).unwrap_or_else(|| table.span.clone());
    let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !entry.slug.chars().all(kebab) {
        table.problem(
            at("slug"),
            "a slug is small letters, digits and hyphens",
            "write it like `step-functions`",
        );
    }
    let covered = matches!(entry.verdict, Verdict::Eligible | Verdict::EligibleWithConditions);
    if covered != (entry.class == Class::Listed) {
        table.problem(
            at("class"),
            "`eligible` and `class` disagree",
            "listed services are `yes`, no others are",
        );
    }
    if covered && entry.tooling.is_some() {
        let message = format!("`{}` is listed, so it is not tooling", entry.slug);
        table.problem(at("eligible"), message, "take it out of [[tooling]]");
    }
    for code in entry.source.split(", ") {
        if !sources.iter().any(|s| s.code == code) {
            let message = format!("no [[source]] has the code `{code}`");
            table.problem(at("source"), message, "codes are joined by a comma and a blank");
        }
    }
}

fn exclusion(table: Table<'_>) -> Option<Exclusion> {
    let words = Verdict::ALL.map(|v| (v.as_str(), v));
    let (service, text) = (text(&table, "service"), text(&table, "text"));
    let exclusion = Exclusion {
        service: service.unwrap_or_default(),
        text: text.unwrap_or_default(),
        printed: table.bool("printed").unwrap_or(false),
        cfn: texts(&table, "cfn"),
        to: maybe(&table, "to"),
        verdict: table.one_of("verdict", &words).map(|v| *v.get_ref()),
        remark: maybe(&table, "match"),
        settled: maybe(&table, "settled"),
        rules: table.tables("decide").into_iter().map(rule).collect(),
    };
    table.finish();
    (!exclusion.service.is_empty()).then_some(exclusion)
}

fn rule(table: Table<'_>) -> Rule {
    let rule = Rule {
        kind: text(&table, "kind").unwrap_or_default(),
        property: text(&table, "property").unwrap_or_default(),
        only: table.bool("only").unwrap_or(false),
        eligible_prefixes: texts(&table, "eligible_prefixes"),
        eligible_contains: texts(&table, "eligible_contains"),
        not_eligible_contains: texts(&table, "not_eligible_contains"),
        elsewhere_prefixes: texts(&table, "elsewhere_prefixes"),
    };
    table.finish();
    rule
}

/// Slugs are unique, parents exist, and the counts of the header are the true ones.
fn agree(root: &Table<'_>, entries: &[Entry], known: &BTreeSet<&str>) {
    for pair in entries.windows(2).filter(|pair| pair[0].slug == pair[1].slug) {
        root.problem(0..0, format!("two services have the slug `{}`", pair[0].slug), "slugs are unique");
    }
    for parent in entries.iter().filter_map(|e| e.parent.as_deref()) {
        must_be_known(root, parent, known);
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::from([("services", entries.len())]);
    for entry in entries {
        let eligible = match entry.class {
            Class::Listed => "yes",
            Class::Feature | Class::New => "unknown",
            _ => "no",
        };
        *counts.entry(eligible).or_default() += 1;
        *counts.entry(entry.class.as_str()).or_default() += 1;
    }
    let Some(written) = root.json("counts") else {
        return;
    };
    for (what, number) in written.get_ref().as_object().into_iter().flatten() {
        let found = counts.get(what.as_str()).copied().unwrap_or(0);
        if number.as_u64() != u64::try_from(found).ok() {
            let message = format!("`{what}` says {number}, but {found} are in the list");
            root.problem(written.span(), message, "count again, or leave [counts] out");
        }
    }
}

fn must_be_known(root: &Table<'_>, slug: &str, known: &BTreeSet<&str>) {
    if !known.contains(slug) {
        let hint = did_you_mean(slug, known.iter().copied()).map(|s| format!("did you mean `{s}`?"));
        let help = hint.unwrap_or_else(|| "add a [[service]] with that slug".to_owned());
        root.problem(0..0, format!("no service has the slug `{slug}`"), help);
    }
}

/// A table whose keys are patterns and whose values are slugs.
fn patterns(root: &Table<'_>, key: &'static str, known: &BTreeSet<&str>) -> Vec<(String, String)> {
    let Some(table) = root.json(key) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (pattern, slug) in table.get_ref().as_object().into_iter().flatten() {
        match slug {
            Value::String(slug) => {
                must_be_known(root, slug, known);
                found.push((pattern.clone(), slug.clone()));
            }
            _ => root.problem(table.span(), format!("`{pattern}` is not a text"), "write a slug in quotes"),
        }
    }
    found
}

fn kinds(root: &Table<'_>, entries: &[Entry], exclusions: &[Exclusion], known: &BTreeSet<&str>) -> Routes {
    let mut routes = Routes::default();
    for (pattern, slug) in patterns(root, "kind", known).into_iter().chain(patterns(root, "sam", known)) {
        let (namespace, name) = split_kind(&pattern);
        match name.strip_suffix('*') {
            _ if name.is_empty() => routes.own(namespace, &slug),
            Some(beginning) => routes.except(namespace, beginning, false, &slug),
            None => routes.except(namespace, name, true, &slug),
        }
    }
    for exclusion in exclusions {
        let slug = exclusion.to.as_ref().unwrap_or(&exclusion.service);
        for kind in &exclusion.cfn {
            let (namespace, name) = split_kind(kind);
            routes.except(namespace, name, true, slug);
        }
    }
    claim(root, &mut routes, entries, "kind", |entry| &entry.cfn);
    routes
}

fn arns(root: &Table<'_>, entries: &[Entry], known: &BTreeSet<&str>) -> Routes {
    let mut routes = Routes::default();
    for (pattern, slug) in patterns(root, "arn", known) {
        match pattern.split_once(':') {
            None => routes.own(&pattern, &slug),
            Some((prefix, beginning)) => routes.except(prefix, beginning, false, &slug),
        }
    }
    claim(root, &mut routes, entries, "arn", |entry| &entry.prefixes);
    routes
}

/// Gives each family that one service alone claims to it; a shared one must have its owner written.
fn claim(
    root: &Table<'_>,
    routes: &mut Routes,
    entries: &[Entry],
    table: &str,
    families: fn(&Entry) -> &Vec<String>,
) {
    let mut claims: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for entry in entries {
        for family in families(entry) {
            claims.entry(family).or_default().push(&entry.slug);
        }
    }
    for (family, slugs) in claims {
        if routes.is_owned(family) {
            continue;
        }
        if slugs.len() > 1 {
            let message = format!("`{family}` is shared by {} and has no owner", slugs.join(", "));
            root.problem(0..0, message, format!("name its service under [{table}]"));
        }
        routes.own(family, slugs[0]);
    }
}

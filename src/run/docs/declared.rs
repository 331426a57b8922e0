//! `docs/checks/declared.md`: what plans and templates can tell, and which checks read what they cannot.

use super::HEAD;
use crate::check::{Check, CheckSet, is_of_the_map};
use crate::diagnostic::Problems;
use crate::service::Catalog;
use crate::source::declared::{Mapping, Mappings};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What the types of one sort of source have no words for, by the kind they make.
type Lacks = BTreeMap<String, Vec<(String, BTreeSet<String>)>>;

/// The page.
///
/// # Errors
/// When a mapping's file is wrong.
pub(super) fn page(checks: &CheckSet, catalog: &Catalog) -> Result<String, Problems> {
    let mut mappings = Mappings::new(catalog, &[]);
    let types: Vec<String> = mappings.types().map(str::to_owned).collect();
    let (mut plan, mut template) = (Lacks::new(), Lacks::new());
    let mut counts = [0, 0];
    for name in &types {
        let Some(mapping) = mappings.of(name)? else { continue };
        let is_template = name.starts_with("AWS::");
        counts[usize::from(is_template)] += 1;
        let lacks = if is_template { &mut template } else { &mut plan };
        for whole in mapping.all().filter(|mapping: &&Mapping| mapping.part_of.is_none()) {
            lacks.entry(whole.kind.clone()).or_default().push((name.clone(), whole.not_in_source.clone()));
        }
    }
    let judged: Vec<&Check> =
        checks.checks().iter().filter(|check| !is_of_the_map(&check.resource)).collect();
    let rows: Vec<(&Check, String, String)> =
        judged.iter().map(|check| (*check, missing(check, &plan), missing(check, &template))).collect();
    let short: Vec<_> =
        rows.iter().filter(|(_, plan, template)| !plan.is_empty() || !template.is_empty()).collect();
    let mut page = format!(
        "{HEAD}# What plans and templates can tell\n\nPlans are read through {} types of Terraform's provider `aws`, \
         templates through {} types of CloudFormation. Of {} checks, {} read nothing that these have no words for. The \
         others are below, with what a source lacks: a property of the kind, a kind that it reads beside, or the kind itself. \
         Where that decides, the check does not apply in that source; it is judged on the live account.\n\n\
         | check | kind | a plan lacks | a template lacks |\n|---|---|---|---|\n",
        counts[0],
        counts[1],
        rows.len(),
        rows.len() - short.len()
    );
    for (check, plan, template) in short {
        let _ = writeln!(page, "| `{}` | `{}` | {plan} | {template} |", check.id, check.resource);
    }
    Ok(page)
}

/// What a check reads and a source lacks; empty where it lacks nothing.
fn missing(check: &Check, source: &Lacks) -> String {
    let reads = check.reads();
    let is_place = matches!(check.resource.as_str(), "AWS::::Account" | "AWS::::Region");
    let Some(types) = source.get(&check.resource).filter(|_| !is_place) else {
        return if is_place { related(check, source).join(", ") } else { "the kind".to_owned() };
    };
    let tops: BTreeSet<&str> =
        reads.resource.iter().map(|path| path.split('.').next().unwrap_or(path)).collect();
    let mut found = Vec::new();
    for property in tops {
        let without: Vec<&str> = types
            .iter()
            .filter(|(_, lacks)| lacks.contains(property))
            .map(|(name, _)| name.as_str())
            .collect();
        if without.len() == types.len() {
            found.push(format!("`{property}`"));
        } else if !without.is_empty() {
            found.push(format!("`{property}` (of {})", without.join(", ")));
        }
    }
    found.extend(related(check, source));
    found.join(", ")
}

fn related(check: &Check, source: &Lacks) -> Vec<String> {
    let kinds: BTreeSet<&str> = check.related.iter().map(|related| related.resource.as_str()).collect();
    kinds.into_iter().filter(|kind| !source.contains_key(*kind)).map(|kind| format!("`{kind}`")).collect()
}

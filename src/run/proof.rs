//! Which checks the recorded accounts drive to a pass and to a fail, and which they do not.

use super::Failure;
use super::rules::whole_checks_of;
use crate::check::{self, CheckSet, Verdict};
use crate::service::Catalog;
use crate::source::facts::Facts;
use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A check that no recorded account drives to both, and the verdicts it came to.
pub(super) struct Unproven {
    pub(super) check: String,
    pub(super) verdicts: BTreeSet<Verdict>,
}

/// Judges every account below a folder by the embedded checks, but those that judge the map: these need a register.
///
/// # Errors
/// When the folder holds no account, or its facts cannot be read.
pub(super) fn unproven(accounts: &Path) -> Result<(usize, Vec<Unproven>), Failure> {
    let (catalog, checks) = whole_checks_of(&[])?;
    let recorded = recorded(accounts)?;
    let mut seen = BTreeMap::new();
    for folder in &recorded {
        judge(folder, catalog.as_ref(), &checks, &mut seen)
            .with_context(|| format!("cannot judge {}", folder.display()))?;
    }
    let decided = [Verdict::Pass, Verdict::Fail];
    let lacking = seen.into_iter().filter(|(_, verdicts)| !decided.iter().all(|v| verdicts.contains(v)));
    let list = lacking.map(|(check, verdicts)| Unproven { check, verdicts }).collect();
    Ok((recorded.len(), list))
}

fn recorded(accounts: &Path) -> Result<Vec<PathBuf>, Failure> {
    let missing = || {
        format!(
            "{} holds no recorded account, by which the checks are proven; run this in the repository",
            accounts.display()
        )
    };
    let entries = fs::read_dir(accounts).map_err(|_| Failure::Usage(missing()))?;
    let mut folders: Vec<PathBuf> =
        entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    if folders.is_empty() { Err(Failure::Usage(missing())) } else { Ok(folders) }
}

fn judge(
    folder: &Path,
    catalog: &Catalog,
    checks: &CheckSet,
    seen: &mut BTreeMap<String, BTreeSet<Verdict>>,
) -> anyhow::Result<()> {
    let facts = Facts::open(folder, catalog)?;
    let at = facts.latest().context("no finished cell")?.parse().context("the latest end is not a time")?;
    let all: Vec<_> = checks.checks().iter().filter(|check| !check::is_of_the_map(&check.resource)).collect();
    for check in &all {
        seen.entry(check.id.clone()).or_default();
    }
    check::judge(&all, catalog, &facts, at, None, &mut |evaluation| {
        seen.entry(evaluation.check.id.clone()).or_default().insert(evaluation.verdict);
    })?;
    Ok(())
}

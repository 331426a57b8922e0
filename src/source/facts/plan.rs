//! What a scan set out to read, written before the first cell: the ledger that tells "not there" from "not read".

use super::{FORMAT, write_atomically};
use crate::diagnostic::did_you_mean;
use crate::resource::{
    Cause, Cell, CellEnd, CellStart, FactsError, GLOBAL, KindReport, KindState, ReadCell, Unread,
};
use crate::service::Catalog;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The file's name in the facts folder.
pub const PLAN_FILE: &str = "scan.json";

/// A scan as it was planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of the facts format.
    pub format: u32,
    /// When the scan began, RFC 3339 UTC.
    pub started: String,
    /// The tool and version that read.
    pub tool: String,
    /// Twelve digits: the account read.
    pub account: String,
    /// `aws`, `aws-us-gov`, `aws-cn` …
    pub partition: String,
    /// ARN of the identity that asked.
    pub principal: String,
    /// The account's regions, and who told.
    pub regions: Regions,
    /// What the command line narrowed the scan to.
    pub selected: Selection,
    /// Every cell that was to be read, in order.
    pub cells: Vec<Cell>,
}

/// The regions an account may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regions {
    /// Enabled regions, sorted.
    pub enabled: Vec<String>,
    /// Regions that the account has not enabled, sorted.
    pub disabled: Vec<String>,
    /// The call that told, or `configured` when none could be asked and only the caller's own region is known.
    pub told_by: String,
    /// Why the list may not be whole.
    pub unread: Option<Unread>,
}

/// What a command line narrows a scan to; `None` means everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// `--regions`.
    pub regions: Option<Vec<String>>,
    /// `--services`, as slugs.
    pub services: Option<Vec<String>>,
}

/// The first selected region that is none of those known, in words with the nearest of them.
pub fn unknown_region<'a>(
    selected: impl IntoIterator<Item = &'a String>,
    known: &BTreeSet<&str>,
) -> Option<String> {
    let region = selected.into_iter().find(|region| !known.contains(region.as_str()))?;
    let hint = did_you_mean(region, known.iter().copied())
        .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Some(format!("--regions: `{region}` is no region of this account{hint}"))
}

impl Regions {
    /// Refuses a selection that names what is no region of the account, enabled or not. While nobody could list them, any
    /// name may be one.
    ///
    /// # Errors
    /// The first such name, in words.
    pub fn know(&self, selected: &Selection) -> Result<(), String> {
        if self.unread.is_some() {
            return Ok(());
        }
        let known = self.enabled.iter().chain(&self.disabled).map(String::as_str).collect();
        unknown_region(selected.regions.iter().flatten(), &known).map_or(Ok(()), Err)
    }
}

impl Plan {
    /// Writes the plan into the facts folder, whole or not at all.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn write(&self, facts: &Path) -> std::io::Result<()> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        write_atomically(&facts.join(PLAN_FILE), &text)
    }

    /// The plan in the folder and those that lie with single accounts (`<account>/scan.json`), as in a folder that joins
    /// scans of several accounts. Sorted by account.
    ///
    /// # Errors
    /// When one of them is not a plan this build understands.
    pub fn read_all(facts: &Path, accounts: &[PathBuf]) -> Result<Vec<Self>, FactsError> {
        let mut plans = Vec::new();
        for folder in [facts].into_iter().chain(accounts.iter().map(PathBuf::as_path)) {
            plans.extend(Self::read(folder)?);
        }
        plans.sort_by(|a: &Self, b: &Self| a.account.cmp(&b.account));
        Ok(plans)
    }

    /// Reads the plan back; `None` when the folder has none.
    ///
    /// # Errors
    /// When the file is there and is not a plan this build understands.
    pub fn read(facts: &Path) -> Result<Option<Self>, FactsError> {
        let path = facts.join(PLAN_FILE);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(FactsError::Io { path: path.display().to_string(), error }),
        };
        let malformed =
            |line, message| FactsError::Malformed { path: path.display().to_string(), line, message };
        let plan: Self = serde_json::from_slice(&text).map_err(|e| malformed(e.line(), e.to_string()))?;
        if plan.format > FORMAT {
            return Err(malformed(1, format!("format {} is newer than this build's {FORMAT}", plan.format)));
        }
        Ok(Some(plan))
    }

    /// Adds a cell for whatever was planned and has no finished file, every kind of it `not_collected`.
    pub(super) fn add_unread_cells(&self, cells: &mut Vec<ReadCell>, catalog: &Catalog) {
        let finished: BTreeSet<Cell> = cells.iter().map(|c| c.start.cell.clone()).collect();
        for cell in self.cells.iter().filter(|c| !finished.contains(c)) {
            cells.push(not_collected(cell, Some(self.principal.clone()), self.started.clone(), catalog));
        }
    }
}

/// A cell that nobody finished reading: every kind of it is `not_collected`.
pub(super) fn not_collected(
    cell: &Cell,
    principal: Option<String>,
    started: String,
    catalog: &Catalog,
) -> ReadCell {
    let report = KindReport {
        state: KindState::NotCollected,
        count: 0,
        unread: Some(Unread::without_call("", Cause::NotCollected)),
    };
    let kinds = catalog.kinds_of(&cell.api, cell.region == GLOBAL);
    let kinds = kinds.map(|kind| (kind.name.clone(), report.clone())).collect();
    ReadCell {
        start: CellStart { cell: cell.clone(), format: FORMAT, principal, started: started.clone() },
        end: CellEnd { ended: started, calls: BTreeMap::new(), throttled: 0, kinds },
    }
}

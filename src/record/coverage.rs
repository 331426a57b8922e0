//! How much of what was in scope could be evaluated: the figures that stand beside every headline.

use super::Line;
use crate::check::Verdict;
use crate::resource::{Cause, Cells, GLOBAL, KindState, ReadCell, Unread};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Counts of everything read and judged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Cells by their worst state.
    pub cells: BTreeMap<String, u64>,
    /// Evaluations by verdict.
    pub evaluations: Evaluations,
    /// `not_evaluated` evaluations by cause; one with several causes counts under each.
    pub causes: BTreeMap<Cause, u64>,
    /// `fail` evaluations by severity.
    pub failed: Severities,
    /// Those of them that a waiver holds over.
    #[serde(default)]
    pub waived: Severities,
    /// Those of them that a baseline has too (`baascan gate --baseline`); none of these is waived.
    #[serde(default)]
    pub known: Severities,
    /// Of the rest, those of checks that are new in the set of rules and do not weigh yet.
    #[serde(default)]
    pub preview: Severities,
    /// Every account of the facts.
    pub accounts: Vec<Account>,
}

/// Evaluations by verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evaluations {
    /// The claim holds.
    pub pass: u64,
    /// It does not.
    pub fail: u64,
    /// It could not be decided.
    pub not_evaluated: u64,
    /// It does not apply.
    pub not_applicable: u64,
}

/// Failures by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Severities {
    /// Open to the world, or as bad.
    pub critical: u64,
    /// A safeguard that is missing.
    pub high: u64,
    /// A safeguard that is weak, or evidence that is missing.
    pub medium: u64,
    /// Good practice.
    pub low: u64,
}

/// What became of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountStatus {
    /// Every cell was read whole.
    Scanned,
    /// Some cells were.
    Partial,
    /// None was.
    Denied,
}

/// One account's line in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Twelve digits.
    pub account: String,
    /// What became of it.
    pub status: AccountStatus,
    /// Cells that belong to it.
    pub cells: u64,
    /// Cells that were read whole, not offered or disabled.
    pub whole: u64,
    /// The oldest end of a cell: how old the oldest fact is, RFC 3339 UTC.
    pub oldest: Option<String>,
    /// The AWS organization it is in; null for none.
    #[serde(default)]
    pub organization: Option<String>,
    /// Whether its organization could be read; where it could not, `organization` says nothing.
    #[serde(default)]
    pub organization_read: bool,
}

impl Evaluations {
    /// Counts one.
    pub fn add(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Pass => &mut self.pass,
            Verdict::Fail => &mut self.fail,
            Verdict::NotEvaluated => &mut self.not_evaluated,
            Verdict::NotApplicable => &mut self.not_applicable,
        } += 1;
    }

    /// Counts those of another as well.
    pub fn join(&mut self, other: &Self) {
        self.pass += other.pass;
        self.fail += other.fail;
        self.not_evaluated += other.not_evaluated;
        self.not_applicable += other.not_applicable;
    }

    /// Those that were decided.
    pub const fn decided(&self) -> u64 {
        self.pass + self.fail
    }

    /// Those that should have been decided.
    pub const fn in_scope(&self) -> u64 {
        self.pass + self.fail + self.not_evaluated
    }
}

impl Severities {
    /// All of them.
    pub const fn sum(&self) -> u64 {
        self.critical + self.high + self.medium + self.low
    }

    /// Counts one failure.
    pub fn add(&mut self, severity: &str) {
        match severity {
            "critical" => self.critical += 1,
            "high" => self.high += 1,
            "medium" => self.medium += 1,
            _ => self.low += 1,
        }
    }
}

impl Coverage {
    /// The part that the facts alone decide: cells and accounts, without the regions that a selection leaves out.
    pub fn of_cells(cells: &dyn Cells, regions: Option<&BTreeSet<String>>) -> Self {
        let mut coverage = Self::default();
        let mut accounts: BTreeMap<&str, Vec<&ReadCell>> = BTreeMap::new();
        let selected = |cell: &&ReadCell| {
            let region = &cell.start.cell.region;
            region == GLOBAL || regions.is_none_or(|selected| selected.contains(region))
        };
        for cell in cells.cells().iter().filter(|c| !c.start.cell.api.is_empty()).filter(selected) {
            *coverage.cells.entry(word(state(cell)).to_owned()).or_default() += 1;
            accounts.entry(&cell.start.cell.account).or_default().push(cell);
        }
        coverage.accounts =
            accounts.into_iter().map(|(account, cells)| ledger_line(account, &cells)).collect();
        coverage
    }

    /// Fills in which organization each account is in.
    pub fn tell_organizations(&mut self, organization: &dyn Fn(&str) -> Result<Option<String>, Unread>) {
        for account in &mut self.accounts {
            let told = organization(&account.account);
            account.organization_read = told.is_ok();
            account.organization = told.ok().flatten();
        }
    }

    /// Counts one evaluation.
    pub fn add(&mut self, line: &Line) {
        self.evaluations.add(line.verdict);
        if line.verdict == Verdict::Fail {
            let severity = line.severity.as_deref().unwrap_or_default();
            self.failed.add(severity);
            if line.is_waived() {
                self.waived.add(severity);
            } else if line.known {
                self.known.add(severity);
            } else if line.preview {
                self.preview.add(severity);
            }
        }
        let mut causes: Vec<Cause> = line.causes.iter().flatten().map(|c| c.cause).collect();
        causes.sort_unstable();
        causes.dedup();
        for cause in causes {
            *self.causes.entry(cause).or_default() += 1;
        }
    }
}

fn ledger_line(account: &str, cells: &[&ReadCell]) -> Account {
    let whole = cells.iter().filter(|c| is_whole(state(c))).count() as u64;
    let total = cells.len() as u64;
    let status = match whole {
        0 => AccountStatus::Denied,
        n if n == total => AccountStatus::Scanned,
        _ => AccountStatus::Partial,
    };
    let oldest = cells.iter().map(|c| c.end.ended.clone()).min();
    Account {
        account: account.to_owned(),
        status,
        cells: total,
        whole,
        oldest,
        organization: None,
        organization_read: false,
    }
}

/// A cell is as bad as its worst kind.
fn state(cell: &ReadCell) -> KindState {
    const WORST_FIRST: [KindState; 8] = [
        KindState::Failed,
        KindState::Denied,
        KindState::NotCollected,
        KindState::Partial,
        KindState::Read,
        KindState::Disabled,
        KindState::NotOffered,
        KindState::NotInSource,
    ];
    WORST_FIRST
        .into_iter()
        .find(|state| cell.end.kinds.values().any(|k| k.state == *state))
        .unwrap_or(KindState::Read)
}

const fn is_whole(state: KindState) -> bool {
    matches!(state, KindState::Read | KindState::Disabled | KindState::NotOffered | KindState::NotInSource)
}

const fn word(state: KindState) -> &'static str {
    match state {
        KindState::Read => "read",
        KindState::Partial => "partial",
        KindState::Denied => "denied",
        KindState::Failed => "failed",
        KindState::NotOffered => "not_offered",
        KindState::Disabled => "disabled",
        KindState::NotCollected => "not_collected",
        KindState::NotInSource => "not_in_source",
    }
}

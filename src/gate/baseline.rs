//! A record whose failures are known: what of it may be, and when it is no baseline at all.

use super::never::is_never_known;
use crate::record::{Coverage, RecordError, RecordFolder, Run};
use crate::resource::Cause;
use std::collections::BTreeSet;
use std::sync::Arc;

/// States of cells that were not read whole.
const NOT_READ: [&str; 4] = ["denied", "failed", "not_collected", "partial"];

/// A baseline, accepted.
#[derive(Debug, Clone)]
pub struct Baseline {
    /// The record.
    pub record: RecordFolder,
    /// Ids of its failures that are known from here on; waived ones are not among them, for their waivers may lapse.
    pub known: Arc<BTreeSet<String>>,
    /// Ids of its failures that count all the same.
    pub never: BTreeSet<String>,
}

/// Why a record is no baseline. All of it is the command line's fault.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It cannot be read.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A check broke when it was judged.
    #[error("the baseline is no whole run: {0} broke when it was judged; mend the check and scan again")]
    Defects(String),
    /// Something was not evaluated, and nobody allowed it.
    #[error(
        "the baseline is incomplete: not evaluated because of {0}, so nobody knows what failed there; scan again where all of it \
         can be read, or allow what may stay unread with --allow-incomplete"
    )]
    Incomplete(String),
    /// Some cells were not read.
    #[error(
        "the baseline is incomplete: {0} were not read whole, so nobody knows what failed there; scan again with the permissions \
         that `baascan doctor` names"
    )]
    Unread(String),
    /// It does not hold an account of this run.
    #[error(
        "the baseline is from another scope: it does not hold {0}, so everything there would look new or known for the wrong \
         reason; take one of the same accounts"
    )]
    Accounts(String),
    /// It looked at less.
    #[error(
        "the baseline is from another scope: it was narrowed to the {what} {of_baseline}, and this run looks at {of_run}; take \
         one that looked at as much"
    )]
    Narrower {
        /// `regions` or `services`.
        what: &'static str,
        /// What the baseline was narrowed to.
        of_baseline: String,
        /// What this run looks at.
        of_run: String,
    },
}

/// What a run looks at.
pub struct Scope<'a> {
    /// How much it holds.
    pub coverage: &'a Coverage,
    /// `--regions`; `None` for all.
    pub regions: Option<&'a [String]>,
    /// `--services`; `None` for all.
    pub services: Option<&'a [String]>,
}

impl<'a> Scope<'a> {
    /// What a judged run looked at.
    pub fn of(run: &'a Run, coverage: &'a Coverage) -> Self {
        Self {
            coverage,
            regions: run.selected_regions.as_deref(),
            services: run.selected_services.as_deref(),
        }
    }
}

impl Baseline {
    /// Takes a record as a baseline.
    ///
    /// # Errors
    /// When it is incomplete or cannot be read.
    pub fn of(record: RecordFolder) -> Result<Self, BaselineError> {
        refuse_incomplete(&record)?;
        let (mut known, mut never) = (BTreeSet::new(), BTreeSet::new());
        record.lines(&mut |line| {
            let failed = line.verdict == crate::check::Verdict::Fail && !line.is_waived();
            if let Some(id) = line.id.filter(|_| failed) {
                let of = if is_never_known(&line.check, &line.category) { &mut never } else { &mut known };
                of.insert(id);
            }
        })?;
        Ok(Self { record, known: Arc::new(known), never })
    }

    /// Whether it looked at everything that a run looks at. Where the resources of either come from does not matter: a plan may
    /// be held against a scan of the account.
    ///
    /// # Errors
    /// When it did not.
    pub fn admits(&self, scope: &Scope<'_>) -> Result<(), BaselineError> {
        let own = &self.record.record;
        let holds = |account: &str| own.coverage.accounts.iter().any(|held| held.account == account);
        let missing: Vec<&str> = scope
            .coverage
            .accounts
            .iter()
            .map(|account| account.account.as_str())
            .filter(|account| !holds(account))
            .collect();
        if !missing.is_empty() {
            return Err(BaselineError::Accounts(missing.join(", ")));
        }
        refuse_narrower("regions", own.run.selected_regions.as_deref(), scope.regions)?;
        refuse_narrower("services", own.run.selected_services.as_deref(), scope.services)
    }
}

fn refuse_incomplete(record: &RecordFolder) -> Result<(), BaselineError> {
    let record = &record.record;
    if record.run.judged.exit_code == 4 || !record.defects.is_empty() {
        let broken: BTreeSet<&str> = record.defects.iter().map(|defect| defect.check.as_str()).collect();
        return Err(BaselineError::Defects(broken.into_iter().collect::<Vec<_>>().join(", ")));
    }
    let allowed = &record.run.judged.allow_incomplete;
    let causes = record.coverage.causes.iter().filter(|(cause, _)| !allowed.contains(cause));
    let causes: Vec<&str> = causes.map(|(cause, _): (&Cause, &u64)| cause.as_str()).collect();
    if !causes.is_empty() {
        return Err(BaselineError::Incomplete(causes.join(", ")));
    }
    if record.run.judged.exit_code == 3 {
        return Err(BaselineError::Incomplete("nothing in scope".to_owned()));
    }
    let cells = NOT_READ.iter().filter_map(|state| {
        let count = record.coverage.cells.get(*state).filter(|count| **count > 0)?;
        Some(format!("{count} {}", state.replace('_', " ")))
    });
    let cells: Vec<String> = cells.collect();
    if !cells.is_empty() {
        return Err(BaselineError::Unread(format!("some cells ({})", cells.join(", "))));
    }
    Ok(())
}

fn refuse_narrower(
    what: &'static str,
    baseline: Option<&[String]>,
    run: Option<&[String]>,
) -> Result<(), BaselineError> {
    let Some(baseline) = baseline else { return Ok(()) };
    let outside = run.is_none_or(|run| run.iter().any(|one| !baseline.contains(one)));
    if outside {
        let of_run = run.map_or_else(|| "all".to_owned(), |run| run.join(", "));
        return Err(BaselineError::Narrower { what, of_baseline: baseline.join(", "), of_run });
    }
    Ok(())
}

//! What came of each check, counted as its evaluations go by: all that prerequisites ask, in a size that does not grow with the
//! number of resources.

use crate::check::{Severity, Verdict, is_of_the_map};
use crate::record::{Evaluations, GateFinding, Line, Severities, is_allowed};
use crate::resource::Cause;
use std::collections::{BTreeMap, BTreeSet};

/// Findings kept of each check and severity.
const SHOWN: usize = 3;

/// How the reason begins of a check that cannot be asked of where the resources come from.
const NOT_IN_SOURCE: &str = "not in this source";

/// Counts of a whole run.
#[derive(Debug, Default)]
pub struct Tally {
    /// By check id.
    pub(super) checks: BTreeMap<String, CheckTally>,
    /// Known failures by severity.
    pub known: Severities,
    /// Failures that count although the baseline has them.
    pub(super) never_known: u64,
    /// Not-evaluated rows whose causes are not all allowed.
    pub incomplete: u64,
    allowed: Vec<Cause>,
    never: BTreeSet<String>,
}

/// What came of one check. Arrays are by severity, worst first.
#[derive(Debug, Default)]
pub(super) struct CheckTally {
    pub(super) category: String,
    pub(super) evaluations: Evaluations,
    /// Failures that count.
    pub(super) counted: [u64; 4],
    pub(super) waived: [u64; 4],
    pub(super) known: [u64; 4],
    /// Rows that could not be evaluated.
    pub(super) open: [u64; 4],
    /// Their causes; a row with several counts under each.
    pub(super) causes: [BTreeMap<Cause, u64>; 4],
    /// Rows that say nothing because no register was given.
    pub(super) without_register: u64,
    /// Rows that say nothing because the source cannot tell.
    pub(super) not_in_source: u64,
    findings: [Vec<GateFinding>; 4],
}

impl Tally {
    /// Nothing counted yet. `allowed` is `--allow-incomplete`, `never` the baseline's failures that count all the same.
    pub fn new(allowed: &[Cause], never: BTreeSet<String>) -> Self {
        Self { allowed: allowed.to_vec(), never, ..Self::default() }
    }

    /// Counts one evaluation, marked already.
    pub fn add(&mut self, line: &Line) {
        let check = match self.checks.get_mut(&line.check) {
            Some(check) => check,
            None => self.checks.entry(line.check.clone()).or_default(),
        };
        if check.category.is_empty() {
            check.category.clone_from(&line.category);
        }
        check.evaluations.add(line.verdict);
        let severity = line.severity.as_deref().unwrap_or_default();
        let at = rank(severity);
        match line.verdict {
            Verdict::Fail if line.is_waived() => check.waived[at] += 1,
            Verdict::Fail if line.known => {
                check.known[at] += 1;
                self.known.add(severity);
            }
            Verdict::Fail => {
                check.counted[at] += 1;
                self.never_known += u64::from(line.id.as_ref().is_some_and(|id| self.never.contains(id)));
                if check.findings[at].len() < SHOWN {
                    check.findings[at].push(finding(line));
                }
            }
            Verdict::NotEvaluated => {
                let causes: Vec<Cause> = line.causes.iter().flatten().map(|c| c.cause).collect();
                check.open[at] += 1;
                self.incomplete += u64::from(!is_allowed(&causes, &self.allowed));
                for cause in causes.into_iter().collect::<BTreeSet<_>>() {
                    *check.causes[at].entry(cause).or_default() += 1;
                }
            }
            Verdict::NotApplicable => {
                let reason = line.reason.as_deref().unwrap_or_default();
                check.not_in_source += u64::from(reason.starts_with(NOT_IN_SOURCE));
                let is_of_register = is_of_the_map(&line.resource.kind) && line.resource.id.is_none();
                check.without_register += u64::from(is_of_register && reason == "no register given");
            }
            Verdict::Pass => {}
        }
    }
}

impl CheckTally {
    /// The first failures that count at a severity or above, worst first.
    pub(super) fn findings(&self, least: Severity) -> Vec<GateFinding> {
        let at = rank(least.as_str());
        self.findings[..=at].iter().flatten().take(SHOWN).cloned().collect()
    }
}

/// What an array holds at a severity or above.
pub(super) fn at_least(counts: &[u64; 4], least: Severity) -> u64 {
    counts[..=rank(least.as_str())].iter().sum()
}

/// The place of a severity, worst first.
pub(super) fn rank(severity: &str) -> usize {
    ["critical", "high", "medium"].iter().position(|word| *word == severity).unwrap_or(3)
}

fn finding(line: &Line) -> GateFinding {
    GateFinding {
        id: line.id.clone().unwrap_or_default(),
        severity: line.severity.clone().unwrap_or_default(),
        account: line.resource.account.clone(),
        region: line.resource.region.clone(),
        resource: line.resource.key(),
        address: line.resource.address.clone(),
        file: line.resource.file.clone(),
        line: line.resource.line,
        message: line.message.clone().unwrap_or_default(),
    }
}

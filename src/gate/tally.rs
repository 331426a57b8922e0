//! What came of each check, counted as its evaluations go by: all that prerequisites ask, in a size that does not grow with the
//! number of resources.

use crate::check::{Severity, Verdict, is_of_the_map};
use crate::record::{Evaluations, GateFinding, Line, Record, Severities, is_allowed};
use crate::register::{Excluded, Phi, Register};
use crate::resource::Cause;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Findings kept of each check and severity.
const SHOWN: usize = 3;

/// How the reason begins of a check that cannot be asked of where the resources come from.
const NOT_IN_SOURCE: &str = "not in this source";

/// Counts of a whole run.
#[derive(Debug, Default)]
pub struct Tally {
    /// By check id, of accounts that may hold PHI.
    checks: BTreeMap<String, CheckTally>,
    /// The same of each account that the register declares to hold none.
    aside: BTreeMap<String, BTreeMap<String, CheckTally>>,
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
#[derive(Debug, Clone, Default)]
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
    /// Nothing counted yet. `allowed` is `--allow-incomplete`, `never` the baseline's failures that count all the same, and
    /// `without_phi` the accounts that the register declares to hold no PHI.
    pub fn new(allowed: &[Cause], never: BTreeSet<String>, without_phi: BTreeSet<String>) -> Self {
        let aside = without_phi.into_iter().map(|account| (account, BTreeMap::new())).collect();
        Self { allowed: allowed.to_vec(), never, aside, ..Self::default() }
    }

    /// What came of each check where PHI may be, and how many failures that count lie elsewhere. An account in which a tag says
    /// that PHI is holds some, whatever the register's list says.
    pub(super) fn in_scope(
        &self,
        record: &Record,
    ) -> (BTreeMap<&str, Cow<'_, CheckTally>>, BTreeMap<&str, u64>) {
        let mut all: BTreeMap<&str, Cow<'_, CheckTally>> =
            self.checks.iter().map(|(id, check)| (id.as_str(), Cow::Borrowed(check))).collect();
        let mut elsewhere: BTreeMap<&str, u64> = BTreeMap::new();
        for (account, checks) in &self.aside {
            let holds_phi =
                record.services.iter().any(|row| row.account == *account && row.phi == Phi::Declared);
            for (id, check) in checks {
                if holds_phi {
                    all.entry(id).or_default().to_mut().join(check);
                } else {
                    all.entry(id).or_insert_with(|| Cow::Owned(CheckTally::empty(&check.category)));
                    *elsewhere.entry(id).or_default() += check.counted.iter().sum::<u64>();
                }
            }
        }
        (all, elsewhere)
    }

    /// Counts one evaluation, marked already.
    pub fn add(&mut self, line: &Line) {
        if line.preview {
            return;
        }
        let checks = self.aside.get_mut(&line.resource.account).unwrap_or(&mut self.checks);
        let check = match checks.get_mut(&line.check) {
            Some(check) => check,
            None => checks.entry(line.check.clone()).or_default(),
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
    fn empty(category: &str) -> Self {
        Self { category: category.to_owned(), ..Self::default() }
    }

    fn join(&mut self, other: &Self) {
        self.category.clone_from(&other.category);
        self.evaluations.join(&other.evaluations);
        for at in 0..4 {
            self.counted[at] += other.counted[at];
            self.waived[at] += other.waived[at];
            self.known[at] += other.known[at];
            self.open[at] += other.open[at];
            for (cause, count) in &other.causes[at] {
                *self.causes[at].entry(*cause).or_default() += count;
            }
            let room = SHOWN.saturating_sub(self.findings[at].len());
            self.findings[at].extend(other.findings[at].iter().take(room).cloned());
        }
        self.without_register += other.without_register;
        self.not_in_source += other.not_in_source;
    }

    /// The first failures that count at a severity or above, worst first.
    pub(super) fn findings(&self, least: Severity) -> Vec<GateFinding> {
        let at = rank(least.as_str());
        self.findings[..=at].iter().flatten().take(SHOWN).cloned().collect()
    }
}

/// Accounts that the register declares to hold no PHI, by its scope or by somebody's decision to leave them out.
pub fn accounts_without_phi(register: &Register) -> BTreeSet<String> {
    let scope = register.scope.iter();
    let listed = scope.clone().flat_map(|scope| &scope.no_phi_accounts);
    let listed = listed.filter(|account| register.phi(account) == Phi::NoPhi);
    let excluded = scope.flat_map(|scope| &scope.exclusions).filter_map(|exclusion| match &exclusion.what {
        Excluded::Account(account) => Some(account),
        _ => None,
    });
    listed.chain(excluded).cloned().collect()
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

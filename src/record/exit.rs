//! The exit codes, the same for every format.

use super::Record;
use crate::resource::Cause;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a run ends. The numbers are a contract with pipelines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Nothing unwaived at or above the threshold failed, and everything in scope was evaluated.
    Clean = 0,
    /// Something unwaived at or above the threshold failed, whether or not everything was evaluated.
    Findings = 1,
    /// The command line or a file people write is wrong; nothing was judged.
    Usage = 2,
    /// Nothing failed at the threshold, but something in scope was not evaluated, or nothing was evaluated at all.
    Incomplete = 3,
    /// The run itself broke, or a check has a defect.
    Broken = 4,
}

/// `--fail-on`: the least severity that makes the exit code 1.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, clap::ValueEnum,
)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// Critical findings only.
    Critical,
    /// High and worse.
    High,
    /// Medium and worse.
    Medium,
    /// Any finding.
    Low,
    /// No finding.
    Never,
}

impl Exit {
    /// Every exit code.
    pub const ALL: [Self; 5] = [Self::Clean, Self::Findings, Self::Usage, Self::Incomplete, Self::Broken];

    /// What the number means, for `explain` and the help.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Clean => {
                "nothing unwaived at or above the threshold failed, and everything in scope was evaluated"
            }
            Self::Findings => {
                "something unwaived at or above the threshold failed (incomplete or not; both counts are shown)"
            }
            Self::Usage => "the command line or a file you wrote is wrong; nothing was judged",
            Self::Incomplete => {
                "nothing failed at the threshold, but something in scope was not evaluated, or nothing was"
            }
            Self::Broken => {
                "the run itself broke, or a check has a defect (a crash of the program itself is 101)"
            }
        }
    }
}

impl Exit {
    /// The one of two that a pipeline must hear of: a broken run, then a wrong command line, then what failed, then what is
    /// not known.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        const WORST_FIRST: [Exit; 5] =
            [Exit::Broken, Exit::Usage, Exit::Findings, Exit::Incomplete, Exit::Clean];
        WORST_FIRST.into_iter().find(|exit| *exit == self || *exit == other).unwrap_or(self)
    }
}

impl Threshold {
    /// The word used on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Never => "never",
        }
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Record {
    /// Failures at or above the threshold that no waiver holds over and no baseline has.
    pub fn failed_at(&self, threshold: Threshold) -> u64 {
        let counts = &self.coverage;
        let (failed, waived, known) = (&counts.failed, &counts.waived, &counts.known);
        let preview = &counts.preview;
        let unwaived = [
            (Threshold::Critical, failed.critical - waived.critical - known.critical - preview.critical),
            (Threshold::High, failed.high - waived.high - known.high - preview.high),
            (Threshold::Medium, failed.medium - waived.medium - known.medium - preview.medium),
            (Threshold::Low, failed.low - waived.low - known.low - preview.low),
        ];
        let counts = |at: &Threshold| threshold != Threshold::Never && *at <= threshold;
        unwaived.iter().filter(|(at, _)| counts(at)).map(|(_, count)| count).sum()
    }

    /// The exit code this record was given: the gate's, where it was asked, else its own.
    pub fn exit_code(&self) -> u8 {
        self.gate.as_ref().map_or(self.run.judged.exit_code, |gate| gate.exit_code)
    }

    /// The exit code this record comes to. `incomplete` counts the not-evaluated rows whose causes are not all allowed.
    pub fn exit(&self, threshold: Threshold, incomplete: u64) -> Exit {
        if !self.defects.is_empty() {
            Exit::Broken
        } else if self.failed_at(threshold) > 0 {
            Exit::Findings
        } else if incomplete > 0 || self.coverage.evaluations.in_scope() == 0 {
            Exit::Incomplete
        } else {
            Exit::Clean
        }
    }
}

/// Whether a not-evaluated row may be passed over: it has causes, and each is allowed.
pub fn is_allowed(causes: &[Cause], allowed: &[Cause]) -> bool {
    !causes.is_empty() && causes.iter().all(|c| allowed.contains(c))
}

//! What the gate said of a record: whether a phase may begin, what keeps it from beginning, and what is new.

use super::{Evaluations, Severities};
use crate::resource::Cause;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The gate's answer over one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateResult {
    /// The answer.
    pub verdict: GateVerdict,
    /// The exit code of the gate, before `--exit-zero`: the worst of the record's own and of the phase's.
    pub exit_code: u8,
    /// `--phase`; null where only findings were asked for.
    pub phase: Option<GatePhase>,
    /// The file of phases: its name (`built-in` for this program's own) and its SHA-256.
    pub phases: PhaseSource,
    /// Prerequisites of the phase and of those before it, in the order of the file.
    pub prerequisites: Vec<PrerequisiteResult>,
    /// What was not there before.
    pub introduces: Vec<Introduced>,
    /// `--baseline`; null without one.
    pub baseline: Option<BaselineUsed>,
    /// What a reader must know before relying on the answer.
    pub notes: Vec<String>,
}

/// The gate's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GateVerdict {
    /// Nothing keeps the phase from beginning, and nothing new failed.
    Pass,
    /// A prerequisite does not hold, or something failed at or above the threshold.
    Fail,
    /// Nothing of that is known to be wrong, but something was not evaluated or not attested.
    NotEvaluated,
    /// There is no answer: the command line, a file people wrote or the run itself is wrong.
    Error,
}

/// The phase that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GatePhase {
    /// Its id: `C`.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// The data that may be in it.
    pub data: String,
}

/// Where the phases are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PhaseSource {
    /// The file's name; `built-in` for this program's own.
    pub file: String,
    /// Its SHA-256.
    pub sha256: String,
}

/// How a prerequisite stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrerequisiteState {
    /// What was read and written shows that it holds.
    Holds,
    /// It does not.
    DoesNotHold,
    /// Something that decides it could not be evaluated.
    NotEvaluated,
    /// Only people can tell, and nobody did.
    NotAttested,
    /// It would hold by itself, but rests on one that does not.
    Blocked,
    /// There is nothing that it speaks of.
    NotApplicable,
}

/// One prerequisite and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrerequisiteResult {
    /// Its id in the file of phases.
    pub id: String,
    /// Its claim.
    pub title: String,
    /// The first phase that asks for it.
    pub phase: String,
    /// How it stands, with those it rests on.
    pub state: PrerequisiteState,
    /// How it stands by itself: never `blocked`.
    pub own: PrerequisiteState,
    /// Ids of the prerequisites it rests on.
    pub needs: Vec<String>,
    /// Ids of those that do not hold by themselves and that it rests on, over any number of steps.
    pub blocked_by: Vec<String>,
    /// What decided it, in sentences.
    pub reasons: Vec<String>,
    /// What to do next, in sentences or lines of the register; empty where it holds.
    pub next: Vec<String>,
    /// Why it could not be evaluated or is not attested: evaluations, or entries of the register, by cause.
    pub causes: BTreeMap<Cause, u64>,
    /// Whether `--allow-incomplete` lets every one of its causes pass.
    pub allowed: bool,
    /// Evaluations of its checks by verdict, those below its severity included.
    pub evaluations: Evaluations,
    /// The checks that fail, each with its count and first findings.
    pub failing: Vec<FailingCheck>,
    /// Failures of its checks that a waiver holds over: they do not count.
    pub waived: u64,
    /// Failures of its checks that the baseline has too: they do not count.
    pub known: u64,
    /// Failures of its checks in accounts that the register declares to hold no PHI: they do not count here.
    pub without_phi: u64,
}

/// A check that keeps a prerequisite from holding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FailingCheck {
    /// The check's id.
    pub check: String,
    /// Failures that count.
    pub count: u64,
    /// The first of them.
    pub findings: Vec<GateFinding>,
}

/// A finding, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateFinding {
    /// The finding's id.
    pub id: String,
    /// `critical`, `high`, `medium` or `low`.
    pub severity: String,
    /// Twelve digits; empty for an entry of the register.
    pub account: String,
    /// Region, or `aws-global`.
    pub region: String,
    /// The resource's ARN or key.
    pub resource: String,
    /// A plan's address or a template's logical id; null for live resources.
    pub address: Option<String>,
    /// The file it is written in; null for what nobody wrote.
    pub file: Option<String>,
    /// The 1-based line in that file.
    pub line: Option<u64>,
    /// What was found, in a sentence.
    pub message: String,
}

/// What kind of thing is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IntroducedKind {
    /// An AWS account.
    Account,
    /// A region of an account in which nothing was.
    Region,
    /// A service that the account did not use.
    Service,
    /// Another company that the configuration lets in.
    ThirdParty,
}

/// Something that was not there before, and whether an agreement covers it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Introduced {
    /// Twelve digits.
    pub account: String,
    /// What kind of thing it is.
    pub what: IntroducedKind,
    /// The account's id, the region's code, the service's slug, or the third party's id.
    pub name: String,
    /// The agreement over it, or the one that comes nearest.
    pub agreement: Option<String>,
    /// A verdict of the map, or for a third party how its agreement stands; `no_agreement` and `no_register` for both.
    pub verdict: String,
    /// Whether an agreement in force covers it, or none is needed.
    pub covered: bool,
    /// The same in a sentence.
    pub message: String,
}

/// The record whose failures are known already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BaselineUsed {
    /// Its run's id.
    pub run: String,
    /// The moment its agreements and ages were measured against, RFC 3339 UTC.
    pub as_of: String,
    /// Failures of this record that it has too: they do not count.
    pub known: u64,
    /// Unwaived failures of this record that count.
    pub new: u64,
    /// Those of `new` that the baseline has too, and that are never known: gaps of agreements and public data.
    pub never_known: u64,
}

/// The last line of `baascan gate` on stdout, whatever the format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateLine {
    /// The answer.
    pub gate: GateVerdict,
    /// The exit code, before `--exit-zero`.
    pub exit_code: u8,
    /// `--phase`.
    pub phase: Option<String>,
    /// `fail` evaluations by severity.
    pub failed: Severities,
    /// Those of them that a waiver holds over.
    pub waived: Severities,
    /// Those of them that the baseline has too; none of these is waived.
    pub known: Severities,
    /// Evaluations by verdict.
    pub evaluations: Evaluations,
    /// Prerequisites by state.
    pub prerequisites: PrerequisiteCounts,
    /// `not_evaluated` evaluations by cause.
    pub incomplete: BTreeMap<Cause, u64>,
    /// `--allow-incomplete`.
    pub allowed: Vec<Cause>,
    /// How many things are new.
    pub introduces: u64,
    /// Why there is no answer; null where there is one.
    pub error: Option<String>,
}

/// Prerequisites by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrerequisiteCounts {
    /// They hold.
    pub holds: u64,
    /// They do not.
    pub does_not_hold: u64,
    /// Something that decides them could not be evaluated.
    pub not_evaluated: u64,
    /// Nobody vouched for them.
    pub not_attested: u64,
    /// They rest on one that does not hold.
    pub blocked: u64,
    /// There is nothing that they speak of.
    pub not_applicable: u64,
}

impl GateVerdict {
    /// Every answer.
    pub const ALL: [Self; 4] = [Self::Pass, Self::Fail, Self::NotEvaluated, Self::Error];

    /// The word used in files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotEvaluated => "not_evaluated",
            Self::Error => "error",
        }
    }

    /// What the word means, for `explain`.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Pass => "nothing keeps the phase from beginning, and nothing new failed at the threshold",
            Self::Fail => "a prerequisite of the phase does not hold, or something failed at the threshold",
            Self::NotEvaluated => {
                "nothing is known to be wrong, but something was not evaluated or not attested"
            }
            Self::Error => {
                "there is no answer: the command line, a file you wrote or the run itself is wrong"
            }
        }
    }

    /// The answer that an exit code stands for.
    pub const fn of_exit(code: u8) -> Self {
        match code {
            0 => Self::Pass,
            1 => Self::Fail,
            3 => Self::NotEvaluated,
            _ => Self::Error,
        }
    }
}

impl PrerequisiteState {
    /// Every state, in the order reports use.
    pub const ALL: [Self; 6] = [
        Self::DoesNotHold,
        Self::NotEvaluated,
        Self::NotAttested,
        Self::Blocked,
        Self::Holds,
        Self::NotApplicable,
    ];

    /// The word used in files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::DoesNotHold => "does_not_hold",
            Self::NotEvaluated => "not_evaluated",
            Self::NotAttested => "not_attested",
            Self::Blocked => "blocked",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// What the word means, for `explain`.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Holds => "what was read and written shows that it holds",
            Self::DoesNotHold => "what was read or written shows that it does not hold",
            Self::NotEvaluated => "something that decides it could not be evaluated",
            Self::NotAttested => "only people can tell, and the register does not say that anybody did",
            Self::Blocked => "it would hold by itself, but rests on one that does not",
            Self::NotApplicable => "there is nothing that it speaks of",
        }
    }

    /// Whether what rests on it may go on.
    pub const fn is_met(self) -> bool {
        matches!(self, Self::Holds | Self::NotApplicable)
    }
}

impl PrerequisiteCounts {
    /// Counts them.
    pub fn of(prerequisites: &[PrerequisiteResult]) -> Self {
        let mut counts = Self::default();
        for prerequisite in prerequisites {
            *match prerequisite.state {
                PrerequisiteState::Holds => &mut counts.holds,
                PrerequisiteState::DoesNotHold => &mut counts.does_not_hold,
                PrerequisiteState::NotEvaluated => &mut counts.not_evaluated,
                PrerequisiteState::NotAttested => &mut counts.not_attested,
                PrerequisiteState::Blocked => &mut counts.blocked,
                PrerequisiteState::NotApplicable => &mut counts.not_applicable,
            } += 1;
        }
        counts
    }
}

impl GateLine {
    /// The line of a record that the gate judged.
    pub fn of(record: &super::Record, gate: &GateResult) -> Self {
        Self {
            gate: gate.verdict,
            exit_code: gate.exit_code,
            phase: gate.phase.as_ref().map(|phase| phase.id.clone()),
            failed: record.coverage.failed,
            waived: record.coverage.waived,
            known: record.coverage.known,
            evaluations: record.coverage.evaluations,
            prerequisites: PrerequisiteCounts::of(&gate.prerequisites),
            incomplete: record.coverage.causes.clone(),
            allowed: record.run.judged.allow_incomplete.clone(),
            introduces: gate.introduces.len() as u64,
            error: None,
        }
    }

    /// The line of a run that came to no answer.
    pub fn error(exit_code: u8, phase: Option<String>, error: String) -> Self {
        Self {
            gate: GateVerdict::Error,
            exit_code,
            phase,
            failed: Severities::default(),
            waived: Severities::default(),
            known: Severities::default(),
            evaluations: Evaluations::default(),
            prerequisites: PrerequisiteCounts::default(),
            incomplete: BTreeMap::new(),
            allowed: Vec::new(),
            introduces: 0,
            error: Some(error),
        }
    }
}

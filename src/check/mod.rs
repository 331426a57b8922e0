//! A check as written, loaded, and judged.
//!
//! A check is one TOML file over one kind of resource. Its condition is CEL in three-valued logic: what could not be read
//! makes a verdict of its own, and nothing else does. Facts come in through [`crate::resource::Cells`]; where they come
//! from is not this module's business.

mod citation;
mod condition;
mod control;
mod evaluate;
#[cfg(test)]
mod every_check_tests;
mod example;
#[cfg(test)]
mod false_positive_tests;
mod functions;
mod judge;
mod mutation;
mod placeholders;
mod proof;
mod related;
mod row;
pub mod ruleset;
mod set;
#[cfg(test)]
mod testing;
mod value;
mod written;
mod written_related;

pub use citation::{Citation, Requirement, SECTIONS, Safeguard, all as citations, citation};
pub use control::{Answer, Control, all as controls};
pub use judge::{Defect, is_of_the_map, judge, judge_resources};
pub use proof::{ExampleFailure, test_check};
pub use row::{Evaluation, Subject};
pub use set::{CheckSet, Known};

use crate::diagnostic::SourceText;
use condition::Condition;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// How bad a failure is. The order is from worst to least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// PHI may be in the open now.
    Critical,
    /// A safeguard that HIPAA asks for is missing.
    High,
    /// A safeguard is weaker than it should be.
    Medium,
    /// Good practice.
    Low,
}

impl Severity {
    /// Every severity, worst first.
    pub const ALL: [Self; 4] = [Self::Critical, Self::High, Self::Medium, Self::Low];

    /// The word used in files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// What a check is about: a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Who may do what.
    AccessControl,
    /// Stored data is unreadable without a key.
    EncryptionAtRest,
    /// Data can be brought back.
    BackupRecovery,
    /// What happened is written down.
    Logging,
    /// Nobody outside gets in.
    PublicAccess,
    /// Somebody notices.
    Monitoring,
    /// Which networks reach it.
    Network,
    /// Data on the wire is unreadable.
    EncryptionInTransit,
    /// Keys are kept, rotated and not lost.
    KeyManagement,
    /// Known holes are closed.
    Patching,
    /// The business associate agreement covers it.
    Baa,
    /// Other companies that see data.
    ThirdParty,
}

impl Category {
    /// Every category, in the order reports use.
    pub const ALL: [Self; 12] = [
        Self::AccessControl,
        Self::EncryptionAtRest,
        Self::BackupRecovery,
        Self::Logging,
        Self::PublicAccess,
        Self::Monitoring,
        Self::Network,
        Self::EncryptionInTransit,
        Self::KeyManagement,
        Self::Patching,
        Self::Baa,
        Self::ThirdParty,
    ];

    /// The word used in files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccessControl => "access-control",
            Self::EncryptionAtRest => "encryption-at-rest",
            Self::BackupRecovery => "backup-recovery",
            Self::Logging => "logging",
            Self::PublicAccess => "public-access",
            Self::Monitoring => "monitoring",
            Self::Network => "network",
            Self::EncryptionInTransit => "encryption-in-transit",
            Self::KeyManagement => "key-management",
            Self::Patching => "patching",
            Self::Baa => "baa",
            Self::ThirdParty => "third-party",
        }
    }
}

/// How a passing check bears on a citation. It never satisfies one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// It is evidence for the safeguard.
    EvidenceFor,
    /// It is evidence for a part of it.
    Partial,
    /// It helps without being evidence.
    Supporting,
}

impl Relation {
    /// The word used in files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EvidenceFor => "evidence_for",
            Self::Partial => "partial",
            Self::Supporting => "supporting",
        }
    }
}

/// What became of one check on one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The condition is true.
    Pass,
    /// The condition is false.
    Fail,
    /// Something it reads could not be read.
    NotEvaluated,
    /// The check says nothing about this subject.
    NotApplicable,
}

impl Verdict {
    /// Every verdict, in the order reports use.
    pub const ALL: [Self; 4] = [Self::Pass, Self::Fail, Self::NotEvaluated, Self::NotApplicable];

    /// The word used in files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotEvaluated => "not_evaluated",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// Whether it is shown as a finding: something failed, or could not be evaluated.
    pub const fn is_finding(self) -> bool {
        matches!(self, Self::Fail | Self::NotEvaluated)
    }

    /// What the word means, for `explain`.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Pass => "what was read shows that the check's claim holds",
            Self::Fail => "what was read shows that the check's claim does not hold",
            Self::NotEvaluated => "something the check reads could not be read, and the rest does not decide",
            Self::NotApplicable => "the check says nothing about this resource, or there is none",
        }
    }
}

/// A citation a check bears on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CitationRef {
    /// Of 45 CFR, e.g. `164.312(a)(2)(iv)`.
    pub id: String,
    /// How it bears on it.
    pub relation: Relation,
}

/// What to do about a failure: text to review, never applied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fix {
    /// Steps in the console.
    pub console: Option<String>,
    /// An AWS CLI command.
    pub cli: Option<String>,
    /// A Terraform fragment.
    pub terraform: Option<String>,
    /// Lines for the register, with the message's placeholders.
    pub register: Option<String>,
}

/// How far a related list reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Within {
    /// The subject's account and region, and what is global in the account.
    Region,
    /// The subject's account.
    Account,
    /// Every account in the facts.
    Organization,
}

/// What part of an ARN the two sides of a join are brought to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Normal {
    /// As it is.
    Arn,
    /// The last word of the ARN: `1234abcd` of `key/1234abcd`.
    Id,
    /// All behind the resource type: `/aws/trail` of `log-group:/aws/trail:*`.
    Name,
}

/// A list of resources that a condition may read beside its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// What the condition calls it: `related.<name>`.
    pub name: String,
    /// The kind of its elements.
    pub resource: String,
    /// The paths that join, `None` for all of the kind within.
    pub join: Option<Join>,
    /// How far it reaches.
    pub within: Within,
}

/// The two sides of a related list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Join {
    /// A path of the related resource.
    pub r#where: String,
    /// A path of the subject, or `related.<name>.<path>`: of the elements of another list.
    pub equals: String,
    /// What both sides are brought to.
    pub normal: Normal,
}

/// When a check applies at all.
#[derive(Debug)]
pub(crate) struct Applies {
    pub(crate) condition: Condition,
    /// The reason shown where it does not.
    pub(crate) otherwise: String,
}

/// One check, read and valid.
#[derive(Debug)]
pub struct Check {
    /// The file's name, and a claim that is true when the check passes.
    pub id: String,
    /// The claim as a sentence.
    pub title: String,
    /// The kind it judges.
    pub resource: String,
    /// How bad a failure is, where no `severity_if` says otherwise.
    pub severity: Severity,
    /// What it is about.
    pub category: Category,
    /// What of HIPAA it bears on.
    pub citations: Vec<CitationRef>,
    /// What a failure says; `{id}`, `{name}`, `{arn}`, `{account}`, `{region}` and the observed properties are filled in.
    pub message: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub fix: Fix,
    /// AWS's pages about it.
    pub references: Vec<String>,
    /// What the finding shows, and all of the resource it may show: dotted paths.
    pub observe: Vec<String>,
    /// The lists of other resources it reads.
    pub related: Vec<Related>,
    /// Where it is written.
    pub file: PathBuf,
    pub(crate) condition: Condition,
    pub(crate) applies: Option<Applies>,
    pub(crate) severity_if: Vec<(Condition, Severity)>,
    examples: OnceLock<Vec<example::Example>>,
    pub(crate) text: Arc<SourceText>,
}

impl Check {
    /// The condition as written.
    pub fn condition(&self) -> &str {
        &self.condition.source
    }

    /// The condition that says whether the check applies, with the reason shown where it does not.
    pub fn applies(&self) -> Option<(&str, &str)> {
        self.applies.as_ref().map(|a| (a.condition.source.as_str(), a.otherwise.as_str()))
    }

    /// The number of examples it brings.
    pub fn examples(&self) -> usize {
        self.own_examples().len()
    }

    /// Its examples. Those of an embedded check are read when they are first asked for.
    pub(crate) fn own_examples(&self) -> &[example::Example] {
        self.examples.get_or_init(|| written::examples_of(self))
    }

    /// What its conditions are compiled against.
    fn names(&self) -> condition::Names {
        let related = self.related.iter().map(|list| (list.name.clone(), list.resource.clone()));
        condition::Names { resource: self.resource.clone(), related: related.collect() }
    }

    /// Everything its conditions read, observed paths left aside.
    pub(crate) fn reads(&self) -> condition::Reads {
        let mut reads = self.condition.reads().clone();
        let others = self.applies.iter().map(|a| &a.condition).chain(self.severity_if.iter().map(|(c, _)| c));
        others.for_each(|condition| reads.join(condition.reads()));
        reads
    }
}

//! What a row of the map comes to, worst first.

use super::{Cover, Ground};
use crate::eligibility;
use crate::register::Phi;
use serde::{Deserialize, Serialize};

/// A row's verdict. The order is the precedence: the first that applies is the row's.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Its use or its cover could not be read.
    NotRead,
    /// AWS's list does not name it, or its qualifier excludes this configuration.
    NotEligible,
    /// An agreement over the account names it as excluded, or covers it only in another configuration.
    CarvedOut,
    /// No agreement with AWS is in the register.
    NoAgreement,
    /// The agreement has ended.
    Lapsed,
    /// The agreement is drafted, sent or not yet effective.
    Pending,
    /// An agreement exists; this account, region or service is not in it.
    OutsideScope,
    /// No source says whether AWS's list names it.
    Unmapped,
    /// Eligible under a qualifier, or covered under a condition, that the configuration read does not decide.
    Conditional,
    /// An agreement in force covers it.
    Covered,
    /// The register declares that it holds no PHI.
    NoPhi,
    /// A control-plane service that by design holds no PHI.
    Tooling,
    /// No register was given.
    NoRegister,
}

impl Verdict {
    /// Every verdict, in the order of precedence.
    pub const ALL: [Self; 13] = [
        Self::NotRead,
        Self::NotEligible,
        Self::CarvedOut,
        Self::NoAgreement,
        Self::Lapsed,
        Self::Pending,
        Self::OutsideScope,
        Self::Unmapped,
        Self::Conditional,
        Self::Covered,
        Self::NoPhi,
        Self::Tooling,
        Self::NoRegister,
    ];

    /// The word used in files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotRead => "not_read",
            Self::NotEligible => "not_eligible",
            Self::CarvedOut => "carved_out",
            Self::NoAgreement => "no_agreement",
            Self::Lapsed => "lapsed",
            Self::Pending => "pending",
            Self::OutsideScope => "outside_scope",
            Self::Unmapped => "unmapped",
            Self::Conditional => "conditional",
            Self::Covered => "covered",
            Self::NoPhi => "no_phi",
            Self::Tooling => "tooling",
            Self::NoRegister => "no_register",
        }
    }

    /// What the word means, for `explain` and the foot of a report.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::NotRead => "its use, or what covers it, could not be read",
            Self::NotEligible => "AWS's HIPAA-eligible list does not name it, or excludes it as configured",
            Self::CarvedOut => {
                "an agreement over this account excludes it, or excludes it as it is configured"
            }
            Self::NoAgreement => "the register holds no agreement with AWS that could cover it",
            Self::Lapsed => "the agreement over it has ended",
            Self::Pending => "the agreement over it is not signed or not yet effective",
            Self::OutsideScope => "an agreement exists, but this account, region or service is not in it",
            Self::Unmapped => "no source says whether AWS's list names it",
            Self::Conditional => {
                "eligible or covered under a condition that the configuration read does not decide"
            }
            Self::Covered => "eligible, and an agreement in force covers it",
            Self::NoPhi => "the register declares that no PHI is in it",
            Self::Tooling => "a control-plane service that holds no PHI by design",
            Self::NoRegister => "no register was given, so nothing is said about agreements",
        }
    }

    /// Whether the row needs somebody's attention.
    pub const fn is_gap(self) -> bool {
        !matches!(self, Self::Covered | Self::NoPhi | Self::Tooling | Self::NoRegister | Self::Conditional)
    }
}

/// Who says that the agreement over a row stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The register alone.
    Asserted,
    /// AWS Artifact lists it as active for the account.
    Verified,
}

impl Evidence {
    /// The word used in files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Verified => "verified",
        }
    }
}

/// Everything that applies to a row, worst first.
pub(super) fn of(row: &Ground<'_>, cover: Option<&Cover<'_>>, undecided: bool) -> Vec<Verdict> {
    if row.eligibility == eligibility::Verdict::Tooling {
        return vec![Verdict::Tooling];
    }
    if row.phi == Phi::NoPhi {
        return vec![Verdict::NoPhi];
    }
    let mut verdicts = Vec::new();
    if row.unread {
        verdicts.push(Verdict::NotRead);
    }
    match row.eligibility {
        eligibility::Verdict::NotEligible => verdicts.push(Verdict::NotEligible),
        eligibility::Verdict::Unmapped => verdicts.push(Verdict::Unmapped),
        eligibility::Verdict::EligibleWithConditions => verdicts.push(Verdict::Conditional),
        eligibility::Verdict::Eligible | eligibility::Verdict::Tooling => {}
    }
    if undecided {
        verdicts.push(Verdict::Conditional);
    }
    match cover {
        None => verdicts.push(Verdict::NoRegister),
        Some(cover) => verdicts.extend(cover.gaps.iter().copied()),
    }
    if verdicts.is_empty() {
        verdicts.push(Verdict::Covered);
    }
    verdicts.sort_unstable();
    verdicts.dedup();
    verdicts
}

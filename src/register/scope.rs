//! Where PHI is declared to be.

use crate::diagnostic::Place;
use crate::diagnostic::words::words;
use jiff::civil::Date;
use serde::Serialize;

words! {
    /// What the register says about PHI in an account.
    pub enum Phi {
        /// `[scope]` lists the account as one that holds PHI.
        Declared = "declared",
        /// Nobody said: it counts as in scope.
        Undeclared = "undeclared",
        /// `[scope]` lists the account as one without PHI.
        NoPhi = "no_phi",
    }
}

/// `[scope]`: accounts, units and tags with and without PHI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scope {
    /// Account ids that hold PHI.
    pub phi_accounts: Vec<String>,
    /// Ids of organizational units whose accounts hold PHI.
    pub phi_ous: Vec<String>,
    /// Account ids that hold none.
    pub no_phi_accounts: Vec<String>,
    /// Tags that tell, in the order written.
    pub tag_rules: Vec<TagRule>,
    /// What is left out, by whose decision.
    pub exclusions: Vec<Exclusion>,
    /// Where it is written.
    pub place: Place,
}

/// One `[[scope.tag_rule]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TagRule {
    /// The tag's key.
    pub key: String,
    /// The values it applies to; empty is any value.
    pub values: Vec<String>,
    /// Whether a resource with the tag holds PHI.
    pub phi: bool,
    /// Where it is written.
    pub place: Place,
}

/// What an exclusion leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Excluded {
    /// An account id.
    Account(String),
    /// One resource's ARN.
    Arn(String),
    /// A service's slug, in every account.
    Service(String),
}

/// One `[[scope.exclusion]]`: somebody's decision to leave something out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exclusion {
    /// What is left out.
    pub what: Excluded,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub approver: String,
    /// When.
    pub date: Option<Date>,
    /// Where it is written.
    pub place: Place,
}

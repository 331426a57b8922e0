//! Smaller tables within the register's entries, as valid.

use crate::diagnostic::Place;
use jiff::civil::Date;
use serde::Serialize;

/// `[[agreement.tag]]`: resources that belong to one customer alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scoped {
    /// The tag's key.
    pub key: String,
    /// The values that mean this customer; empty is any value.
    pub values: Vec<String>,
}

/// `[[agreement.condition]]`: what must hold in configuration for an agreement to cover a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// What the document asks, in a sentence.
    pub says: String,
    /// The check that tells whether it holds.
    pub check: String,
    /// Slugs of the services that depend on it; empty is all that the agreement covers.
    pub services: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

/// `[agreement.flow_down]`: a weaker promise that somebody accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rationale {
    /// Why it was accepted: the term is not negotiable, say.
    pub reason: String,
    /// What is done instead, so that the stricter promise can be kept.
    pub instead: String,
    /// Who decided.
    pub approver: String,
    /// When.
    pub date: Option<Date>,
}

/// A document that the register names, within its folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its path, from the register's folder and within it.
    pub path: String,
    /// Its SHA-256 when somebody last read it: 64 hexadecimal digits in lower case.
    pub sha256: Option<String>,
}

/// `[[vendor.assurance]]`: a report on a vendor's controls that people rely on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assurance {
    /// What it is: `soc2_type2`, `soc2_type1`, `hitrust`, `iso27001` or another word.
    pub kind: String,
    /// The first day of the period it speaks of.
    pub period_from: Option<Date>,
    /// The last day of that period.
    pub period_to: Option<Date>,
    /// The day it was issued.
    pub issued: Option<Date>,
    /// The last day that a bridge letter speaks for.
    pub bridge_until: Option<Date>,
    /// The report itself.
    pub document: Option<Document>,
    /// When somebody read it for what it leaves to the customer.
    pub reviewed: Option<Date>,
    /// Who read it.
    pub reviewed_by: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// `[[facility.vendor_account]]`: where a facility's data lie at a vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VendorAccount {
    /// The vendor's short name.
    pub vendor: String,
    /// The account, workspace or project there.
    pub account: String,
}

impl Assurance {
    /// The last day that the report and its bridge letter speak for.
    pub fn until(&self) -> Option<Date> {
        self.period_to.max(self.bridge_until)
    }
}

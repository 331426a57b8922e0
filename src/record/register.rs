//! The register's agreements as a record keeps them: enough to lay them over the map's rows again, on another day or without
//! one of them.

use super::Record;
use crate::register::{
    Agreement, Answer, Condition, Direction, Documents, Facility, Offshore, Organization, Place, Register,
    Status, Vendor,
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// An agreement of the register on the record's date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementStanding {
    /// The register's id.
    pub id: String,
    /// `upstream` or `downstream`.
    pub direction: String,
    /// The other party.
    pub counterparty: String,
    /// The vendor's short name; `aws` is the platform.
    #[serde(default)]
    pub vendor: Option<String>,
    /// As the register says it.
    pub status: String,
    /// As it stands on `run.as_of`: `in_force`, `pending`, `lapsed`, `not_required`.
    pub standing: String,
    /// First day.
    pub effective: Option<String>,
    /// Last day.
    pub expires: Option<String>,
    /// The first day it is no longer in force, because somebody ended it.
    #[serde(default)]
    pub terminated: Option<String>,
    /// Days until its last day, while it is in force; null for no planned end.
    #[serde(default)]
    pub days_left: Option<i64>,
    /// The agreement it renews.
    pub predecessor: Option<String>,
    /// Whether it says what it covers; one that does not covers nothing.
    pub names_scope: bool,
    /// AWS accounts it names.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// The AWS organization it names.
    #[serde(default)]
    pub organization: Option<String>,
    /// Regions it is limited to; empty is no limit.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Services it is limited to; empty is no limit.
    #[serde(default)]
    pub services: Vec<String>,
    /// What it leaves out.
    #[serde(default)]
    pub carve_outs: Vec<String>,
    /// The vendor's surfaces it is limited to; empty is no limit.
    #[serde(default)]
    pub features: Vec<String>,
    /// Our accounts at the vendor that it covers.
    #[serde(default)]
    pub vendor_accounts: Vec<String>,
    /// Facilities it names.
    #[serde(default)]
    pub facilities: Vec<String>,
    /// What must hold in configuration for it to cover anything.
    #[serde(default)]
    pub conditions: Vec<ConditionEntry>,
    /// How soon a breach must be told, in hours; null: not written.
    #[serde(default)]
    pub notice_hours: Option<i64>,
    /// Whether PHI may leave the United States: `forbidden`, `allowed`, `not_reviewed`.
    #[serde(default)]
    pub offshore: Option<String>,
    /// Whether records under 42 CFR Part 2 are among the data.
    #[serde(default)]
    pub part_2: bool,
    /// Whether the document is also a Qualified Service Organization Agreement: `yes`, `no`, `not_reviewed`.
    #[serde(default)]
    pub qsoa: Option<String>,
    /// Who looks after it.
    #[serde(default)]
    pub owner: Option<String>,
    /// When somebody last read it.
    #[serde(default)]
    pub last_reviewed: Option<String>,
    /// Terms as answered; what is absent was not reviewed.
    pub terms: BTreeMap<String, String>,
}

/// What must hold in configuration for an agreement to cover something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionEntry {
    /// What the document asks.
    pub says: String,
    /// The check that tells.
    pub check: String,
    /// Services that depend on it; empty is all.
    pub services: Vec<String>,
}

impl AgreementStanding {
    /// The public form of an agreement on a day.
    pub fn new(agreement: &Agreement, on: Date) -> Self {
        let day = |date: Option<Date>| date.map(|d| d.to_string());
        let standing = agreement.standing(on);
        let last = agreement.last_day().filter(|_| standing == crate::register::Standing::InForce);
        let condition = |c: &Condition| ConditionEntry {
            says: c.says.clone(),
            check: c.check.clone(),
            services: c.services.clone(),
        };
        Self {
            id: agreement.id.clone(),
            direction: agreement.direction.as_str().to_owned(),
            counterparty: agreement.counterparty.clone(),
            vendor: agreement.vendor.clone(),
            status: agreement.status.as_str().to_owned(),
            standing: standing.as_str().to_owned(),
            effective: day(agreement.effective),
            expires: day(agreement.expires),
            terminated: day(agreement.terminated),
            days_left: last.and_then(|last| on.until(last).ok()).map(|span| i64::from(span.get_days())),
            predecessor: agreement.predecessor.clone(),
            names_scope: agreement.names_scope(),
            accounts: agreement.accounts.clone(),
            organization: agreement.organization.clone(),
            regions: agreement.regions.clone(),
            services: agreement.services.clone(),
            carve_outs: agreement.carve_outs.clone(),
            features: agreement.features.clone(),
            vendor_accounts: agreement.vendor_accounts.clone(),
            facilities: agreement.facilities.clone(),
            conditions: agreement.conditions.iter().map(condition).collect(),
            notice_hours: agreement.notice_hours(),
            offshore: Some(agreement.offshore.as_str().to_owned()),
            part_2: agreement.part_2,
            qsoa: Some(agreement.qsoa.as_str().to_owned()),
            owner: agreement.owner.clone(),
            last_reviewed: day(agreement.last_reviewed),
            terms: agreement
                .terms
                .iter()
                .map(|(term, answer)| (term.as_str().to_owned(), answer.as_str().to_owned()))
                .collect(),
        }
    }

    /// The agreement again, as far as its scope and its standing go.
    fn agreement(&self) -> Agreement {
        let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
        let place = || Place { file: PathBuf::new(), line: 0 };
        let condition = |c: &ConditionEntry| Condition {
            says: c.says.clone(),
            check: c.check.clone(),
            services: c.services.clone(),
            place: place(),
        };
        Agreement {
            id: self.id.clone(),
            direction: word(&self.direction, Direction::WORDS).unwrap_or(Direction::Downstream),
            counterparty: self.counterparty.clone(),
            vendor: self.vendor.clone(),
            status: word(&self.status, Status::WORDS).unwrap_or(Status::Draft),
            effective: day(&self.effective),
            expires: day(&self.expires),
            terminated: day(&self.terminated),
            predecessor: self.predecessor.clone(),
            accounts: self.accounts.clone(),
            organization: self.organization.clone(),
            regions: self.regions.clone(),
            services: self.services.clone(),
            carve_outs: self.carve_outs.clone(),
            features: self.features.clone(),
            vendor_accounts: self.vendor_accounts.clone(),
            facilities: self.facilities.clone(),
            conditions: self.conditions.iter().map(condition).collect(),
            breach_notice_hours: self.notice_hours,
            offshore: self
                .offshore
                .as_deref()
                .and_then(|w| word(w, Offshore::WORDS))
                .unwrap_or(Offshore::NotReviewed),
            part_2: self.part_2,
            qsoa: self.qsoa.as_deref().and_then(|w| word(w, Answer::WORDS)).unwrap_or(Answer::NotReviewed),
            ..Agreement::bare(place())
        }
    }
}

fn word<T: Copy>(text: &str, words: &[(&str, T)]) -> Option<T> {
    words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
}

impl Record {
    /// The register again, as far as the map asks it: agreements, vendors and facilities. `None` for a record without one.
    pub fn register_again(&self) -> Option<Register> {
        let source = self.run.register.as_ref()?;
        let place = || Place { file: PathBuf::new(), line: 0 };
        let facility = |f: &super::FacilityEntry| Facility {
            id: f.id.clone(),
            legal_name: f.legal_name.clone(),
            accounts: f.accounts.clone(),
            agreements: f.agreements.clone(),
            ..Facility::bare(place())
        };
        let vendor = |v: &super::VendorStanding| Vendor {
            id: v.id.clone(),
            name: v.name.clone(),
            baa: v.agreement.clone(),
            phi_allowed: v.phi_allowed,
            surfaces: v.surfaces.clone(),
            accounts: v.accounts.clone(),
            ..Vendor::bare(place())
        };
        let name = source.organization.clone();
        Some(Register {
            organization: Organization { name, product_names: Vec::new(), place: place() },
            agreements: self.agreements.iter().map(AgreementStanding::agreement).collect(),
            vendors: self.vendors.iter().map(vendor).collect(),
            facilities: self.facilities.iter().map(facility).collect(),
            insurance: Vec::new(),
            attestations: Vec::new(),
            documents: Documents::default(),
            scope: None,
            owners: Vec::new(),
            files: Vec::new(),
            warnings: Vec::new(),
        })
    }
}

//! The register's vendors and facilities as a record keeps them, and the third parties that were seen.

use crate::map::{Chain, VendorRow};
use crate::register::{Assurance, Facility};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A row of the vendor tracker on the record's date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VendorStanding {
    /// The register's id.
    pub id: String,
    /// Its name, where one is known.
    pub name: Option<String>,
    /// The data it touches.
    pub data: Option<String>,
    /// Whether PHI may go there; null: nobody said.
    pub phi_allowed: Option<bool>,
    /// The agreement with it that counts.
    pub agreement: Option<String>,
    /// How that stands on `run.as_of`: a word of agreements, or `scope_unknown` for one that names nothing it covers; null without
    /// one.
    pub standing: Option<String>,
    /// Whether the vendor is publicly known to sign: `standard`, `gated`, `case-by-case`, `no`, `unknown`; null: not known.
    pub posture: Option<String>,
    /// Its surfaces in use.
    pub surfaces: Vec<String>,
    /// Those of them that no agreement covers, with the reason.
    pub carved_out: Vec<String>,
    /// Ids of the customers' agreements whose data reach it.
    pub customers: Vec<String>,
    /// Ids of the facilities with an account there.
    pub facilities: Vec<String>,
    /// AWS accounts from which it is used; empty is all.
    pub accounts: Vec<String>,
    /// Whether records under 42 CFR Part 2 reach it; null: nobody said.
    pub part_2: Option<bool>,
    /// How the configuration shows it, in words; empty: no technical path was found.
    pub seen_as: Vec<String>,
    /// The state of its sandbox.
    pub sandbox: Option<String>,
    /// The state of its production use.
    pub production: Option<String>,
    /// Who owns the account.
    pub owner: Option<String>,
    /// Whom to call about an incident.
    pub incident_contact: Option<String>,
    /// How people and programs sign in.
    pub auth: Option<String>,
    /// How long it keeps what.
    pub retention: Option<String>,
    /// Reports on its controls that people rely on.
    pub assurance: Vec<AssuranceStanding>,
}

/// A report on a vendor's controls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssuranceStanding {
    /// What it is: `soc2_type2`, say.
    pub kind: String,
    /// The first day of its period.
    pub period_from: Option<String>,
    /// The last day of its period.
    pub period_to: Option<String>,
    /// The last day that a bridge letter speaks for.
    pub bridge_until: Option<String>,
    /// When somebody read it.
    pub reviewed: Option<String>,
    /// Who read it.
    pub reviewed_by: Option<String>,
}

/// A row of the entity map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FacilityEntry {
    /// The register's id.
    pub id: String,
    /// The legal name.
    pub legal_name: String,
    /// AWS account ids that hold its data.
    pub accounts: Vec<String>,
    /// Where its data lie at vendors.
    pub vendor_accounts: Vec<VendorAccountEntry>,
    /// Ids of the agreements with it.
    pub agreements: Vec<String>,
    /// How a signature is reached: `facility`, `managing_entity`, `owners`, `new_entity`.
    pub signing_path: Option<String>,
    /// Who can sign for it.
    pub can_sign: Vec<String>,
    /// The state of the letter of authority, in words.
    pub authority_letter: Option<String>,
}

/// Where a facility's data lie at a vendor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VendorAccountEntry {
    /// The vendor's short name.
    pub vendor: String,
    /// The account there.
    pub account: String,
}

/// Another company that the configuration of an account lets in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThirdPartySeen {
    /// The account whose configuration shows it.
    pub account: String,
    /// The vendor's id, or the account id of a company that nobody knows.
    pub party: String,
    /// Whether a vendor's file knows it.
    pub known: bool,
    /// The ways in which it shows.
    pub signals: Vec<String>,
    /// The first resources that show it.
    pub resources: Vec<String>,
    /// The most that any of them lets it do: `none`, `read`, `unknown`, `write`, `admin`.
    pub access: String,
}

impl VendorStanding {
    /// The public form of a row on a day.
    pub fn new(row: &VendorRow<'_>, on: Date) -> Self {
        let vendor = row.vendor;
        Self {
            id: vendor.id.clone(),
            name: vendor.name.clone().or_else(|| row.known.map(|k| k.name.clone())),
            data: vendor.data.clone(),
            phi_allowed: vendor.phi_allowed,
            agreement: row.agreement.map(|a| a.id.clone()),
            standing: row.agreement.map(|a| a.cover_word(on).to_owned()),
            posture: row.known.map(|k| k.baa.as_str().to_owned()),
            surfaces: vendor.surfaces.clone(),
            carved_out: row.carved_out.clone(),
            customers: row.customers.clone(),
            facilities: row.facilities.clone(),
            accounts: vendor.accounts.clone(),
            part_2: vendor.part_2,
            seen_as: row.seen_as.clone(),
            sandbox: vendor.sandbox.clone(),
            production: vendor.production.clone(),
            owner: vendor.owner.clone(),
            incident_contact: vendor.incident_contact.clone(),
            auth: vendor.auth.clone(),
            retention: vendor.retention.clone(),
            assurance: vendor.assurance.iter().map(AssuranceStanding::new).collect(),
        }
    }
}

impl AssuranceStanding {
    fn new(report: &Assurance) -> Self {
        let day = |date: Option<Date>| date.map(|d| d.to_string());
        Self {
            kind: report.kind.clone(),
            period_from: day(report.period_from),
            period_to: day(report.period_to),
            bridge_until: day(report.bridge_until),
            reviewed: day(report.reviewed),
            reviewed_by: report.reviewed_by.clone(),
        }
    }
}

impl FacilityEntry {
    /// The public form; `agreements` are those it names and those that name it.
    pub fn new(facility: &Facility, agreements: Vec<String>) -> Self {
        let public = |a: &crate::register::VendorAccount| VendorAccountEntry {
            vendor: a.vendor.clone(),
            account: a.account.clone(),
        };
        Self {
            id: facility.id.clone(),
            legal_name: facility.legal_name.clone(),
            accounts: facility.accounts.clone(),
            vendor_accounts: facility.vendor_accounts.iter().map(public).collect(),
            agreements,
            signing_path: facility.signing_path.map(|p| p.as_str().to_owned()),
            can_sign: facility.can_sign.clone(),
            authority_letter: facility.authority_letter.clone(),
        }
    }
}

impl ThirdPartySeen {
    /// Every third party that was seen.
    pub fn all(chain: &Chain<'_>) -> Vec<Self> {
        let public = |(account, party, seen): (&str, &str, &crate::map::ThirdParty)| Self {
            account: account.to_owned(),
            party: party.to_owned(),
            known: chain.vendors.get(party).is_some(),
            signals: seen.signals.iter().cloned().collect(),
            resources: seen.resources.iter().cloned().collect(),
            access: seen.access.map_or("none", |access| access.as_str()).to_owned(),
        };
        chain.usage.third_parties().map(public).collect()
    }
}

//! What the register keeps beside agreements: the organization, the vendor tracker, the entity map and the insurance.
//!
//! Vendors, facilities and insurance are valid as written and kept; nothing is judged by them yet.

use super::agreement::Place;
use jiff::civil::Date;
use serde::Serialize;

/// `[organization]`: whose register this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Organization {
    /// The legal name, as agreements have it.
    pub name: String,
    /// Where it is written.
    pub place: Place,
}

/// One `[[vendor]]`: a row of the vendor tracker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vendor {
    /// The vendor's name in this register, unique; agreements name it by `vendor`.
    pub id: String,
    /// The data it touches, in words.
    pub data: Option<String>,
    /// Whether PHI may reach it.
    pub phi_allowed: Option<bool>,
    /// The id of the agreement with it.
    pub baa: Option<String>,
    /// The state of its sandbox, in words.
    pub sandbox: Option<String>,
    /// The state of production with it, in words.
    pub production: Option<String>,
    /// Who looks after it here.
    pub owner: Option<String>,
    /// Who administers it there.
    pub admin_contact: Option<String>,
    /// Who is told of incidents.
    pub incident_contact: Option<String>,
    /// How one signs in to it.
    pub auth: Option<String>,
    /// How its webhooks are authenticated.
    pub webhook_security: Option<String>,
    /// How long it keeps data.
    pub retention: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// One `[[facility]]`: a row of the entity map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facility {
    /// The name that can sign.
    pub legal_name: String,
    /// The name on the door.
    pub dba: Option<String>,
    /// The street address.
    pub address: Option<String>,
    /// The National Provider Identifier: ten digits.
    pub npi: Option<String>,
    /// The tax id.
    pub tax_id: Option<String>,
    /// Who owns it, with shares where known.
    pub owners: Vec<String>,
    /// Who manages it.
    pub managing_entity: Option<String>,
    /// Who can sign for it.
    pub can_sign: Option<String>,
    /// How a signature is reached: the facility itself, a managing entity, the owners, a new entity.
    pub signing_path: Option<String>,
    /// The state of the letter of authority, in words.
    pub authority_letter: Option<String>,
    /// AWS account ids that hold its data.
    pub accounts: Vec<String>,
    /// Who approves vendors.
    pub approves_vendors: Option<String>,
    /// Who answers legal questions.
    pub legal_contact: Option<String>,
    /// Who answers questions of compliance.
    pub compliance_contact: Option<String>,
    /// Where it is written.
    pub place: Place,
}

/// Whether something is done, and since when where that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Done {
    /// Done or not, on no known day.
    Is(bool),
    /// Done on this day.
    On(Date),
}

/// One `[[insurance]]`: a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Insurance {
    /// What it insures: `cyber`, `tech_eo` or another word.
    pub kind: String,
    /// Who insures.
    pub carrier: Option<String>,
    /// Whether it is bound.
    pub bound: Option<Done>,
    /// Whether somebody read its exclusions.
    pub exclusions_reviewed: Option<Done>,
    /// Its first day.
    pub effective: Option<Date>,
    /// Its last day.
    pub expires: Option<Date>,
    /// Where it is written.
    pub place: Place,
}

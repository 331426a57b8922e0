//! What the register keeps beside agreements: the organization, the vendor tracker, the entity map, the insurance and what
//! people attest.

use super::parts::{Assurance, Document, VendorAccount};
use crate::diagnostic::Place;
use crate::diagnostic::words::words;
use jiff::civil::Date;
use serde::Serialize;

/// `[organization]`: whose register this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Organization {
    /// The legal name, as agreements have it.
    pub name: String,
    /// Names of products: none of them is a legal entity, and none can sign.
    pub product_names: Vec<String>,
    /// Where it is written.
    pub place: Place,
}

/// One `[[vendor]]`: a row of the vendor tracker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vendor {
    /// Its short name, unique.
    pub id: String,
    /// Its name, where the short one is not it.
    pub name: Option<String>,
    /// What it is for, where its own file does not say: `ai`, `communications`, `error-tracking`.
    pub category: Option<String>,
    /// What data it touches.
    pub data: Option<String>,
    /// Whether PHI may go there.
    pub phi_allowed: Option<bool>,
    /// The id of the agreement with it.
    pub baa: Option<String>,
    /// Its surfaces in use, in the vendor's words: `apm`, `session replay`.
    pub surfaces: Vec<String>,
    /// AWS accounts from which it is used; empty is all.
    pub accounts: Vec<String>,
    /// Whether substance-use records under 42 CFR Part 2 reach it; `None`: nobody said.
    pub part_2: Option<bool>,
    /// The first day on which PHI went there, where somebody knows.
    pub phi_since: Option<Date>,
    /// The state of its sandbox.
    pub sandbox: Option<String>,
    /// The state of its production use.
    pub production: Option<String>,
    /// Who owns the account.
    pub owner: Option<String>,
    /// Who administers it.
    pub admin_contact: Option<String>,
    /// Whom to call about an incident.
    pub incident_contact: Option<String>,
    /// How people and programs sign in.
    pub auth: Option<String>,
    /// How its webhooks are verified.
    pub webhook_security: Option<String>,
    /// How long it keeps what.
    pub retention: Option<String>,
    /// Reports on its controls that people rely on.
    pub assurance: Vec<Assurance>,
    /// Where it is written.
    pub place: Place,
}

impl Vendor {
    /// A vendor of which nothing is known.
    pub fn bare(place: Place) -> Self {
        Self {
            id: String::new(),
            name: None,
            category: None,
            data: None,
            phi_allowed: None,
            baa: None,
            surfaces: Vec::new(),
            accounts: Vec::new(),
            part_2: None,
            phi_since: None,
            sandbox: None,
            production: None,
            owner: None,
            admin_contact: None,
            incident_contact: None,
            auth: None,
            webhook_security: None,
            retention: None,
            assurance: Vec::new(),
            place,
        }
    }
}

words! {
    /// How a signature is reached.
    pub enum SigningPath {
        /// The facility itself signs.
        Facility = "facility",
        /// A managing entity signs, with documented authority.
        ManagingEntity = "managing_entity",
        /// The owners sign.
        Owners = "owners",
        /// A new entity is made, and signs.
        NewEntity = "new_entity",
    }
}

words! {
    /// The state of a letter of authority.
    pub enum Authority {
        /// It is here.
        Received = "received",
        /// The one who signs needs none.
        NotNeeded = "not_needed",
        /// It was asked for.
        Requested = "requested",
        /// There is none.
        Missing = "missing",
    }
}

/// One `[[facility]]`: a row of the entity map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facility {
    /// Its short name, unique; the legal name where none is written.
    pub id: String,
    /// The legal name.
    pub legal_name: String,
    /// The name it does business under.
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
    pub can_sign: Vec<String>,
    /// How a signature is reached.
    pub signing_path: Option<SigningPath>,
    /// The state of the letter of authority.
    pub authority: Option<Authority>,
    /// The same in the words of whoever wrote it.
    pub authority_letter: Option<String>,
    /// The letter itself.
    pub authority_document: Option<Document>,
    /// AWS account ids that hold its data.
    pub accounts: Vec<String>,
    /// Where its data lie at vendors.
    pub vendor_accounts: Vec<VendorAccount>,
    /// Ids of the agreements with it, beside those that name it in their `facilities`.
    pub agreements: Vec<String>,
    /// Who approves vendors.
    pub approves_vendors: Option<String>,
    /// Who answers legal questions.
    pub legal_contact: Option<String>,
    /// Who answers questions of compliance.
    pub compliance_contact: Option<String>,
    /// Where it is written.
    pub place: Place,
}

impl Facility {
    /// A facility of which nothing is known.
    pub fn bare(place: Place) -> Self {
        Self {
            id: String::new(),
            legal_name: String::new(),
            dba: None,
            address: None,
            npi: None,
            tax_id: None,
            owners: Vec::new(),
            managing_entity: None,
            can_sign: Vec::new(),
            signing_path: None,
            authority: None,
            authority_letter: None,
            authority_document: None,
            accounts: Vec::new(),
            vendor_accounts: Vec::new(),
            agreements: Vec::new(),
            approves_vendors: None,
            legal_contact: None,
            compliance_contact: None,
            place,
        }
    }
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
    /// Whether it covers incidents with PHI, as somebody read it.
    pub covers_phi: Option<bool>,
    /// The policy's number.
    pub policy: Option<String>,
    /// The most it pays, as the policy has it.
    pub limit: Option<String>,
    /// The policy itself.
    pub document: Option<Document>,
    /// Where it is written.
    pub place: Place,
}

words! {
    /// What no scan can see.
    pub enum Attested {
        /// Tests show that PHI is taken out of logs and errors.
        RedactionTests = "redaction_tests",
        /// A penetration test was made.
        PenetrationTest = "penetration_test",
        /// The policies are approved.
        Policies = "policies",
        /// The list of who has access is settled.
        AccessRoster = "access_roster",
        /// It is known whom to call.
        IncidentContacts = "incident_contacts",
        /// The flows of production data are written down.
        DataFlows = "data_flows",
        /// The risk analysis is made: 164.308(a)(1)(ii)(A).
        RiskAnalysis = "risk_analysis",
        /// The workforce is trained: 164.308(a)(5).
        Training = "training",
        /// The contingency plan was tested: 164.308(a)(7)(ii)(D).
        ContingencyTest = "contingency_test",
        /// How patients' data reach a vendor's sandbox, if at all, is decided.
        AuthorizationPath = "authorization_path",
        /// Nothing but synthetic or de-identified data is in use, at vendors too.
        SyntheticData = "synthetic_data",
        /// The error tracker takes PHI out before it keeps anything.
        ErrorTrackerScrubbing = "error_tracker_scrubbing",
        /// No error tracker is in use.
        NoErrorTracker = "no_error_tracker",
        /// No AI provider is in use, beside AWS.
        NoAiProvider = "no_ai_provider",
        /// Nobody sends text messages or calls, beside AWS.
        NoSmsProvider = "no_sms_provider",
        /// It is our own patients' PHI: we are the covered entity, and no customer's agreement is needed.
        CoveredEntity = "covered_entity",
    }
}

/// One `[[attestation]]`: somebody vouches for what no scan can see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attestation {
    /// What is vouched for.
    pub kind: Attested,
    /// Who vouches.
    pub by: String,
    /// When.
    pub date: Date,
    /// The last day it is good for, where it ages.
    pub expires: Option<Date>,
    /// The evidence.
    pub document: Option<Document>,
    /// What it says, in a sentence.
    pub note: Option<String>,
    /// Where it is written.
    pub place: Place,
}

impl Attestation {
    /// Whether it is good on a day: given by then, and not run out.
    pub fn holds_on(&self, day: Date) -> bool {
        self.date <= day && self.expires.is_none_or(|last| day <= last)
    }
}

/// Kinds of insurance that people write in more than one way, each with words that name it.
const INSURED: [(&str, &[&str]); 2] =
    [("cyber", &["cyber", "privacy"]), ("tech_eo", &["tech_eo", "tech e&o", "errors", "professional"])];

impl Insurance {
    /// Whether it is a policy of a kind: of one of the kinds that [`INSURED`] knows other words for, or of this word.
    pub fn is_of(&self, kind: &str) -> bool {
        let written = self.kind.to_lowercase();
        let words = INSURED.iter().find(|(known, _)| *known == kind).map(|(_, words)| *words);
        words.map_or_else(|| written.contains(kind), |words| words.iter().any(|word| written.contains(word)))
    }

    /// Whether it is bound and in force on a day. `bound = true` without a day counts from the policy's first day.
    pub fn holds_on(&self, day: Date) -> bool {
        let bound = match self.bound {
            Some(Done::On(since)) => since <= day,
            Some(Done::Is(bound)) => bound,
            None => false,
        };
        bound
            && self.effective.is_none_or(|first| first <= day)
            && self.expires.is_none_or(|last| day <= last)
    }
}

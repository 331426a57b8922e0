//! The register's entries as resources, so that what is said of agreements, vendors and people is judged by checks like any
//! other. Each is held against the rest of the register, the map's rows and the facts on one day.

mod agreement;
mod duty;
mod flow_down;
mod leftover;
mod parties;
mod people;
#[cfg(test)]
mod tests;

pub use flow_down::{Weaker, weaker_than_promised};
pub use parties::{VendorRow, carved_out};

use super::{Row, Usage};
use crate::register::{Agreement, Document, DocumentState, Kin, Place, Register, Vendor};
use crate::resource::{Cause, GLOBAL, Resource, Unread};
use crate::vendor::Vendors;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How the checks that agreements' conditions name came out, by check and account.
pub type Outcomes = BTreeMap<(String, String), Outcome>;

/// How one check came out over an account: the worst of its verdicts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing failed, and everything was decided.
    Held,
    /// Something could not be decided.
    Undecided(Option<Unread>),
    /// Something failed.
    Failed,
}

impl Outcome {
    /// The word used in records.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Held => "met",
            Self::Undecided(_) => "undecided",
            Self::Failed => "unmet",
        }
    }

    /// What a record's word means.
    pub fn of_word(word: &str) -> Self {
        match word {
            "met" => Self::Held,
            "unmet" => Self::Failed,
            _ => Self::Undecided(None),
        }
    }
}

/// What the register's entries are held against.
pub struct Chain<'a> {
    /// The register.
    pub register: &'a Register,
    /// Its relations on the day of judging.
    pub kin: &'a Kin<'a>,
    /// The map's rows.
    pub rows: &'a [Row],
    /// What the facts show.
    pub usage: &'a Usage,
    /// How the checks came out that conditions name.
    pub outcomes: &'a Outcomes,
    /// Accounts that the facts hold.
    pub accounts: &'a [String],
    /// The organization of each account, or why it is not known.
    pub organization: &'a dyn Fn(&str) -> Result<Option<String>, Unread>,
    /// What is publicly known of vendors.
    pub vendors: &'a Vendors,
    /// The day of judging.
    pub on: Date,
}

impl<'a> Chain<'a> {
    /// Every entry of the register as a resource.
    pub fn subjects(&self) -> Vec<Resource> {
        let mut subjects = vec![people::organization(self)];
        subjects.extend(self.register.agreements.iter().map(|a| agreement::subject(self, a)));
        subjects.extend(self.vendor_rows().iter().map(|row| parties::vendor(self, row)));
        subjects.extend(self.register.facilities.iter().map(|f| people::facility(self, f)));
        subjects.extend(self.register.insurance.iter().map(|i| people::insurance(self, i)));
        subjects.extend(self.register.attestations.iter().map(|a| people::attestation(self, a)));
        subjects.extend(parties::accounts(self));
        subjects.extend(
            self.usage
                .third_parties()
                .map(|(account, party, seen)| parties::third_party(self, account, party, seen)),
        );
        subjects
    }

    /// How a check came out over an account; one that was not made there is undecided.
    fn outcome(&self, check: &str, account: &str) -> Outcome {
        let key = (check.to_owned(), account.to_owned());
        self.outcomes.get(&key).cloned().unwrap_or(Outcome::Undecided(None))
    }

    /// Accounts in which something rests on an agreement, of these services where there are any. What rests on another vendor
    /// than AWS no row tells: the accounts that the vendor's row or the agreement names, else all.
    fn accounts_under(&self, agreement: &Agreement, services: &[String]) -> BTreeSet<String> {
        if !agreement.is_with_aws() {
            let vendor = self.register.vendor_of(agreement).map(|vendor| &vendor.accounts[..]);
            let named = [vendor.unwrap_or_default(), &agreement.accounts, self.accounts];
            let named = named.into_iter().find(|accounts| !accounts.is_empty());
            return named.into_iter().flatten().cloned().collect();
        }
        let of = |row: &&Row| row.agreement.as_deref() == Some(agreement.id.as_str());
        let named = |row: &&Row| {
            let parent = row.parent.as_ref().is_some_and(|parent| services.contains(parent));
            services.is_empty() || services.contains(&row.service) || parent
        };
        self.rows.iter().filter(of).filter(named).map(|row| row.account.clone()).collect()
    }

    /// Customers' agreements that are in force and rest on an agreement with a vendor.
    pub fn resting_on(&self, downstream: &Agreement) -> Vec<&'a Agreement> {
        self.customers().filter(|customer| self.overlap(customer, downstream)).collect()
    }

    fn customers(&self) -> impl Iterator<Item = &'a Agreement> {
        self.kin.customers().iter().copied()
    }

    /// Whether the data of a customer may lie where an agreement with a vendor counts: they name an account in common, or one
    /// of them names none; likewise for services, which only agreements with AWS name. Where the agreement names no account,
    /// those count from which the tracker says that the vendor is used.
    fn overlap(&self, customer: &Agreement, downstream: &Agreement) -> bool {
        let ours = self.kin.accounts_of(customer);
        let tracked = || self.register.vendor_of(downstream).map_or(&[][..], |vendor| &vendor.accounts);
        let theirs = if downstream.accounts.is_empty() { tracked() } else { &downstream.accounts };
        let accounts = ours.is_empty()
            || theirs.is_empty()
            || downstream.organization.is_some() // whichever accounts are in it
            || theirs.iter().any(|account| ours.contains(account.as_str()));
        let services = customer.services.is_empty()
            || downstream.services.is_empty()
            || downstream.services.iter().any(|slug| customer.services.contains(slug));
        accounts && services
    }

    fn days_until(&self, day: Date) -> i64 {
        i64::from(self.on.until(day).map_or(0, |span| span.get_days()))
    }
}

/// Customers' agreements in force whose data reach a vendor of the tracker.
pub fn customers_of<'r>(kin: &Kin<'r>, vendor: &Vendor) -> Vec<&'r Agreement> {
    kin.customers().iter().copied().filter(|customer| reaches(kin, customer, vendor)).collect()
}

/// Whether the data of a customer whose agreement is in force reach a vendor of the tracker.
fn reaches(kin: &Kin<'_>, customer: &Agreement, vendor: &Vendor) -> bool {
    let ours = kin.accounts_of(customer);
    let shared = |account: &String| ours.contains(account.as_str());
    vendor.phi_allowed != Some(false)
        && (ours.is_empty() || vendor.accounts.is_empty() || vendor.accounts.iter().any(shared))
}

/// A resource for an entry. `properties` are its own; where it is written joins them.
fn entry(kind: &str, id: &str, name: &str, place: &Place, properties: Value) -> Resource {
    let mut properties = match properties {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    let file = place.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    properties.insert("File".to_owned(), json!(file));
    properties.insert("Line".to_owned(), json!(place.line));
    Resource {
        kind: format!("Register::{kind}"),
        id: id.to_owned(),
        arn: None,
        account: String::new(),
        region: GLOBAL.to_owned(),
        name: Some(name.to_owned()),
        created_at: None,
        tags: Some(Vec::new()),
        properties,
        unread: Vec::new(),
        origin: None,
    }
}

/// Marks what only people can tell and nobody wrote.
fn not_reviewed(subject: &mut Resource, property: &str, key: &str) {
    let why =
        Unread { action: Some(format!("register:{key}")), ..Unread::without_call("", Cause::NotReviewed) };
    subject.property_unread(property, &why);
}

/// What is known of a document, for the properties that entries with one share.
fn document(register: &Register, document: Option<&Document>) -> Map<String, Value> {
    let state = document.and_then(|d| match register.documents.state(d) {
        DocumentState::Present(_) => Some("present"),
        DocumentState::Missing => Some("missing"),
        DocumentState::Unreadable(_) => None, // see `document_unread`
    });
    let mut found = Map::new();
    found.insert("Document".to_owned(), json!(document.map(|d| &d.path)));
    found.insert("DocumentState".to_owned(), json!(state));
    found.insert("DocumentHashWritten".to_owned(), json!(document.is_some_and(|d| d.sha256.is_some())));
    found.insert(
        "DocumentHashMatches".to_owned(),
        json!(document.and_then(|d| register.documents.matches(d))),
    );
    found
}

/// Marks what is not known of a document that is there and could not be read.
fn document_unread(subject: &mut Resource, register: &Register, document: Option<&Document>) {
    let Some(DocumentState::Unreadable(said)) = document.map(|d| register.documents.state(d)) else { return };
    let why = Unread { code: Some(said.clone()), ..Unread::without_call("", Cause::Failed) };
    for property in ["DocumentState", "DocumentHashMatches"] {
        subject.property_unread(property, &why);
    }
}

/// Marks what insurance is missing as unread where nobody said whether the cyber policy covers PHI; what is missing stands.
fn insurance_unread(subject: &mut Resource, register: &Register, day: Option<Date>) {
    let missing = subject.properties.get("InsuranceMissing").and_then(Value::as_array);
    let none_is_missing = missing.is_some_and(Vec::is_empty);
    if none_is_missing && day.is_some_and(|day| duty::insurance_untold(&register.insurance, day)) {
        not_reviewed(subject, "InsuranceMissing", "insurance.covers_phi");
    }
}

fn ids(agreements: &[&Agreement]) -> Vec<String> {
    agreements.iter().map(|a| a.id.clone()).collect()
}

fn day(date: Option<Date>) -> Option<String> {
    date.map(|d| d.to_string())
}

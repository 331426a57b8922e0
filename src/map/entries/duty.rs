//! What an agreement asks of us beyond its terms: who signs, what insures, where PHI may be, who gets Part 2 records.

use super::flow_down::is_domestic;
use super::{Chain, reaches};
use crate::eligibility;
use crate::map::{Row, agreement};
use crate::register::{
    Agreement, Answer, Authority, DocumentState, Facility, Insurance, Offshore, Phi, SigningPath, Standing,
};
use crate::resource::{GLOBAL, Unread};
use crate::vendor::one_names_the_other;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The insurance that has to be bound before a customer's agreement is signed.
const INSURANCE: [&str; 2] = ["cyber", "tech_eo"];

/// Kinds of insurance that no policy of the register binds on a day. One that leaves PHI out is no cyber insurance here.
pub(super) fn insurance_missing(policies: &[Insurance], day: Date) -> Vec<&'static str> {
    let binds = |kind: &'static str| {
        bound(policies, kind, day).any(|policy| kind != "cyber" || policy.covers_phi != Some(false))
    };
    INSURANCE.into_iter().filter(|kind| !binds(kind)).collect()
}

/// Whether nobody said of any cyber policy bound on a day that it covers PHI: then none may be missing, and none may be there.
pub(super) fn insurance_untold(policies: &[Insurance], day: Date) -> bool {
    let mut covers = bound(policies, "cyber", day)
        .map(|policy| policy.covers_phi)
        .filter(|c| *c != Some(false))
        .peekable();
    covers.peek().is_some() && covers.all(|covers| covers.is_none())
}

/// Policies of a kind that are bound and in force on a day.
fn bound<'p>(policies: &'p [Insurance], kind: &'p str, day: Date) -> impl Iterator<Item = &'p Insurance> {
    policies.iter().filter(move |policy| policy.holds_on(day) && policy.is_of(kind))
}

/// What keeps a signature from counting; and whether the register says enough to tell.
pub(super) fn signer_lacks(chain: &Chain<'_>, agreement: &Agreement) -> (Vec<String>, bool) {
    let register = chain.register;
    let products = &register.organization.product_names;
    let mut lacks: Vec<String> = [Some(&agreement.counterparty), agreement.our_entity.as_ref()]
        .into_iter()
        .flatten()
        .filter(|name| products.contains(name))
        .map(|name| format!("{name} is a product's name, which cannot sign"))
        .collect();
    let trades_as = |f: &&Facility| {
        f.dba.as_ref() == Some(&agreement.counterparty) && f.legal_name != agreement.counterparty
    };
    if let Some(facility) = register.facilities.iter().find(trades_as) {
        lacks.push(format!("{} is the trade name of {}", agreement.counterparty, facility.legal_name));
    }
    let facilities = chain.kin.facilities_of(agreement);
    let Some(signer) = &agreement.signed_by else {
        return (lacks, false);
    };
    let mut known = !facilities.is_empty();
    for facility in facilities {
        match may_sign(facility, signer) {
            Some(true) => {}
            Some(false) => {
                lacks.push(format!("{signer} is not among those who can sign for {}", facility.id))
            }
            None => known = false,
        }
        known &= authority_documented(chain, facility).is_some();
        lacks.extend(authority_lacks(chain, facility));
    }
    (lacks, known)
}

/// Whether somebody is among those who can sign for a facility; `None` where the register names nobody who can.
fn may_sign(facility: &Facility, signer: &str) -> Option<bool> {
    let owners: &[String] =
        if facility.signing_path == Some(SigningPath::Owners) { &facility.owners } else { &[] };
    let mut named = facility.can_sign.iter().chain(owners).peekable();
    named.peek()?;
    Some(named.any(|named| one_names_the_other(named, signer)))
}

/// Whether a facility's signature is documented; `None` where the register does not say how it is reached, or the letter could
/// not be read.
pub(super) fn authority_documented(chain: &Chain<'_>, facility: &Facility) -> Option<bool> {
    let path = facility.signing_path?;
    let letter_is_here = match &facility.authority_document {
        Some(letter) => match chain.register.documents.state(letter) {
            DocumentState::Present(_) => true,
            DocumentState::Missing => false,
            DocumentState::Unreadable(_) => return None,
        },
        None => facility.authority == Some(Authority::Received),
    };
    match (path, facility.authority) {
        (SigningPath::ManagingEntity | SigningPath::NewEntity, None) => {
            Some(letter_is_here).filter(|here| *here)
        }
        (SigningPath::ManagingEntity | SigningPath::NewEntity, Some(_)) => Some(letter_is_here),
        (SigningPath::Facility | SigningPath::Owners, Some(Authority::Missing | Authority::Requested)) => {
            Some(false)
        }
        (SigningPath::Facility | SigningPath::Owners, _) => Some(true),
    }
}

fn authority_lacks(chain: &Chain<'_>, facility: &Facility) -> Option<String> {
    (authority_documented(chain, facility) == Some(false)).then(|| {
        let state = match facility.authority {
            // What is said to be here and is not.
            Some(Authority::Received) | None => "not in the register's folder",
            Some(Authority::NotNeeded) => "called not needed, and whoever signs for another needs one",
            Some(state) => state.as_str(),
        };
        format!("the letter of authority for {} is {state}", facility.id)
    })
}

/// Rows in a customer's scope, whatever their regions.
fn in_scope<'c>(chain: &'c Chain<'_>, customer: &'c Agreement) -> impl Iterator<Item = &'c Row> {
    let accounts = chain.kin.accounts_of(customer);
    chain
        .rows
        .iter()
        .filter(|row| row.phi != Phi::NoPhi && row.eligibility != eligibility::Verdict::Tooling)
        .filter(move |row| accounts.is_empty() || accounts.contains(row.account.as_str()))
        .filter(|row| agreement::names_service(customer, &row.service, row.parent.as_deref()))
}

/// Where PHI of a customer may be: its regions, or the United States; `None` for no limit.
pub(super) fn regions_allowed(customer: &Agreement) -> Option<Vec<String>> {
    match (customer.regions.is_empty(), customer.offshore) {
        (false, _) => Some(customer.regions.clone()),
        (true, Offshore::Forbidden) => Some(vec!["regions in the United States".to_owned()]),
        (true, _) => None,
    }
}

/// Services in a customer's scope that are in use where its PHI may not be; and why somewhere there it could not be seen.
pub(super) fn regions_outside(chain: &Chain<'_>, customer: &Agreement) -> (Vec<String>, Option<Unread>) {
    let allowed = |region: &String| {
        region == GLOBAL
            || ((customer.regions.is_empty() || customer.regions.contains(region))
                && (customer.offshore != Offshore::Forbidden || is_domestic(region)))
    };
    let (mut found, mut unseen) = (Vec::new(), None);
    for row in in_scope(chain, customer) {
        let outside: Vec<&str> =
            row.usage.regions.iter().filter(|r| !allowed(r)).map(String::as_str).collect();
        if !outside.is_empty() {
            found.push(format!("{} in {}: {}", row.service, row.account, outside.join(", ")));
        }
        if row.usage.unread_in.iter().any(|region| !allowed(region)) {
            unseen = unseen.or_else(|| row.usage.unread.first().cloned());
        }
    }
    (found, unseen)
}

/// The services and vendors that receive a customer's Part 2 records, and those of them without terms for it that are in force.
/// Last, whether a vendor is there of which nobody said whether they reach it.
pub(super) fn part_2(chain: &Chain<'_>, customer: &Agreement) -> (Vec<String>, Vec<String>, bool) {
    let register = chain.register;
    let has_terms = |a: Option<&Agreement>| {
        a.is_some_and(|a| a.qsoa == Answer::Yes && a.standing(chain.on) == Standing::InForce)
    };
    let mut untold = false;
    let (mut recipients, mut without) = (BTreeSet::new(), BTreeSet::new());
    for row in chain.rows.iter().filter(|row| row.customers.contains(&customer.id)) {
        recipients.insert(format!("{} in {}", row.service, row.account));
        if !has_terms(row.agreement.as_deref().and_then(|id| chain.kin.agreement(id))) {
            without.insert("aws".to_owned());
        }
    }
    for vendor in register.vendors.iter().filter(|vendor| vendor.id != "aws") {
        let receives = vendor.part_2.or(vendor.phi_allowed);
        let in_force = customer.standing(chain.on) == Standing::InForce;
        if receives == Some(false) || !in_force || !reaches(chain.kin, customer, vendor) {
            continue;
        }
        if receives.is_none() {
            untold = true;
            continue;
        }
        recipients.insert(vendor.id.clone());
        if !has_terms(register.agreement_with(vendor, chain.on)) {
            without.insert(vendor.id.clone());
        }
    }
    (recipients.into_iter().collect(), without.into_iter().collect(), untold)
}

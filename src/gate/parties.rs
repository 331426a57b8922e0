//! The agreements that must be in force, with customers and vendors, as the register and the record have them.

use super::Question;
use super::found::Found;
use super::phases::{Asked, With};
use super::vouched;
use crate::record::{PrerequisiteState, Record};
use crate::register::{Agreement, Direction, Register, Standing, Vendor};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One vendor that is asked about.
struct Party<'r> {
    row: Option<&'r Vendor>,
    agreement: Option<&'r Agreement>,
    /// The account whose configuration lets it in, where that alone tells of it.
    seen_in: Option<&'r str>,
}

/// Adds whether the agreements that are asked for are in force.
pub(super) fn add(
    question: &Question<'_>,
    register: &Register,
    record: &Record,
    asked: &Asked,
    found: &mut Found,
) {
    let on = question.on;
    let there = match &asked.with {
        With::Customers => customers(register, on, found),
        With::Vendor(id) => {
            let party = party(register, id, on);
            let there = party.row.is_some() || party.agreement.is_some();
            if there {
                vendor(id, &party, on, found);
            }
            there
        }
        With::Category(category) => {
            let parties = parties(question, register, record, category);
            for (id, party) in &parties {
                vendor(id, party, on, found);
            }
            !parties.is_empty()
        }
    };
    if there {
        for kind in &asked.attested {
            vouched::attested(register, *kind, on, found);
        }
        return;
    }
    none(register, asked, on, found);
}

/// There is no such party in the register, nor was one seen.
fn none(register: &Register, asked: &Asked, on: Date, found: &mut Found) {
    let (nobody, write) = match &asked.with {
        With::Customers => (
            "the register holds no customer's agreement".to_owned(),
            "an [[agreement]] with direction = \"upstream\"".to_owned(),
        ),
        With::Vendor(id) => (
            format!("the register holds no agreement with {id}"),
            format!("an [[agreement]] with direction = \"downstream\" and vendor = \"{id}\""),
        ),
        With::Category(category) => (
            format!("the register names no vendor for {category}, and none was seen"),
            format!(
                "a [[vendor]] with its agreement (category = \"{category}\" where baascan does not know the vendor)"
            ),
        ),
    };
    let Some(kind) = asked.none_attested else {
        match asked.with {
            With::Category(_) => found.settled(PrerequisiteState::NotApplicable, nobody),
            With::Customers | With::Vendor(_) => {
                found.fails(nobody, format!("sign one, and write it: {write}"))
            }
        }
        return;
    };
    match vouched::in_force(register, kind, on) {
        Some(by) => {
            found.settled(PrerequisiteState::NotApplicable, format!("{} is attested by {by}", kind.as_str()));
        }
        None => found.not_attested(
            format!("{nobody}; nobody attested that there is none"),
            format!("write {write}; or {}", vouched::lines(kind)),
        ),
    }
}

fn in_force(agreement: &Agreement, on: Date) -> bool {
    matches!(agreement.standing(on), Standing::InForce | Standing::NotRequired)
}

/// At least one customer's agreement must be in force; whose is not may send no PHI. Whether there is any.
fn customers(register: &Register, on: Date, found: &mut Found) -> bool {
    let all: Vec<&Agreement> =
        register.agreements.iter().filter(|a| a.direction == Direction::Upstream).collect();
    let ids = |agreements: &[&Agreement]| {
        agreements.iter().map(|a| format!("`{}`", a.id)).collect::<Vec<_>>().join(", ")
    };
    let (good, other): (Vec<&Agreement>, Vec<&Agreement>) = all.iter().partition(|a| in_force(a, on));
    if good.is_empty() && !other.is_empty() {
        found.fails(
            format!("no customer's agreement is in force on {on}: {}", ids(&other)),
            "sign it, and write `status = \"executed\"` and `effective`",
        );
    } else if !good.is_empty() {
        found.settled(PrerequisiteState::Holds, format!("in force: {}", ids(&good)));
        let pending: Vec<&Agreement> =
            other.into_iter().filter(|a| a.standing(on) == Standing::Pending).collect();
        if !pending.is_empty() {
            found.reasons.push(format!("not in force yet, so its PHI may not come: {}", ids(&pending)));
        }
    }
    !all.is_empty()
}

fn party<'r>(register: &'r Register, id: &str, on: Date) -> Party<'r> {
    let row = register.vendors.iter().find(|vendor| vendor.id == id);
    let direct = || {
        let with = |a: &&Agreement| a.direction == Direction::Downstream && a.vendor.as_deref() == Some(id);
        let all = register.agreements.iter().filter(with);
        all.max_by_key(|a| (in_force(a, on), a.effective))
    };
    let agreement = row.and_then(|row| register.agreement_with(row, on)).or_else(direct);
    Party { row, agreement, seen_in: None }
}

/// Every vendor of a category: in the tracker, in an agreement alone, or seen in the configuration alone.
fn parties<'r>(
    question: &Question<'_>,
    register: &'r Register,
    record: &'r Record,
    category: &str,
) -> BTreeMap<String, Party<'r>> {
    let known = |name: &str| (question.category_of)(name).as_deref() == Some(category);
    let of_row = |vendor: &&Vendor| match &vendor.category {
        Some(written) => written.to_lowercase() == category,
        None => known(&vendor.id) || vendor.name.as_deref().is_some_and(known),
    };
    let mut found = BTreeMap::new();
    for row in register.vendors.iter().filter(of_row) {
        found.insert(row.id.clone(), party(register, &row.id, question.on));
    }
    let downstream = register.agreements.iter().filter(|a| a.direction == Direction::Downstream);
    for agreement in downstream.filter(|a| register.vendor_of(a).is_none()) {
        let name = agreement.vendor.as_ref().unwrap_or(&agreement.counterparty);
        if known(name) {
            let best = party(register, name, question.on).agreement.or(Some(agreement));
            found.entry(name.clone()).or_insert(Party { row: None, agreement: best, seen_in: None });
        }
    }
    let tracked = |id: &str| register.vendors.iter().any(|vendor| vendor.id == id);
    for seen in record.third_parties.iter().filter(|seen| known(&seen.party) && !tracked(&seen.party)) {
        let party = || Party { row: None, agreement: None, seen_in: Some(&seen.account) };
        found.entry(seen.party.clone()).or_insert_with(party);
    }
    found
}

fn vendor(id: &str, party: &Party<'_>, on: Date, found: &mut Found) {
    if party.row.is_some_and(|row| row.phi_allowed == Some(false)) {
        found.settled(PrerequisiteState::NotApplicable, format!("the register keeps PHI away from {id}"));
        return;
    }
    match party.agreement {
        Some(agreement) if in_force(agreement, on) => {
            let word = if agreement.standing(on) == Standing::InForce { "in force" } else { "not required" };
            found.settled(PrerequisiteState::Holds, format!("{id}: `{}` is {word}", agreement.id));
        }
        Some(agreement) => found.fails(
            format!("{id}: `{}` is {}", agreement.id, agreement.standing(on).as_str()),
            format!("get the agreement with {id} signed or renewed, or write `phi_allowed = false` in its row and keep PHI away"),
        ),
        None => {
            let seen = party.seen_in.map_or_else(String::new, |account| format!(", which account {account} lets in"));
            found.fails(
                format!("there is no agreement with {id}{seen}"),
                format!("sign one with {id}, or write `phi_allowed = false` in its row and keep PHI away"),
            );
        }
    }
}

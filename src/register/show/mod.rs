//! The chain of promises: from the customers to us, and from us to AWS and the other vendors, as it stands on a day.
//!
//! [`Chain`] says what stands where; `tree` prints it for people, and `graph` draws it for `mermaid` and `dot`.

mod dot;
mod graph;
mod mermaid;
mod notes;
mod tree;

pub use dot::dot;
pub use mermaid::mermaid;
pub use tree::tree;

use super::{Agreement, Direction, Facility, Register, Standing, Vendor};
use jiff::civil::Date;

/// The chain of a register on a day.
struct Chain<'r> {
    us: &'r str,
    on: Date,
    customers: Vec<Party>,
    vendors: Vec<Party>,
}

/// One customer or vendor.
struct Party {
    /// The legal name, with the short one where there is one.
    name: String,
    /// What the tracker or the entity map says of it, each in a few words.
    notes: Vec<String>,
    /// The agreements with it; none is a gap.
    links: Vec<Link>,
    /// The facilities that are the customer.
    facilities: Vec<String>,
}

/// One agreement.
struct Link {
    id: String,
    standing: Standing,
    /// Where it stands, its notice and its end, each in a few words.
    notes: Vec<String>,
    /// What it covers and leaves out: a heading and names.
    parts: Vec<(&'static str, Vec<String>)>,
}

/// What is said of a party without an agreement.
const GAP: &str = "no agreement in this register";

impl<'r> Chain<'r> {
    fn of(register: &'r Register, on: Date) -> Self {
        let mut vendors = vendors(register, on);
        // The platform first, the others as they are written.
        vendors.sort_by_key(|(id, _)| *id != "aws");
        Self {
            us: &register.organization.name,
            on,
            customers: customers(register, on),
            vendors: vendors.into_iter().map(|(_, party)| party).collect(),
        }
    }
}

/// Customers in the order of their first agreement; facilities that none names come last.
fn customers(register: &Register, on: Date) -> Vec<Party> {
    let mut parties: Vec<(&str, Party)> = Vec::new();
    let mut reached = vec![false; register.facilities.len()];
    for agreement in register.agreements.iter().filter(|a| a.direction == Direction::Upstream) {
        let place = party_of(&mut parties, &agreement.counterparty, || agreement.counterparty.clone());
        let party = &mut parties[place].1;
        party.links.push(link(register, agreement, on));
        for (facility, reached) in register.facilities.iter().zip(&mut reached) {
            let says = notes::facility(facility);
            if is_of(facility, agreement) {
                *reached = true;
                if !party.facilities.contains(&says) {
                    party.facilities.push(says);
                }
            }
        }
    }
    let bare = register.facilities.iter().zip(&reached).filter(|(_, reached)| !**reached);
    let bare = bare.map(|(facility, _)| Party {
        name: facility.legal_name.clone(),
        notes: vec!["a facility".to_owned()],
        links: Vec::new(),
        facilities: Vec::new(),
    });
    parties.into_iter().map(|(_, party)| party).chain(bare.collect::<Vec<_>>()).collect()
}

fn is_of(facility: &Facility, agreement: &Agreement) -> bool {
    agreement.facilities.contains(&facility.id)
        || facility.agreements.contains(&agreement.id)
        || facility.legal_name == agreement.counterparty
}

/// Vendors by short name, else by legal name: those with agreements as these are written, then the rest of the tracker.
fn vendors(register: &Register, on: Date) -> Vec<(&str, Party)> {
    let mut parties: Vec<(&str, Party)> = Vec::new();
    for agreement in register.agreements.iter().filter(|a| a.direction == Direction::Downstream) {
        let row = register.vendors.iter().find(|row| is_with(row, agreement));
        let key = row.map(|row| row.id.as_str()).or(agreement.vendor.as_deref());
        let name = || match key {
            Some(id) => format!("{} ({id})", agreement.counterparty),
            None => agreement.counterparty.clone(),
        };
        let place = party_of(&mut parties, key.unwrap_or(&agreement.counterparty), name);
        parties[place].1.links.push(link(register, agreement, on));
    }
    for row in &register.vendors {
        let place = party_of(&mut parties, &row.id, || match &row.name {
            Some(name) => format!("{name} ({})", row.id),
            None => row.id.clone(),
        });
        parties[place].1.notes = notes::tracked(row);
    }
    parties
}

fn is_with(row: &Vendor, agreement: &Agreement) -> bool {
    match &agreement.vendor {
        Some(vendor) => *vendor == row.id,
        None => row.baa.as_ref() == Some(&agreement.id),
    }
}

/// The place of a party among those seen so far; a new one goes to their end.
fn party_of<'r>(parties: &mut Vec<(&'r str, Party)>, key: &'r str, name: impl FnOnce() -> String) -> usize {
    parties.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
        let party = Party { name: name(), notes: Vec::new(), links: Vec::new(), facilities: Vec::new() };
        parties.push((key, party));
        parties.len() - 1
    })
}

fn link(register: &Register, agreement: &Agreement, on: Date) -> Link {
    Link {
        id: agreement.id.clone(),
        standing: agreement.standing(on),
        notes: notes::agreement(register, agreement, on),
        parts: notes::parts(agreement),
    }
}

#[cfg(test)]
mod tests;

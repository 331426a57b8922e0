//! Where a row stands under the register on a day: the same for the facts of a scan and for a record that is asked again.

use super::agreement::{includes, names_account};
use super::{Outcome, Place, Verdict, cover, verdict};
use crate::eligibility;
use crate::register::{Agreement, Facility, Kin, Phi, Register};
use crate::resource::{GLOBAL, NOT_SAID};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What is known of a row before the register is asked.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Where it is.
    pub place: Place<'a>,
    /// Whether the account's organization, or that it has none, is known.
    pub organization_known: bool,
    /// Regions in which it was seen.
    pub regions: &'a [String],
    /// What the eligible list says of it.
    pub eligibility: eligibility::Verdict,
    /// Whether PHI may be in it.
    pub phi: Phi,
    /// Whether it could not be read whole.
    pub unread: bool,
}

/// What the register makes of it.
#[derive(Debug, Clone, Default)]
pub struct Stand {
    /// All verdicts that apply, worst first.
    pub verdicts: Vec<Verdict>,
    /// Id of the agreement over it, or of the one that comes nearest.
    pub agreement: Option<String>,
    /// The first day of that agreement's unbroken chain of renewals.
    pub since: Option<Date>,
    /// Whether that agreement is in force and holds the account.
    pub in_force: bool,
    /// Whether nobody could say which agreement covers it.
    pub cover_unread: bool,
    /// How the agreement's conditions came out.
    pub condition: Option<Outcome>,
    /// Ids of the customers' agreements that rest on it.
    pub customers: Vec<String>,
    /// Ids of the facilities whose PHI rests on it.
    pub facilities: Vec<String>,
    /// Ids of those of `customers` whose data are under 42 CFR Part 2.
    pub part_2: Vec<String>,
}

impl Stand {
    /// The worst of the verdicts.
    pub fn verdict(&self) -> Verdict {
        self.verdicts.first().copied().unwrap_or(Verdict::Covered)
    }
}

/// Lays a register over a row. `condition` tells how the conditions of an agreement came out for it.
pub fn stand(
    ground: &Ground<'_>,
    kin: Option<&Kin<'_>>,
    condition: &dyn Fn(&Agreement) -> Option<Outcome>,
) -> Stand {
    let Some(kin) = kin else {
        return Stand { verdicts: verdict::of(ground, None, false), ..Stand::default() };
    };
    let place = &ground.place;
    let mut cover = cover(kin, place, ground.regions);
    let cover_unread = (!ground.organization_known && cover.needs_organization) || place.account == NOT_SAID;
    if cover_unread {
        cover.gaps.clear(); // an agreement for an organization may cover it: nothing else can be said
    }
    // An agreement that names another account asks nothing of this one.
    let condition = cover.agreement.filter(|a| names_account(a, place)).and_then(condition);
    if condition == Some(Outcome::Failed) {
        cover.gaps.insert(Verdict::CarvedOut);
    }
    let undecided = matches!(condition, Some(Outcome::Undecided(_)));
    let ground = &Ground { unread: ground.unread || cover_unread, ..*ground };
    let customers = customers(kin, ground);
    Stand {
        verdicts: verdict::of(ground, Some(&cover), undecided),
        agreement: cover.agreement.map(|a| a.id.clone()),
        since: cover.including.and_then(|a| since(kin.register, a, place, ground.regions)),
        in_force: cover.in_force,
        cover_unread,
        facilities: facilities(kin, ground, &customers),
        part_2: part_2(kin, &customers),
        condition,
        customers,
    }
}

/// The first day of the chain of renewals that ends in an agreement, as far as each link covered the place.
fn since(register: &Register, agreement: &Agreement, place: &Place<'_>, regions: &[String]) -> Option<Date> {
    let held =
        |a: &Agreement| names_account(a, place) && regions.iter().any(|region| includes(a, place, region));
    register.in_force_since_over(agreement, &held)
}

/// The facilities whose PHI rests on a row: theirs is the account, or the row's customers are their agreements and they name
/// no account.
fn facilities(kin: &Kin<'_>, row: &Ground<'_>, customers: &[String]) -> Vec<String> {
    if row.phi == Phi::NoPhi || row.eligibility == eligibility::Verdict::Tooling {
        return Vec::new();
    }
    let rests = |facility: &&Facility| {
        let of_customer = || {
            customers.iter().filter_map(|id| kin.agreement(id)).any(|customer| {
                facility.agreements.contains(&customer.id) || customer.facilities.contains(&facility.id)
            })
        };
        facility.accounts.iter().any(|account| account == row.place.account)
            || (facility.accounts.is_empty() && of_customer())
    };
    kin.register.facilities.iter().filter(rests).map(|facility| facility.id.clone()).collect()
}

/// Those of a row's customers whose data are under 42 CFR Part 2.
fn part_2(kin: &Kin<'_>, customers: &[String]) -> Vec<String> {
    let is = |id: &&String| kin.agreement(id).is_some_and(|customer| customer.part_2);
    customers.iter().filter(is).cloned().collect()
}

/// The upstream agreements in force whose accounts and services include the row; one that names neither rests on every
/// row that may hold PHI.
fn customers(kin: &Kin<'_>, row: &Ground<'_>) -> Vec<String> {
    let place = &row.place;
    if row.phi == Phi::NoPhi || row.eligibility == eligibility::Verdict::Tooling {
        return Vec::new();
    }
    let everywhere = [GLOBAL.to_owned()];
    let regions = if row.regions.is_empty() { &everywhere[..] } else { row.regions };
    let ids: BTreeSet<&str> = kin
        .customers()
        .iter()
        .filter(|a| {
            let accounts = kin.accounts_of(a);
            let anywhere = accounts.is_empty() && a.organization.is_none();
            anywhere || accounts.contains(place.account) || names_account(a, place)
        })
        .filter(|a| regions.iter().any(|region| includes(a, place, region)))
        .map(|a| a.id.as_str())
        .collect();
    ids.into_iter().map(str::to_owned).collect()
}

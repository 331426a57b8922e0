//! Which of the register's agreements with AWS covers a place, and if none does, why not.

use super::{Place, Verdict};
use crate::register::{Agreement, Direction, Kin, Register, Standing};
use crate::resource::GLOBAL;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The vendor id under which the register keeps agreements with AWS.
const AWS: &str = "aws";

/// What the register says of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover<'r> {
    /// The agreement that covers it, or the one that comes nearest.
    pub agreement: Option<&'r Agreement>,
    /// Whether `agreement` is in force and its scope holds the account.
    pub in_force: bool,
    /// The agreement whose scope includes the place, in force or not: what its dates are measured against.
    pub including: Option<&'r Agreement>,
    /// What is missing; empty when every region is covered.
    pub gaps: BTreeSet<Verdict>,
    /// Whether the answer rests on an agreement for an organization while the account's own is not known.
    pub needs_organization: bool,
}

/// Holds the register's agreements with AWS against a place, region by region.
pub fn cover<'r>(kin: &Kin<'r>, place: &Place<'_>, regions: &[String]) -> Cover<'r> {
    let (register, on) = (kin.register, kin.on);
    // AWS keeps the data, so it is no conduit: `not_required` covers nothing.
    let with_aws: Vec<&Agreement> = of_aws(register)
        .filter(|a| a.standing(on) != Standing::NotRequired && !kin.is_superseded(a))
        .collect();
    let here: Vec<&Agreement> = with_aws.iter().copied().filter(|a| names_account(a, place)).collect();
    let in_force = |a: &&Agreement| a.standing(on) == Standing::InForce;
    let mut found: BTreeMap<Verdict, Option<&Agreement>> = BTreeMap::new();
    let mut covering = None;
    if here.is_empty() {
        match with_aws.iter().copied().find(in_force) {
            Some(elsewhere) => found.insert(Verdict::OutsideScope, Some(elsewhere)),
            None => found.insert(Verdict::NoAgreement, None),
        };
    }
    let everywhere = [GLOBAL.to_owned()];
    for region in if regions.is_empty() { &everywhere[..] } else { regions } {
        match here.iter().copied().find(|a| in_force(a) && includes(a, place, region)) {
            Some(agreement) => covering = covering.or(Some(agreement)),
            None => here.iter().for_each(|a| gaps_of(a, place, region, on, &mut found)),
        }
    }
    let agreement = found.values().next().copied().unwrap_or(covering);
    let including = covering.or_else(|| {
        let anywhere = |a: &&Agreement| regions.iter().any(|region| includes(a, place, region));
        here.iter().copied().find(anywhere)
    });
    Cover {
        agreement,
        in_force: agreement.is_some_and(|a| in_force(&a) && names_account(a, place)),
        including,
        gaps: found.into_keys().collect(),
        needs_organization: covering.is_none()
            && place.organization.is_none()
            && with_aws.iter().any(|a| a.organization.is_some() && in_force(a)),
    }
}

/// The register's agreements with AWS.
pub(super) fn of_aws(register: &Register) -> impl Iterator<Item = &Agreement> {
    register
        .agreements
        .iter()
        .filter(|a| a.direction == Direction::Downstream && a.vendor.as_deref() == Some(AWS))
}

/// Why one agreement over the account does not cover the place in one region. One that has ended or is not signed counts
/// as such only where its scope includes the place.
fn gaps_of<'r>(
    agreement: &'r Agreement,
    place: &Place<'_>,
    region: &str,
    on: Date,
    found: &mut BTreeMap<Verdict, Option<&'r Agreement>>,
) {
    let mut gap = |verdict| _ = found.entry(verdict).or_insert(Some(agreement));
    let carved_out = names(&agreement.carve_outs, place);
    if carved_out {
        gap(Verdict::CarvedOut);
    } else if !includes(agreement, place, region) {
        return gap(Verdict::OutsideScope);
    }
    match agreement.standing(on) {
        Standing::Lapsed => gap(Verdict::Lapsed),
        Standing::Pending => gap(Verdict::Pending),
        Standing::InForce | Standing::NotRequired => {}
    }
}

/// Whether a service, or what it is a feature of, stands in a list.
fn names(list: &[String], place: &Place<'_>) -> bool {
    list.iter().any(|s| s == place.service || Some(s.as_str()) == place.parent)
}

/// Whether an agreement's services and carve-outs include a service, wherever it runs.
pub(super) fn names_service(agreement: &Agreement, service: &str, parent: Option<&str>) -> bool {
    let place = Place { account: "", organization: None, service, parent };
    (agreement.services.is_empty() || names(&agreement.services, &place))
        && !names(&agreement.carve_outs, &place)
}

/// Whether an agreement's services, carve-outs and regions include a place. What has no region is in every region.
pub(super) fn includes(agreement: &Agreement, place: &Place<'_>, region: &str) -> bool {
    (agreement.services.is_empty() || names(&agreement.services, place))
        && !names(&agreement.carve_outs, place)
        && (agreement.regions.is_empty() || region == GLOBAL || agreement.regions.iter().any(|r| r == region))
}

/// Whether the agreement's scope names the account or its organization; one that names neither covers nothing.
pub(super) fn names_account(agreement: &Agreement, place: &Place<'_>) -> bool {
    agreement.accounts.iter().any(|a| a == place.account)
        || (place.organization.is_some() && agreement.organization.as_deref() == place.organization)
}

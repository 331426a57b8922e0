//! Which of the register's agreements with AWS covers a place, and if none does, why not.

use super::{Place, Verdict};
use crate::register::{Agreement, Direction, Register, Standing};
use crate::resource::GLOBAL;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The vendor id under which the register keeps agreements with AWS.
const AWS: &str = "aws";

/// What the register says of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover<'r> {
    /// The agreement that covers it, or the one that comes nearest.
    pub agreement: Option<&'r Agreement>,
    /// Whether `agreement` is in force and its scope holds the account.
    pub in_force: bool,
    /// What is missing; empty when every region is covered.
    pub gaps: BTreeSet<Verdict>,
    /// Whether the answer rests on an agreement for an organization while the account's own is not known.
    pub needs_organization: bool,
}

/// Holds the register's agreements with AWS against a place, region by region.
pub fn cover<'r>(
    register: &'r Register,
    place: &Place<'_>,
    parent: Option<&str>,
    regions: &[String],
    on: Date,
) -> Cover<'r> {
    let with_aws: Vec<&Agreement> = register
        .agreements
        .iter()
        .filter(|a| a.direction == Direction::Downstream && a.vendor.as_deref() == Some(AWS))
        .collect();
    let here: Vec<&Agreement> = with_aws.iter().copied().filter(|a| names_account(a, place)).collect();
    let in_force: Vec<&Agreement> = here.iter().copied().filter(|a| stands(a, on)).collect();
    let needs_organization = in_force.is_empty()
        && place.organization.is_none()
        && with_aws.iter().any(|a| a.organization.is_some() && stands(a, on));
    if in_force.is_empty() {
        let elsewhere = with_aws.iter().copied().find(|a| stands(a, on));
        let (agreement, gaps) = without_force(&here, elsewhere, on);
        return Cover { agreement, in_force: false, gaps, needs_organization };
    }
    let everywhere = [GLOBAL.to_owned()];
    let regions = if regions.is_empty() { &everywhere[..] } else { regions };
    let mut gaps = BTreeSet::new();
    let mut covering = None;
    for region in regions {
        let (agreement, gap) = best_in(&in_force, place.service, parent, region);
        gaps.extend(gap);
        if gap.is_some() || covering.is_none() {
            covering = Some(agreement);
        }
    }
    Cover { agreement: covering, in_force: true, gaps, needs_organization }
}

/// Why nothing is in force over the account: what has ended or is not yet, else whether any agreement exists at all.
fn without_force<'r>(
    here: &[&'r Agreement],
    elsewhere: Option<&'r Agreement>,
    on: Date,
) -> (Option<&'r Agreement>, BTreeSet<Verdict>) {
    let mut gaps = BTreeSet::new();
    let mut nearest = None;
    for agreement in here {
        let gap = match agreement.standing(on) {
            Standing::Lapsed => Verdict::Lapsed,
            _ => Verdict::Pending,
        };
        if gaps.insert(gap) && gaps.first() == Some(&gap) {
            nearest = Some(*agreement);
        }
    }
    if gaps.is_empty() {
        gaps.insert(if elsewhere.is_some() { Verdict::OutsideScope } else { Verdict::NoAgreement });
        nearest = elsewhere;
    }
    (nearest, gaps)
}

/// The agreement that does best for one region, and the least bad thing that can be said of it.
fn best_in<'r>(
    agreements: &[&'r Agreement],
    service: &str,
    parent: Option<&str>,
    region: &str,
) -> (&'r Agreement, Option<Verdict>) {
    let names = |list: &[String]| list.iter().any(|s| s == service || Some(s.as_str()) == parent);
    let judged = agreements.iter().map(|agreement| {
        let gap = if names(&agreement.carve_outs) {
            Some(Verdict::CarvedOut)
        } else if !(agreement.services.is_empty() || names(&agreement.services))
            || !(agreement.regions.is_empty()
                || region == GLOBAL
                || agreement.regions.iter().any(|r| r == region))
        {
            Some(Verdict::OutsideScope)
        } else {
            None
        };
        (*agreement, gap)
    });
    // `None` (covered) is best; among gaps a later verdict is the milder one.
    judged
        .max_by_key(|(_, gap)| gap.map_or(Verdict::Covered, |g| g))
        .unwrap_or((agreements[0], Some(Verdict::OutsideScope)))
}

fn stands(agreement: &Agreement, on: Date) -> bool {
    matches!(agreement.standing(on), Standing::InForce)
}

/// Whether the agreement's scope names the account or its organization; one that names neither covers nothing.
fn names_account(agreement: &Agreement, place: &Place<'_>) -> bool {
    agreement.accounts.iter().any(|a| a == place.account)
        || (place.organization.is_some() && agreement.organization.as_deref() == place.organization)
}

//! Each service in use, and the agreement it inherits or lacks.
//!
//! One row per account and service. [`Usage`] gathers what the facts show, [`decide`] lays the eligible list and the
//! register over it, and [`subjects`] hands the rows to the checks of category `baa` as resources.

mod agreement;
mod entries;
mod holding;
mod inventory;
mod platform;
mod stand;
mod subjects;
mod third_party;
mod usage;
mod verdict;

pub use agreement::{Cover, cover};
pub use entries::{
    Chain, Outcome, Outcomes, VendorRow, Weaker, carved_out, customers_of, weaker_than_promised,
};
pub use inventory::Told;
pub use platform::{PlatformBaa, Standing as PlatformStanding};
pub use stand::{Ground, Stand, stand};
pub use subjects::{agreement_subjects, service_subjects};
pub use third_party::ThirdParty;
pub use usage::{SeenBy, Sources, Usage, Use};
pub use verdict::{Evidence, Verdict};

use crate::eligibility::{self, Eligibility};
use crate::register::{Agreement, Excluded, Kin, Phi, Register};
use crate::resource::Unread;
use jiff::civil::Date;

/// One service in one account, with everything that was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Twelve digits.
    pub account: String,
    /// The service's slug, or the IAM prefix of a service that no source knows.
    pub service: String,
    /// The name AWS gives it.
    pub name: String,
    /// Regions in which it was seen, sorted; those in which it could not be looked for, where it was seen nowhere.
    pub regions: Vec<String>,
    /// Resources counted.
    pub resources: u64,
    /// The independent sources that showed it.
    pub seen_by: Vec<SeenBy>,
    /// What the eligible list says of it, with the configuration that decides a qualifier.
    pub eligibility: eligibility::Verdict,
    /// The list's printed qualifier, and what decided it.
    pub qualifier: Option<String>,
    /// The worst of `verdicts`.
    pub verdict: Verdict,
    /// All that apply, worst first.
    pub verdicts: Vec<Verdict>,
    /// The id of the agreement over it, or of the one that fails to be.
    pub agreement: Option<String>,
    /// The first day of that agreement's unbroken chain of renewals.
    pub agreement_since: Option<Date>,
    /// Who says that the agreement stands.
    pub evidence: Option<Evidence>,
    /// Whether PHI may be in it, as the register declares.
    pub phi: Phi,
    /// Ids of the upstream agreements whose PHI rests on it.
    pub customers: Vec<String>,
    /// Ids of the facilities whose PHI rests on it.
    pub facilities: Vec<String>,
    /// Ids of those of `customers` whose data are under 42 CFR Part 2.
    pub part_2: Vec<String>,
    /// The slug of the service that it is a feature of.
    pub parent: Option<String>,
    /// How the conditions came out that the agreement over it makes; `None` where it makes none.
    pub condition: Option<Outcome>,
    /// Why it could not be read whole.
    pub unread: Vec<Unread>,
    /// Whether nobody could say which agreement covers it.
    pub cover_unread: bool,
    /// What the facts showed, for the checks.
    pub usage: Use,
}

#[cfg(test)]
mod tests;

/// Builds the rows, sorted by account and service.
pub fn decide(
    usage: &Usage,
    eligibility: &Eligibility,
    register: Option<&Register>,
    organization: &dyn Fn(&str) -> Result<Option<String>, Unread>,
    outcomes: &Outcomes,
    on: Date,
) -> Vec<Row> {
    let kin = register.map(|register| Kin::of(register, on));
    usage
        .rows()
        .map(|(account, service, used)| {
            let org = organization(account);
            let parent = eligibility.entry(service).and_then(|e| e.parent.as_deref());
            let known = org.as_ref().ok().and_then(Option::as_deref);
            let place = Place { account, organization: known, service, parent };
            let mut row = describe(&place, used, eligibility, register);
            let ground = Ground {
                place,
                organization_known: org.is_ok(),
                regions: &row.regions,
                eligibility: row.eligibility,
                phi: row.phi,
                unread: !row.unread.is_empty(),
            };
            let condition = |agreement: &Agreement| conditions(agreement, &place, outcomes);
            let stand = stand(&ground, kin.as_ref(), &condition);
            let verified = usage.platform(account).is_some_and(|p| p.is_active(on));
            row.evidence =
                stand.in_force.then_some(if verified { Evidence::Verified } else { Evidence::Asserted });
            row.unread.extend(org.err().filter(|_| stand.cover_unread));
            row.cover_unread = stand.cover_unread;
            row.verdict = stand.verdict();
            row.verdicts = stand.verdicts;
            row.agreement = stand.agreement;
            row.agreement_since = stand.since;
            row.condition = stand.condition;
            row.customers = stand.customers;
            row.facilities = stand.facilities;
            row.part_2 = stand.part_2;
            row
        })
        .collect()
}

/// How the conditions came out that an agreement's document makes for a service: the worst of them.
/// `None` where it makes none.
pub fn conditions(agreement: &Agreement, place: &Place<'_>, outcomes: &Outcomes) -> Option<Outcome> {
    let named = |slug: &String| slug == place.service || Some(slug.as_str()) == place.parent;
    agreement
        .conditions
        .iter()
        .filter(|condition| condition.services.is_empty() || condition.services.iter().any(named))
        .map(|condition| {
            let key = (condition.check.clone(), place.account.to_owned());
            outcomes.get(&key).cloned().unwrap_or(Outcome::Undecided(None))
        })
        .max()
}

/// Where a row stands: what an agreement's scope is held against.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Twelve digits.
    pub account: &'a str,
    /// `o-…`, when the account is known to be in one.
    pub organization: Option<&'a str>,
    /// The service's slug.
    pub service: &'a str,
    /// The slug of the service that it is a feature of.
    pub parent: Option<&'a str>,
}

fn describe(place: &Place<'_>, used: &Use, eligibility: &Eligibility, register: Option<&Register>) -> Row {
    let entry = eligibility.entry(place.service);
    let evidence: Vec<eligibility::Evidence<'_>> = used.evidence();
    let decision = eligibility.decide(place.service, &evidence);
    let qualifier = match (decision.qualifier, decision.reason) {
        (Some(qualifier), Some(reason)) => Some(format!("{qualifier}: {reason}")),
        (qualifier, reason) => qualifier.or(reason),
    };
    // Where a listing was refused nothing was seen to be there, so no agreement is held against it.
    let regions = if used.regions.is_empty() { &used.unread_in } else { &used.regions };
    Row {
        account: place.account.to_owned(),
        service: place.service.to_owned(),
        name: entry.map_or_else(|| place.service.to_owned(), |e| e.name.clone()),
        regions: regions.iter().cloned().collect(),
        resources: used.resources(),
        seen_by: used.seen_by.iter().copied().collect(),
        eligibility: decision.verdict,
        qualifier,
        verdict: Verdict::Covered,
        verdicts: Vec::new(),
        agreement: None,
        agreement_since: None,
        evidence: None,
        phi: phi(register, place, used),
        customers: Vec::new(),
        facilities: Vec::new(),
        part_2: Vec::new(),
        parent: place.parent.map(str::to_owned),
        condition: None,
        unread: used.unread.iter().cloned().collect(),
        cover_unread: false,
        usage: used.clone(),
    }
}

/// What the register declares for the account, sharpened by exclusions and tag rules. A row is without PHI only when each
/// of its resources is; untagged ones, and tags that could not be read, count as in scope.
fn phi(register: Option<&Register>, place: &Place<'_>, used: &Use) -> Phi {
    let Some(register) = register else { return Phi::Undeclared };
    let declared = phi_of_account(register, place.account);
    let excluded = register
        .scope
        .iter()
        .flat_map(|s| &s.exclusions)
        .any(|e| matches!(&e.what, Excluded::Service(service) if service == place.service)); // an ARN is counted by resource
    let excluded = excluded || declared == Phi::NoPhi && register.excludes_account(place.account);
    let every_resource_is_without =
        used.unread.is_empty() && used.resources() > 0 && used.without_phi == used.resources();
    if excluded || every_resource_is_without {
        Phi::NoPhi
    } else if used.with_phi > 0 {
        Phi::Declared // a tag that says PHI outweighs a list that says none
    } else {
        declared
    }
}

/// What the register says of PHI in a whole account: an exclusion of it, else what the scope lists.
fn phi_of_account(register: &Register, account: &str) -> Phi {
    if register.excludes_account(account) { Phi::NoPhi } else { register.phi(account) }
}

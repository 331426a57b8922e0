//! The vendors of the tracker, the accounts with PHI, and the third parties that configuration lets in, as resources.

use super::{Chain, customers_of, day, entry, ids, not_reviewed};
use crate::map::agreement::{names_account, of_aws};
use crate::map::{Place, PlatformBaa, ThirdParty};
use crate::register::{Agreement, Phi, Standing, Vendor};
use crate::resource::{Cause, GLOBAL, Resource, Unread};
use crate::vendor::{Vendor as Known, Vendors};
use jiff::civil::Date;
use serde_json::{Map, json};
use std::collections::BTreeSet;

/// A vendor of the tracker, with everything that is known of it on the day.
pub struct VendorRow<'a> {
    /// Its row in the register.
    pub vendor: &'a Vendor,
    /// The agreement with it that counts.
    pub agreement: Option<&'a Agreement>,
    /// What the public can read of it.
    pub known: Option<&'a Known>,
    /// Surfaces in use that no agreement covers.
    pub carved_out: Vec<String>,
    /// Ids of the customers' agreements whose data reach it.
    pub customers: Vec<String>,
    /// Ids of the facilities with an account there.
    pub facilities: Vec<String>,
    /// How the configuration shows it, in words.
    pub seen_as: Vec<String>,
}

impl<'a> Chain<'a> {
    /// Every vendor of the tracker.
    pub fn vendor_rows(&self) -> Vec<VendorRow<'a>> {
        self.register.vendors.iter().map(|vendor| self.vendor_row(vendor)).collect()
    }

    fn vendor_row(&self, vendor: &'a Vendor) -> VendorRow<'a> {
        let agreement = self.register.agreement_with(vendor, self.on);
        let known = known_of(self.vendors, vendor);
        VendorRow {
            vendor,
            agreement,
            known,
            carved_out: carved_out(vendor, agreement, known),
            customers: ids(&customers_of(self.kin, vendor)),
            facilities: self.facilities_at(vendor),
            seen_as: self.seen_as(known.map_or(&vendor.id, |known| &known.id)),
        }
    }
}

/// What the public can read of a vendor of the tracker: by its id, else by its name.
fn known_of<'v>(vendors: &'v Vendors, vendor: &Vendor) -> Option<&'v Known> {
    vendors.get(&vendor.id).or_else(|| vendors.find(vendor.name.as_deref()?))
}

pub(super) fn vendor(chain: &Chain<'_>, row: &VendorRow<'_>) -> Resource {
    let (vendor, agreement, known) = (row.vendor, row.agreement, row.known);
    let report = vendor.assurance.iter().max_by_key(|report| report.until());
    let until = report.and_then(|report| report.until());
    let properties = json!({
        "Name": vendor.name.as_ref().or(known.map(|k| &k.name)),
        "Data": vendor.data,
        "PhiAllowed": vendor.phi_allowed,
        "Owner": vendor.owner,
        "Production": vendor.production,
        "Agreement": agreement.map(|a| &a.id),
        "Status": agreement.map(|a| a.status.as_str()),
        "Standing": agreement.map(|a| a.cover_word(chain.on)),
        "Posture": known.map(|k| k.baa.as_str()),
        "PostureNote": known.map(|k| &k.baa_note),
        "Surfaces": vendor.surfaces,
        "CarvedOut": row.carved_out,
        "Requires": known.map(|k| k.requires.clone()).unwrap_or_default(),
        "Part2": vendor.part_2,
        "Assurance": report.map(|report| &report.kind),
        "AssuranceUntil": day(until),
        "AssuranceDaysOld": until.map(|until| -chain.days_until(until)),
        "Customers": row.customers,
        "Facilities": row.facilities,
        "SeenAs": row.seen_as,
    });
    let name = vendor.name.as_deref().unwrap_or(&vendor.id);
    let mut subject = entry("Vendor", &vendor.id, name, &vendor.place, properties);
    if vendor.phi_allowed.is_none() {
        not_reviewed(&mut subject, "PhiAllowed", "vendor.phi_allowed");
    }
    // Where something is left out and nobody wrote what is in use, that none of it is in use is not known.
    let narrows = |a: &Agreement| !a.carve_outs.is_empty() || !a.features.is_empty();
    let is_narrow = agreement.is_some_and(narrows) || known.is_some_and(|k| !k.carve_outs.is_empty());
    if vendor.surfaces.is_empty() && vendor.id != "aws" && is_narrow {
        not_reviewed(&mut subject, "CarvedOut", "vendor.surfaces");
    }
    subject
}

/// Surfaces in use that the vendor's terms, or the agreement itself, leave out; or that the agreement does not name.
pub fn carved_out(vendor: &Vendor, agreement: Option<&Agreement>, known: Option<&Known>) -> Vec<String> {
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let mut found = Vec::new();
    for surface in &vendor.surfaces {
        let named = |list: &[String]| list.iter().any(|name| same(name, surface));
        if let Some(agreement) = agreement
            && (named(&agreement.carve_outs)
                || (!agreement.features.is_empty() && !named(&agreement.features)))
        {
            found.push(format!("{surface}: outside the agreement {}", agreement.id));
        } else if let Some(words) = known.and_then(|known| known.carves_out(surface))
            && !agreement.is_some_and(|a| named(&a.features))
        {
            found.push(format!("{surface}: the vendor's terms leave out {words}"));
        }
    }
    found
}

/// Accounts that hold PHI by the register's word, and those of the facts that it does not call free of it.
pub(super) fn accounts(chain: &Chain<'_>) -> Vec<Resource> {
    let scope = chain.register.scope.as_ref();
    let declared = scope.iter().flat_map(|s| &s.phi_accounts);
    let all: BTreeSet<&String> = chain.accounts.iter().chain(declared).collect();
    all.into_iter().map(|account| self::account(chain, account)).collect()
}

fn account(chain: &Chain<'_>, account: &str) -> Resource {
    let organization = (chain.organization)(account);
    let known = organization.as_ref().ok().and_then(|o| o.as_deref());
    let here = Place { account, organization: known, service: "", parent: None };
    let in_force = |a: &&Agreement| a.standing(chain.on) == Standing::InForce;
    let over: Vec<&Agreement> =
        of_aws(chain.register).filter(in_force).filter(|a| names_account(a, &here)).collect();
    let own = over.iter().find(|a| a.accounts.iter().any(|named| named == account));
    let platform = chain.usage.platform(account);
    let in_facts = chain.accounts.iter().any(|seen| seen == account);
    let place = chain.register.scope.as_ref().map_or(&chain.register.organization.place, |s| &s.place);
    let properties = json!({
        "Phi": chain.phi_of(account).as_str(),
        "InFacts": in_facts,
        "Agreement": own.or(over.first()).map(|a| &a.id),
        "RegisterInForce": !over.is_empty(),
        "ArtifactInForce": platform.is_some_and(|p| p.is_active(chain.on)),
        "ByOrganizationOnly": !over.is_empty() && own.is_none(),
        "Organization": known,
    });
    let mut subject = entry("Account", account, account, place, properties);
    subject.account = account.to_owned();
    match platform {
        Some(PlatformBaa::Read(_)) => {}
        Some(PlatformBaa::Unread(why)) => subject.property_unread("ArtifactInForce", why),
        // That AWS Artifact has none is said of no account that nobody asked.
        None => {
            subject.property_unread("ArtifactInForce", &Unread::without_call("", Cause::NotCollected));
        }
    }
    if let (Err(why), true) = (&organization, over.is_empty())
        && of_aws(chain.register).filter(in_force).any(|a| a.organization.is_some())
    {
        subject.property_unread("RegisterInForce", why);
    }
    subject
}

/// What the register says of a third party that configuration lets in.
pub(super) fn third_party(chain: &Chain<'_>, account: &str, party: &str, seen: &ThirdParty) -> Resource {
    let known = chain.vendors.get(party);
    let is_row = |v: &&Vendor| v.id == party || known_of(chain.vendors, v).is_some_and(|k| k.id == party);
    let row = chain.register.vendors.iter().find(is_row);
    let bare = || Vendor { id: party.to_owned(), ..Vendor::bare(chain.register.organization.place.clone()) };
    let all = chain.register.agreements_with(&row.cloned().unwrap_or_else(bare));
    let reaches = |a: &Agreement| reaches(chain, a, account);
    // One that is over the account before one that is over others, then the one that stands best.
    let best = |a: &&Agreement| (reaches(a) != Ok(false) && a.is_cover(chain.on), a.rank(chain.on));
    let agreement = all.into_iter().max_by_key(best);
    let elsewhere =
        agreement.filter(|a| a.is_cover(chain.on)).map_or(Ok(false), |a| reaches(a).map(|is| !is));
    let ended = agreement.and_then(Agreement::last_day).filter(|last| *last < chain.on);
    let name = known.map_or_else(|| format!("account {party}"), |known| known.name.clone());
    let mut subject = Resource {
        kind: "AWS::::ThirdParty".to_owned(),
        id: party.to_owned(),
        arn: None,
        account: account.to_owned(),
        region: GLOBAL.to_owned(),
        name: Some(name.clone()),
        created_at: None,
        tags: Some(Vec::new()),
        properties: Map::new(),
        unread: Vec::new(),
        origin: None,
    };
    let properties = json!({
        "Vendor": known.map(|k| &k.id),
        "Name": name,
        "Account": account,
        "Phi": chain.phi_of(account).as_str(),
        "Signals": seen.signals,
        "Resources": seen.resources,
        "Access": seen.access,
        "Posture": known.map(|k| k.baa.as_str()),
        "Registered": row.is_some() || agreement.is_some(),
        "Agreement": agreement.map(|a| &a.id),
        "Standing": if elsewhere == Ok(true) { Some("outside_scope") } else { agreement.map(|a| a.cover_word(chain.on)) },
        "Ended": ended.map(|day: Date| day.to_string()),
    });
    if let serde_json::Value::Object(members) = properties {
        subject.properties = members;
    }
    if let Err(why) = elsewhere {
        subject.property_unread("Standing", &why);
    }
    subject
}

/// Whether an agreement with a vendor is over an account of ours. One that names neither accounts nor an organization is over
/// what it names at the vendor, from wherever that is used.
fn reaches(chain: &Chain<'_>, agreement: &Agreement, account: &str) -> Result<bool, Unread> {
    let names_none = agreement.accounts.is_empty() && agreement.organization.is_none();
    if names_none || agreement.accounts.iter().any(|named| named == account) {
        return Ok(true);
    }
    match &agreement.organization {
        None => Ok(false),
        Some(named) => (chain.organization)(account).map(|of| of.as_ref() == Some(named)),
    }
}

impl Chain<'_> {
    /// What the register says of PHI in an account, exclusions of whole accounts included.
    fn phi_of(&self, account: &str) -> Phi {
        crate::map::phi_of_account(self.register, account)
    }

    fn facilities_at(&self, vendor: &Vendor) -> Vec<String> {
        let has = |f: &&crate::register::Facility| f.vendor_accounts.iter().any(|a| a.vendor == vendor.id);
        self.register.facilities.iter().filter(has).map(|f| f.id.clone()).collect()
    }

    fn seen_as(&self, vendor: &str) -> Vec<String> {
        let seen = self.usage.third_parties().filter(|(_, party, _)| *party == vendor);
        let words = |(account, _, third): (&str, &str, &ThirdParty)| {
            third.signals.iter().map(|signal| format!("{signal} in {account}")).collect::<Vec<_>>()
        };
        seen.flat_map(words).collect()
    }
}

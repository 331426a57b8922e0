//! Other companies that the configuration of an account lets in.

use super::Usage;
use crate::register::Register;
use crate::resource::{Resource, Unread};
use crate::vendor::{Access, KINDS, Vendors};
use std::collections::BTreeSet;

/// Resources named per third party and account; the rest are as good as these.
const NAMED: usize = 5;

/// What shows a third party in one account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThirdParty {
    /// The ways in which it shows, as words.
    pub signals: BTreeSet<String>,
    /// The first resources that show it.
    pub resources: BTreeSet<String>,
    /// The most that any of them lets it do.
    pub access: Option<Access>,
}

impl Usage {
    /// Third parties by account and vendor's id; an account that no vendor is known by stands for itself.
    pub fn third_parties(&self) -> impl Iterator<Item = (&str, &str, &ThirdParty)> {
        self.third_parties.iter().map(|((account, party), seen)| (account.as_str(), party.as_str(), seen))
    }

    /// Notes what one resource shows of third parties.
    pub(super) fn add_third_parties(
        &mut self,
        resource: &Resource,
        vendors: &Vendors,
        ours: &BTreeSet<String>,
    ) {
        for property in looked_at(&resource.kind) {
            let unread = resource.unread_at(&format!("/properties/{property}"));
            if let Some(why) = unread.filter(|why| !why.is_not_in_source()) {
                self.miss_third_parties(&resource.account, &resource.kind, why);
            }
        }
        let sightings = vendors.sightings(resource);
        let known: BTreeSet<&str> = sightings.iter().map(|s| s.what.as_str()).collect();
        let strangers = vendors.foreign_accounts(resource);
        for account in strangers.iter().filter(|id| !ours.contains(*id) && !known.contains(id.as_str())) {
            if vendors.all().iter().any(|v| v.accounts.contains(account)) {
                continue; // told as a sighting, under the vendor's name
            }
            self.see(resource, account, "policy", Access::Unknown);
        }
        for sighting in sightings {
            self.see(resource, &sighting.vendor, sighting.signal.as_str(), sighting.access);
        }
    }

    /// Notes that something which may show another company could not be read.
    pub(super) fn miss_third_parties(&mut self, account: &str, kind: &str, why: &Unread) {
        if KINDS.iter().any(|(name, _)| *name == kind) {
            let why = Unread { path: String::new(), request_id: None, ..why.clone() };
            self.unseen_parties.entry(account.to_owned()).or_default().insert(why);
        }
    }

    fn see(&mut self, resource: &Resource, party: &str, signal: &str, access: Access) {
        let key = (resource.account.clone(), party.to_owned());
        let seen = self.third_parties.entry(key).or_default();
        seen.signals.insert(signal.to_owned());
        if seen.resources.len() < NAMED {
            seen.resources.insert(resource.key());
        }
        seen.access = seen.access.max(Some(access));
    }
}

/// The properties of a kind that may show another company.
fn looked_at(kind: &str) -> &'static [&'static str] {
    KINDS.iter().find(|(name, _)| *name == kind).map_or(&[], |(_, properties)| properties)
}

/// Accounts that are our own by the register's word.
pub(super) fn own_accounts(register: &Register) -> BTreeSet<String> {
    let scope = register.scope.iter().flat_map(|s| s.phi_accounts.iter().chain(&s.no_phi_accounts));
    let named = register.agreements.iter().flat_map(|a| &a.accounts);
    let facilities = register.facilities.iter().flat_map(|f| &f.accounts);
    let vendors = register.vendors.iter().flat_map(|v| &v.accounts);
    scope.chain(named).chain(facilities).chain(vendors).cloned().collect()
}

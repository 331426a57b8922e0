//! How a vendor shows itself in an account, and whether it signs.
//!
//! Each vendor is a file, `vendors/<id>.toml`, embedded; folders that a user names add to them or replace them. What a file
//! says about a BAA is what the public can read, with its source and date: it helps to ask, and the executed agreement
//! rules. A [`Sighting`] tells that a resource names a vendor; that PHI flows, it never tells.

mod access;
mod aws;
mod files;
mod policy;
mod read;
mod sighting;
#[cfg(test)]
mod tests;
mod words;

pub use aws::service_of;
pub use sighting::{KINDS, Sighting};
pub use words::{Access, Evidence, Posture, Signal};

use jiff::civil::Date;
use std::collections::BTreeMap;

/// One vendor, as its file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vendor {
    /// What registers and reports call it: small letters, digits and hyphens. The file's name.
    pub id: String,
    /// The name people know it by.
    pub name: String,
    /// What it is for: `observability`, `ai`; small letters, digits and hyphens.
    pub category: String,
    /// Accounts from which it reaches into its customers', twelve digits each.
    pub accounts: Vec<String>,
    /// Accounts that publish its Lambda layers, twelve digits each.
    pub lambda_layer_accounts: Vec<String>,
    /// Hosts to which data is sent; whole labels count, from the right.
    pub hostnames: Vec<String>,
    /// OpenID Connect issuers: a host, or a host and the beginning of a path.
    pub oidc_hosts: Vec<String>,
    /// Beginnings of EventBridge partner event sources.
    pub partner_event_sources: Vec<String>,
    /// Names of environment variables; `*` stands for any rest, and case counts.
    pub env_names: Vec<String>,
    /// Names of secrets and parameters; `*` stands for any text, and case does not count.
    pub secret_name_globs: Vec<String>,
    /// Beginnings of container images, without `docker.io/` and `docker.io/library/`.
    pub image_prefixes: Vec<String>,
    /// Ends of names that CNAME, MX and SPF records point to; whole labels count.
    pub dns_suffixes: Vec<String>,
    /// Beginnings of TXT records that prove a domain to it.
    pub dns_txt_prefixes: Vec<String>,
    /// Endpoint services of AWS PrivateLink, in full.
    pub privatelink_services: Vec<String>,
    /// Signals that prove nothing for this vendor: images that people also run without it. They make no sighting.
    pub weak_signals: Vec<Signal>,
    /// Whether it signs.
    pub baa: Posture,
    /// Who says whether it signs.
    pub baa_evidence: Evidence,
    /// What was found out about its BAA, in plain words.
    pub baa_note: String,
    /// What a signed BAA leaves out.
    pub carve_outs: Vec<String>,
    /// What its customer has to do for the BAA to hold.
    pub requires: Vec<String>,
    /// Where all of this can be read; may be empty where the posture is unknown.
    pub sources: Vec<String>,
    /// The day the facts were collected.
    pub retrieved: Date,
    /// The date of the source on the BAA: a day, a month or a year as ISO 8601 has them, else `undated`.
    pub as_of: String,
}

impl Vendor {
    /// The carve-out that names a surface in use ("session replay"): one text stands in the other as a run of whole words,
    /// whatever their case and punctuation.
    pub fn carves_out(&self, surface: &str) -> Option<&str> {
        let names = |carve_out: &&String| one_names_the_other(surface, carve_out);
        self.carve_outs.iter().find(names).map(String::as_str)
    }
}

/// Vendors, in the order of their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vendors {
    vendors: Vec<Vendor>,
    /// Letters and digits of ids and names, to places in `vendors`.
    names: BTreeMap<String, usize>,
    /// Account ids, to places in `vendors`.
    accounts: BTreeMap<String, Vec<usize>>,
}

impl Vendors {
    /// Makes the indexes. Ids are unique.
    fn of(vendors: impl IntoIterator<Item = Vendor>) -> Self {
        let mut vendors: Vec<Vendor> = vendors.into_iter().collect();
        vendors.sort_by(|a, b| a.id.cmp(&b.id));
        let mut accounts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, vendor) in vendors.iter().enumerate() {
            for id in vendor.accounts.iter().chain(&vendor.lambda_layer_accounts) {
                accounts.entry(id.clone()).or_default().push(at);
            }
        }
        accounts.values_mut().for_each(Vec::dedup);
        Self { names: names(&vendors), vendors, accounts }
    }

    /// All of them, in the order of their ids.
    pub fn all(&self) -> &[Vendor] {
        &self.vendors
    }

    /// The vendor of an id.
    pub fn get(&self, id: &str) -> Option<&Vendor> {
        let at = self.vendors.binary_search_by(|vendor| vendor.id.as_str().cmp(id)).ok()?;
        self.vendors.get(at)
    }

    /// The vendor that people mean by a text: its id, its name, or its name up to a bracket, whatever the case and the
    /// punctuation ("New Relic", "newrelic").
    pub fn find(&self, text: &str) -> Option<&Vendor> {
        self.get(text).or_else(|| self.vendors.get(*self.names.get(&letters(text))?))
    }
}

/// Ids first, then whole names, then names without what stands in brackets: the first to claim a text has it.
fn names(vendors: &[Vendor]) -> BTreeMap<String, usize> {
    let ways: [fn(&Vendor) -> &str; 3] =
        [|v| &v.id, |v| &v.name, |v| v.name.split_once(" (").map_or(&v.name, |(first, _)| first)];
    let mut names = BTreeMap::new();
    for way in ways {
        for (at, vendor) in vendors.iter().enumerate() {
            names.entry(letters(way(vendor))).or_insert(at);
        }
    }
    names
}

/// A text's letters and digits, in small letters.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether one of two names stands in the other as a run of whole words, whatever their case and punctuation: "Ann Lee, CEO" names
/// whom "ann lee" names, and "Joann Leeds" does not.
pub fn one_names_the_other(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    stands_in(&a, &b) || stands_in(&b, &a)
}

/// A text's words, in small letters.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect()
}

/// Whether there are words, and they stand in others, one after another.
fn stands_in(part: &[String], whole: &[String]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|run| run == part)
}

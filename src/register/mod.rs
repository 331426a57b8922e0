//! The agreements, vendors and entities people keep: TOML they write, refused with line and caret when it is wrong.
//!
//! A register is a file, or a folder of which every `*.toml` is read in the order of names. Each file is read on its own
//! (`read`), then all are held against one another (`whole`); every problem of every file is reported at once.
//! Agreements and scope are what the map asks; everything in it becomes a resource that the checks of category `baa` judge.

mod agreement;
mod cover;
mod documents;
mod entities;
mod fields;
mod init;
mod kin;
mod overlap;
mod owner;
mod parts;
mod read;
mod read_agreement;
mod read_parts;
mod read_tracker;
mod schema;
mod scope;
mod show;
mod terms;
mod tracker;
mod whole;

pub use agreement::{Agreement, Direction, LegalRole, Offshore, Standing, Status};
pub use documents::{DocumentState, Documents};
pub use init::{Accepted, FoundVendor, NAMELESS, Start, account_ids, legal_name, starting_register};
pub use kin::Kin;
pub use owner::Owner;
pub use parts::{Assurance, Condition, Document, Rationale, Scoped, VendorAccount};
pub use schema::{keys_page, schema};
pub use scope::{Excluded, Exclusion, Phi, Scope, TagRule};
pub use show::{dot, mermaid, tree};
pub use terms::{Answer, Term};
pub use tracker::{
    Attestation, Attested, Authority, Done, Facility, Insurance, Organization, SigningPath, Vendor,
};

pub use crate::diagnostic::{HashedFile as RegisterFile, Place};

use crate::diagnostic::{Problem, Problems, files};
use jiff::civil::Date;
use read::Contents;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The file of a register's folder that holds waivers and no entries; it is not read here.
pub const WAIVERS: &str = "waivers.toml";

/// A register, valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// Whose it is.
    pub organization: Organization,
    /// Every agreement, by file and place in it.
    pub agreements: Vec<Agreement>,
    /// The vendor tracker.
    pub vendors: Vec<Vendor>,
    /// The entity map.
    pub facilities: Vec<Facility>,
    /// The insurance policies.
    pub insurance: Vec<Insurance>,
    /// What people vouch for.
    pub attestations: Vec<Attestation>,
    /// The documents it names, as they lie in its folder.
    pub documents: Documents,
    /// Where PHI is; without it every account counts as in scope.
    pub scope: Option<Scope>,
    /// Who looks after what, in the order written.
    pub owners: Vec<Owner>,
    /// The files it was read from, by path.
    pub files: Vec<RegisterFile>,
    /// What is not wrong, and worth a look.
    pub warnings: Vec<Problem>,
}

impl Register {
    /// Reads a register file, or every `*.toml` of a folder; `known_services` are the slugs that it may name.
    /// Errors: every problem of every file, warnings among them, by file and line.
    pub fn load(path: &Path, known_services: &BTreeSet<String>) -> Result<Self, Problems> {
        let mut contents = Contents::default();
        let read = files::read_all(path, "register", WAIVERS, &mut contents.problems);
        Self::of(read, contents, Some(documents::folder_of(path)), known_services)
    }

    /// Reads files that are in memory already, in this order. The documents they name are on no disk, and so missing.
    pub fn parse(files: &[(PathBuf, Vec<u8>)], known_services: &BTreeSet<String>) -> Result<Self, Problems> {
        let mut contents = Contents::default();
        let mut read = Vec::new();
        for (path, bytes) in files {
            match files::hashed(path, bytes.clone()) {
                Ok(file) => read.push(file),
                Err(problem) => contents.problems.push(*problem),
            }
        }
        Self::of(read, contents, None, known_services)
    }

    fn of(
        read: Vec<files::ReadFile>,
        mut contents: Contents,
        folder: Option<PathBuf>,
        known_services: &BTreeSet<String>,
    ) -> Result<Self, Problems> {
        // What an unreadable file holds nobody knows: nothing is called missing then.
        let all_read = contents.problems.is_empty();
        for (text, _) in &read {
            contents.add(text, known_services);
        }
        if !contents.is_cut {
            whole::check(&mut contents, read.first().map(|(text, _)| text).filter(|_| all_read));
        }
        let documents = folder.map(|folder| Documents::read(folder, &mut contents)).unwrap_or_default();
        let mut problems = contents.problems;
        problems.sort_by(|a, b| (&a.file.path, a.span.start).cmp(&(&b.file.path, b.span.start)));
        let mut organizations = contents.organizations;
        if organizations.is_empty() || problems.iter().any(|problem| !problem.warning) {
            return Err(Problems(problems));
        }
        Ok(Self {
            organization: organizations.swap_remove(0).value,
            agreements: contents.agreements.into_iter().map(|written| written.agreement).collect(),
            vendors: contents.vendors.into_iter().map(|entry| entry.value).collect(),
            facilities: contents.facilities.into_iter().map(|entry| entry.value).collect(),
            insurance: contents.insurance.into_iter().map(|entry| entry.value).collect(),
            attestations: contents.attestations.into_iter().map(|entry| entry.value).collect(),
            documents,
            scope: contents.scopes.into_iter().next().map(|entry| entry.value),
            owners: contents.owners,
            files: read.into_iter().map(|(_, file)| file).collect(),
            warnings: problems,
        })
    }

    /// The agreement with an id.
    pub fn agreement(&self, id: &str) -> Option<&Agreement> {
        self.agreements.iter().find(|agreement| agreement.id == id)
    }

    /// The first day of the unbroken chain of renewals that ends in this agreement: each predecessor was in force until
    /// the day before its renewal began, or longer. A gap of a day breaks it. `None` for what was never in force.
    pub fn in_force_since(&self, agreement: &Agreement) -> Option<Date> {
        self.in_force_since_over(agreement, &|_| true)
    }

    /// [`Register::in_force_since`] over one thing: the chain ends before the first predecessor that does not hold it.
    /// `holds` is asked of predecessors only.
    pub fn in_force_since_over(
        &self,
        agreement: &Agreement,
        holds: &dyn Fn(&Agreement) -> bool,
    ) -> Option<Date> {
        let (mut since, _) = agreement.term_of_force()?;
        let mut current = agreement;
        // Only what renews something needs to look others up, and a chain may be long.
        let by_id: BTreeMap<&str, &Agreement> = match agreement.predecessor {
            Some(_) => {
                self.agreements.iter().rev().map(|agreement| (agreement.id.as_str(), agreement)).collect()
            }
            None => BTreeMap::new(),
        };
        // A loaded register has no circles; one made by hand may.
        for _ in 0..self.agreements.len() {
            let before = current.predecessor.as_deref().and_then(|id| by_id.get(id).copied());
            let Some((before, (first, last))) = before.and_then(|b| Some((b, b.term_of_force()?))) else {
                break;
            };
            if first > since || since.yesterday().is_ok_and(|day| last < day) || !holds(before) {
                break;
            }
            since = first;
            current = before;
        }
        Some(since)
    }

    /// Every agreement that renews one, over any number of steps.
    pub fn renewals_of<'r>(&'r self, agreement: &'r Agreement) -> Vec<&'r Agreement> {
        let mut renewals: BTreeMap<&str, Vec<&Agreement>> = BTreeMap::new();
        for renewal in &self.agreements {
            if let Some(before) = renewal.predecessor.as_deref() {
                renewals.entry(before).or_default().push(renewal);
            }
        }
        let mut found: Vec<&Agreement> = Vec::new();
        let mut open = renewals.remove(agreement.id.as_str()).unwrap_or_default();
        // What was taken out is not met again, so circles end too.
        while let Some(renewal) = open.pop() {
            open.extend(renewals.remove(renewal.id.as_str()).unwrap_or_default());
            found.push(renewal);
        }
        found
    }

    /// The agreement with a vendor of the tracker: of [`Register::agreements_with`] the one in force before others, then the one
    /// signed last.
    pub fn agreement_with(&self, vendor: &Vendor, on: Date) -> Option<&Agreement> {
        self.agreements_with(vendor).into_iter().max_by_key(|a| a.rank(on))
    }

    /// The agreements with a vendor of the tracker: the one its row names, the renewals of it, and those with its short name.
    pub fn agreements_with(&self, vendor: &Vendor) -> Vec<&Agreement> {
        let named = vendor.baa.as_deref().and_then(|id| self.agreement(id));
        let renewals = named.map(|named| self.renewals_of(named)).unwrap_or_default();
        let named: BTreeSet<&str> = renewals.into_iter().chain(named).map(|a| a.id.as_str()).collect();
        self.agreements
            .iter()
            .filter(|a| a.direction == Direction::Downstream)
            .filter(|a| named.contains(a.id.as_str()) || a.vendor.as_deref() == Some(vendor.id.as_str()))
            .collect()
    }

    /// The row of the vendor tracker that an agreement belongs to.
    pub fn vendor_of(&self, agreement: &Agreement) -> Option<&Vendor> {
        let by_name = |v: &&Vendor| agreement.vendor.as_deref() == Some(v.id.as_str());
        let by_agreement = |v: &&Vendor| v.baa.as_deref() == Some(agreement.id.as_str());
        self.vendors.iter().find(by_name).or_else(|| self.vendors.iter().find(by_agreement))
    }

    /// Whether somebody decided to leave a whole account out.
    pub fn excludes_account(&self, account: &str) -> bool {
        let exclusions = self.scope.iter().flat_map(|scope| &scope.exclusions);
        exclusions.into_iter().any(|e| matches!(&e.what, Excluded::Account(excluded) if excluded == account))
    }

    /// What is said about PHI in an account. A `[scope]` that lists the account nowhere says nothing about it: its
    /// organizational unit or the tags of its resources may.
    pub fn phi(&self, account: &str) -> Phi {
        let lists = |accounts: &[String]| accounts.iter().any(|listed| listed == account);
        match &self.scope {
            Some(scope) if lists(&scope.phi_accounts) => Phi::Declared,
            Some(scope) if lists(&scope.no_phi_accounts) => Phi::NoPhi,
            _ => Phi::Undeclared,
        }
    }
}

#[cfg(test)]
mod tests;

//! One file of the register, from as written to valid; what only all files together can tell comes later.

use super::fields::{check_slug, formed, formed_list, place, required_text, strip, text_list};
use super::owner::{self, Owner};
use super::read_agreement::{self, Written};
use super::read_tracker::{attestation, facility, insurance, organization, vendor};
use super::scope::{Excluded, Exclusion, Scope, TagRule};
use super::tracker::{Attestation, Facility, Insurance, Organization, Vendor};
use crate::diagnostic::words::{ACCOUNT, ARN, ORGANIZATIONAL_UNIT};
use crate::diagnostic::{Document, Problem, SourceText, Table, ValidText};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;

/// A valid entry, with the file and the place that problems of it point at.
pub(super) struct Entry<T> {
    pub(super) value: T,
    pub(super) file: Arc<SourceText>,
    pub(super) span: Range<usize>,
    /// A place inside it: a vendor's `baa`.
    pub(super) inner: Option<Range<usize>>,
}

/// What the files hold, so far.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) organizations: Vec<Entry<Organization>>,
    pub(super) agreements: Vec<Written>,
    pub(super) vendors: Vec<Entry<Vendor>>,
    pub(super) facilities: Vec<Entry<Facility>>,
    pub(super) insurance: Vec<Entry<Insurance>>,
    pub(super) attestations: Vec<Entry<Attestation>>,
    pub(super) scopes: Vec<Entry<Scope>>,
    pub(super) owners: Vec<Owner>,
    pub(super) problems: Vec<Problem>,
    /// So much was wrong that not all was read.
    pub(super) is_cut: bool,
}

impl Contents {
    /// Adds what one file holds, and what is wrong with it.
    pub(super) fn add(&mut self, file: &Arc<SourceText>, known_services: &BTreeSet<String>) {
        let document = Document::parse(file);
        let root = document.root();
        self.organizations.extend(root.table("organization").map(organization));
        // A machine made what is wrong so often: to read on costs time and tells nobody anything.
        for table in root.tables("agreement").into_iter().take_while(|_| !root.is_full()) {
            self.agreements.extend(read_agreement::read(table, known_services));
        }
        self.vendors.extend(root.tables("vendor").into_iter().filter_map(vendor));
        self.facilities.extend(root.tables("facility").into_iter().map(facility));
        self.insurance.extend(root.tables("insurance").into_iter().map(insurance));
        self.attestations.extend(root.tables("attestation").into_iter().filter_map(attestation));
        self.scopes.extend(root.table("scope").map(|table| scope(table, known_services)));
        let owners = root.tables("owner").into_iter();
        self.owners.extend(owners.filter_map(|table| owner::read(table, known_services)));
        self.is_cut |= root.is_full();
        root.finish();
        let mut problems = document.into_problems().0;
        problems.sort_by_key(|problem| problem.span.start);
        self.problems.append(&mut problems);
    }
}

pub(super) fn entry<T>(table: &Table<'_>, value: T) -> Entry<T> {
    Entry { value, file: Arc::clone(table.file()), span: table.span.clone(), inner: None }
}

fn scope(table: Table<'_>, known_services: &BTreeSet<String>) -> Entry<Scope> {
    let phi_accounts = formed_list(&table, "phi_accounts", &ACCOUNT);
    let no_phi_accounts = formed_list(&table, "no_phi_accounts", &ACCOUNT);
    let with: BTreeMap<&String, usize> =
        phi_accounts.iter().map(|a| (a.get_ref(), table.file().line(a.span().start))).collect();
    for account in &no_phi_accounts {
        if let Some(line) = with.get(account.get_ref()) {
            let message = format!("{} is in `phi_accounts` too (line {line})", account.get_ref());
            table.problem(account.span(), message, "an account holds PHI or it does not: remove one");
        }
    }
    warn_of_units(&table);
    let scope = Scope {
        phi_ous: strip(formed_list(&table, "phi_ous", &ORGANIZATIONAL_UNIT)),
        phi_accounts: strip(phi_accounts),
        no_phi_accounts: strip(no_phi_accounts),
        tag_rules: table.tables("tag_rule").into_iter().filter_map(tag_rule).collect(),
        exclusions: table
            .tables("exclusion")
            .into_iter()
            .filter_map(|exclusion| self::exclusion(exclusion, known_services))
            .collect(),
        place: place(&table),
    };
    let entry = entry(&table, scope);
    table.finish();
    entry
}

/// Units are noted, and which accounts are in them nothing reads: said here, lest somebody rely on it.
fn warn_of_units(table: &Table<'_>) {
    let written =
        table.json("phi_ous").is_some_and(|list| list.get_ref().as_array().is_some_and(|l| !l.is_empty()));
    if let Some(span) = table.span_of("phi_ous").filter(|_| written) {
        let message =
            "accounts of these units count as undeclared, because organizational units are not read yet";
        table.warning(span, message, "list the accounts in `phi_accounts`");
    }
}

fn tag_rule(table: Table<'_>) -> Option<TagRule> {
    let key = required_text(&table, "key", "write the tag's key");
    let values = text_list(&table, "values");
    if !table.has("phi") {
        table.missing("phi", "write `phi = true` or `phi = false`: what the tag tells");
    }
    let phi = table.bool("phi");
    let place = place(&table);
    table.finish();
    Some(TagRule { key: key?.into_inner(), values, phi: phi?, place })
}

fn exclusion(table: Table<'_>, known_services: &BTreeSet<String>) -> Option<Exclusion> {
    let account = formed(&table, "account", &ACCOUNT);
    let arn = formed(&table, "arn", &ARN);
    let service = table.string("service").filter(|slug| check_slug(&table, slug, known_services));
    let written: Vec<&str> = ["account", "arn", "service"].into_iter().filter(|key| table.has(key)).collect();
    if written.len() != 1 {
        let message = format!("an exclusion names one thing, and this one names {}", written.len());
        table.problem(table.span.clone(), message, "write one of `account`, `arn` and `service`");
    }
    let reason = required_text(&table, "reason", "write why it is left out");
    let approver = required_text(&table, "approver", "write who decided that");
    let date = table.date("date").map(Spanned::into_inner);
    let place = place(&table);
    table.finish();
    let named = |what: fn(String) -> Excluded, text: Option<ValidText>| text.map(|t| what(t.into_inner()));
    let what = named(Excluded::Account, account)
        .or_else(|| named(Excluded::Arn, arn))
        .or_else(|| named(Excluded::Service, service))?;
    Some(Exclusion { what, reason: reason?.into_inner(), approver: approver?.into_inner(), date, place })
}

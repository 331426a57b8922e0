//! Which services are in use, from independent sources, as the facts show them.

mod indexed;
mod seen_by;

pub use seen_by::SeenBy;

use super::PlatformBaa;
use super::holding::Holding;
use super::inventory::{self, BILLED, Disagreement, EXPLORED, TAGGED, Told};
use super::third_party::{self, ThirdParty};
use crate::eligibility::{self, Eligibility};
use crate::register::{Excluded, Register};
use crate::resource::{Cause, Cells, FactsError, GLOBAL, KindState, Resource, UNDESCRIBED, Unread};
use crate::service::Kind;
use crate::vendor::Vendors;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The kind that AWS Artifact lists.
const CUSTOMER_AGREEMENT: &str = "AWS::Artifact::CustomerAgreement";

/// What the facts show of one service in one account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Use {
    /// Where it was seen.
    pub regions: BTreeSet<String>,
    /// Where a listing of its kinds is not whole, whatever was seen there.
    pub unread_in: BTreeSet<String>,
    /// Resources that its own calls listed.
    pub listed: u64,
    /// Resources that only the tagging API showed.
    pub tagged: u64,
    /// Sources that showed it.
    pub seen_by: BTreeSet<SeenBy>,
    /// Listings of its kinds that are not whole.
    pub unread: BTreeSet<Unread>,
    /// Resources that the scope's tag rules declare to hold PHI.
    pub with_phi: u64,
    /// Resources that the scope's tag rules or exclusions declare to hold none.
    pub without_phi: u64,
    /// Resources by the day AWS says they were created (`2025-03-01`).
    pub created: BTreeMap<String, u64>,
    /// The oldest: creation time and ARN or id.
    pub earliest: Option<(String, String)>,
    /// Why the creation dates of some of them are not known; `None` where AWS keeps none.
    pub undated: Option<Unread>,
    /// Whether AWS moves the creation date of some of them to a later day.
    pub created_at_moves: bool,
    /// What sources beside lists and tags say of it.
    pub disagreement: Disagreement,
    shown: BTreeSet<(String, String, String)>,
}

impl Use {
    /// Resources counted, each once.
    pub fn resources(&self) -> u64 {
        self.listed + self.tagged + self.disagreement.explored
    }

    /// Where the sources do not say the same, in sentences.
    pub fn disagreements(&self) -> Vec<String> {
        self.disagreement.sentences(self.listed + self.tagged)
    }

    /// The configuration that may decide a qualifier of the eligible list.
    pub fn evidence(&self) -> Vec<eligibility::Evidence<'_>> {
        self.shown
            .iter()
            .map(|(kind, property, value)| eligibility::Evidence { kind, property, value, arn: None })
            .collect()
    }

    /// Resources created before a day, by the dates AWS shows.
    pub fn created_before(&self, day: &str) -> u64 {
        self.created.range(..day.to_owned()).map(|(_, count)| count).sum()
    }
}

/// Every service in use in every account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    rows: BTreeMap<(String, String), Use>,
    platform: BTreeMap<String, PlatformBaa>,
    /// Cells in which the tagging API could not be read: services without a description stay unseen there.
    pub unseen: Vec<(String, String, Unread)>,
    /// Resources outside the regions selected.
    pub left_out: u64,
    inventory: BTreeMap<(String, SeenBy), Told>,
    /// What holds data, as far as the register asks.
    pub holding: Holding,
    pub(super) third_parties: BTreeMap<(String, String), ThirdParty>,
    /// By account, why not everything could be read that may show another company.
    pub unseen_parties: BTreeMap<String, BTreeSet<Unread>>,
    /// Whether it is of a plan or a template, which says nothing of what AWS Artifact holds.
    pub declared: bool,
    /// Accounts, services and regions in which some list of the service's own was read.
    listed_in: BTreeSet<(String, String, String)>,
}

/// What [`Usage::gather`] asks of the rest of the house.
pub struct Sources<'a> {
    /// The eligible list, for the slug behind an ARN.
    pub eligibility: &'a Eligibility,
    /// The register, for its tag rules.
    pub register: Option<&'a Register>,
    /// Other companies, by what shows them.
    pub vendors: &'a Vendors,
    /// The kind behind a name.
    pub kind: &'a dyn Fn(&str) -> Option<&'a Kind>,
    /// Regions to count, when the command line narrowed them.
    pub regions: Option<&'a BTreeSet<String>>,
    /// Services to count, when the command line narrowed them.
    pub services: Option<&'a BTreeSet<String>>,
}

impl Sources<'_> {
    fn leaves_out(&self, region: &str) -> bool {
        region != GLOBAL && self.regions.is_some_and(|selected| !selected.contains(region))
    }

    fn shows_use(&self, resource: &Resource) -> bool {
        (self.kind)(&resource.kind).is_some_and(|kind| kind.shows_use)
    }
}

impl Usage {
    /// Counts what is in use. The facts are read once, and the indexes' cells once more for each index: a large account's index
    /// is as long as all its lists, and is never held.
    ///
    /// # Errors
    /// When the facts cannot be read back.
    pub fn gather(cells: &dyn Cells, sources: &Sources<'_>) -> Result<Self, FactsError> {
        let mut usage = Self { declared: cells.are_a_part(), ..Self::default() };
        let mut listed: HashMap<u64, String> = HashMap::new();
        let mut indexes = Vec::new();
        let ours = own_accounts(cells, sources.register);
        for read in cells.cells() {
            let cell = &read.start.cell;
            if sources.leaves_out(&cell.region) {
                usage.count_left_out(cells, cell, sources)?;
                continue;
            }
            for (kind, report) in &read.end.kinds {
                usage.note_report(cell, kind, report.state, report.unread.as_ref(), sources);
                indexes.extend(inventory::source_of(kind).map(|by| (by, cell)));
            }
            cells.resources(cell, &mut |resource| {
                if resource.is_kept() {
                    return; // the map of a change is of what changes
                }
                if sources.leaves_out(&resource.region) {
                    usage.left_out += u64::from(sources.shows_use(&resource));
                    return;
                }
                match resource.kind.as_str() {
                    TAGGED | EXPLORED | BILLED => {}
                    UNDESCRIBED => usage.add_undescribed(&resource),
                    CUSTOMER_AGREEMENT => {
                        usage.platform_of(&resource.account).add(&resource);
                    }
                    _ => {
                        if let Some(register) = sources.register {
                            usage.holding.add(&resource, register);
                            usage.add_third_parties(&resource, sources.vendors, &ours);
                        }
                        if let Some(slug) = usage.add_listed(&resource, sources) {
                            listed.extend(resource.arn.as_deref().map(|arn| (hash(arn), slug)));
                        }
                    }
                }
            })?;
        }
        // What is tagged confirms what is listed, what Resource Explorer shows confirms both, and the bill comes last.
        indexes.sort_by_key(|(by, _)| *by);
        for (by, cell) in indexes {
            cells.resources(cell, &mut |resource| match inventory::source_of(&resource.kind) {
                Some(source) if source != by => {}
                Some(SeenBy::Billing) => usage.add_billed(&resource, sources),
                Some(_) => usage.add_indexed(by, &resource, &mut listed, sources),
                None => {}
            })?;
        }
        let accounts = cells.cells().iter().map(|cell| cell.start.cell.account.as_str()).collect();
        let is_known = |kind: &str| (sources.kind)(kind).is_some_and(|kind| !kind.api.is_empty());
        usage.holding.close(&accounts, &is_known, sources.regions.is_some());
        usage.rows.retain(|(_, slug), used| {
            let selected = sources.services.is_none_or(|s| s.contains(slug));
            selected && (used.resources() > 0 || !used.unread.is_empty() || used.disagreement.billed)
        });
        usage.note_listed();
        Ok(usage)
    }

    fn count_left_out(
        &mut self,
        cells: &dyn Cells,
        cell: &crate::resource::Cell,
        sources: &Sources<'_>,
    ) -> Result<(), FactsError> {
        cells.resources(cell, &mut |resource| self.left_out += u64::from(sources.shows_use(&resource)))
    }

    /// Rows in the order of account and slug.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &str, &Use)> {
        self.rows.iter().map(|((account, slug), used)| (account.as_str(), slug.as_str(), used))
    }

    /// What AWS Artifact says of an account; `None` when it was never asked.
    pub fn platform(&self, account: &str) -> Option<&PlatformBaa> {
        self.platform.get(account)
    }

    fn platform_of(&mut self, account: &str) -> &mut PlatformBaa {
        self.platform.entry(account.to_owned()).or_insert(PlatformBaa::Read(Vec::new()))
    }

    /// What each source told of each account.
    pub fn inventory(&self) -> impl Iterator<Item = (&str, SeenBy, &Told)> {
        self.inventory.iter().map(|((account, by), told)| (account.as_str(), *by, told))
    }

    fn told(&mut self, account: &str, by: SeenBy) -> &mut Told {
        self.inventory.entry((account.to_owned(), by)).or_default()
    }

    /// The lists are a source as well.
    fn note_listed(&mut self) {
        for ((account, slug), used) in &self.rows {
            let told = self.inventory.entry((account.clone(), SeenBy::List)).or_default();
            if used.listed > 0 {
                told.services.insert(slug.clone(), used.listed);
            }
        }
    }

    fn row(&mut self, account: &str, slug: &str) -> &mut Use {
        self.rows.entry((account.to_owned(), slug.to_owned())).or_default()
    }

    /// A listing that is not whole makes every service its kind may count under `not_read`.
    fn note_report(
        &mut self,
        cell: &crate::resource::Cell,
        kind: &str,
        state: KindState,
        unread: Option<&Unread>,
        sources: &Sources<'_>,
    ) {
        if state == KindState::NotInSource {
            return;
        }
        let source = inventory::source_of(kind);
        self.holding.asked_for(&cell.account, kind);
        if matches!(state, KindState::Read | KindState::NotOffered | KindState::Disabled) {
            self.told(&cell.account, source.unwrap_or(SeenBy::List)).answered += 1;
            let shown_by = (sources.kind)(kind).filter(|kind| kind.shows_use && state == KindState::Read);
            for slug in shown_by.map(slugs).unwrap_or_default() {
                self.listed_in.insert((cell.account.clone(), slug, cell.region.clone()));
            }
            if kind == CUSTOMER_AGREEMENT {
                self.platform_of(&cell.account);
            }
            return;
        }
        let why = unread.cloned().unwrap_or_else(|| Unread::without_call("", Cause::NotCollected));
        let place = (cell.region.clone(), why.cause);
        self.told(&cell.account, source.unwrap_or(SeenBy::List)).unread.insert(place);
        match kind {
            EXPLORED | BILLED => {}
            TAGGED => self.unseen.push((cell.account.clone(), cell.region.clone(), why)),
            CUSTOMER_AGREEMENT => {
                self.platform.insert(cell.account.clone(), PlatformBaa::Unread(why));
            }
            _ => {
                self.holding.not_whole(&cell.account, kind, &why);
                self.miss_third_parties(&cell.account, kind, &why);
                // Settings of the account are no sign of use, so their absence hides none.
                let shown_by = (sources.kind)(kind).filter(|kind| kind.shows_use);
                for slug in shown_by.map(slugs).unwrap_or_default() {
                    if holds_data(sources.eligibility, &slug) {
                        let row = self.row(&cell.account, &slug);
                        row.unread.insert(why.clone());
                        row.unread_in.insert(cell.region.clone());
                    }
                }
            }
        }
    }

    /// Counts a resource under its service; the slug it counted under.
    fn add_listed(&mut self, resource: &Resource, sources: &Sources<'_>) -> Option<String> {
        let kind = (sources.kind)(&resource.kind)?;
        let slug = kind.service_of(&resource.properties).to_owned();
        if slug.is_empty() || !kind.shows_use {
            return None;
        }
        let phi = declared_phi(resource, sources.register);
        let deciding = sources.eligibility.deciding_properties(&slug, &resource.kind);
        let row = self.row(&resource.account, &slug);
        row.listed += 1;
        row.seen_by.insert(if resource.origin.is_some() { SeenBy::Declared } else { SeenBy::List });
        row.regions.insert(resource.region.clone());
        row.with_phi += u64::from(phi == Some(true));
        row.without_phi += u64::from(phi == Some(false));
        row.shown.insert((resource.kind.clone(), String::new(), String::new()));
        for property in deciding {
            for value in texts_at(&resource.properties, property) {
                row.shown.insert((resource.kind.clone(), property.to_owned(), value.to_owned()));
            }
        }
        if let Some(why) = resource.unread_at("/created_at") {
            row.undated.get_or_insert_with(|| why.clone());
        }
        if let Some(at) = &resource.created_at {
            *row.created.entry(at.chars().take(10).collect()).or_default() += 1;
            row.created_at_moves |= kind.created_at_moves.is_some();
            let candidate = (at.clone(), resource.key());
            if row.earliest.as_ref().is_none_or(|e| candidate < *e) {
                row.earliest = Some(candidate);
            }
        }
        Some(slug)
    }
}

/// Accounts that are ours: those of the facts, and those that the register names.
fn own_accounts(cells: &dyn Cells, register: Option<&Register>) -> BTreeSet<String> {
    let read = cells.cells().iter().map(|cell| cell.start.cell.account.clone());
    read.chain(register.into_iter().flat_map(third_party::own_accounts)).collect()
}

/// The texts at a dotted path; a list shows each of its elements.
fn texts_at<'r>(properties: &'r serde_json::Map<String, Value>, path: &str) -> Vec<&'r str> {
    let mut members = path.split('.');
    let first = members.next().and_then(|member| properties.get(member));
    let found = members.fold(first, |value, member| value.and_then(|v| v.get(member)));
    match found {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn holds_data(eligibility: &Eligibility, slug: &str) -> bool {
    eligibility.entry(slug).is_none_or(|e| e.verdict != eligibility::Verdict::Tooling)
}

/// Every service a kind may count under.
fn slugs(kind: &Kind) -> BTreeSet<String> {
    let by = kind.service_by.iter().flat_map(|by| by.prefixes.iter().map(|(_, slug)| slug));
    by.chain([&kind.service]).filter(|s| !s.is_empty()).cloned().collect()
}

/// What the scope declares of one resource: an exclusion by ARN first, then its tag rules; `None` when neither speaks.
fn declared_phi(resource: &Resource, register: Option<&Register>) -> Option<bool> {
    let scope = register?.scope.as_ref()?;
    let arn = resource.arn.as_deref().unwrap_or(&resource.id);
    if scope.exclusions.iter().any(|e| matches!(&e.what, Excluded::Arn(excluded) if excluded == arn)) {
        return Some(false);
    }
    let tags = resource.tags.as_ref()?;
    let matches = |phi: bool| {
        scope.tag_rules.iter().filter(|rule| rule.phi == phi).any(|rule| {
            tags.iter().any(|tag| {
                tag.key == rule.key
                    && (rule.values.is_empty() || tag.value.as_ref().is_some_and(|v| rule.values.contains(v)))
            })
        })
    };
    if matches(true) { Some(true) } else { matches(false).then_some(false) }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

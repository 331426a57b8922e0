//! The first pass: what conditions read of other resources, joined and ready.

mod keys;

use super::evaluate::{Lists, RelatedList, tops, unread_of};
use super::value::Object;
use super::{Check, Join, Normal, Related, Within};
use crate::resource::{Cause, Cells, FactsError, GLOBAL, KindReport, KindState, NOT_SAID, Resource, Unread};
use crate::service::{Kind, Kinds};
use keys::{identities, is_made, made_by, normal, values};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An element of a related list: only what conditions name.
#[derive(Debug)]
pub(super) struct Entry {
    account: String,
    region: String,
    /// Its id, ARN and name, where only a part of what is there is known.
    identities: Vec<String>,
    /// Whether the change makes it.
    is_made: bool,
    pub(super) value: Object,
    /// What of it could not be read, as far as conditions name it.
    pub(super) unread: Vec<Unread>,
}

impl Entry {
    /// Keeps the top-level members that dotted `paths` begin with.
    pub(super) fn new(resource: &Resource, kind: Option<&Kind>, paths: &BTreeSet<String>) -> Self {
        Self {
            account: resource.account.clone(),
            region: resource.region.clone(),
            identities: if resource.origin.is_some() { identities(resource) } else { Vec::new() },
            is_made: is_made(resource),
            value: Object::of(resource, kind, &tops(paths)),
            unread: unread_of(resource, paths),
        }
    }
}

/// One way to join a kind: its path, brought to one form.
type JoinKey = (String, String, Normal);

#[derive(Default)]
struct Index {
    keys: BTreeMap<String, Vec<usize>>,
    /// Entries whose own side of the join could not be read: they may belong to any list.
    holes: Vec<usize>,
}

/// Where a list looks: account and region, `None` for any.
type Scope = (Option<String>, Option<String>);

/// Why a kind is not fully read in a scope.
#[derive(Debug, Clone, Default)]
struct Gaps {
    unread: Vec<Unread>,
    /// Whether the scope reaches into regions that the command line leaves out.
    left_out: bool,
}

/// Everything that related lists are made of.
pub(super) struct Store {
    /// The regions of each account that facts know, without the global one.
    accounts: BTreeMap<String, BTreeSet<String>>,
    reports: BTreeMap<String, Vec<(String, String, KindReport)>>,
    entries: BTreeMap<String, Vec<Arc<Entry>>>,
    indexes: BTreeMap<JoinKey, Index>,
    whole: RefCell<BTreeMap<(String, Scope), RelatedList>>,
    gaps: RefCell<BTreeMap<(String, Scope), Gaps>>,
    /// The regions the command line selects, if it does.
    selected: Option<BTreeSet<String>>,
    /// Where only a part of what is there is known: what names the things that are made with it and nothing else. A name that
    /// people give may be another thing's too.
    made: Option<BTreeSet<String>>,
}

/// The paths that conditions and joins read of related resources, by kind.
pub(super) fn wanted(checks: &[&Check]) -> BTreeMap<String, BTreeSet<String>> {
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for check in checks {
        let reads = check.reads();
        for related in &check.related {
            let paths = wanted.entry(related.resource.clone()).or_default();
            paths.extend(reads.related.get(&related.name).into_iter().flatten().cloned());
            paths.extend(related.join.iter().map(|join| join.r#where.clone()));
        }
        for (name, path) in check.related.iter().filter_map(|r| hop(r.join.as_ref()?)) {
            if let Some(other) = check.related.iter().find(|r| r.name == name) {
                wanted.entry(other.resource.clone()).or_default().insert(path.to_owned());
            }
        }
    }
    wanted
}

/// The other list and its path, where the right side of a join is one.
pub(super) fn hop(join: &Join) -> Option<(&str, &str)> {
    join.equals.strip_prefix("related.")?.split_once('.')
}

impl Store {
    /// Reads the facts once, for the kinds that checks name as related. A claim about a whole account needs every region,
    /// so cells outside the `selected` regions count where they were read.
    ///
    /// # Errors
    /// When the facts cannot be read back.
    pub(super) fn build(
        checks: &[&Check],
        kinds: &dyn Kinds,
        cells: &dyn Cells,
        selected: Option<&BTreeSet<String>>,
    ) -> Result<Self, FactsError> {
        let wanted = wanted(checks);
        let mut store = Self {
            accounts: BTreeMap::new(),
            reports: BTreeMap::new(),
            entries: wanted.keys().map(|kind| (kind.clone(), Vec::new())).collect(),
            indexes: BTreeMap::new(),
            whole: RefCell::default(),
            gaps: RefCell::default(),
            selected: selected.cloned(),
            made: cells.are_a_part().then(BTreeSet::new),
        };
        for cell in cells.cells() {
            let at = &cell.start.cell;
            let regions = store.accounts.entry(at.account.clone()).or_default();
            if at.region != GLOBAL {
                regions.insert(at.region.clone());
            }
            let mut needed = store.made.is_some();
            for (kind, report) in cell.end.kinds.iter().filter(|(kind, _)| wanted.contains_key(*kind)) {
                needed = true;
                let report = (at.account.clone(), at.region.clone(), report.clone());
                store.reports.entry(kind.clone()).or_default().push(report);
            }
            if needed {
                cells.resources(at, &mut |resource| {
                    store.note_made(&resource);
                    if let Some(paths) = wanted.get(&resource.kind) {
                        let entry = Entry::new(&resource, kinds.kind(&resource.kind), paths);
                        store.entries.entry(resource.kind.clone()).or_default().push(Arc::new(entry));
                    }
                })?;
            }
        }
        for check in checks {
            for related in &check.related {
                store.index(related);
            }
        }
        Ok(store)
    }

    fn note_made(&mut self, resource: &Resource) {
        if let Some(made) = self.made.as_mut().filter(|_| is_made(resource)) {
            let is_address = resource.origin.as_ref().is_some_and(|origin| !origin.named);
            made.extend(is_address.then(|| resource.id.clone()));
            made.extend(resource.arn.clone());
        }
    }

    /// Whether every thing with this key is among the entries found for it: nothing outside can name what is only being made,
    /// and what the key itself names is there or not. `own` names what is made and gave the key.
    fn is_whole(&self, key: &str, own: &BTreeSet<String>, found: &[&Arc<Entry>]) -> bool {
        self.made.as_ref().is_none_or(|made| {
            made.contains(key)
                || own.contains(key)
                || found.iter().any(|entry| entry.identities.iter().any(|identity| identity == key))
        })
    }

    fn leaves_out(&self, region: &str) -> bool {
        region != GLOBAL && self.selected.as_ref().is_some_and(|selected| !selected.contains(region))
    }

    fn index(&mut self, related: &Related) {
        let Some(join) = &related.join else {
            return;
        };
        let key = (related.resource.clone(), join.r#where.clone(), join.normal);
        if self.indexes.contains_key(&key) {
            return;
        }
        let mut index = Index::default();
        for (position, entry) in self.entries.get(&related.resource).into_iter().flatten().enumerate() {
            match values(&entry.value, &join.r#where) {
                Some(found) => {
                    for value in found {
                        let positions = index.keys.entry(normal(&value, join.normal)).or_default();
                        if positions.last() != Some(&position) {
                            positions.push(position);
                        }
                    }
                }
                None => index.holes.push(position),
            }
        }
        self.indexes.insert(key, index);
    }

    /// The related lists of one subject. Lists that hang on another list come after it.
    pub(super) fn lists(&self, check: &Check, resource: &Resource, subject: &Object) -> Lists {
        let mut lists = Lists::new();
        let hops = |related: &&Related| related.join.as_ref().and_then(hop).is_some();
        let (second, first): (Vec<&Related>, Vec<&Related>) = check.related.iter().partition(hops);
        for related in first.into_iter().chain(second) {
            let list = self.list(related, resource, subject, &lists);
            lists.insert(related.name.clone(), list);
        }
        lists
    }

    fn list(&self, related: &Related, resource: &Resource, subject: &Object, others: &Lists) -> RelatedList {
        // What is global has no region of its own: its region is the account.
        let scope: Scope = match related.within {
            Within::Organization => (None, None),
            Within::Region if resource.region != GLOBAL => {
                (Some(resource.account.clone()), Some(resource.region.clone()))
            }
            Within::Region | Within::Account => (Some(resource.account.clone()), None),
        };
        let said = |place: &String| place != NOT_SAID;
        let scope: Scope = (scope.0.filter(said), scope.1.filter(said));
        let gaps = self.gaps(&related.resource, &scope);
        if !gaps.unread.is_empty() {
            return RelatedList::Unread(gaps.unread);
        }
        if gaps.left_out {
            return RelatedList::LeftOut;
        }
        let Some(join) = &related.join else {
            return self.whole(&related.resource, &scope);
        };
        let keys = match right_side(join, resource, subject, others) {
            Ok(keys) => keys,
            Err(instead) => return instead,
        };
        let key = (related.resource.clone(), join.r#where.clone(), join.normal);
        let (Some(index), Some(entries)) = (self.indexes.get(&key), self.entries.get(&related.resource))
        else {
            return RelatedList::Unread(vec![Unread::without_call("", Cause::NotCollected)]);
        };
        let holes: Vec<&Arc<Entry>> =
            index.holes.iter().map(|at| &entries[*at]).filter(|entry| lies_in(entry, &scope)).collect();
        if !holes.is_empty() {
            return RelatedList::Unread(distinct(
                holes.into_iter().flat_map(|entry| entry.unread.iter().cloned()),
            ));
        }
        let own = if self.made.is_some() { made_by(join, resource, others) } else { BTreeSet::new() };
        let mut positions: BTreeSet<usize> = BTreeSet::new();
        // Services make interfaces that no plan and no template speaks of.
        let mut whole = self.made.is_none() || related.resource != "AWS::EC2::NetworkInterface";
        for key in &keys {
            let of_key = index.keys.get(key).into_iter().flatten().copied();
            // What has the name in another region is another thing.
            let of_key: Vec<usize> = of_key.filter(|at| lies_in(&entries[*at], &scope)).collect();
            let found: Vec<&Arc<Entry>> = of_key.iter().map(|at| &entries[*at]).collect();
            whole &= self.is_whole(key, &own, &found);
            positions.extend(of_key);
        }
        let found = positions.into_iter().map(|at| Arc::clone(&entries[at])).collect();
        if whole { RelatedList::read(found) } else { RelatedList::open(found, elsewhere()) }
    }

    /// All of a kind in a scope, made once.
    fn whole(&self, kind: &str, scope: &Scope) -> RelatedList {
        let key = (kind.to_owned(), scope.clone());
        if let Some(list) = self.whole.borrow().get(&key) {
            return list.clone();
        }
        let entries = self.entries.get(kind).into_iter().flatten().filter(|entry| lies_in(entry, scope));
        let list = match self.made {
            None => RelatedList::read(entries.cloned().collect()),
            Some(_) => RelatedList::open(entries.cloned().collect(), elsewhere()),
        };
        self.whole.borrow_mut().insert(key, list.clone());
        list
    }

    /// Why a kind is not fully read in a scope.
    fn gaps(&self, kind: &str, scope: &Scope) -> Gaps {
        let key = (kind.to_owned(), scope.clone());
        if let Some(gaps) = self.gaps.borrow().get(&key) {
            return gaps.clone();
        }
        let gaps = self.find_gaps(kind, scope);
        self.gaps.borrow_mut().insert(key, gaps.clone());
        gaps
    }

    fn find_gaps(&self, kind: &str, (account, region): &Scope) -> Gaps {
        let reports = self.reports.get(kind).map(Vec::as_slice).unwrap_or_default();
        let global = reports.iter().any(|(_, at, _)| at == GLOBAL);
        let regional = reports.iter().any(|(_, at, _)| at != GLOBAL);
        let not_collected = || Unread::without_call("", Cause::NotCollected);
        if reports.is_empty() {
            return Gaps { unread: vec![not_collected()], left_out: false };
        }
        let mut gaps = Gaps::default();
        for (name, regions) in
            self.accounts.iter().filter(|(name, _)| account.as_ref().is_none_or(|a| a == *name))
        {
            let mut expected: Vec<&str> = Vec::new();
            if global {
                expected.push(GLOBAL);
            }
            if regional {
                let of_scope = regions.iter().filter(|at| region.as_ref().is_none_or(|r| r == *at));
                expected.extend(of_scope.map(String::as_str));
                // A region that no cell of the account knows was not read either.
                expected.extend(region.as_deref().filter(|r| !regions.contains(*r)));
            }
            for at in expected {
                match reports.iter().find(|(a, r, _)| a == name && r == at) {
                    None if self.leaves_out(at) => gaps.left_out = true,
                    None => gaps.unread.push(not_collected()),
                    Some((_, _, report)) => gaps.unread.extend(unread_listing(report)),
                }
            }
        }
        gaps.unread = distinct(gaps.unread.into_iter());
        gaps
    }
}

/// Why a listing is not whole, if it is not.
pub(super) fn unread_listing(report: &KindReport) -> Option<Unread> {
    let cause = match report.state {
        KindState::Read | KindState::NotOffered | KindState::Disabled => return None,
        KindState::NotInSource => return Some(Unread::not_in_source("")),
        KindState::Denied => Cause::Denied,
        KindState::Partial | KindState::Failed => Cause::Failed,
        KindState::NotCollected => Cause::NotCollected,
    };
    Some(report.unread.clone().unwrap_or_else(|| Unread::without_call("", cause)))
}

/// What a plan or a template does not hold may be there all the same.
fn elsewhere() -> Unread {
    Unread { code: Some("NotInThisChange".to_owned()), ..Unread::without_call("", Cause::NotCollected) }
}

/// What does not say where it is may be here.
fn lies_in(entry: &Entry, (account, region): &Scope) -> bool {
    account.as_ref().is_none_or(|a| *a == entry.account || entry.account == NOT_SAID)
        && region.as_ref().is_none_or(|r| *r == entry.region || [GLOBAL, NOT_SAID].contains(&&*entry.region))
}

/// The values that the subject's side of a join has, or the list that stands for why they could not be read.
fn right_side(
    join: &Join,
    resource: &Resource,
    subject: &Object,
    others: &Lists,
) -> Result<BTreeSet<String>, RelatedList> {
    let unread = RelatedList::Unread;
    let mut found = Vec::new();
    match hop(join) {
        None => {
            let paths = BTreeSet::from([join.equals.clone()]);
            found.extend(values(subject, &join.equals).ok_or_else(|| unread(unread_of(resource, &paths)))?);
        }
        Some((name, path)) => match others.get(name) {
            Some(RelatedList::Read(_, entries)) => {
                for entry in entries.iter() {
                    found.extend(values(&entry.value, path).ok_or_else(|| unread(entry.unread.clone()))?);
                }
            }
            Some(RelatedList::Open(.., why)) => return Err(unread(vec![why.clone()])),
            Some(instead) => return Err(instead.clone()),
            None => return Err(unread(vec![Unread::without_call("", Cause::NotCollected)])),
        },
    }
    Ok(found.iter().map(|value| normal(value, join.normal)).collect())
}

fn distinct(causes: impl Iterator<Item = Unread>) -> Vec<Unread> {
    let mut seen = BTreeSet::new();
    causes.filter(|cause| seen.insert(cause.clone())).collect()
}

//! The cells of what a plan or a template declares, as if it had been read.

use super::FORMAT;
use crate::resource::{
    Cell, CellEnd, CellStart, GLOBAL, KindReport, KindState, NOT_SAID, ReadCell, Resource,
};
use crate::service::Catalog;
use std::collections::{BTreeMap, BTreeSet};

/// The kinds that the scan makes itself, and of which a part of an account says nothing.
const SYNTHETIC: [&str; 2] = ["AWS::::Account", "AWS::::Region"];

type Held = BTreeMap<Cell, Vec<Resource>>;

/// A cell for every API in each account, and in each of its regions that something is declared in. A kind that the source has no
/// words for is `not_in_source`.
pub(super) fn declared_cells(
    resources: Vec<Resource>,
    told: &BTreeSet<String>,
    catalog: &Catalog,
    at: &str,
) -> (Vec<ReadCell>, Held) {
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut held = Held::new();
    for resource in resources {
        let regions = places.entry(resource.account.clone()).or_default();
        if resource.region != GLOBAL {
            regions.insert(resource.region.clone());
        }
        held.entry(cell_of(&resource, catalog)).or_default().push(resource);
    }
    if places.is_empty() {
        // A plan in which nothing of AWS stands was read all the same.
        places.insert(NOT_SAID.to_owned(), BTreeSet::new());
    }
    let mut cells = Vec::new();
    for (account, regions) in &places {
        let none = BTreeMap::from(SYNTHETIC.map(|kind| (kind.to_owned(), report(0, false))));
        let at_account = Cell { account: account.clone(), region: GLOBAL.to_owned(), api: String::new() };
        let mut kinds = none;
        let undescribed = held.get(&at_account).into_iter().flatten();
        for resource in undescribed {
            kinds.entry(resource.kind.clone()).or_insert_with(|| report(0, true)).count += 1;
        }
        cells.push(cell(at_account, kinds, at));
        for api in catalog.apis() {
            for (region, global) in
                [(GLOBAL, true)].into_iter().chain(regions.iter().map(|r| (r.as_str(), false)))
            {
                let place = Cell { account: account.clone(), region: region.to_owned(), api: api.id.clone() };
                let of_kind = |name: &str| {
                    let all = held.get(&place).into_iter().flatten();
                    all.filter(|resource| resource.kind == name && !resource.is_kept()).count() as u64
                };
                let kinds: BTreeMap<String, KindReport> = catalog
                    .kinds_of(&api.id, global)
                    .map(|kind| (kind.name.clone(), report(of_kind(&kind.name), told.contains(&kind.name))))
                    .collect();
                if !kinds.is_empty() {
                    cells.push(cell(place, kinds, at));
                }
            }
        }
    }
    cells.sort_by(|a, b| a.start.cell.cmp(&b.start.cell));
    (cells, held)
}

/// Where a resource belongs: with its API where that is read, or with the account where no description knows it.
fn cell_of(resource: &Resource, catalog: &Catalog) -> Cell {
    let api = catalog.kind(&resource.kind).map(|kind| kind.api.clone()).unwrap_or_default();
    let global = api.is_empty() || catalog.kinds_of(&api, true).any(|kind| kind.name == resource.kind);
    let region = if global { GLOBAL } else { &resource.region };
    Cell { account: resource.account.clone(), region: region.to_owned(), api }
}

fn report(count: u64, told: bool) -> KindReport {
    let state = if told { KindState::Read } else { KindState::NotInSource };
    KindReport { state, count, unread: None }
}

fn cell(cell: Cell, kinds: BTreeMap<String, KindReport>, at: &str) -> ReadCell {
    ReadCell {
        start: CellStart { cell, format: FORMAT, principal: None, started: at.to_owned() },
        end: CellEnd { ended: at.to_owned(), calls: BTreeMap::new(), throttled: 0, kinds },
    }
}

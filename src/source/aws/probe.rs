//! Tries what a scan would ask for, on a few resources of each kind, and keeps nothing.

use super::CellRead;
use super::scan::{BUDGET, CELLS, Caller, Request, cells, cut_off, regions};
use super::scan_error::ScanError;
use crate::resource::{Cell, KindReport, Resource};
use crate::source::facts::Regions;
use futures::StreamExt;
use std::collections::{BTreeMap, BTreeSet};

/// Resources of each kind that are read: more than one, for not every call is made about each.
const SAMPLE: usize = 3;

/// What was tried.
pub struct Probe {
    /// The account's regions, and who told them.
    pub regions: Regions,
    /// What became of each cell, in the order of the cells.
    pub cells: Vec<Probed>,
}

/// What became of one cell.
pub struct Probed {
    /// The cell.
    pub cell: Cell,
    /// What became of each kind.
    pub kinds: BTreeMap<String, KindReport>,
    /// The resources read.
    pub resources: Vec<Resource>,
    /// Calls made, as `api:Operation`.
    pub calls: BTreeSet<String>,
}

/// Tries every cell; the request's facts folder is left alone.
///
/// # Errors
/// When the command line selects a region that the account does not have.
pub async fn probe(request: &Request<'_>, caller: &Caller) -> Result<Probe, ScanError> {
    let (regions, _) = regions(request, caller).await;
    regions.know(&request.wanted.selected).map_err(ScanError::UnknownRegion)?;
    let wanted = cells(request, caller, &regions);
    let all = wanted.len();
    let mut work =
        futures::stream::iter(wanted).map(|cell| probe_cell(request, caller, cell)).buffered(CELLS);
    let mut cells = Vec::with_capacity(all);
    while let Some(probed) = work.next().await {
        (request.progress)(&probed.cell, all);
        cells.push(probed);
    }
    drop(work);
    Ok(Probe { regions, cells })
}

async fn probe_cell(request: &Request<'_>, caller: &Caller, cell: Cell) -> Probed {
    let needs = request.needs_in(&cell.region);
    let reading = request.reading(&caller.partition, &needs, Some(SAMPLE));
    let mut resources = Vec::new();
    let read = tokio::time::timeout(BUDGET, reading.cell(&cell, &mut resources)).await;
    let read = match (read, request.catalog.api(&cell.api)) {
        (Ok(read), _) => read,
        (Err(_), Some(api)) => cut_off(api, &cell, &BTreeMap::new()),
        (Err(_), None) => CellRead::default(),
    };
    let mut kinds = read.outcome.kinds;
    kinds.retain(|kind, _| needs.kind(kind));
    Probed { cell, kinds, resources, calls: read.calls.into_keys().collect() }
}

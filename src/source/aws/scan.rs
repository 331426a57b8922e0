//! One scan of one account: who am I, which regions, which cells; then every cell, each to its own file.

use super::scan_error::ScanError;
use super::{Access, CellRead, Reading};
use crate::resource::{Cause, Cell, CellEnd, CellStart, GLOBAL, KindReport, KindState, Resource, Unread};
use crate::service::{Api, Catalog, Needs, Scope};
use crate::source::facts::{CellWriter, Plan, Regions, Selection, cell_path, is_finished};
use crate::source::{Outcome, Sink};
use futures::StreamExt;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::time::Duration;

/// Cells under way at once. Each has its own bound on calls, so this times [`CALLS`] is the most that AWS sees.
pub(super) const CELLS: usize = 6;
/// Calls of one cell under way at once.
const CALLS: usize = 12;
/// A cell that takes longer is cut off: what it has read stays, the rest is `timeout`.
pub(super) const BUDGET: Duration = Duration::from_secs(15 * 60);

/// Where a scan begins when neither environment nor profile names a region and nobody lists them.
const FALLBACK_REGION: &str = "us-east-1";

/// What to read, and where to put it.
pub struct Request<'a> {
    /// The way into AWS.
    pub access: &'a Access,
    /// The facts folder.
    pub facts: &'a Path,
    /// Every API and kind.
    pub catalog: &'a Catalog,
    /// What is to be read.
    pub wanted: &'a Wanted,
    /// The time, in whole seconds.
    pub now: &'a (dyn Fn() -> Timestamp + Sync),
    /// Told of each cell that is done, with the number of cells in all.
    pub progress: &'a (dyn Fn(&Cell, usize) + Sync),
}

/// What a scan is to read.
#[derive(Debug)]
pub struct Wanted {
    /// Kinds and properties to ask for.
    pub needs: Needs,
    /// Kinds that claims about a whole account need: read in every region, whatever regions are selected.
    pub everywhere: BTreeSet<String>,
    /// Tag keys whose values may be kept.
    pub tag_keys: BTreeSet<String>,
    /// What the command line narrowed the scan to.
    pub selected: Selection,
}

/// Who asks, and in which partition.
#[derive(Debug, Clone, PartialEq)]
pub struct Caller {
    /// Twelve digits.
    pub account: String,
    /// The identity's ARN.
    pub arn: String,
    /// `aws`, `aws-us-gov`, `aws-cn` …
    pub partition: String,
    read: Option<Discovered>,
}

/// A cell that was read before there was a place to write it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Discovered {
    api: &'static str,
    started: String,
    ended: String,
    resources: Vec<Resource>,
    read: CellRead,
}

impl Discovered {
    fn report(&self, kind: &str) -> Option<&KindReport> {
        self.read.outcome.kinds.get(kind)
    }
}

/// Asks STS who the caller is: the first call of every scan, and the only one that must succeed.
///
/// # Errors
/// When there are no credentials, they are refused or expired, or nothing answers.
pub async fn caller(
    access: &Access,
    catalog: &Catalog,
    now: &(dyn Fn() -> Timestamp + Sync),
) -> Result<Caller, ScanError> {
    const KIND: &str = "AWS::STS::CallerIdentity";
    let read = discover(access, catalog, ("sts", KIND), ("", "aws"), now).await;
    let Some(identity) = read.resources.first() else {
        return Err(ScanError::no_caller(read.report(KIND).and_then(|k| k.unread.as_ref())));
    };
    let text =
        |name: &str| identity.properties.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (account, arn) = (text("Account"), text("Arn"));
    let partition = arn.split(':').nth(1).unwrap_or("aws").to_owned();
    Ok(Caller { account, arn, partition, read: Some(read) })
}

/// Reads everything that was asked for. Finished cells of an earlier, killed scan in the same folder are kept.
///
/// # Errors
/// When the facts cannot be written. Whatever AWS refuses is a state of its cell and no error.
pub async fn scan(request: &Request<'_>, caller: Caller) -> Result<Plan, ScanError> {
    let plan = match Plan::read(request.facts)? {
        Some(plan) if plan.account == caller.account => {
            plan.regions.know(&request.wanted.selected).map_err(ScanError::UnknownRegion)?;
            plan
        }
        Some(plan) => {
            return Err(ScanError::OtherAccount {
                folder: request.facts.display().to_string(),
                recorded: plan.account,
                caller: caller.account,
            });
        }
        None => plan(request, &caller).await?,
    };
    let mut unfinished = Vec::new();
    for cell in &plan.cells {
        if !is_finished(&cell_path(request.facts, cell))? {
            unfinished.push(cell);
        }
    }
    let all = plan.cells.len();
    let mut work = futures::stream::iter(unfinished)
        .map(|cell| {
            let plan = &plan;
            async move { (cell, read_cell(request, plan, cell).await) }
        })
        .buffer_unordered(CELLS);
    let mut stop = std::pin::pin!(stop_asked());
    loop {
        tokio::select! {
            // What is under way is given up; its cells stay unfinished and are judged as not collected.
            () = &mut stop => break,
            next = work.next() => match next {
                None => break,
                Some((cell, done)) => {
                    done?;
                    (request.progress)(cell, all);
                }
            },
        }
    }
    drop(work);
    Ok(plan)
}

/// Ends when the process is asked to stop: Ctrl-C, or SIGTERM at a job's deadline.
async fn stop_asked() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => _ = tokio::signal::ctrl_c().await,
    }
}

/// Asks for the regions, decides on the cells, writes the cells that were read on the way and the plan.
async fn plan(request: &Request<'_>, caller: &Caller) -> Result<Plan, ScanError> {
    let (regions, read) = regions(request, caller).await;
    regions.know(&request.wanted.selected).map_err(ScanError::UnknownRegion)?;
    let mut cells = cells(request, caller, &regions);
    let discovered = caller.read.iter().chain(&read).map(|d| (d, d.cell(caller)));
    let started = discovered.clone().map(|(d, _)| d.started.clone()).min().unwrap_or_default();
    // An API of which more is asked for is read again with the rest.
    let discovered: Vec<(&Discovered, Cell)> = discovered.filter(|(_, cell)| !cells.contains(cell)).collect();
    cells.extend(discovered.iter().map(|(_, cell)| cell.clone()));
    let plan = Plan {
        format: crate::source::facts::FORMAT,
        started,
        tool: concat!("baascan ", env!("CARGO_PKG_VERSION")).to_owned(),
        account: caller.account.clone(),
        partition: caller.partition.clone(),
        principal: caller.arn.clone(),
        regions,
        selected: request.wanted.selected.clone(),
        cells: cells.into_iter().collect(),
    };
    // These are never asked for again once the plan is there, so they come first.
    for (read, cell) in discovered {
        write_discovered(request.facts, caller, read, cell)?;
    }
    plan.write(request.facts)?;
    Ok(plan)
}

/// The cells that what is needed lies in.
pub(super) fn cells(request: &Request<'_>, caller: &Caller, regions: &Regions) -> BTreeSet<Cell> {
    let mut cells = BTreeSet::new();
    for api in request.catalog.apis() {
        for scope in needed_scopes(api, &request.wanted.needs) {
            let of = |region: &str| Cell {
                account: caller.account.clone(),
                region: region.to_owned(),
                api: api.id.clone(),
            };
            match scope {
                Scope::Global => _ = cells.insert(of(GLOBAL)),
                Scope::Regional => {
                    let read = |region: &&String| !needed_scopes(api, &request.needs_in(region)).is_empty();
                    cells.extend(regions.enabled.iter().filter(read).map(|r| of(r)));
                }
            }
        }
    }
    cells
}

impl Request<'_> {
    /// How a cell of this request is read: `needs` is what its region asks for, `sample` how many resources of each
    /// kind, when not all.
    pub(super) fn reading<'a>(
        &'a self,
        partition: &'a str,
        needs: &'a Needs,
        sample: Option<usize>,
    ) -> Reading<'a> {
        Reading {
            access: self.access,
            partition,
            needs,
            catalog: self.catalog,
            tag_keys: &self.wanted.tag_keys,
            today: day((self.now)()),
            sample,
            concurrency: CALLS,
        }
    }

    /// What is asked for in a region: all that is needed, or outside the selected regions what is needed everywhere.
    pub(super) fn needs_in(&self, region: &str) -> Needs {
        let selected = self.wanted.selected.regions.as_ref();
        let whole = region == GLOBAL || selected.is_none_or(|s| s.iter().any(|r| r == region));
        let mut needs = self.wanted.needs.clone();
        needs.0.retain(|kind, _| whole || self.wanted.everywhere.contains(kind));
        needs
    }
}

fn day(now: Timestamp) -> jiff::civil::Date {
    now.to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn needed_scopes(api: &Api, needs: &Needs) -> BTreeSet<Scope> {
    api.kinds.iter().filter(|kind| needs.kind(&kind.kind.name)).map(|kind| kind.scope).collect()
}

/// The account's regions: Account Management is asked first, EC2 when it refuses; if both do, only the caller's own
/// region is known, and that is said.
pub(super) async fn regions(request: &Request<'_>, caller: &Caller) -> (Regions, Vec<Discovered>) {
    let mut read = Vec::new();
    let mut unread = None;
    for (api, kind, status, told_by) in [
        ("account", "AWS::Account::Region", "RegionOptStatus", "account:ListRegions"),
        ("ec2", "AWS::EC2::Region", "OptInStatus", "ec2:DescribeRegions"),
    ] {
        let of = (caller.account.as_str(), caller.partition.as_str());
        let found = discover(request.access, request.catalog, (api, kind), of, request.now).await;
        let whole = found.report(kind).is_some_and(|k| k.state == KindState::Read);
        unread = unread.or_else(|| found.report(kind).and_then(|k| k.unread.clone()));
        let (enabled, disabled): (Vec<_>, Vec<_>) = found.resources.iter().cloned().partition(|r| {
            r.properties.get(status).and_then(Value::as_str).is_none_or(crate::source::facts::region_is_on)
        });
        read.push(found);
        if whole {
            let names = |resources: Vec<Resource>| {
                resources.into_iter().map(|r| r.id).collect::<BTreeSet<_>>().into_iter().collect()
            };
            let regions = Regions {
                enabled: names(enabled),
                disabled: names(disabled),
                told_by: told_by.to_owned(),
                unread: None,
            };
            return (regions, read);
        }
    }
    let regions = Regions {
        enabled: vec![request.access.region().unwrap_or(FALLBACK_REGION).to_owned()],
        disabled: Vec::new(),
        told_by: "configured".to_owned(),
        unread,
    };
    (regions, read)
}

/// Reads one kind of one API before there are cells.
async fn discover(
    access: &Access,
    catalog: &Catalog,
    (api, kind): (&'static str, &str),
    (account, partition): (&str, &str),
    now: &(dyn Fn() -> Timestamp + Sync),
) -> Discovered {
    let mut needs = Needs::everything(catalog);
    needs.0.retain(|name, _| name == kind);
    let tag_keys = BTreeSet::new();
    let reading = Reading {
        access,
        partition,
        needs: &needs,
        catalog,
        tag_keys: &tag_keys,
        today: day(now()),
        sample: None,
        concurrency: 1,
    };
    let cell = Cell { account: account.to_owned(), region: GLOBAL.to_owned(), api: api.to_owned() };
    let started = now().to_string();
    let mut resources = Vec::new();
    let mut read = reading.cell(&cell, &mut resources).await;
    read.outcome.kinds.retain(|name, _| name == kind);
    Discovered { api, started, ended: now().to_string(), resources, read }
}

fn write_discovered(facts: &Path, caller: &Caller, read: &Discovered, cell: Cell) -> io::Result<()> {
    let start = CellStart::now(cell, Some(caller.arn.clone()), read.started.clone());
    let mut writer = CellWriter::create(facts, &start)?;
    for resource in &read.resources {
        let account = caller.account.clone();
        writer.resource(&Resource { account, ..resource.clone() })?;
    }
    writer.finish(&CellEnd {
        ended: read.ended.clone(),
        calls: read.read.calls.clone(),
        throttled: read.read.throttled,
        kinds: read.read.outcome.kinds.clone(),
    })
}

/// Writes resources to the cell's file as they come, and remembers the first refusal of the file system.
struct FileSink {
    writer: CellWriter,
    counts: BTreeMap<String, u64>,
    failed: Option<io::Error>,
}

impl Sink for FileSink {
    fn resource(&mut self, resource: Resource) {
        if self.failed.is_none() {
            self.failed = self.writer.resource(&resource).err();
            *self.counts.entry(resource.kind).or_default() += 1;
        }
    }
}

impl Discovered {
    fn cell(&self, caller: &Caller) -> Cell {
        Cell { account: caller.account.clone(), region: GLOBAL.to_owned(), api: self.api.to_owned() }
    }
}

/// Reads one cell into its file.
async fn read_cell(request: &Request<'_>, plan: &Plan, cell: &Cell) -> Result<(), ScanError> {
    let Some(api) = request.catalog.api(&cell.api) else { return Ok(()) };
    let start = CellStart::now(cell.clone(), Some(plan.principal.clone()), (request.now)().to_string());
    let writer = CellWriter::create(request.facts, &start)?;
    let mut sink = FileSink { writer, counts: BTreeMap::new(), failed: None };
    let needs = request.needs_in(&cell.region);
    let reading = request.reading(&plan.partition, &needs, None);
    let read = tokio::time::timeout(BUDGET, reading.cell(cell, &mut sink)).await;
    let mut read = read.unwrap_or_else(|_| cut_off(api, cell, &sink.counts));
    // A kind that nobody asked for is not part of this scan; checks that want it find no report and say so.
    read.outcome.kinds.retain(|kind, _| needs.kind(kind));
    if let Some(error) = sink.failed {
        return Err(error.into());
    }
    sink.writer.finish(&CellEnd {
        ended: (request.now)().to_string(),
        calls: read.calls,
        throttled: read.throttled,
        kinds: read.outcome.kinds,
    })?;
    Ok(())
}

/// The report of a cell whose time was over: what it has listed is partial, the rest failed.
pub(super) fn cut_off(api: &Api, cell: &Cell, counts: &BTreeMap<String, u64>) -> CellRead {
    let scope = if cell.region == GLOBAL { Scope::Global } else { Scope::Regional };
    let kinds = api.kinds.iter().filter(|kind| kind.scope == scope).map(|kind| {
        let name = kind.kind.name.clone();
        let count = counts.get(&name).copied().unwrap_or(0);
        let state = if count > 0 { KindState::Partial } else { KindState::Failed };
        let unread = Some(Unread::without_call("", Cause::Timeout));
        (name, KindReport { state, count, unread })
    });
    CellRead { outcome: Outcome { kinds: kinds.collect() }, ..CellRead::default() }
}

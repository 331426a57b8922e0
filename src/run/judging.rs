//! From facts to a record: gather what is in use, judge it, lay the register over it, write it down.

use super::gate::Gating;
use super::judging_map;
use super::notes::notes;
use super::reading::Read;
use super::rules::Rules;
use super::sink::Sink;
use super::{Failure, Terminal};
use crate::check::{self, Check, Evaluation};
use crate::cli::ScanArgs;
use crate::map::{self, Chain, Row, Sources, Usage};
use crate::record::{
    AgreementStanding, CheckSource, CheckSummary, CitationRef, Coverage, Defect, EligibilitySource,
    FacilityEntry, InventorySource, Judged, Record, RecordFolder, RecordWriter, RegisterSource, Results, Run,
    SCHEMA, Service, ThirdPartySeen, VendorStanding, WaiverStanding, Written,
};
use crate::register::{Facility, Kin, Register};
use crate::resource::Cells;
use crate::source::facts::Facts;
use anyhow::Context;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Judges facts and writes the record; the gate, where it was asked, looks on and answers within it.
pub(super) fn judge(
    args: &ScanArgs,
    rules: &Rules,
    read: &mut Read,
    mut gating: Option<&mut Gating>,
    terminal: &mut Terminal<'_>,
) -> Result<RecordFolder, Failure> {
    let facts = read.open(rules)?;
    let moment = Moment::of(args, &facts)?;
    let usage = gather(rules, &facts)?;
    let mut coverage = Coverage::of_cells(&facts, rules.regions.as_ref());
    coverage.tell_organizations(&|account| facts.organization(account));
    if let Some(gating) = &gating {
        gating.admit(rules, &coverage)?;
    }
    let mut writer = RecordWriter::create(&read.out, coverage, &args.allow_incomplete)
        .with_context(|| format!("cannot write to {}", read.out.display()))?;
    let (map, defects) = evaluate(rules, &facts, &usage, &moment, gating.as_deref_mut(), &mut writer)?;
    let judged = |exit_code| Judged {
        at: terminal.now().to_string(),
        by: concat!("baascan ", env!("CARGO_PKG_VERSION")).to_owned(),
        from: args.from.as_str().to_owned(),
        source: args.from.declared().map(|path| path.display().to_string()),
        fail_on: args.fail_on,
        allow_incomplete: args.allow_incomplete.clone(),
        exit_code,
    };
    writer
        .finish(|written, results| {
            let incomplete = written.incomplete;
            let mut record = assemble(rules, &facts, &usage, &map, &moment, written, results, judged(0));
            record.defects = defects;
            record.notes.extend(read.notes.iter().cloned());
            record.run.judged = judged(record.exit(args.fail_on, incomplete) as u8);
            let (register, vendors) = (rules.register.as_ref(), rules.vendors.as_ref());
            record.gate = gating.map(|gating| gating.answer(&record, register, vendors, moment.day));
            record
        })
        .with_context(|| format!("cannot write the record to {}", read.out.display()))?;
    Ok(RecordFolder::open(&read.out).map_err(anyhow::Error::from)?)
}

/// The moment against which agreements and ages are measured.
pub(super) struct Moment {
    pub(super) at: Timestamp,
    pub(super) day: Date,
    pub(super) text: String,
}

impl Moment {
    /// `--as-of`, else the latest end in the facts: the clock has no say, so judging again gives the same.
    fn of(args: &ScanArgs, facts: &Facts) -> Result<Self, Failure> {
        let at = match args.as_of {
            Some(day) => day.to_zoned(TimeZone::UTC).map_err(anyhow::Error::from)?.timestamp(),
            None => {
                let latest = facts.latest().context(
                    "these facts hold no finished cell, so there is no date to judge them by; give --as-of",
                )?;
                return Self::at(latest);
            }
        };
        Ok(Self::of_time(at))
    }

    /// The moment of a time as facts and records write it.
    pub(super) fn at(text: &str) -> Result<Self, Failure> {
        let at = text.parse().with_context(|| format!("`{text}` is not a time"))?;
        Ok(Self::of_time(at))
    }

    fn of_time(at: Timestamp) -> Self {
        Self { at, day: at.to_zoned(TimeZone::UTC).date(), text: at.to_string() }
    }
}

fn gather(rules: &Rules, facts: &Facts) -> Result<Usage, Failure> {
    let kind = |name: &str| rules.catalog.kind(name);
    let sources = Sources {
        eligibility: rules.eligibility.as_ref(),
        register: rules.register.as_ref(),
        vendors: rules.vendors.as_ref(),
        kind: &kind,
        regions: rules.regions.as_ref(),
        services: rules.services.as_ref(),
    };
    Ok(Usage::gather(facts, &sources).map_err(anyhow::Error::from)?)
}

/// The map as it was decided, with what the record keeps of the register beside it.
struct Mapped {
    rows: Vec<Row>,
    entries: Entries,
}

/// What the record keeps of the register beside agreements.
#[derive(Default)]
struct Entries {
    vendors: Vec<VendorStanding>,
    facilities: Vec<FacilityEntry>,
    third_parties: Vec<ThirdPartySeen>,
    waivers: Vec<WaiverStanding>,
}

impl Entries {
    fn of(chain: &Chain<'_>) -> Self {
        let register = chain.register;
        let agreements = |facility: &Facility| {
            chain.kin.agreements_of(facility).iter().map(|id| (*id).to_owned()).collect()
        };
        let facilities = register.facilities.iter();
        Self {
            vendors: chain.vendor_rows().iter().map(|row| VendorStanding::new(row, chain.on)).collect(),
            facilities: facilities.map(|f| FacilityEntry::new(f, agreements(f))).collect(),
            third_parties: ThirdPartySeen::all(chain),
            waivers: Vec::new(),
        }
    }
}

/// Judges resources, then the rows of the map and the register's entries, which rest on how some of those checks came out;
/// every evaluation goes to the writer.
fn evaluate(
    rules: &Rules,
    facts: &Facts,
    usage: &Usage,
    moment: &Moment,
    gating: Option<&mut Gating>,
    writer: &mut RecordWriter,
) -> Result<(Mapped, Vec<Defect>), Failure> {
    let mut sink = Sink::new(rules, moment, gating, writer);
    let selected = rules.selected();
    let catalog = rules.catalog.as_ref();
    let regions = rules.regions.as_ref();
    let mut defects =
        check::judge(&selected, catalog, facts, moment.at, regions, &mut |evaluation| sink.take(evaluation))
            .map_err(anyhow::Error::from)?;
    let organization = |account: &str| facts.organization(account);
    let (list, register) = (rules.eligibility.as_ref(), rules.register.as_ref());
    let outcomes = sink.outcomes();
    let rows = map::decide(usage, list, register, &organization, &outcomes, moment.day);
    let accounts: Vec<String> = facts.accounts().into_iter().map(str::to_owned).collect();
    let mut entries = Entries::default();
    match register {
        None => judging_map::no_register(rules, &accounts, &mut |evaluation| sink.take(evaluation)),
        Some(register) => {
            let kin = Kin::of(register, moment.day);
            let chain = Chain {
                register,
                kin: &kin,
                rows: &rows,
                usage,
                outcomes: &outcomes,
                accounts: &accounts,
                organization: &organization,
                vendors: rules.vendors.as_ref(),
                on: moment.day,
            };
            entries = Entries::of(&chain);
            let take = &mut |evaluation: Evaluation<'_>| sink.take(evaluation);
            defects.extend(judging_map::evaluate(rules, &chain, moment, take));
        }
    }
    entries.waivers = sink.finish()?;
    let mut public: Vec<Defect> = defects
        .into_iter()
        .map(|d| Defect { check: d.check, resource: d.resource, error: d.error })
        .collect();
    public.sort_unstable();
    Ok((Mapped { rows, entries }, public))
}

#[expect(clippy::too_many_arguments, reason = "the record is where everything a run has comes together")]
fn assemble(
    rules: &Rules,
    facts: &Facts,
    usage: &Usage,
    map: &Mapped,
    moment: &Moment,
    written: Written,
    results: Results,
    judged: Judged,
) -> Record {
    let services = map
        .rows
        .iter()
        .map(|row| {
            let key = (row.account.clone(), row.service.clone());
            let failing = written.failing.get(&key).into_iter().flatten().cloned().collect();
            Service::from_row(row, failing)
        })
        .collect();
    let agreements = rules.register.iter().flat_map(|r| &r.agreements);
    Record {
        schema: SCHEMA,
        run: run(rules, facts, moment, judged),
        coverage: written.coverage,
        gate: None,
        services,
        inventory: InventorySource::all(usage),
        agreements: agreements.map(|a| AgreementStanding::new(a, moment.day)).collect(),
        vendors: map.entries.vendors.clone(),
        facilities: map.entries.facilities.clone(),
        third_parties: map.entries.third_parties.clone(),
        waivers: map.entries.waivers.clone(),
        checks: check_summaries(rules, &written.checks),
        defects: Vec::new(),
        notes: notes(rules, facts, usage, moment),
        results,
    }
}

fn check_summaries(
    rules: &Rules,
    counts: &BTreeMap<String, crate::record::Evaluations>,
) -> Vec<CheckSummary> {
    let judged = rules.checks.checks().iter().filter(|check| counts.contains_key(&check.id));
    let summary = |check: &Check| CheckSummary {
        id: check.id.clone(),
        title: check.title.clone(),
        severity: check.severity.as_str().to_owned(),
        category: check.category.as_str().to_owned(),
        citations: CitationRef::of(check),
        evaluations: counts.get(&check.id).copied().unwrap_or_default(),
    };
    judged.map(summary).collect()
}

fn run(rules: &Rules, facts: &Facts, moment: &Moment, judged: Judged) -> Run {
    let cells = || facts.cells().iter().filter(|c| !c.start.cell.api.is_empty());
    let planned = facts.plans().iter().map(|p| p.started.clone()).min();
    let started = planned.or_else(|| cells().map(|c| c.start.started.clone()).min());
    let (mut calls, mut throttled) = (BTreeMap::<_, BTreeMap<_, u64>>::new(), BTreeMap::new());
    for cell in cells() {
        let api = &cell.start.cell.api;
        for (operation, count) in &cell.end.calls {
            *calls.entry(api.clone()).or_default().entry(operation.clone()).or_default() += count;
        }
        if cell.end.throttled > 0 {
            *throttled.entry(api.clone()).or_default() += cell.end.throttled;
        }
    }
    let account = facts.accounts().first().map_or_else(String::new, |a| (*a).to_owned());
    Run {
        id: run_id(started.as_deref().unwrap_or(&moment.text), &account),
        ended: facts.latest().map(str::to_owned),
        as_of: moment.text.clone(),
        principals: sorted(cells().filter_map(|c| c.start.principal.clone())),
        regions: sorted(cells().map(|c| c.start.cell.region.clone()).filter(|region| rules.reads(region))),
        selected_regions: rules.regions.as_ref().map(|r| r.iter().cloned().collect()),
        selected_services: rules.services.as_ref().map(|s| s.iter().cloned().collect()),
        calls,
        throttled,
        eligibility: eligibility(rules, moment.day),
        register: rules.register.as_ref().map(register),
        waivers: rules
            .waivers
            .iter()
            .flat_map(|w| &w.files)
            .map(|f| (name(&f.path), f.sha256.clone()))
            .collect(),
        checks: CheckSource {
            count: rules.checks.checks().len() as u64,
            sha256: rules.checks.digest(),
            ruleset: rules.ruleset.version.clone(),
        },
        started,
        judged,
    }
}

/// The start of reading without punctuation, and the account: `20261122T020000Z-111122223333`.
pub(super) fn run_id(started: &str, account: &str) -> String {
    let start: String = started.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    format!("{start}-{account}")
}

pub(super) fn sorted(texts: impl Iterator<Item = String>) -> Vec<String> {
    texts.collect::<BTreeSet<_>>().into_iter().collect()
}

fn eligibility(rules: &Rules, day: Date) -> EligibilitySource {
    let list = rules.eligibility.as_ref();
    EligibilitySource {
        source_url: list.source_url.clone(),
        page_last_updated: list.page_last_updated.to_string(),
        retrieved_at: list.retrieved_at.to_string(),
        sha256: list.sha256.clone(),
        stale_days: list.is_stale(day),
    }
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

fn register(register: &Register) -> RegisterSource {
    RegisterSource {
        organization: register.organization.name.clone(),
        files: register.files.iter().map(|f| (name(&f.path), f.sha256.clone())).collect(),
        scope_declared: register.scope.is_some(),
    }
}

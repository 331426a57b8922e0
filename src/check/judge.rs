//! The second pass: every check on every subject, streamed, with a row for each and no more.
//!
//! The sum, for each check and each cell that reports its kind: as many rows as resources; one `not_applicable` where there
//! is none; one `not_evaluated` where the listing failed; one more than resources where it broke off; one `not_applicable`
//! where AWS does not offer the API or the account has not enabled it. A cell that is silent about a kind which others of its
//! API report has one `not_evaluated`, and so has an account in which no cell reports it. A defect takes the place of its row.

use super::evaluate::{Lists, RelatedList, Rig, decide, severity, tops, with_lists};
use super::related::{Store, hop, unread_listing};
use super::row::{Evaluation, NOT_IN_SOURCE, Subject, in_words, listing, row};
use super::value::Object;
use super::{Check, Verdict};
use crate::resource::{Cause, Cells, FactsError, GLOBAL, KindReport, KindState, ReadCell, Resource, Unread};
use crate::service::{Kind, Kinds};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Whether the map makes a kind, from the register and the services in use: its checks are judged by [`judge_resources`]
/// alone.
pub fn is_of_the_map(kind: &str) -> bool {
    matches!(kind, "AWS::::Service" | "AWS::::Agreement" | "AWS::::ThirdParty")
        || kind.starts_with("Register::")
}

/// A check that is wrong: exit code 4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The check's id.
    pub check: String,
    /// The key of the resource it broke on.
    pub resource: String,
    /// What CEL said.
    pub error: String,
}

type Emit<'e> = &'e mut dyn FnMut(Evaluation<'_>);

/// Judges facts. Rows come in the order of cells, of resources in the cell, of check ids; rows about listings after a cell's
/// resources. `regions` leaves out cells and resources of other regions, not what is global; a claim that needs what is left
/// out (of a whole account, say) does not apply.
///
/// # Errors
/// When the facts cannot be read back.
pub fn judge(
    checks: &[&Check],
    kinds: &dyn Kinds,
    cells: &dyn Cells,
    as_of: jiff::Timestamp,
    regions: Option<&BTreeSet<String>>,
    emit: &mut dyn FnMut(Evaluation<'_>),
) -> Result<Vec<Defect>, FactsError> {
    let checks: Vec<&Check> = checks.iter().copied().filter(|c| !is_of_the_map(&c.resource)).collect();
    let store = Store::build(&of_kinds_found(&checks, cells), kinds, cells, regions)?;
    let (mut bench, mut defects) = match Bench::new(&checks, kinds, as_of) {
        Ok(bench) => (bench, Vec::new()),
        Err(error) => return Ok(vec![broken(&error)]),
    };
    bench.store = Some(&store);
    let selected = |region: &str| region == GLOBAL || regions.is_none_or(|r| r.contains(region));
    let in_scope: Vec<&ReadCell> =
        cells.cells().iter().filter(|cell| selected(&cell.start.cell.region)).collect();
    let empty = match (cells.are_a_part(), regions) {
        (true, _) => Empty::NotInChange,
        (false, Some(_)) => Empty::Narrowed,
        (false, None) => Empty::None,
    };
    for of_account in in_scope.chunk_by(|a, b| a.start.cell.account == b.start.cell.account) {
        let reported: BTreeSet<&str> =
            of_account.iter().flat_map(|cell| cell.end.kinds.keys().map(String::as_str)).collect();
        let alike = of_like_cells(of_account);
        for cell in of_account {
            let counts = resources(&bench, cells, cell, &selected, emit, &mut defects)?;
            listings(&bench, cell, &alike, &counts, empty, emit);
        }
        not_reported(&bench, &of_account[0].start.cell.account, &reported, emit);
    }
    Ok(defects)
}

/// The checks of kinds of which there is at least one: only these read anything.
fn of_kinds_found<'c>(checks: &[&'c Check], cells: &dyn Cells) -> Vec<&'c Check> {
    let reports = cells.cells().iter().flat_map(|cell| &cell.end.kinds);
    let found: BTreeSet<&str> =
        reports.filter(|(_, report)| report.count > 0).map(|(kind, _)| kind.as_str()).collect();
    checks.iter().copied().filter(|check| found.contains(check.resource.as_str())).collect()
}

/// Judges resources that no cell holds: the rows of the map. Related lists are not there for them.
pub fn judge_resources(
    checks: &[&Check],
    kinds: &dyn Kinds,
    resources: &[Resource],
    as_of: jiff::Timestamp,
    emit: &mut dyn FnMut(Evaluation<'_>),
) -> Vec<Defect> {
    let bench = match Bench::new(checks, kinds, as_of) {
        Ok(bench) => bench,
        Err(error) => return vec![broken(&error)],
    };
    let mut defects = Vec::new();
    for resource in resources {
        bench.judge(resource, None, emit, &mut defects);
    }
    defects
}

fn broken(error: &cel::DeclarationError) -> Defect {
    Defect { check: String::new(), resource: String::new(), error: error.to_string() }
}

/// The checks of one kind, with what they read of it.
struct OfKind<'c> {
    kind: Option<&'c Kind>,
    /// By id.
    checks: Vec<&'c Check>,
    /// Asked for when the first of the kind is judged: conditions that nothing is judged by are not compiled.
    wanted: OnceCell<BTreeSet<String>>,
}

impl OfKind<'_> {
    /// The top-level members that its checks read of it.
    fn wanted(&self) -> &BTreeSet<String> {
        self.wanted.get_or_init(|| {
            let mut wanted = BTreeSet::new();
            for check in &self.checks {
                wanted.extend(tops(&check.reads().resource));
                let joins = check.related.iter().filter_map(|r| r.join.as_ref()).filter(|j| hop(j).is_none());
                wanted.extend(tops(joins.map(|join| &join.equals)));
            }
            wanted
        })
    }
}

/// Everything that judging a resource takes.
struct Bench<'c> {
    rig: Rig,
    kinds: BTreeMap<&'c str, OfKind<'c>>,
    /// All checks, by id.
    checks: Vec<&'c Check>,
    store: Option<&'c Store>,
}

impl<'c> Bench<'c> {
    fn new(
        checks: &[&'c Check],
        kinds: &'c dyn Kinds,
        as_of: jiff::Timestamp,
    ) -> Result<Self, cel::DeclarationError> {
        let mut sorted = checks.to_vec();
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        let mut by_kind: BTreeMap<&str, OfKind<'c>> = BTreeMap::new();
        for check in &sorted {
            let of_kind = by_kind.entry(&check.resource).or_insert_with(|| OfKind {
                kind: kinds.kind(&check.resource),
                checks: Vec::new(),
                wanted: OnceCell::new(),
            });
            of_kind.checks.push(check);
        }
        Ok(Self { rig: Rig::new(as_of)?, kinds: by_kind, checks: sorted, store: None })
    }

    /// Every check of its kind on one resource; it is converted once for all of them.
    fn judge(&self, resource: &Resource, principal: Option<&str>, emit: Emit<'_>, defects: &mut Vec<Defect>) {
        let Some(of_kind) = self.kinds.get(resource.kind.as_str()) else {
            return;
        };
        let subject = Object::of(resource, of_kind.kind, of_kind.wanted());
        let scope = self.rig.scope(subject.clone());
        for check in &of_kind.checks {
            let judged = if check.related.is_empty() {
                let lists = Lists::new();
                let decision = decide(check, resource, &scope, &lists);
                row(check, resource, decision, || severity(check, &scope))
            } else {
                let lists = self.lists(check, resource, &subject);
                let scope = with_lists(&scope, &lists);
                let decision = decide(check, resource, &scope, &lists);
                row(check, resource, decision, || severity(check, &scope))
            };
            match judged {
                Ok(evaluation) => {
                    let principal = principal.filter(|_| !evaluation.causes.is_empty());
                    emit(Evaluation { principal, ..evaluation });
                }
                Err(error) => {
                    defects.push(Defect { check: check.id.clone(), resource: resource.key(), error });
                }
            }
        }
    }

    fn lists(&self, check: &Check, resource: &Resource, subject: &Object) -> Lists {
        match self.store {
            Some(store) => store.lists(check, resource, subject),
            None => {
                let unread = || RelatedList::Unread(vec![Unread::without_call("", Cause::NotCollected)]);
                check.related.iter().map(|related| (related.name.clone(), unread())).collect()
            }
        }
    }
}

/// The rows of a cell's resources; gives how many there were of each kind.
fn resources<'f>(
    bench: &Bench<'_>,
    cells: &dyn Cells,
    cell: &'f ReadCell,
    selected: &dyn Fn(&str) -> bool,
    emit: Emit<'_>,
    defects: &mut Vec<Defect>,
) -> Result<BTreeMap<&'f str, u64>, FactsError> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let asked = |kind: &str| bench.kinds.contains_key(kind);
    if cell.end.kinds.keys().any(|kind| asked(kind)) {
        let principal = cell.start.principal.as_deref();
        cells.resources(&cell.start.cell, &mut |resource| {
            let reported = cell.end.kinds.get_key_value(&resource.kind);
            if let Some((kind, _)) = reported
                && selected(&resource.region)
                && !resource.is_kept()
            {
                *counts.entry(kind).or_default() += 1;
                bench.judge(&resource, principal, emit, defects);
            }
        })?;
    }
    Ok(counts)
}

/// What a cell has in common with others of its account: its API, and whether it is global. A kind is in the one or in the
/// other, never in both.
type Likeness<'f> = (&'f str, bool);

fn likeness(cell: &ReadCell) -> Likeness<'_> {
    (&cell.start.cell.api, cell.start.cell.region == GLOBAL)
}

/// The kinds that at least one of each sort of cell reports: a cell of that sort that does not say a word of them is not whole.
fn of_like_cells<'f>(of_account: &[&'f ReadCell]) -> BTreeMap<Likeness<'f>, BTreeSet<&'f str>> {
    let mut kinds: BTreeMap<Likeness<'f>, BTreeSet<&'f str>> = BTreeMap::new();
    for cell in of_account {
        kinds.entry(likeness(cell)).or_default().extend(cell.end.kinds.keys().map(String::as_str));
    }
    kinds
}

/// The rows about a cell's listings.
fn listings(
    bench: &Bench<'_>,
    cell: &ReadCell,
    alike: &BTreeMap<Likeness<'_>, BTreeSet<&str>>,
    counts: &BTreeMap<&str, u64>,
    empty: Empty,
    emit: Emit<'_>,
) {
    let at = &cell.start.cell;
    let left_out = KindReport {
        state: KindState::NotCollected,
        count: 0,
        unread: Some(Unread::without_call("", Cause::NotCollected)),
    };
    // Those that the cell reports, and those that it should.
    let expected = alike.get(&likeness(cell)).into_iter().flatten().copied();
    let kinds: BTreeSet<&str> = cell.end.kinds.keys().map(String::as_str).chain(expected).collect();
    let mut checks: Vec<&Check> = kinds
        .iter()
        .filter_map(|kind| bench.kinds.get(kind))
        .flat_map(|of_kind| &of_kind.checks)
        .copied()
        .collect();
    checks.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    for check in checks {
        let report = cell.end.kinds.get(&check.resource).unwrap_or(&left_out);
        let count = counts.get(check.resource.as_str()).copied().unwrap_or(0);
        let Some((verdict, reason, causes)) = of_listing(report, &at.region, count, empty) else {
            continue;
        };
        let subject = Subject::Listing {
            account: &at.account,
            region: &at.region,
            api: &at.api,
            kind: &check.resource,
        };
        let principal = cell.start.principal.as_deref().filter(|_| !causes.is_empty());
        emit(listing(check, subject, verdict, reason, causes, principal));
    }
}

/// What it means that there is nothing to judge of a kind that was read.
#[derive(Clone, Copy)]
enum Empty {
    None,
    /// The command line selects regions.
    Narrowed,
    /// Only a change was read, and not what it leaves as it is.
    NotInChange,
}

impl Empty {
    const fn words(self, elsewhere: u64) -> &'static str {
        match self {
            Self::NotInChange => "not in this change",
            Self::Narrowed if elsewhere > 0 => "no resources in the selected regions",
            Self::Narrowed | Self::None => "no resources",
        }
    }
}

fn of_listing(
    report: &KindReport,
    region: &str,
    count: u64,
    empty: Empty,
) -> Option<(Verdict, String, Vec<Unread>)> {
    match report.state {
        KindState::Read if count > 0 => None,
        KindState::Read => Some((Verdict::NotApplicable, empty.words(report.count).to_owned(), Vec::new())),
        KindState::NotOffered => {
            Some((Verdict::NotApplicable, format!("not offered in {region}"), Vec::new()))
        }
        KindState::Disabled => Some((Verdict::NotApplicable, "region disabled".to_owned(), Vec::new())),
        KindState::NotInSource => Some((Verdict::NotApplicable, NOT_IN_SOURCE.to_owned(), Vec::new())),
        KindState::Partial | KindState::Denied | KindState::Failed | KindState::NotCollected => {
            let causes: Vec<Unread> = unread_listing(report).into_iter().collect();
            Some((Verdict::NotEvaluated, in_words(&causes), causes))
        }
    }
}

/// The rows of checks whose kind no cell of an account reports.
fn not_reported(bench: &Bench<'_>, account: &str, reported: &BTreeSet<&str>, emit: Emit<'_>) {
    for check in bench.checks.iter().filter(|check| !reported.contains(check.resource.as_str())) {
        let kind = bench.kinds.get(check.resource.as_str()).and_then(|of_kind| of_kind.kind);
        let api = kind.map_or("", |kind| kind.api.as_str());
        let subject = Subject::Listing { account, region: GLOBAL, api, kind: &check.resource };
        let causes = vec![Unread::without_call("", Cause::NotCollected)];
        emit(listing(check, subject, Verdict::NotEvaluated, in_words(&causes), causes, None));
    }
}

#[cfg(test)]
mod declared_tests;
#[cfg(test)]
mod narrowed_tests;
#[cfg(test)]
mod tests;

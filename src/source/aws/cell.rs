//! Reads one cell, by whatever reads its API.

use super::{Access, CallLog, CellContext, described, rds, s3};
use crate::resource::{Cell, GLOBAL};
use crate::service::{Catalog, Needs};
use crate::source::{Outcome, Sink};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How cells are read: what is the same for all of them.
#[derive(Debug, Clone)]
pub(super) struct Reading<'a> {
    /// The way into AWS.
    pub(super) access: &'a Access,
    /// The partition of the account: `aws`, `aws-cn`, `aws-us-gov`.
    pub(super) partition: &'a str,
    /// Which properties are asked for.
    pub(super) needs: &'a Needs,
    /// The APIs and kinds there are.
    pub(super) catalog: &'a Catalog,
    /// Tag keys whose values may be kept.
    pub(super) tag_keys: &'a BTreeSet<String>,
    /// The day of reading, UTC.
    pub(super) today: jiff::civil::Date,
    /// How many resources of each kind are read, when only a sample is.
    pub(super) sample: Option<usize>,
    /// How many calls of a cell may be under way at once.
    pub(super) concurrency: usize,
}

/// What the last line of a facts file says about a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CellRead {
    /// What became of each kind.
    pub(super) outcome: Outcome,
    /// Calls by operation, retries included.
    pub(super) calls: BTreeMap<String, u64>,
    /// Calls that AWS throttled.
    pub(super) throttled: u64,
}

impl Reading<'_> {
    /// Reads one cell and hands its resources over. A cell of an API that nothing describes has no kinds.
    pub(super) async fn cell(&self, cell: &Cell, sink: &mut dyn Sink) -> CellRead {
        let sdk = match cell.region.as_str() {
            GLOBAL => self.access.anywhere(self.partition),
            region => self.access.in_region(region),
        };
        let calls = Arc::new(CallLog::default());
        let context = CellContext {
            account: &cell.account,
            region: &cell.region,
            partition: self.partition,
            sdk: &sdk,
            calls: Arc::clone(&calls),
            needs: self.needs,
            tag_keys: self.tag_keys,
            today: self.today,
            sample: self.sample,
            concurrency: self.concurrency,
        };
        let outcome = match (cell.api.as_str(), self.catalog.api(&cell.api)) {
            ("s3", _) => s3::read(&context, sink).await,
            ("rds", _) => rds::read(&context, sink).await,
            (_, Some(api)) => described::collect(api, &context, sink).await,
            (_, None) => Outcome::default(),
        };
        CellRead { outcome, calls: calls.calls(), throttled: calls.throttled() }
    }
}

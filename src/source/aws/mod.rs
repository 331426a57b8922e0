//! Live AWS. No type of the SDK leaves this room.

mod answer;
mod calls;
mod cell;
mod client;
mod described;
mod endpoint;
mod offered;
mod patience;
mod probe;
mod protocol;
mod rds;
mod reach;
mod refusal;
mod s3;
mod scan;
mod scan_error;
mod typed;

pub(crate) use calls::{CallCounter, CallLog};
use cell::{CellRead, Reading};
pub use client::{Access, Selection};
pub use probe::{Probe, Probed, probe};
pub use scan::{Caller, Request, Wanted, caller, scan};
pub use scan_error::ScanError;

use crate::service::Needs;
use aws_config::SdkConfig;
use std::collections::BTreeSet;
use std::sync::Arc;

/// All that a collector needs to read one cell.
#[derive(Clone)]
pub(crate) struct CellContext<'a> {
    /// Twelve digits.
    pub(crate) account: &'a str,
    /// The cell's region, or [`crate::resource::GLOBAL`].
    pub(crate) region: &'a str,
    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub(crate) partition: &'a str,
    /// Credentials, endpoint, retries, timeouts. Its region is the cell's, or the caller's own for global cells.
    pub(crate) sdk: &'a SdkConfig,
    /// Counts every attempt.
    pub(crate) calls: Arc<CallLog>,
    /// Which properties are asked for.
    pub(crate) needs: &'a Needs,
    /// Tag keys whose values may be kept.
    pub(crate) tag_keys: &'a BTreeSet<String>,
    /// The day of reading, UTC.
    pub(crate) today: jiff::civil::Date,
    /// How many resources of each kind are read, when only a sample is.
    pub(crate) sample: Option<usize>,
    /// How many calls of the cell may be under way at once.
    pub(crate) concurrency: usize,
}

impl CellContext<'_> {
    /// One tag as facts may hold it: its value only when the scope names its key.
    pub(crate) fn tag(&self, key: String, value: Option<String>) -> crate::resource::Tag {
        let value = value.filter(|_| self.tag_keys.contains(&key));
        crate::resource::Tag { key, value }
    }
}

//! The unit of reading, of resuming and of sharing work out: one API in one region of one account.

use super::{Resource, Unread};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The region of a cell whose API is not regional.
pub const GLOBAL: &str = "aws-global";

/// (account, region, api): where a facts file belongs. The order of the fields is the order of judging.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Twelve digits.
    pub account: String,
    /// A region's code, or [`GLOBAL`].
    pub region: String,
    /// botocore's service id, e.g. `rds`.
    pub api: String,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.account, self.region, self.api)
    }
}

/// What became of one kind in one cell.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum KindState {
    /// Every resource of the kind is listed; single properties may still be unread.
    Read,
    /// Some resources are listed, then the listing broke off.
    Partial,
    /// AWS refused the listing.
    Denied,
    /// The listing failed otherwise: throttled, timed out, unreachable, an error.
    Failed,
    /// AWS does not offer the API in this region.
    NotOffered,
    /// The account has not enabled the region or the service.
    Disabled,
    /// Nobody asked for it.
    NotCollected,
    /// This kind of source can never tell: what a plan or a template has no words for. Never in a facts file.
    NotInSource,
}

/// One kind's line in the end of a facts file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindReport {
    /// What became of the listing.
    pub state: KindState,
    /// Resources of the kind in the file.
    pub count: u64,
    /// Why the listing is not whole; `None` exactly when `state` is `read`, `not_offered`, `disabled` or `not_in_source`.
    pub unread: Option<Unread>,
}

/// The first line of a facts file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellStart {
    /// Which cell.
    pub cell: Cell,
    /// Version of the facts format: 1.
    pub format: u32,
    /// ARN of the identity that asked.
    pub principal: Option<String>,
    /// When reading began, RFC 3339 UTC.
    pub started: String,
}

/// The last line of a facts file. A file without it is unfinished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellEnd {
    /// When reading ended, RFC 3339 UTC.
    pub ended: String,
    /// Calls by operation (`s3:ListBuckets`), retries included.
    pub calls: BTreeMap<String, u64>,
    /// Calls that AWS throttled.
    pub throttled: u64,
    /// What became of each kind of the API.
    pub kinds: BTreeMap<String, KindReport>,
}

/// A finished cell, without its resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadCell {
    /// Its first line.
    pub start: CellStart,
    /// Its last line.
    pub end: CellEnd,
}

/// Why facts could not be read back.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// The file system refused.
    #[error("cannot read facts file {path}: {error}")]
    Io {
        /// Which file.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// A line is not what the format says.
    #[error("facts file {path}, line {line}: {message}; record the facts again, or remove the file")]
    Malformed {
        /// Which file.
        path: String,
        /// 1-based.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// Facts, cell by cell, however they are stored.
pub trait Cells: Sync {
    /// Every finished cell in the order (account, region, api).
    fn cells(&self) -> &[ReadCell];

    /// Whether they hold only a part of what is there, so that what is not seen may still be: a plan, a template.
    fn are_a_part(&self) -> bool {
        false
    }

    /// Hands the resources of one cell over, in the order they stand in the file.
    ///
    /// # Errors
    /// When the stored facts cannot be read back.
    fn resources(&self, cell: &Cell, each: &mut dyn FnMut(Resource)) -> Result<(), FactsError>;
}

//! Why a value is missing: a closed list of causes, with the call that would have told.

use serde::{Deserialize, Serialize};
use std::fmt;

/// One thing that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unread {
    /// JSON pointer into the resource, or the empty string for a whole listing.
    pub path: String,
    /// The closed list's word for it.
    pub cause: Cause,
    /// The IAM action that was asked, e.g. `s3:GetEncryptionConfiguration`; `None` where no call was made.
    pub action: Option<String>,
    /// AWS's error code or the transport's, e.g. `AccessDenied`.
    pub code: Option<String>,
    /// AWS's request id, to quote to AWS Support or to find in CloudTrail.
    pub request_id: Option<String>,
}

impl Unread {
    /// A whole listing, or a resource, that no call was made for.
    pub fn without_call(path: impl Into<String>, cause: Cause) -> Self {
        Self { path: path.into(), cause, action: None, code: None, request_id: None }
    }

    /// What this kind of source can never tell: a plan does not know whether a trail logs.
    pub fn not_in_source(path: impl Into<String>) -> Self {
        Self { code: Some(NOT_IN_SOURCE.to_owned()), ..Self::without_call(path, Cause::NotCollected) }
    }

    /// Whether it is missing because this kind of source can never tell it: a check that needs it does not apply.
    pub fn is_not_in_source(&self) -> bool {
        self.code.as_deref() == Some(NOT_IN_SOURCE)
    }
}

/// The code of what plans and templates cannot say.
const NOT_IN_SOURCE: &str = "NotInSource";

/// Why something was not read. A closed list: reports and `--allow-incomplete` speak these words.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// AWS refused the call: IAM, an SCP, or an unauthorised operation.
    Denied,
    /// AWS kept throttling until the budget ended.
    Throttled,
    /// No answer in time.
    Timeout,
    /// No connection to the endpoint.
    Unreachable,
    /// Any other error, or an answer that could not be understood.
    Failed,
    /// The credentials ran out during the scan.
    ExpiredCredentials,
    /// It was listed, and gone when its details were asked.
    GoneDuringScan,
    /// The facts were recorded without it: an older version, or a narrower selection.
    NotCollected,
    /// A plan does not know the value before it is applied.
    UnknownUntilApply,
    /// The service is in use and no description reads it.
    NoCollector,
    /// Left out by a cap on the number of resources.
    Sampled,
    /// Only people can tell, and the register does not say.
    NotReviewed,
}

impl Cause {
    /// Every cause, in the order reports use.
    pub const ALL: [Self; 12] = [
        Self::Denied,
        Self::Throttled,
        Self::Timeout,
        Self::Unreachable,
        Self::Failed,
        Self::ExpiredCredentials,
        Self::GoneDuringScan,
        Self::NotCollected,
        Self::UnknownUntilApply,
        Self::NoCollector,
        Self::Sampled,
        Self::NotReviewed,
    ];

    /// The word used in files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Throttled => "throttled",
            Self::Timeout => "timeout",
            Self::Unreachable => "unreachable",
            Self::Failed => "failed",
            Self::ExpiredCredentials => "expired_credentials",
            Self::GoneDuringScan => "gone_during_scan",
            Self::NotCollected => "not_collected",
            Self::UnknownUntilApply => "unknown_until_apply",
            Self::NoCollector => "no_collector",
            Self::Sampled => "sampled",
            Self::NotReviewed => "not_reviewed",
        }
    }
}

impl Cause {
    /// What the word means, for `explain`.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Denied => "AWS refused the call; grant the action that is shown",
            Self::Throttled => "AWS kept throttling until the time for it was over",
            Self::Timeout => "AWS did not answer in time",
            Self::Unreachable => "no connection to the endpoint could be made",
            Self::Failed => "AWS answered with an error, or with something that could not be understood",
            Self::ExpiredCredentials => "the credentials ran out during the scan",
            Self::GoneDuringScan => "it was listed, and gone when its details were asked",
            Self::NotCollected => "the facts were recorded without it",
            Self::UnknownUntilApply => "the plan does not know the value before it is applied",
            Self::NoCollector => "it is in use, and no description reads it",
            Self::Sampled => "left out by a cap on the number of resources",
            Self::NotReviewed => {
                "only people can tell, and the register does not say; look, and write down what you find"
            }
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

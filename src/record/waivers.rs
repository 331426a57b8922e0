//! What became of each waiver in a run.

use crate::waiver::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One waiver after the run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverStanding {
    /// Its id.
    pub id: String,
    /// The check it is over.
    pub check: String,
    /// The ARN or key of the resource, or the glob.
    pub resource: String,
    /// `active`, `soon` (ends within 30 days), `lapsed`, `stale` (matched nothing that failed) or `not_yet`.
    pub standing: String,
    /// Whether it matched nothing that failed, lapsed or not.
    pub stale: bool,
    /// Failures it holds over.
    pub waived: u64,
    /// Failures that came back because it has lapsed.
    pub returned: u64,
    /// Failures of resources created after it was approved: it is not over them.
    pub of_another: u64,
    /// Why it was given.
    pub reason: String,
    /// Who gave it.
    pub approved_by: String,
    /// When.
    pub approved_on: String,
    /// The last day it holds.
    pub expires_on: String,
    /// Days until then; negative after it.
    pub days_left: i32,
    /// What is done instead.
    pub compensating_control: Option<String>,
    /// Where the decision is tracked.
    pub ticket: Option<String>,
    /// The addressable specification whose written rationale it is (164.306(d)(3)).
    pub addressable: Option<String>,
}

impl WaiverStanding {
    /// The public form.
    pub fn new(state: &State<'_>) -> Self {
        let waiver = state.waiver;
        Self {
            id: waiver.id.clone(),
            check: waiver.check.clone(),
            resource: waiver.resource.clone(),
            standing: state.standing.as_str().to_owned(),
            stale: state.is_stale,
            waived: state.matches.applied,
            returned: state.matches.expired,
            of_another: state.matches.recreated,
            reason: waiver.reason.clone(),
            approved_by: waiver.approved_by.clone(),
            approved_on: waiver.approved_on.to_string(),
            expires_on: waiver.expires_on.to_string(),
            days_left: state.days_left,
            compensating_control: waiver.compensating_control.clone(),
            ticket: waiver.ticket.clone(),
            addressable: waiver.addressable.as_ref().map(|a| a.specification.clone()),
        }
    }
}

//! The map as one JSON document.

use super::View;
use crate::record::{AgreementStanding, FacilityEntry, Service, VendorStanding, responsibility};
use crate::report::ReportError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;

/// The document.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapDocument {
    /// Version of the format: 1.
    pub schema: u32,
    /// Whose map it is; null without a register.
    pub organization: Option<String>,
    /// The register's files by name, each with its SHA-256.
    pub register_files: BTreeMap<String, String>,
    /// The day it speaks of.
    pub as_of: String,
    /// The question it answers.
    pub question: String,
    /// The answer in sentences, where the question has one beyond the rows.
    pub answer: Vec<String>,
    /// The rows.
    pub services: Vec<MapRow>,
    /// The vendors.
    pub vendors: Vec<VendorStanding>,
    /// The agreements named by them, and the customers'.
    pub agreements: Vec<AgreementStanding>,
    /// The facilities that rest on them.
    pub facilities: Vec<FacilityEntry>,
}

/// A row of the map with who answers for which safeguard.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapRow {
    /// The row.
    pub row: Service,
    /// Citations of the safeguards that AWS answers for under the agreement.
    pub inherited: Vec<String>,
    /// Citations of those for which AWS gives the mechanism, and your configuration decides.
    pub shared: Vec<String>,
    /// Citations of those that are yours alone.
    pub own: Vec<String>,
}

pub(super) fn render(view: &View, out: &mut dyn Write) -> Result<(), ReportError> {
    let row = |service: &Service| {
        let who = responsibility(service);
        MapRow { row: service.clone(), inherited: who.inherited, shared: who.shared, own: who.own }
    };
    let document = MapDocument {
        schema: 1,
        organization: view.organization.clone(),
        register_files: view.register_files.clone(),
        as_of: view.day.clone(),
        question: view.question.clone(),
        answer: view.answer.clone(),
        services: view.services.iter().map(row).collect(),
        vendors: view.vendors.clone(),
        agreements: view.agreements.clone(),
        facilities: view.facilities.clone(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")?;
    Ok(())
}

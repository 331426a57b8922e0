//! One JSON document. Findings are streamed, so its writer's memory does not grow with them.

use super::{ReportError, each_finding};
use crate::record::{
    AgreementStanding, CheckSummary, Coverage, Defect, FacilityEntry, GateResult, InventorySource, Line,
    RecordFolder, Run, Service, ThirdPartySeen, VendorStanding, WaiverStanding,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::io::Write;

/// The document as a reader may take it in. It is written a part at a time, so nothing here builds one.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Version of the format: 1.
    pub schema: u32,
    /// What ran, on what, with which rules.
    pub run: Run,
    /// How much of what was in scope could be evaluated.
    pub coverage: Coverage,
    /// What `baascan gate` said of it; absent where no gate was asked.
    #[serde(default)]
    pub gate: Option<GateResult>,
    /// The map: every service in use, per account.
    pub services: Vec<Service>,
    /// The independent sources of the map, and what each told.
    #[serde(default)]
    pub inventory: Vec<InventorySource>,
    /// Every `fail` and `not_evaluated` line of the results.
    pub findings: Vec<Line>,
    /// The register's agreements as they stood on `run.as_of`.
    pub agreements: Vec<AgreementStanding>,
    /// The register's vendors, each with what is known of it.
    pub vendors: Vec<VendorStanding>,
    /// The facilities whose PHI it is.
    pub facilities: Vec<FacilityEntry>,
    /// Other companies that the configuration lets in.
    pub third_parties: Vec<ThirdPartySeen>,
    /// What became of each waiver.
    pub waivers: Vec<WaiverStanding>,
    /// Every check that was judged, with its counts.
    pub checks: Vec<CheckSummary>,
    /// What a reader must know before relying on the record.
    pub notes: Vec<String>,
    /// Checks that broke: each makes the exit code 4.
    pub defects: Vec<Defect>,
}

/// Writes `schema`, `run`, `coverage`, `gate` where one was asked, `services`, `agreements`, `checks`, `notes`, `defects` and `findings` (`fail` and
/// `not_evaluated`), a line each and a line per finding.
pub(super) fn render(folder: &RecordFolder, out: &mut dyn Write) -> Result<(), ReportError> {
    let record = &folder.record;
    write!(out, "{{\"schema\":{},\n\"run\":", record.schema)?;
    serde_json::to_writer(&mut *out, &record.run)?;
    out.write_all(b",\n\"coverage\":")?;
    serde_json::to_writer(&mut *out, &record.coverage)?;
    if let Some(gate) = &record.gate {
        out.write_all(b",\n\"gate\":")?;
        serde_json::to_writer(&mut *out, gate)?;
    }
    out.write_all(b",\n\"services\":")?;
    serde_json::to_writer(&mut *out, &record.services)?;
    out.write_all(b",\n\"inventory\":")?;
    serde_json::to_writer(&mut *out, &record.inventory)?;
    out.write_all(b",\n\"findings\":[")?;
    let mut first = true;
    each_finding(folder, &mut |line| {
        out.write_all(if first { b"\n" } else { b",\n" })?;
        first = false;
        out.write_all(line)?;
        Ok(())
    })?;
    out.write_all(b"],\n\"agreements\":")?;
    serde_json::to_writer(&mut *out, &record.agreements)?;
    out.write_all(b",\n\"vendors\":")?;
    serde_json::to_writer(&mut *out, &record.vendors)?;
    out.write_all(b",\n\"facilities\":")?;
    serde_json::to_writer(&mut *out, &record.facilities)?;
    out.write_all(b",\n\"third_parties\":")?;
    serde_json::to_writer(&mut *out, &record.third_parties)?;
    out.write_all(b",\n\"waivers\":")?;
    serde_json::to_writer(&mut *out, &record.waivers)?;
    out.write_all(b",\n\"checks\":")?;
    serde_json::to_writer(&mut *out, &record.checks)?;
    out.write_all(b",\n\"notes\":")?;
    serde_json::to_writer(&mut *out, &record.notes)?;
    out.write_all(b",\n\"defects\":")?;
    serde_json::to_writer(&mut *out, &record.defects)?;
    out.write_all(b"}\n")?;
    Ok(())
}

//! One JSON document. Findings are streamed, so its writer's memory does not grow with them.

use super::{ReportError, each_finding};
use crate::record::RecordFolder;
use std::io::Write;

/// Writes `schema`, `run`, `coverage`, `services`, `agreements`, `checks`, `notes`, `defects` and `findings` (`fail` and
/// `not_evaluated`), a line each and a line per finding.
pub(super) fn render(folder: &RecordFolder, out: &mut dyn Write) -> Result<(), ReportError> {
    let record = &folder.record;
    write!(out, "{{\"schema\":{},\n\"run\":", record.schema)?;
    serde_json::to_writer(&mut *out, &record.run)?;
    out.write_all(b",\n\"coverage\":")?;
    serde_json::to_writer(&mut *out, &record.coverage)?;
    out.write_all(b",\n\"services\":")?;
    serde_json::to_writer(&mut *out, &record.services)?;
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
    out.write_all(b",\n\"checks\":")?;
    serde_json::to_writer(&mut *out, &record.checks)?;
    out.write_all(b",\n\"notes\":")?;
    serde_json::to_writer(&mut *out, &record.notes)?;
    out.write_all(b",\n\"defects\":")?;
    serde_json::to_writer(&mut *out, &record.defects)?;
    out.write_all(b"}\n")?;
    Ok(())
}

//! Writing a record: results streamed as they are judged, everything renamed only when it is whole.

use super::{Coverage, Line, Record, RecordError, RecordFolder, Results, exit::is_allowed};
use crate::check::Verdict;
use crate::resource::Cause;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

const RESULTS: &str = "results.jsonl";
const RECORD: &str = "record.json";

/// A record being written. Dropped before [`RecordWriter::finish`], it leaves only files ending in `.partial`.
pub struct RecordWriter {
    folder: PathBuf,
    results: BufWriter<File>,
    hash: Sha256,
    allowed: Vec<Cause>,
    buffer: Vec<u8>,
    written: Written,
}

/// What was counted while the results were written.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// Coverage, with the cells' part given at the start.
    pub coverage: Coverage,
    /// Evaluations by check id.
    pub checks: BTreeMap<String, super::Evaluations>,
    /// Failing check ids by (account, service slug).
    pub failing: BTreeMap<(String, String), BTreeSet<String>>,
    /// Not-evaluated rows whose causes are not all allowed.
    pub incomplete: u64,
    /// Lines written.
    pub lines: u64,
}

impl RecordWriter {
    /// Opens the results file under its unfinished name.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn create(folder: &Path, coverage: Coverage, allowed: &[Cause]) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let file = File::create(folder.join(format!("{RESULTS}.partial")))?;
        Ok(Self {
            folder: folder.to_owned(),
            results: BufWriter::with_capacity(1 << 17, file),
            hash: Sha256::new(),
            allowed: allowed.to_vec(),
            buffer: Vec::with_capacity(1024),
            written: Written { coverage, ..Written::default() },
        })
    }

    /// Writes and counts one evaluation.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn line(&mut self, line: &Line) -> io::Result<()> {
        self.buffer.clear();
        serde_json::to_writer(&mut self.buffer, line)?;
        self.buffer.push(b'\n');
        self.hash.update(&self.buffer);
        self.results.write_all(&self.buffer)?;
        self.count(line);
        Ok(())
    }

    fn count(&mut self, line: &Line) {
        let written = &mut self.written;
        written.lines += 1;
        written.coverage.add(line);
        match written.checks.get_mut(&line.check) {
            Some(counts) => counts.add(line.verdict),
            None => written.checks.entry(line.check.clone()).or_default().add(line.verdict),
        }
        match line.verdict {
            Verdict::Fail => {
                let row = (line.resource.account.clone(), line.resource.service.clone());
                written.failing.entry(row).or_default().insert(line.check.clone());
            }
            Verdict::NotEvaluated => {
                let causes: Vec<Cause> = line.causes.iter().flatten().map(|c| c.cause).collect();
                written.incomplete += u64::from(!line.preview && !is_allowed(&causes, &self.allowed));
            }
            Verdict::Pass | Verdict::NotApplicable => {}
        }
    }

    /// What was counted so far.
    pub fn written(&self) -> &Written {
        &self.written
    }

    /// Completes the record from what was counted, makes both files durable and gives them their names: results first,
    /// so that a `record.json` never stands without them.
    ///
    /// # Errors
    /// When the file system refuses; no `record.json` is left behind then.
    pub fn finish(mut self, complete: impl FnOnce(Written, Results) -> Record) -> io::Result<Record> {
        self.results.flush()?;
        self.results.get_ref().sync_data()?;
        let results = Results { file: RESULTS.to_owned(), lines: self.written.lines, sha256: hex(self.hash) };
        let record = complete(self.written, results);
        give_names(&self.folder, &record)?;
        Ok(record)
    }
}

/// Writes `record.json` beside the unfinished results, and gives both their names.
fn give_names(folder: &Path, record: &Record) -> io::Result<()> {
    let mut text = serde_json::to_vec_pretty(record)?;
    text.push(b'\n');
    let partial = folder.join(format!("{RECORD}.partial"));
    let mut file = File::create(&partial)?;
    file.write_all(&text)?;
    file.sync_data()?;
    fs::rename(folder.join(format!("{RESULTS}.partial")), folder.join(RESULTS))?;
    fs::rename(partial, folder.join(RECORD))
}

/// Writes a record that was read, as it is now, with its results as they are marked.
pub(super) fn save(record: &RecordFolder, folder: &Path) -> Result<(), RecordError> {
    let failed = |error| RecordError::Unwritten { path: folder.display().to_string(), error };
    fs::create_dir_all(folder).map_err(failed)?;
    let file = File::create(folder.join(format!("{RESULTS}.partial"))).map_err(failed)?;
    let (mut out, mut hash, mut lines) = (BufWriter::with_capacity(1 << 17, file), Sha256::new(), 0);
    let mut refused = None;
    record.texts(&mut |text| {
        hash.update(text);
        lines += 1;
        refused = refused.take().or_else(|| out.write_all(text).err());
        Ok(())
    })?;
    let written = refused.map_or(Ok(()), Err).and_then(|()| out.flush());
    written.and_then(|()| out.get_ref().sync_data()).map_err(failed)?;
    let results = Results { file: RESULTS.to_owned(), lines, sha256: hex(hash) };
    give_names(folder, &Record { results, ..record.record.clone() }).map_err(failed)
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

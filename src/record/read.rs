//! Reading a record back; results a line at a time, never whole.

use super::{Line, Record, SCHEMA, write};
use crate::check::Verdict;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a record could not be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The file system refused.
    #[error("cannot read {path}: {error}; give the folder that `baascan scan --out` wrote")]
    Io {
        /// Which file.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// The file system refused to keep a record.
    #[error("cannot write the record to {path}: {error}")]
    Unwritten {
        /// Which folder.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// A file is not what the format says.
    #[error("{path}, line {line}: {message}")]
    Malformed {
        /// Which file.
        path: String,
        /// 1-based.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The results are not those the record was written with.
    #[error("{path} does not belong to this record: its SHA-256 is {found}, the record says {expected}")]
    Mismatch {
        /// Which file.
        path: String,
        /// What was found.
        found: String,
        /// What the record says.
        expected: String,
    },
}

/// The one key that every version of a record has.
#[derive(serde::Deserialize)]
struct Version {
    schema: u32,
}

/// A finished record on disk.
#[derive(Debug, Clone)]
pub struct RecordFolder {
    folder: PathBuf,
    /// `record.json`.
    pub record: Record,
    /// Findings that count as known, whatever their lines say; without it the lines are taken as they are.
    known: Option<Arc<BTreeSet<String>>>,
}

/// All that is looked at of most lines: reading one whole costs several times as much.
#[derive(serde::Deserialize)]
struct Glance {
    verdict: Verdict,
}

impl RecordFolder {
    /// Reads `record.json` of a folder, or the file itself.
    ///
    /// # Errors
    /// When it is missing, newer than this build, or not a record.
    pub fn open(path: &Path) -> Result<Self, RecordError> {
        let file = if path.is_dir() { path.join("record.json") } else { path.to_owned() };
        let text = std::fs::read(&file)
            .map_err(|error| RecordError::Io { path: file.display().to_string(), error })?;
        let malformed =
            |line, message| RecordError::Malformed { path: file.display().to_string(), line, message };
        // The version first: a newer record may hold what this build has no name for.
        let Version { schema } =
            serde_json::from_slice(&text).map_err(|e| malformed(e.line(), e.to_string()))?;
        if schema != SCHEMA {
            let newer = if schema > SCHEMA { "; a newer baascan wrote it and can read it" } else { "" };
            return Err(malformed(
                1,
                format!("the record's schema is {schema}, and this build reads {SCHEMA}{newer}"),
            ));
        }
        let record: Record = serde_json::from_slice(&text).map_err(|e| malformed(e.line(), e.to_string()))?;
        Ok(Self { folder: file.parent().map(Path::to_owned).unwrap_or_default(), record, known: None })
    }

    /// From here on, failures with these ids are handed over as known, unless they are waived, and no others are. The files
    /// stay as they are.
    pub fn mark_known(&mut self, ids: Arc<BTreeSet<String>>) {
        self.known = Some(ids);
    }

    /// Writes the record, as it is here and now, and its results, as they are marked, to another folder or over its own.
    ///
    /// # Errors
    /// When the results cannot be read, or the file system refuses.
    pub fn save(&self, folder: &Path) -> Result<(), RecordError> {
        write::save(self, folder)
    }

    /// Makes sure that the results are the record's own, without taking them in.
    ///
    /// # Errors
    /// When they are missing or another run's.
    pub fn verify(&self) -> Result<(), RecordError> {
        let path = self.folder.join(&self.record.results.file);
        let failed = |error| RecordError::Io { path: path.display().to_string(), error };
        let mut reader = BufReader::with_capacity(1 << 17, File::open(&path).map_err(failed)?);
        let mut hash = Sha256::new();
        loop {
            let text = reader.fill_buf().map_err(failed)?;
            if text.is_empty() {
                break;
            }
            hash.update(text);
            let length = text.len();
            reader.consume(length);
        }
        self.matches(&path, hash)
    }

    fn matches(&self, path: &Path, hash: Sha256) -> Result<(), RecordError> {
        let found: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
        let expected = &self.record.results.sha256;
        if found == *expected {
            return Ok(());
        }
        let path = path.display().to_string();
        Err(RecordError::Mismatch { path, found, expected: expected.clone() })
    }

    /// Hands every evaluation over, in the order they were judged, and makes sure they are the record's own.
    ///
    /// # Errors
    /// When the results are missing, malformed or from another run.
    pub fn lines(&self, each: &mut dyn FnMut(Line)) -> Result<(), RecordError> {
        self.texts(&mut |text| {
            each(serde_json::from_slice(text)?);
            Ok(())
        })
    }

    /// Hands the findings over, each as the line of JSON it was written as; what passed or does not apply is left out.
    ///
    /// # Errors
    /// As [`RecordFolder::lines`].
    pub fn findings(&self, each: &mut dyn FnMut(&[u8])) -> Result<(), RecordError> {
        self.texts(&mut |text| {
            if serde_json::from_slice::<Glance>(text)?.verdict.is_finding() {
                each(text.trim_ascii_end());
            }
            Ok(())
        })
    }

    /// A line with its mark; `None` where it has the right one.
    fn marked(&self, text: &[u8]) -> Result<Option<Vec<u8>>, serde_json::Error> {
        let Some(known) = &self.known else { return Ok(None) };
        if serde_json::from_slice::<Glance>(text)?.verdict != Verdict::Fail {
            return Ok(None);
        }
        let mut line: Line = serde_json::from_slice(text)?;
        let is_known = !line.is_waived() && line.id.as_ref().is_some_and(|id| known.contains(id));
        if line.known == is_known {
            return Ok(None);
        }
        line.known = is_known;
        let mut marked = serde_json::to_vec(&line)?;
        marked.push(b'\n');
        Ok(Some(marked))
    }

    pub(super) fn texts(
        &self,
        each: &mut dyn FnMut(&[u8]) -> Result<(), serde_json::Error>,
    ) -> Result<(), RecordError> {
        let path = self.folder.join(&self.record.results.file);
        let shown = || path.display().to_string();
        let file = File::open(&path).map_err(|error| RecordError::Io { path: shown(), error })?;
        let mut reader = BufReader::with_capacity(1 << 17, file);
        let (mut hash, mut text, mut number) = (Sha256::new(), Vec::new(), 0);
        loop {
            text.clear();
            let length = reader
                .read_until(b'\n', &mut text)
                .map_err(|error| RecordError::Io { path: shown(), error })?;
            if length == 0 {
                break;
            }
            number += 1;
            hash.update(&text);
            let handed = self.marked(&text).and_then(|marked| each(marked.as_deref().unwrap_or(&text)));
            handed.map_err(|e| RecordError::Malformed {
                path: shown(),
                line: number,
                message: e.to_string(),
            })?;
        }
        self.matches(&path, hash)
    }
}

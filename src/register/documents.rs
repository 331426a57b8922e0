//! The documents that a register names, held against what lies in its folder.

use super::parts::Document;
use super::read::Contents;
use crate::diagnostic::{Problem, SourceText};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What lies where a document is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// A file, with the SHA-256 it has now.
    Present(String),
    /// Nothing.
    Missing,
    /// Something that could not be read: what the system said.
    Unreadable(String),
}

impl DocumentState {
    /// Whether it is there.
    pub const fn is_present(&self) -> bool {
        matches!(self, Self::Present(_))
    }
}

/// Every document that a register names, by the path it is named by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Documents(BTreeMap<String, DocumentState>);

impl Documents {
    /// What lies where a document is named. A register that was not read from disk has none.
    pub fn state(&self, document: &Document) -> &DocumentState {
        self.0.get(&document.path).unwrap_or(&DocumentState::Missing)
    }

    /// Whether a document is there and has the hash that is written; `None` where none is written or it could not be read.
    pub fn matches(&self, document: &Document) -> Option<bool> {
        match (self.state(document), &document.sha256) {
            (DocumentState::Present(found), Some(written)) => Some(found == written),
            _ => None,
        }
    }

    /// Looks at each of them once. A link that leads out of the folder is a problem of the file that names it.
    pub(super) fn read(folder: PathBuf, contents: &mut Contents) -> Self {
        let mut states = BTreeMap::new();
        let mut problems = Vec::new();
        let mut folder =
            Folder { canonical: folder.canonicalize().ok(), path: folder, seen: BTreeMap::new() };
        for (document, file, at) in named(contents) {
            if states.contains_key(&document.path) || leads_out(&document.path) {
                continue;
            }
            match folder.look_at(&document.path) {
                Ok(state) => _ = states.insert(document.path.clone(), state),
                Err(Outside) => {
                    let message =
                        format!("`{}` is a link that leads out of the register's folder", document.path);
                    let help = "keep the document itself in or under that folder";
                    problems.push(Problem::new(file, at..at, message).help(help));
                }
            }
        }
        contents.problems.append(&mut problems);
        Self(states)
    }
}

/// The folder that documents are named from.
pub(super) fn folder_of(register: &Path) -> PathBuf {
    if register.is_dir() {
        return register.to_owned();
    }
    match register.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Said already where it was read.
fn leads_out(path: &str) -> bool {
    path.contains('\\')
        || Path::new(path)
            .components()
            .any(|part| !matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir))
}

struct Outside;

/// The register's folder, and what was found in it by its true path: one file may be named in many ways.
struct Folder {
    path: PathBuf,
    canonical: Option<PathBuf>,
    seen: BTreeMap<PathBuf, DocumentState>,
}

impl Folder {
    fn look_at(&mut self, path: &str) -> Result<DocumentState, Outside> {
        let found = match self.path.join(path).canonicalize() {
            Ok(found) => found,
            Err(error) => return Ok(unreadable(error)),
        };
        if !self.canonical.as_ref().is_some_and(|folder| found.starts_with(folder)) {
            return Err(Outside);
        }
        let state = self.seen.entry(found).or_insert_with_key(|found| {
            // A pipe would be waited for.
            if found.is_file() {
                hash(found).map_or_else(unreadable, DocumentState::Present)
            } else {
                DocumentState::Unreadable("it is no file".to_owned())
            }
        });
        Ok(state.clone())
    }
}

fn unreadable(error: io::Error) -> DocumentState {
    match error.kind() {
        ErrorKind::NotFound => DocumentState::Missing,
        _ => DocumentState::Unreadable(error.to_string()),
    }
}

fn hash(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            length => hash.update(&buffer[..length]),
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Every document with the file that names it, and where in it.
fn named(contents: &Contents) -> Vec<(&Document, &Arc<SourceText>, usize)> {
    let mut found = Vec::new();
    for written in &contents.agreements {
        found.extend(written.agreement.document.iter().map(|d| (d, &written.file, written.id.start)));
    }
    for entry in &contents.vendors {
        let reports = entry.value.assurance.iter().filter_map(|a| a.document.as_ref());
        found.extend(reports.map(|d| (d, &entry.file, entry.span.start)));
    }
    for entry in &contents.facilities {
        found.extend(entry.value.authority_document.iter().map(|d| (d, &entry.file, entry.span.start)));
    }
    for entry in &contents.insurance {
        found.extend(entry.value.document.iter().map(|d| (d, &entry.file, entry.span.start)));
    }
    for entry in &contents.attestations {
        found.extend(entry.value.document.iter().map(|d| (d, &entry.file, entry.span.start)));
    }
    found
}

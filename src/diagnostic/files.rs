//! Reading the files people write: bounded, hashed, and never waiting for what is no file.

use super::place::as_text;
use super::{Problem, SourceText};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// More than this is nothing that people wrote, and reading it could exhaust memory: bytes.
const LARGEST: u64 = 64 << 20;

/// One file, as it was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct HashedFile {
    /// Its path: the one the user gave, or a name in the folder the user gave.
    #[serde(serialize_with = "as_text")]
    pub path: PathBuf,
    /// The SHA-256 of its bytes, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// A file's text, and what is noted of it.
pub(crate) type ReadFile = (Arc<SourceText>, HashedFile);

/// Reads a file, or every `*.toml` of a folder in the order of their names; what cannot be read is a problem of its own.
/// `what` is the word for all of them together: `register`; `other` is the name of a file of the folder that is none of them.
pub(crate) fn read_all(path: &Path, what: &str, other: &str, problems: &mut Vec<Problem>) -> Vec<ReadFile> {
    let paths = match paths(path, what, other) {
        Ok(paths) => paths,
        Err(problem) => {
            problems.push(*problem);
            return Vec::new();
        }
    };
    let mut files = Vec::new();
    for found in paths {
        let read = if found == path { read_one(&found, what) } else { read_within(&found, what) };
        match read {
            Ok(file) => files.push(file),
            Err(problem) => problems.push(*problem),
        }
    }
    files
}

/// Reads one file that the user named.
pub(crate) fn read_one(path: &Path, what: &str) -> Result<ReadFile, Box<Problem>> {
    if metadata(path)?.is_dir() {
        let message = format!("{} is a folder, not a file", path.display());
        return Err(refused(path, message, &format!("name the {what}'s file")));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|e| unreadable(path, &e))?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("{} is larger than {} MiB", path.display(), LARGEST >> 20);
        return Err(refused(path, message, &format!("is it the {what}?")));
    }
    hashed(path, bytes)
}

/// A file's bytes as its text, with their hash.
pub(crate) fn hashed(path: &Path, bytes: Vec<u8>) -> Result<ReadFile, Box<Problem>> {
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let text = SourceText::from_bytes(path, bytes)?;
    Ok((text, HashedFile { path: path.to_owned(), sha256 }))
}

/// Reads what lies in a folder. A pipe that the user names is read (`<(decrypt register)`); one that lies in a folder
/// would be waited for, and nobody asked for it.
pub(crate) fn read_within(path: &Path, what: &str) -> Result<ReadFile, Box<Problem>> {
    let found = metadata(path)?;
    if found.is_dir() {
        let message = format!("{} is a folder with the name of a file", path.display());
        return Err(refused(path, message, &format!("folders within a {what} are not read: rename it")));
    }
    if !found.is_file() {
        let message = format!("{} is no file: a pipe, a socket or a device", path.display());
        return Err(refused(path, message, "take it out of the folder"));
    }
    read_one(path, what)
}

/// The file itself, or every `*.toml` in the folder; hidden ones belong to editors.
fn paths(path: &Path, what: &str, other: &str) -> Result<Vec<PathBuf>, Box<Problem>> {
    if !metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut paths = Vec::new();
    for entry in path.read_dir().map_err(|e| unreadable(path, &e))? {
        let file = entry.map_err(|e| unreadable(path, &e))?.path();
        let hidden = file.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let other = file.file_name().is_some_and(|name| name == other);
        if !hidden && !other && file.extension().is_some_and(|extension| extension == "toml") {
            paths.push(file);
        }
    }
    paths.sort();
    if paths.is_empty() {
        let message = format!("{} holds no file whose name ends in .toml", path.display());
        return Err(refused(path, message, &format!("a {what} is a .toml file, or a folder of them")));
    }
    Ok(paths)
}

fn metadata(path: &Path) -> Result<Metadata, Box<Problem>> {
    path.metadata().map_err(|e| unreadable(path, &e))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Box<Problem> {
    refused(path, format!("cannot read {}: {error}", path.display()), "check the path and its permissions")
}

fn refused(path: &Path, message: String, help: &str) -> Box<Problem> {
    Box::new(Problem::new(&SourceText::new(path, ""), 0..0, message).help(help))
}

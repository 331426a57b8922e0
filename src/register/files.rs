//! The files a register is made of.

use super::agreement::as_text;
use crate::diagnostic::{Problem, SourceText};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// More than this is no register that people wrote, and reading it could exhaust memory: bytes.
const LARGEST: u64 = 64 << 20;

/// One file of the register, as it was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RegisterFile {
    /// Its path: the one the user gave, or a name in the folder the user gave.
    #[serde(serialize_with = "as_text")]
    pub path: PathBuf,
    /// The SHA-256 of its bytes, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// Reads every file, in the order of their names; what cannot be read is a problem of its own.
pub(super) fn read(path: &Path, problems: &mut Vec<Problem>) -> Vec<(Arc<SourceText>, RegisterFile)> {
    let paths = match paths(path) {
        Ok(paths) => paths,
        Err(problem) => {
            problems.push(*problem);
            return Vec::new();
        }
    };
    let mut files = Vec::new();
    for path in paths {
        match read_one(&path) {
            Ok(file) => files.push(file),
            Err(problem) => problems.push(*problem),
        }
    }
    files
}

/// The file itself, or every `*.toml` in the folder; hidden ones belong to editors.
fn paths(path: &Path) -> Result<Vec<PathBuf>, Box<Problem>> {
    let unreadable = |e| refused(path, format!("cannot read {}: {e}", path.display()), PERMISSIONS);
    if !path.metadata().map_err(unreadable)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut paths = Vec::new();
    for entry in path.read_dir().map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        let hidden = file.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if !hidden && file.extension().is_some_and(|extension| extension == "toml") {
            paths.push(file);
        }
    }
    paths.sort();
    if paths.is_empty() {
        let message = format!("{} holds no file whose name ends in .toml", path.display());
        return Err(refused(path, message, "a register is a .toml file, or a folder of them"));
    }
    Ok(paths)
}

fn read_one(path: &Path) -> Result<(Arc<SourceText>, RegisterFile), Box<Problem>> {
    let unreadable = |e| refused(path, format!("cannot read {}: {e}", path.display()), PERMISSIONS);
    if path.metadata().map_err(unreadable)?.is_dir() {
        let message = format!("{} is a folder with the name of a file", path.display());
        return Err(refused(path, message, "folders within a register are not read: rename it"));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("{} is larger than {} MiB", path.display(), LARGEST >> 20);
        return Err(refused(path, message, "is it the register?"));
    }
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let text = SourceText::from_bytes(path, bytes)?;
    Ok((text, RegisterFile { path: path.to_owned(), sha256 }))
}

const PERMISSIONS: &str = "check the path and its permissions";

fn refused(path: &Path, message: String, help: &str) -> Box<Problem> {
    Box::new(Problem::new(&SourceText::new(path, ""), 0..0, message).help(help))
}

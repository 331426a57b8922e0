//! Writing one cell's file: streamed under another name, renamed when whole.

use super::{FORMAT, cell_path};
use crate::resource::{Cell, CellEnd, CellStart, Resource};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A facts file being written. Dropped without [`CellWriter::finish`], it leaves only its `.partial`.
#[derive(Debug)]
pub struct CellWriter {
    file: BufWriter<File>,
    partial: PathBuf,
    path: PathBuf,
}

impl CellWriter {
    /// Opens the cell's file under its unfinished name and writes the first line.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn create(facts: &Path, start: &CellStart) -> io::Result<Self> {
        let path = cell_path(facts, &start.cell);
        let partial = path.with_extension("jsonl.partial");
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut writer = Self { file: BufWriter::new(File::create(&partial)?), partial, path };
        writer.line(start)?;
        Ok(writer)
    }

    /// Writes one resource.
    ///
    /// # Errors
    /// When the file system refuses: a full disk is noticed here or in [`CellWriter::finish`].
    pub fn resource(&mut self, resource: &Resource) -> io::Result<()> {
        self.line(resource)
    }

    /// Writes the last line, makes the file durable and gives it its name.
    ///
    /// # Errors
    /// When the file system refuses; the unfinished file stays behind and counts as not read.
    pub fn finish(mut self, end: &CellEnd) -> io::Result<()> {
        self.line(end)?;
        self.file.flush()?;
        self.file.get_ref().sync_data()?;
        fs::rename(&self.partial, &self.path)
    }

    fn line(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.file, value)?;
        self.file.write_all(b"\n")
    }
}

impl CellStart {
    /// The first line of a cell that is about to be read.
    pub fn now(cell: Cell, principal: Option<String>, started: String) -> Self {
        Self { cell, format: FORMAT, principal, started }
    }
}

/// Writes a file whole or not at all: to a temporary name beside it, then renamed.
///
/// # Errors
/// When the file system refuses; what stood there before is untouched.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    let partial = PathBuf::from(name);
    let mut file = File::create(&partial)?;
    file.write_all(bytes)?;
    file.sync_data()?;
    fs::rename(&partial, path)
}

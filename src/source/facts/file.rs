//! One facts file: whether its writer finished it, its first and last line, and the resources between.

use super::FORMAT;
use crate::resource::{Cell, CellEnd, CellStart, FactsError, ReadCell, Resource};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// How every last line begins.
const END: &[u8] = b"{\"ended\":";

/// Whether the file is there and whole to its last line. One that is not is read again by a scan that goes on, and judged
/// as not collected.
///
/// # Errors
/// When the file system refuses.
pub fn is_finished(path: &Path) -> Result<bool, FactsError> {
    if !path.exists() {
        return Ok(false);
    }
    Ok(end_of(&mut open(path)?, path)?.is_some())
}

/// The first and last line of a finished file; `None` for one that its writer did not finish.
pub(super) fn read_ends(path: &Path, cell: &Cell) -> Result<Option<ReadCell>, FactsError> {
    if !is_finished(path)? {
        return Ok(None);
    }
    let mut file = open(path)?;
    let start = read_start(&mut file, path)?;
    if start.format > FORMAT {
        return Err(malformed(
            path,
            1,
            format!("format {} is newer than this build's {FORMAT}", start.format),
        ));
    }
    if start.cell != *cell {
        return Err(malformed(path, 1, format!("it says that it is {}, and it lies at {cell}", start.cell)));
    }
    Ok(end_of(&mut file, path)?.map(|end| ReadCell { start, end }))
}

/// What an unfinished file still tells of who began it; `None` when not even its first line is whole.
pub(super) fn start_of_unfinished(path: &Path) -> Option<CellStart> {
    read_start(&mut open(path).ok()?, path).ok()
}

fn read_start(file: &mut File, path: &Path) -> Result<CellStart, FactsError> {
    let mut first = Vec::new();
    BufReader::new(file).read_until(b'\n', &mut first).map_err(|error| io_error(path, error))?;
    parse(path, 1, &first)
}

/// Hands over the resources of a finished file, and holds them against the counts of its last line.
pub(super) fn resources(path: &Path, each: &mut dyn FnMut(Resource)) -> Result<(), FactsError> {
    let mut file = BufReader::with_capacity(1 << 16, open(path)?);
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    let mut line = Vec::new();
    let mut number = 0;
    let mut end: Option<CellEnd> = None;
    while file.read_until(b'\n', &mut line).map_err(|error| io_error(path, error))? > 0 {
        number += 1;
        if end.is_some() {
            return Err(malformed(
                path,
                number,
                "there is more after the line that ends the cell".to_owned(),
            ));
        }
        // The first line is the cell's start and the last its end; whatever else stands there must be a resource.
        if line.starts_with(END) {
            end = Some(parse(path, number, &line)?);
        } else if number > 1 {
            let resource: Resource = parse(path, number, &line)?;
            match found.get_mut(&resource.kind) {
                Some(count) => *count += 1,
                None => _ = found.insert(resource.kind.clone(), 1),
            }
            each(resource);
        }
        line.clear();
    }
    for (kind, report) in end.iter().flat_map(|end| &end.kinds) {
        let count = found.get(kind).copied().unwrap_or(0);
        if count != report.count {
            let said = format!("it counts {} of {kind}, and the file holds {count}", report.count);
            return Err(malformed(path, number, said));
        }
    }
    Ok(())
}

/// The last line, if it is whole.
fn end_of(file: &mut File, path: &Path) -> Result<Option<CellEnd>, FactsError> {
    let last = last_line(file, path)?;
    if last.starts_with(END) { parse(path, 0, &last).map(Some) } else { Ok(None) }
}

/// Reads backwards until a whole last line is in hand; a last line without its line break was cut off.
fn last_line(file: &mut File, path: &Path) -> Result<Vec<u8>, FactsError> {
    let length = file.seek(SeekFrom::End(0)).map_err(|error| io_error(path, error))?;
    let mut window = 4096;
    loop {
        let from = length.saturating_sub(window);
        let mut tail = Vec::new();
        file.seek(SeekFrom::Start(from)).map_err(|error| io_error(path, error))?;
        file.read_to_end(&mut tail).map_err(|error| io_error(path, error))?;
        if tail.pop() != Some(b'\n') {
            return Ok(Vec::new());
        }
        if let Some(at) = tail.iter().rposition(|b| *b == b'\n') {
            return Ok(tail.split_off(at + 1));
        }
        if from == 0 {
            return Ok(Vec::new());
        }
        window *= 4;
    }
}

fn open(path: &Path) -> Result<File, FactsError> {
    File::open(path).map_err(|error| io_error(path, error))
}

fn parse<T: serde::de::DeserializeOwned>(path: &Path, line: usize, text: &[u8]) -> Result<T, FactsError> {
    serde_json::from_slice(text).map_err(|e| malformed(path, line, e.to_string()))
}

pub(super) fn io_error(path: &Path, error: std::io::Error) -> FactsError {
    FactsError::Io { path: path.display().to_string(), error }
}

fn malformed(path: &Path, line: usize, message: String) -> FactsError {
    FactsError::Malformed { path: path.display().to_string(), line, message }
}

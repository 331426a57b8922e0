//! A file's text: bounded, in any of the encodings that editors write, and never a pipe that nobody asked for.

use super::node::{At, Kind, Node};
use super::{json, yaml};
use crate::diagnostic::{Problem, SourceText};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// AWS takes templates of 1 MB (<https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>,
/// 2026-11-24); what is fifty times as large is something else: bytes.
const LARGEST: u64 = 50 << 20;

/// Reads a file whole.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Box<Problem>> {
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(|e| {
        refused(path, format!("cannot read {}: {e}", path.display()), "check the path and its permissions")
    })?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("{} is larger than {} MiB", path.display(), LARGEST >> 20);
        return Err(refused(path, message, "a template has at most 1 MB: is it the right file?"));
    }
    Ok(bytes)
}

/// The text of bytes: UTF-8, or UTF-16 with its byte order mark.
pub(super) fn decode(path: &Path, bytes: Vec<u8>) -> Result<Arc<SourceText>, Box<Problem>> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        rest.len().is_multiple_of(2).then(|| String::from_utf16(&units).ok()).flatten()
    };
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [b'P', b'K', 3, 4, ..] => {
            let message = format!("{} is a ZIP archive, not a template", path.display());
            return Err(refused(path, message, "unpack it and name the template within"));
        }
        _ => return SourceText::from_bytes(path, bytes).map_err(Box::new),
    };
    let broken = || {
        refused(
            path,
            format!("{} is not UTF-16 text, as its first bytes say", path.display()),
            "save the file as UTF-8",
        )
    };
    text.map(|text| SourceText::new(path, text)).ok_or_else(broken)
}

/// The tree of a text: JSON where it begins so and is, else YAML.
pub(super) fn tree(file: &Arc<SourceText>) -> Result<Node, Vec<Problem>> {
    let begins_as_json = file.text.trim_start().starts_with('{');
    let read = match json::parse(&file.text) {
        Ok(read) => Ok(read),
        Err(_) if !begins_as_json => yaml::parse(&file.text),
        // YAML's braces, or JSON that is broken: what JSON says of it is the better word.
        Err(fault) => yaml::parse(&file.text).map_err(|_| fault),
    };
    let problem = |fault: json::Fault| at(file, fault.at, fault.message);
    match read {
        Ok((node, faults)) if faults.is_empty() => Ok(node),
        Ok((_, faults)) => Err(faults.into_iter().map(problem).collect()),
        Err(fault) => Err(vec![problem(fault)]),
    }
}

/// Whether a text holds anything at all.
pub(super) const fn is_empty(root: &Node) -> bool {
    matches!(root.kind, Kind::Null)
}

/// A problem at a place of a file.
pub(super) fn at(file: &Arc<SourceText>, place: At, message: impl Into<String>) -> Problem {
    let line = file.line_span(place.line as usize);
    let text = file.text.get(line.clone()).unwrap_or("");
    let column = place.column as usize;
    let offset = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(offset, _)| offset);
    let start = offset(column);
    let end = offset(column + (place.width as usize).max(1)).max(start);
    Problem::new(file, line.start + start..line.start + end, message)
}

pub(super) fn refused(path: &Path, message: String, help: &str) -> Box<Problem> {
    Box::new(Problem::new(&SourceText::new(path, ""), 0..0, message).help(help))
}

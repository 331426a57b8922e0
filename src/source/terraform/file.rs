//! The bytes of a plan's file as text: UTF-8, or UTF-16 as a shell on Windows redirects it.

use super::PlanError;
use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// More than this is no plan that anybody made: bytes.
const LARGEST: u64 = 1 << 30;

/// Reads a file, or a pipe that the user names.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, PlanError> {
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(|error| {
        refused(path, format!("cannot read it: {error}"), "check the path and its permissions")
    })?;
    Ok(bytes)
}

/// The text that the bytes of a file are.
pub(super) fn text_of(path: &Path, bytes: Vec<u8>) -> Result<String, PlanError> {
    if bytes.len() as u64 > LARGEST {
        return Err(refused(path, "it is larger than 1 GiB".to_owned(), "is it the plan?"));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(refused(
            path,
            "this is the plan as Terraform keeps it, not its JSON".to_owned(),
            "write it out: terraform show -json PLAN > plan.json",
        ));
    }
    text(bytes).ok_or_else(|| {
        let help = "give the output of `terraform show -json PLAN`, in UTF-8";
        refused(path, "it is no text".to_owned(), help)
    })
}

fn refused(path: &Path, message: String, help: &str) -> PlanError {
    PlanError { path: path.display().to_string(), line: None, message, help: help.to_owned() }
}

fn text(bytes: Vec<u8>) -> Option<String> {
    let wide = |from: fn([u8; 2]) -> u16| {
        if bytes.len() % 2 == 1 {
            return None; // half a letter is missing
        }
        let units = bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok()
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => {
            let text = String::from_utf8(bytes).ok()?;
            Some(match text.strip_prefix('\u{feff}') {
                Some(rest) => rest.to_owned(),
                None => text,
            })
        }
    }
}

/// A text that is borrowed from the plan where it holds no escapes.
pub(super) type Text<'p> = Cow<'p, str>;

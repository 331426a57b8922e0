//! One file a format; each is a function of the record and of nothing else.

mod gap;
mod gate;
mod github;
mod gitlab;
mod json;
mod junit;
mod map;
mod markdown;
mod sarif;
mod summary;
mod table;
mod told;

pub use json::Document;
pub use map::{MAP_FORMATS, MapDocument, MapFormat, MapRow, View, map_format};
pub use summary::{plural, summary};

use crate::record::{RecordError, RecordFolder};
use std::io::{self, Write};

/// A format, as `--format` names it.
pub struct Format {
    /// The word on the command line.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    /// Writes the record in this format.
    pub render: fn(&RecordFolder, &mut dyn Write) -> Result<(), ReportError>,
}

/// Every format. Adding one is a file, a `mod` line and a line here.
pub const FORMATS: &[Format] = &[
    Format {
        name: "table",
        about: "the map and the findings, for people, in 100 columns",
        render: table::render,
    },
    Format { name: "json", about: "one document: map, findings, coverage, agreements", render: json::render },
    Format {
        name: "gap",
        about: "per provision of the rule what holds, what fails and what is open, in Markdown",
        render: gap::render,
    },
    Format { name: "sarif", about: "SARIF 2.1.0, for code scanning and editors", render: sarif::render },
    Format {
        name: "junit",
        about: "JUnit XML, a test case an evaluation, for CI servers",
        render: junit::render,
    },
    Format {
        name: "github",
        about: "workflow commands, so that GitHub Actions shows findings at their lines",
        render: github::render,
    },
    Format {
        name: "gitlab",
        about: "a code quality report, for merge requests of GitLab",
        render: gitlab::render,
    },
    Format {
        name: "markdown",
        about: "a comment for a pull request, under 65,000 characters at any size",
        render: markdown::render,
    },
];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The record could not be read.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The output could not be written.
    #[error("cannot write the report: {0}")]
    Write(#[from] io::Error),
}

impl From<serde_json::Error> for ReportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Write(error.into())
    }
}

/// Runs a writing function over every finding of the results, as its line of JSON, and keeps the first error of the output.
fn each_finding(
    folder: &RecordFolder,
    write: &mut dyn FnMut(&[u8]) -> Result<(), ReportError>,
) -> Result<(), ReportError> {
    let mut failed = None;
    folder.findings(&mut |line| {
        if failed.is_none() {
            failed = write(line).err();
        }
    })?;
    failed.map_or(Ok(()), Err)
}

//! The waivers people write: failures that somebody accepted, with reason, approver and last day.
//!
//! A waiver is over one check and one resource, or over what a glob that says so matches. It never turns a failure into a
//! pass: [`Waivers::over`] tells whether one holds over a finding, has lapsed, or was given to another resource of the same
//! name, and [`Waivers::states`] what became of each. The file is read as the register's are: every problem at once, with
//! its line and a caret.

mod glob;
mod read;
mod ruling;
mod schema;
mod state;
mod written;

pub use ruling::{Finding, Ruling};
pub use schema::schema;
pub use state::{Matches, SOON_DAYS, Standing, State, Tally};
pub use written::{Addressable, Matching, Waiver};

use crate::diagnostic::{Document, HashedFile, Problem, Problems, files};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// A waiver holds no longer than this many days, unless the caller says otherwise.
pub const LONGEST_DAYS: i32 = 365;

/// What a file of waivers is held against.
pub struct Known<'a> {
    /// The ids of all checks.
    pub checks: BTreeSet<&'a str>,
    /// Whether a citation is an addressable specification.
    pub is_addressable: &'a dyn Fn(&str) -> bool,
    /// The addressable specification that a check is evidence for, by the check's id.
    pub addressable_of: &'a dyn Fn(&str) -> Option<&'a str>,
    /// The day of the run; without it nothing is said of days yet to come.
    pub today: Option<Date>,
    /// The most days from `approved_on` to `expires_on`.
    pub longest_days: i32,
}

/// A file of waivers, valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waivers {
    /// The files they were read from.
    pub files: Vec<HashedFile>,
    /// What is not wrong, and worth a look.
    pub warnings: Vec<Problem>,
    waivers: Vec<Waiver>,
    /// Those over one resource, as places among the waivers, by check and resource.
    exact: HashMap<String, HashMap<String, Vec<usize>>>,
    /// Those over what a glob matches, by check.
    globs: HashMap<String, Vec<usize>>,
}

impl Waivers {
    /// Reads a file of waivers. Errors: every problem, warnings among them, by line; then nothing is waived.
    pub fn load(path: &Path, known: &Known<'_>) -> Result<Self, Problems> {
        let file = files::read_one(path, "waivers' file").map_err(|problem| Problems(vec![*problem]))?;
        Self::read(file, known)
    }

    /// Reads waivers that are in memory already; `path` is what problems call them.
    pub fn parse(path: &Path, bytes: Vec<u8>, known: &Known<'_>) -> Result<Self, Problems> {
        let file = files::hashed(path, bytes).map_err(|problem| Problems(vec![*problem]))?;
        Self::read(file, known)
    }

    fn read((text, hashed): files::ReadFile, known: &Known<'_>) -> Result<Self, Problems> {
        let document = Document::parse(&text);
        let waivers = read::all(document.root(), known);
        let mut problems = document.into_problems();
        problems.0.sort_by_key(|problem| problem.span.start);
        let warnings = problems.0.clone();
        problems.or(())?;
        Ok(Self::of(waivers, vec![hashed], warnings))
    }

    fn of(waivers: Vec<Waiver>, files: Vec<HashedFile>, warnings: Vec<Problem>) -> Self {
        let mut exact: HashMap<String, HashMap<String, Vec<usize>>> = HashMap::new();
        let mut globs: HashMap<String, Vec<usize>> = HashMap::new();
        for waiver in &waivers {
            match waiver.matching {
                Matching::Exact => {
                    let of_check = exact.entry(waiver.check.clone()).or_default();
                    of_check.entry(waiver.resource.clone()).or_default().push(waiver.number);
                }
                Matching::Glob => globs.entry(waiver.check.clone()).or_default().push(waiver.number),
            }
        }
        Self { files, warnings, waivers, exact, globs }
    }

    /// All of them, as they stand in the file.
    pub fn all(&self) -> &[Waiver] {
        &self.waivers
    }
}

/// Whole days from one day to another; negative when the other is earlier.
fn days_between(from: Date, to: Date) -> i32 {
    // Days of the proleptic calendar: their difference is always a number of days that fits.
    from.until(to).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests;

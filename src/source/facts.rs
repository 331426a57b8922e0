//! Facts on disk: one file a cell, written as it is read and judged as often as one likes.
//!
//! `facts/<account>/<region>/<api>.jsonl` begins with a [`CellStart`], holds a [`Resource`] a line and ends with a
//! [`CellEnd`]. It is written under another name and renamed when it is whole, so a killed scan leaves only finished
//! cells and files ending in `.partial`, which are read again. `facts/scan.json` says which cells the scan set out to
//! read; a planned cell without a finished file is judged as `not_collected`, never left out.

mod declared;
mod file;
mod plan;
mod read;
mod write;

pub use file::is_finished;
pub use plan::{PLAN_FILE, Plan, Regions, Selection, unknown_region};
pub use read::{Facts, region_is_on};
pub use write::{CellWriter, write_atomically};

use crate::resource::Cell;
use std::path::{Path, PathBuf};

/// The version of the format this build writes and reads.
pub const FORMAT: u32 = 1;

/// The facts folder: the one given, or the `facts` in an output folder.
pub fn facts_below(folder: &Path) -> PathBuf {
    let nested = folder.join("facts");
    if nested.is_dir() { nested } else { folder.to_owned() }
}

/// Where the facts of a cell lie below the facts folder.
pub fn cell_path(facts: &Path, cell: &Cell) -> PathBuf {
    facts.join(&cell.account).join(&cell.region).join(format!("{}.jsonl", cell.api))
}

#[cfg(test)]
mod tests;

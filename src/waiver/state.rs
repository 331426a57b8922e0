//! What became of each waiver in a run.

use super::{Ruling, Waiver, Waivers};
use crate::diagnostic::words::words;
use jiff::civil::Date;
use serde::Serialize;

/// A waiver that ends within so many days is said to end soon.
pub const SOON_DAYS: i32 = 30;

/// How often one waiver matched a failure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Matches {
    /// Failures it holds over.
    pub applied: u64,
    /// Failures that came back because it has lapsed.
    pub expired: u64,
    /// Failures of resources that were created after it was approved.
    pub recreated: u64,
    /// Failures over which it no longer holds and another waiver does: somebody renewed it.
    pub renewed: u64,
}

impl Matches {
    /// Whether it matched no failure at all.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// How often each waiver matched, so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(Vec<Matches>);

impl Tally {
    /// Notes that a waiver matched a finding, and whether any waiver holds over that finding.
    pub(super) fn count(&mut self, matched: Ruling<'_>, is_waived: bool) {
        let number = matched.waiver().number;
        if self.0.len() <= number {
            self.0.resize(number + 1, Matches::default());
        }
        let matches = &mut self.0[number];
        let counter = match matched {
            Ruling::Applies(_) => &mut matches.applied,
            _ if is_waived => &mut matches.renewed,
            Ruling::Expired(_) => &mut matches.expired,
            Ruling::Recreated(_) => &mut matches.recreated,
        };
        *counter += 1;
    }

    /// How often a waiver matched.
    pub fn of(&self, waiver: &Waiver) -> Matches {
        self.0.get(waiver.number).copied().unwrap_or_default()
    }
}

words! {
    /// Where a waiver stands after a run.
    pub enum Standing {
        /// It holds, and matched something.
        Active = "active",
        /// It holds, matched something, and ends within 30 days.
        Soon = "soon",
        /// Its last day is past.
        Lapsed = "lapsed",
        /// It holds, and matched nothing that failed.
        Stale = "stale",
        /// Its first day is yet to come.
        NotYet = "not_yet",
    }
}

/// What became of one waiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State<'a> {
    /// The waiver.
    pub waiver: &'a Waiver,
    /// Where it stands.
    pub standing: Standing,
    /// What it matched.
    pub matches: Matches,
    /// Whether it matched nothing that failed, lapsed or not; never said of one that is yet to begin.
    pub is_stale: bool,
    /// Days from the run to its last day: 0 on that day, negative after it.
    pub days_left: i32,
}

impl Waivers {
    /// What became of each waiver, in the order of the file.
    pub fn states(&self, tally: &Tally, on: Date) -> Vec<State<'_>> {
        self.all().iter().map(|waiver| state(waiver, tally.of(waiver), on)).collect()
    }
}

fn state(waiver: &Waiver, matches: Matches, on: Date) -> State<'_> {
    let days_left = super::days_between(on, waiver.expires_on);
    let has_begun = waiver.approved_on <= on;
    let is_stale = has_begun && matches.is_empty();
    let standing = match days_left {
        _ if !has_begun => Standing::NotYet,
        ..0 => Standing::Lapsed,
        _ if is_stale => Standing::Stale,
        0..=SOON_DAYS => Standing::Soon,
        _ => Standing::Active,
    };
    State { waiver, standing, matches, is_stale, days_left }
}

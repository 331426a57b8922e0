//! The phases and their prerequisites, valid: this program's own, or a file that a team gives instead.

use super::{graph, read};
use crate::check::{Category, Severity};
use crate::diagnostic::{Document, HashedFile, Problems, files};
use crate::register::Attested;
use std::collections::BTreeSet;
use std::path::Path;

/// This program's own phases.
const BUILT_IN: &str = include_str!("phases.toml");

/// What the built-in file is called where files are named.
pub const BUILT_IN_NAME: &str = "built-in";

/// Phases in their order, and what must hold before each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phases {
    /// Where they are written.
    pub file: HashedFile,
    /// The phases, first to last.
    pub phases: Vec<Phase>,
    /// The prerequisites, in the order of the file.
    pub prerequisites: Vec<Prerequisite>,
    /// Places among the prerequisites, each behind those it rests on.
    pub(super) order: Vec<usize>,
}

/// One phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// What `--phase` calls it.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// The data that may be in it.
    pub data: String,
}

/// One prerequisite. All that makes it hold has to hold; one that names nothing holds when those it rests on do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prerequisite {
    /// Its name, unique in the file.
    pub id: String,
    /// Its claim.
    pub title: String,
    /// Why it comes first.
    pub why: String,
    /// The first phase that asks for it, as a place among the phases.
    pub phase: usize,
    /// The last phase that asks for it.
    pub until: Option<usize>,
    /// What it rests on, as places among the prerequisites.
    pub needs: Vec<usize>,
    /// Ids of checks, and globs over them.
    pub checks: Vec<String>,
    /// All checks of these categories.
    pub categories: Vec<Category>,
    /// The least severity of the failures that count.
    pub severity: Severity,
    /// What somebody must vouch for.
    pub attested: Vec<Attested>,
    /// Kinds of insurance that must be bound.
    pub insurance: Vec<String>,
    /// Agreements that must be in force.
    pub agreements: Vec<Asked>,
}

/// Agreements that must be in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// With whom.
    pub with: With,
    /// What somebody may vouch for instead, where there is no such party.
    pub none_attested: Option<Attested>,
    /// What somebody must vouch for besides, where there is one.
    pub attested: Vec<Attested>,
}

/// With whom an agreement must be in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum With {
    /// At least one customer.
    Customers,
    /// This vendor.
    Vendor(String),
    /// Every vendor of this category to whom PHI may go.
    Category(String),
}

/// What a file of phases is held against.
pub struct Known<'a> {
    /// The ids of all checks.
    pub checks: &'a BTreeSet<String>,
}

impl Phases {
    /// This program's own. That its checks exist a test has made sure of; to load them all for that would cost more than the
    /// rest of the gate. Errors: none.
    pub fn built_in() -> Result<Self, Problems> {
        let file = files::hashed(Path::new(BUILT_IN_NAME), BUILT_IN.as_bytes().to_vec());
        Self::of(file.map_err(|problem| Problems(vec![*problem]))?, None)
    }

    /// Reads a file of phases. Errors: every problem of it, with its line.
    pub fn load(path: &Path, known: &Known<'_>) -> Result<Self, Problems> {
        let file = files::read_one(path, "file of phases").map_err(|problem| Problems(vec![*problem]))?;
        Self::of(file, Some(known))
    }

    /// Reads phases that are in memory already; `path` is what problems call them.
    pub fn parse(path: &Path, bytes: Vec<u8>, known: &Known<'_>) -> Result<Self, Problems> {
        let file = files::hashed(path, bytes).map_err(|problem| Problems(vec![*problem]))?;
        Self::of(file, Some(known))
    }

    fn of((text, file): files::ReadFile, known: Option<&Known<'_>>) -> Result<Self, Problems> {
        let document = Document::parse(&text);
        let written = read::all(document.root(), known);
        let mut problems = document.into_problems();
        let (prerequisites, order) = graph::linked(&text, written.prerequisites, &mut problems.0);
        problems.0.sort_by_key(|problem| problem.span.start);
        problems.or(Self { file, phases: written.phases, prerequisites, order })
    }

    /// The place of a phase among them.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.phases.iter().position(|phase| phase.id == id)
    }
}

impl Prerequisite {
    /// Whether a phase asks for it.
    pub fn is_asked_in(&self, phase: usize) -> bool {
        self.phase <= phase && self.until.is_none_or(|last| phase <= last)
    }

    /// Whether a check is one of those that make it hold.
    pub(super) fn names(&self, check: &str, category: &str) -> bool {
        self.categories.iter().any(|wanted| wanted.as_str() == category)
            || self.checks.iter().any(|pattern| fits(pattern, check))
    }

    /// Whether it asks checks at all.
    pub(super) fn asks_checks(&self) -> bool {
        !self.checks.is_empty() || !self.categories.is_empty()
    }
}

/// Whether a pattern of `*`, which stands for any text, matches an id.
pub(super) fn fits(pattern: &str, id: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == id;
    };
    let Some(mut left) = id.strip_prefix(head) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let tail = parts.pop().unwrap_or_default();
    for part in parts {
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    left.ends_with(tail)
}

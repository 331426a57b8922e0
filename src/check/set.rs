//! Every check there is: the embedded ones, and those of the folders a user names.

use super::evaluate::tops;
use super::related::wanted;
use super::value::ENVELOPE;
use super::{Check, written};
use crate::diagnostic::{Problem, Problems, SourceText};
use crate::service::{CHECKS, Kinds};
use include_dir::Dir;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What checks are read against.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The kinds and their shapes.
    pub kinds: &'a dyn Kinds,
    /// Whether an id is a standard or implementation specification of 45 CFR 164.
    pub is_citation: &'a dyn Fn(&str) -> bool,
}

/// Checks, by id.
#[derive(Debug)]
pub struct CheckSet {
    checks: Vec<Check>,
}

impl CheckSet {
    /// The embedded checks.
    ///
    /// # Errors
    /// Every problem of every file.
    pub fn builtin(known: &Known<'_>) -> Result<Self, Problems> {
        Self::load(known, true, &[])
    }

    /// The embedded checks if `builtin`, and every `*.toml` below each of `dirs` but service.toml and vocabulary.toml.
    ///
    /// # Errors
    /// Every problem of every file; the same id twice is one.
    pub fn load(known: &Known<'_>, builtin: bool, dirs: &[PathBuf]) -> Result<Self, Problems> {
        let mut files = Vec::new();
        if builtin {
            embedded(&CHECKS, &mut files);
        }
        Self::with(BTreeMap::new(), known, files, dirs)
    }

    /// The same for a run, which looks at few of the embedded checks: a condition of theirs is compiled when it is first
    /// judged, and an example read when it is asked for. Whether they are right is for tests, and for [`CheckSet::load`].
    ///
    /// # Errors
    /// Every problem of every file of `dirs`, which are read whole; the same id twice is one.
    pub fn for_a_run(known: &Known<'_>, dirs: &[PathBuf]) -> Result<Self, Problems> {
        let mut files = Vec::new();
        embedded(&CHECKS, &mut files);
        let mut checks = BTreeMap::new();
        for file in &files {
            let check = written::read_embedded(file, known)?;
            checks.insert(check.id.clone(), check);
        }
        Self::with(checks, known, Vec::new(), dirs)
    }

    /// Adds to checks those of files and those below folders.
    fn with(
        checks: BTreeMap<String, Check>,
        known: &Known<'_>,
        mut files: Vec<Arc<SourceText>>,
        dirs: &[PathBuf],
    ) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        for dir in dirs {
            match below(dir) {
                // A folder may also hold nothing but descriptions of services.
                Ok(paths) if paths.is_empty() && !describes(dir) => problems.push(nothing_in(dir)),
                Ok(paths) => {
                    for path in paths {
                        match SourceText::read(&path) {
                            Ok(file) => files.push(file),
                            Err(problem) => problems.push(problem),
                        }
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
        Self::read(checks, known, &files, problems)
    }

    fn read(
        mut checks: BTreeMap<String, Check>,
        known: &Known<'_>,
        files: &[Arc<SourceText>],
        mut problems: Vec<Problem>,
    ) -> Result<Self, Problems> {
        for file in files {
            match written::read(file, known) {
                Ok(check) => match checks.get(&check.id) {
                    Some(first) => problems.push(twice(&check, first)),
                    None => {
                        checks.insert(check.id.clone(), check);
                    }
                },
                Err(found) => problems.extend(found.0),
            }
        }
        Problems(problems).or(Self { checks: checks.into_values().collect() })
    }

    /// All of them, in the order of their ids.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// One by its id.
    pub fn get(&self, id: &str) -> Option<&Check> {
        self.checks.binary_search_by(|check| check.id.as_str().cmp(id)).ok().map(|at| &self.checks[at])
    }

    /// What must be read of AWS for the selected checks: kind to top-level properties. A kind without properties must still
    /// be listed.
    pub fn needs(&self, select: &dyn Fn(&Check) -> bool) -> BTreeMap<String, BTreeSet<String>> {
        let selected: Vec<&Check> = self.checks.iter().filter(|check| select(check)).collect();
        let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (kind, paths) in wanted(&selected) {
            needs.entry(kind).or_default().extend(tops(&paths));
        }
        for check in selected {
            let properties = needs.entry(check.resource.clone()).or_default();
            properties.extend(tops(&check.reads().resource));
            properties.extend(tops(&check.observe));
            let joins = check.related.iter().filter_map(|related| related.join.as_ref());
            let own = joins.map(|join| &join.equals).filter(|path| !path.starts_with("related."));
            properties.extend(tops(own));
        }
        for properties in needs.values_mut() {
            properties.retain(|name| !ENVELOPE.contains(&name.as_str()));
        }
        needs
    }

    /// SHA-256 over the ids and texts of all checks, in hexadecimal: two records with the same digest were judged alike.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for check in &self.checks {
            for part in [check.id.as_str(), &check.text.text] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        hash.finalize().iter().fold(String::new(), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

fn is_check(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    // What types of plans and templates are stands beside the checks, under the types' names.
    let maps_a_type = name.starts_with("aws_") || name.starts_with("AWS-");
    name.ends_with(".toml")
        && name != "service.toml"
        && name != "vocabulary.toml"
        && name != super::ruleset::FILE
        && !maps_a_type
}

fn embedded(dir: &'static Dir<'static>, files: &mut Vec<Arc<SourceText>>) {
    for file in dir.files().filter(|file| is_check(file.path())) {
        let path = Path::new("checks").join(file.path());
        files.extend(file.contents_utf8().map(|text| SourceText::embedded(path, text)));
    }
    dir.dirs().for_each(|below| embedded(below, files));
}

/// The checks' files below a folder, sorted.
fn below(dir: &Path) -> Result<Vec<PathBuf>, Problem> {
    let failed = |e: std::io::Error| {
        Problem::new(&SourceText::new(dir, ""), 0..0, format!("cannot read {}: {e}", dir.display()))
            .help("--checks names a folder of checks")
    };
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir)
        .map_err(failed)?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<_, _>>()
        .map_err(failed)?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(below(&path)?);
        } else if is_check(&path) {
            found.push(path);
        }
    }
    Ok(found)
}

/// Whether a folder, or one in it, describes a service.
fn describes(dir: &Path) -> bool {
    dir.join("service.toml").is_file()
        || std::fs::read_dir(dir).is_ok_and(|mut entries| {
            entries.any(|e| e.is_ok_and(|e| e.path().join("service.toml").is_file()))
        })
}

fn nothing_in(dir: &Path) -> Problem {
    Problem::new(&SourceText::new(dir, ""), 0..0, format!("no checks in {}", dir.display()))
        .help("a check is a file <id>.toml")
}

fn twice(check: &Check, first: &Check) -> Problem {
    let at = check.text.text.find(&check.id).unwrap_or(0);
    let message = format!("the id `{}` is taken by {}", check.id, first.file.display());
    Problem::new(&check.text, at..at + check.id.len(), message).help("choose another id and file name")
}

#[cfg(test)]
mod tests;

//! All vendors: those that come with the program, and those of the folders a user names.

use super::read::{Written, read};
use super::{Vendors, letters};
use crate::diagnostic::{Problem, Problems, SourceText, files};
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

pub(super) static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/vendor/vendors");

/// Vendors as read so far, by id.
type ById = BTreeMap<String, Written>;

impl Vendors {
    /// The vendors that come with the program, read at the first call.
    pub fn builtin() -> &'static Self {
        static VENDORS: OnceLock<Vendors> = OnceLock::new();
        VENDORS.get_or_init(|| Self::load(&[]).expect("a test reads the vendors that are embedded"))
    }

    /// The built-in vendors and those of each folder's `*.toml`. A vendor of a folder replaces the one that had its id so
    /// far, be it built in or of an earlier folder.
    ///
    /// # Errors
    /// Every problem of every file.
    pub fn load(dirs: &[PathBuf]) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let mut all = read_set(&embedded(), &mut problems);
        for dir in dirs {
            let files = below(dir, &mut problems);
            all.extend(read_set(&files, &mut problems));
        }
        Self::whole(all, problems)
    }

    /// Reads files that are in memory already, without the built-in vendors.
    ///
    /// # Errors
    /// Every problem of every file.
    pub fn parse(files: &[(PathBuf, Vec<u8>)]) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let mut read = Vec::new();
        for (path, bytes) in files {
            match SourceText::from_bytes(path, bytes.clone()) {
                Ok(file) => read.push(file),
                Err(problem) => problems.push(problem),
            }
        }
        let all = read_set(&read, &mut problems);
        Self::whole(all, problems)
    }

    fn whole(all: ById, mut problems: Vec<Problem>) -> Result<Self, Problems> {
        check_names(&all, &mut problems);
        Problems(problems).or(Self::of(all.into_values().map(|written| written.vendor)))
    }
}

/// The vendors of files that stand side by side, where each id is one file's.
fn read_set(files: &[Arc<SourceText>], problems: &mut Vec<Problem>) -> ById {
    let mut set = ById::new();
    for file in files {
        let (written, found) = read(file);
        problems.extend(found);
        let Some(written) = written else { continue };
        match set.get(&written.vendor.id) {
            Some(first) => problems.push(twice(&written, first)),
            None => {
                set.insert(written.vendor.id.clone(), written);
            }
        }
    }
    set
}

/// A name must find one vendor, so none may have the id or the name of another.
fn check_names(all: &ById, problems: &mut Vec<Problem>) {
    let mut taken: BTreeMap<String, &Written> =
        all.values().map(|written| (letters(&written.vendor.id), written)).collect();
    for written in all.values() {
        let first = taken.entry(letters(&written.vendor.name)).or_insert(written);
        if first.vendor.id != written.vendor.id {
            let message = format!("`{}` means the vendor `{}` too", written.vendor.name, first.vendor.id);
            let problem = Problem::new(&written.file, written.name.clone(), message);
            problems.push(problem.help("write a name that no other vendor has"));
        }
    }
}

fn twice(written: &Written, first: &Written) -> Problem {
    let message = format!("the id `{}` is taken by {}", written.vendor.id, first.file.path.display());
    Problem::new(&written.file, written.id.clone(), message).help("a folder holds each vendor once")
}

fn embedded() -> Vec<Arc<SourceText>> {
    let files = EMBEDDED.files().filter(|file| is_vendor(file.path()));
    files.filter_map(|file| Some(SourceText::embedded(file.path(), file.contents_utf8()?))).collect()
}

fn is_vendor(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml")
}

/// The vendors' files in a folder, sorted; what cannot be read is noted.
fn below(dir: &Path, problems: &mut Vec<Problem>) -> Vec<Arc<SourceText>> {
    let of_dir = |message: String| {
        Problem::new(&SourceText::new(dir, ""), 0..0, message)
            .help("name a folder of vendors' files, <id>.toml")
    };
    let entries = std::fs::read_dir(dir)
        .and_then(|entries| entries.map(|entry| entry.map(|e| e.path())).collect::<Result<Vec<_>, _>>());
    let mut paths = match entries {
        Ok(paths) => paths,
        Err(e) => {
            problems.push(of_dir(format!("cannot read {}: {e}", dir.display())));
            return Vec::new();
        }
    };
    paths.retain(|path| is_vendor(path) && !path.is_dir());
    paths.sort();
    if paths.is_empty() {
        problems.push(of_dir(format!("no vendors in {}", dir.display())));
    }
    let mut found = Vec::new();
    for path in paths {
        // Bounded, and a pipe is not waited for.
        match files::read_within(&path, "vendors") {
            Ok((file, _)) => found.push(file),
            Err(problem) => problems.push(*problem),
        }
    }
    found
}

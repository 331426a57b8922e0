//! Sets of rules: which checks there were when, so that a pipeline may stay with one while the program moves on.

use crate::diagnostic::{Document, Problem, Problems, SourceText, did_you_mean};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const BUILT_IN: &str = include_str!("../../checks/rulesets.toml");

/// The file's name, in `checks` and in a folder of the user's.
pub const FILE: &str = "rulesets.toml";

/// Every set of rules there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleSets {
    /// By version, which sorts by time.
    sets: BTreeMap<String, Set>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Set {
    date: Date,
    new: BTreeSet<String>,
}

/// One set: what it leaves out, and what in it does not weigh yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleSet {
    /// `2026.11`.
    pub version: String,
    /// Ids of checks that came later.
    pub later: BTreeSet<String>,
    /// Ids of checks that are new in it: they are judged and shown, and do not weigh.
    pub preview: BTreeSet<String>,
}

impl RuleSets {
    /// The built-in sets, and those that folders of the user's add in a `rulesets.toml`.
    ///
    /// # Errors
    /// Every problem of every file.
    pub fn load(dirs: &[PathBuf]) -> Result<Self, Problems> {
        let mut sets = Self::default();
        let mut problems = Vec::new();
        let own = dirs.iter().map(|dir| dir.join(FILE)).filter(|path| path.is_file());
        let built_in = SourceText::new(Path::new("checks").join(FILE), BUILT_IN);
        for file in std::iter::once(Ok(built_in)).chain(own.map(|path| SourceText::read(&path))) {
            match file {
                Ok(file) => sets.read(&file, &mut problems),
                Err(problem) => problems.push(problem),
            }
        }
        Problems(problems).or(sets)
    }

    fn read(&mut self, file: &Arc<SourceText>, problems: &mut Vec<Problem>) {
        let document = Document::parse(file);
        let root = document.root();
        for table in root.tables("ruleset") {
            let version = table.required("version", "year and month, such as version = \"2026.11\"");
            if let Some(version) = version.as_ref().filter(|version| !is_version(version.get_ref())) {
                let message = format!("{:?} is no version of a set of rules", version.get_ref());
                table.problem(version.span(), message, "write year and month, such as \"2026.11\"");
            }
            if !table.has("date") {
                table.missing("date", "write the day it was given out: date = 2026-11-24");
            }
            let date = table.date("date");
            let new = table.strings("new").unwrap_or_default();
            table.finish();
            if let (Some(version), Some(date)) = (version, date) {
                let new = new.into_iter().map(toml::Spanned::into_inner);
                let set = self.sets.entry(version.into_inner());
                set.or_insert_with(|| Set { date: date.into_inner(), new: BTreeSet::new() }).new.extend(new);
            }
        }
        root.finish();
        problems.extend(document.into_problems().0);
    }

    /// The set of a version, or the newest.
    ///
    /// # Errors
    /// That there is none of this version, in words.
    pub fn select(&self, version: Option<&str>) -> Result<RuleSet, String> {
        let newest = self.sets.keys().next_back();
        let Some(version) = version.or(newest.map(String::as_str)) else {
            return Err("there is no set of rules".to_owned());
        };
        let Some(set) = self.sets.get(version) else {
            let known = self.sets.keys().map(String::as_str);
            let hint = did_you_mean(version, known.clone()).map(|near| format!("; did you mean `{near}`?"));
            let list: Vec<&str> = known.collect();
            return Err(format!(
                "`{version}` is not a set of rules{} (known: {})",
                hint.unwrap_or_default(),
                list.join(", ")
            ));
        };
        let later = self.sets.iter().filter(|(other, _)| other.as_str() > version);
        Ok(RuleSet {
            version: version.to_owned(),
            later: later.flat_map(|(_, set)| set.new.iter().cloned()).collect(),
            preview: set.new.clone(),
        })
    }

    /// Versions with the day each was given out, oldest first.
    pub fn versions(&self) -> impl Iterator<Item = (&str, Date)> {
        self.sets.iter().map(|(version, set)| (version.as_str(), set.date))
    }
}

fn is_version(text: &str) -> bool {
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('.').is_some_and(|(year, month)| digits(year, 4) && digits(month, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(text: &str) -> Result<RuleSets, Problems> {
        let (mut sets, mut problems) = (RuleSets::default(), Vec::new());
        sets.read(&SourceText::new(FILE, text), &mut problems);
        Problems(problems).or(sets)
    }

    #[test]
    fn a_new_check_is_a_preview_in_the_set_it_came_with_and_weighs_from_the_next_on() {
        let text = "[[ruleset]]\nversion = \"2026.11\"\ndate = 2026-11-24\n\
                    [[ruleset]]\nversion = \"2026.12\"\ndate = 2026-12-20\nnew = [\"a\"]\n\
                    [[ruleset]]\nversion = \"2027.01\"\ndate = 2027-01-20\nnew = [\"b\"]\n";
        let sets = sets(text).expect("it is right");
        let ids = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join(",");
        let told = |version: Option<&str>| {
            let set = sets.select(version).expect("it is there");
            (set.version.clone(), ids(&set.later), ids(&set.preview))
        };
        let own = str::to_owned;
        assert_eq!(told(Some("2026.11")), (own("2026.11"), own("a,b"), own("")));
        assert_eq!(told(Some("2026.12")), (own("2026.12"), own("b"), own("a")));
        assert_eq!(told(None), (own("2027.01"), own(""), own("b")));
        let unknown = sets.select(Some("2026.10")).expect_err("there is none");
        assert!(unknown.contains("known: 2026.11, 2026.12, 2027.01"), "{unknown}");
    }

    #[test]
    fn what_is_wrong_in_a_file_of_sets_is_told_with_its_line() {
        let text = "[[ruleset]]\nversion = \"soon\"\nnews = []\n";
        let problems = sets(text).expect_err("it is wrong").to_string();
        for part in ["is no version", "`date` is missing", "unknown key `news`", "rulesets.toml:3"] {
            assert!(problems.contains(part), "{part}: {problems}");
        }
    }

    #[test]
    fn the_built_in_sets_name_only_checks_that_there_are() {
        let sets = RuleSets::load(&[]).expect("they are right");
        assert!(sets.versions().next().is_some());
        for id in sets.sets.values().flat_map(|set| &set.new) {
            let found =
                std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/checks")).expect("checks").flatten();
            assert!(found.into_iter().any(|api| api.path().join(format!("{id}.toml")).is_file()), "{id}");
        }
    }
}

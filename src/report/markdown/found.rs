//! What a comment tells of the findings: groups, each with a few examples, so that memory does not grow with them.

use crate::check::Verdict;
use crate::record::{Line, RecordFolder};
use crate::report::told::{file, sentence, subject};
use crate::report::{ReportError, each_finding};
use crate::resource::Cause;
use std::collections::{BTreeMap, BTreeSet};

/// Severities, worst first.
pub(super) const SEVERITIES: [&str; 4] = ["critical", "high", "medium", "low"];

/// Failures of one check that are spelled out; the rest are counted.
pub(super) const SHOWN: usize = 10;

/// Names shown of what could not be evaluated for one reason.
pub(super) const NAMES: usize = 4;

/// What failed one check in one severity.
#[derive(Default)]
pub(super) struct Group {
    /// All of them.
    pub(super) count: u64,
    /// Those that a waiver holds over.
    pub(super) waived: u64,
    /// The first of those that none does: what, and where.
    pub(super) open: Vec<(String, String)>,
    /// The first of the others.
    pub(super) accepted: Vec<(String, String)>,
}

/// What could not be evaluated for one reason.
#[derive(Default)]
pub(super) struct Blind {
    /// Evaluations.
    pub(super) count: u64,
    /// The first names, and one more if there are more.
    pub(super) names: BTreeSet<String>,
}

/// All of it.
#[derive(Default)]
pub(super) struct Found {
    /// By rank of the severity and check.
    pub(super) failed: BTreeMap<(usize, String), Group>,
    /// By cause and the action that was asked.
    pub(super) unread: BTreeMap<(Cause, String), Blind>,
}

impl Found {
    /// Reads the results once.
    pub(super) fn of(folder: &RecordFolder) -> Result<Self, ReportError> {
        let mut found = Self::default();
        each_finding(folder, &mut |line| {
            let line: Line = serde_json::from_slice(line)?;
            match line.verdict {
                Verdict::Fail => found.add_failure(folder, &line),
                _ => found.add_unread(&line),
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn add_failure(&mut self, folder: &RecordFolder, line: &Line) {
        let severity = line.severity.as_deref().unwrap_or_default();
        let rank = SEVERITIES.iter().position(|word| *word == severity).unwrap_or(SEVERITIES.len());
        let group = self.failed.entry((rank, line.check.clone())).or_default();
        group.count += 1;
        group.waived += u64::from(line.is_waived());
        let examples = if line.is_waived() { &mut group.accepted } else { &mut group.open };
        if examples.len() < SHOWN {
            examples.push((sentence(folder, line), place(line)));
        }
    }

    fn add_unread(&mut self, line: &Line) {
        let cause = line.causes.iter().flatten().next();
        let action = cause.and_then(|c| c.action.clone()).unwrap_or_default();
        let blind = self.unread.entry((cause.map_or(Cause::Failed, |c| c.cause), action)).or_default();
        blind.count += 1;
        if blind.names.len() <= NAMES {
            blind.names.insert(line.resource.name.clone().unwrap_or_else(|| subject(&line.resource)));
        }
    }
}

/// File and line where people wrote it, and the address in a plan or template; else account and region.
fn place(line: &Line) -> String {
    let resource = &line.resource;
    let written = file(resource).map(|file| match resource.line {
        Some(number) => format!("{file}:{number}"),
        None => file,
    });
    match (written, &resource.address) {
        (Some(written), Some(address)) => format!("{written} {address}"),
        (Some(written), None) => written,
        (None, Some(address)) => address.clone(),
        (None, None) => format!("{} {}", resource.account, resource.region),
    }
}

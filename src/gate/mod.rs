//! May PHI be turned on: the phases, their prerequisites, and what a baseline already knows.
//!
//! The gate is a function of a record and of the register. [`Tally`] counts a run's evaluations as they go by, [`Phases`] says
//! what must hold before a phase, as data, and [`answer`] lays the one over the other: each prerequisite holds, does not, could
//! not be evaluated, was not attested, or is blocked by another. Nothing here reads an account or a clock.

mod age;
mod baseline;
mod evaluate;
mod found;
mod graph;
mod introduces;
mod judged;
mod never;
mod parties;
mod phases;
mod read;
mod tally;
#[cfg(test)]
mod tests;
mod vouched;

pub use age::{Age, TooOld};
pub use baseline::{Baseline, BaselineError, Scope};
pub use introduces::{Thing, Things, new as introduced};
pub use never::is_never_known;
pub use phases::{Asked, BUILT_IN_NAME, Known, Phase, Phases, Prerequisite, With};
pub use tally::{Tally, accounts_without_phi};

use crate::record::{
    BaselineUsed, Exit, GatePhase, GateResult, GateVerdict, PhaseSource, PrerequisiteResult,
    PrerequisiteState, Record, Threshold,
};
use crate::register::Register;
use crate::resource::Cause;
use jiff::civil::Date;

/// What the gate is asked.
pub struct Question<'a> {
    /// The phases.
    pub phases: &'a Phases,
    /// The phase that is to begin, as a place among them; `None` asks for findings alone.
    pub phase: Option<usize>,
    /// The register, where one was given.
    pub register: Option<&'a Register>,
    /// The day on which agreements, insurance and attestations must stand.
    pub on: Date,
    /// What a vendor is for, by its id or name: `ai`.
    pub category_of: &'a dyn Fn(&str) -> Option<String>,
    /// `--fail-on`.
    pub fail_on: Threshold,
    /// `--allow-incomplete`.
    pub allowed: &'a [Cause],
    /// The baseline, where one was given.
    pub baseline: Option<&'a Baseline>,
    /// Of a plan, what it says is there already.
    pub kept: Option<&'a Things>,
}

/// The gate's answer over a record whose evaluations were counted. The record's own counts must tell of the baseline already.
pub fn answer(question: &Question<'_>, record: &Record, tally: &Tally) -> GateResult {
    let prerequisites = match question.phase {
        Some(phase) => evaluate::prerequisites(question, phase, record, tally),
        None => Vec::new(),
    };
    let exit = record.exit(question.fail_on, tally.incomplete).worse(exit_of(&prerequisites));
    let phase = question.phase.and_then(|at| question.phases.phases.get(at));
    let file = &question.phases.file;
    let baseline = question.baseline.map(|baseline| BaselineUsed {
        run: baseline.record.record.run.id.clone(),
        as_of: baseline.record.record.run.as_of.clone(),
        known: record.coverage.known.sum(),
        new: record.coverage.failed.sum()
            - record.coverage.waived.sum()
            - record.coverage.known.sum()
            - record.coverage.preview.sum(),
        never_known: tally.never_known,
    });
    GateResult {
        verdict: GateVerdict::of_exit(exit as u8),
        exit_code: exit as u8,
        phase: phase.map(|phase| GatePhase {
            id: phase.id.clone(),
            title: phase.title.clone(),
            data: phase.data.clone(),
        }),
        phases: PhaseSource {
            file: file.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            sha256: file.sha256.clone(),
        },
        prerequisites,
        introduces: introduces::new(
            record,
            question.baseline.map(|baseline| &baseline.record.record),
            question.kept,
        ),
        baseline,
        notes: notes(question, record),
    }
}

/// What the prerequisites make of the exit code: those that are blocked are so by others, which count.
fn exit_of(prerequisites: &[PrerequisiteResult]) -> Exit {
    let of_one = |one: &PrerequisiteResult| match one.own {
        PrerequisiteState::DoesNotHold => Exit::Findings,
        PrerequisiteState::NotEvaluated | PrerequisiteState::NotAttested if !one.allowed => Exit::Incomplete,
        _ => Exit::Clean,
    };
    prerequisites.iter().map(of_one).fold(Exit::Clean, Exit::worse)
}

fn notes(question: &Question<'_>, record: &Record) -> Vec<String> {
    let mut notes = Vec::new();
    let run = &record.run;
    for (what, selected) in [("regions", &run.selected_regions), ("services", &run.selected_services)] {
        if let Some(selected) = selected {
            notes.push(format!(
                "The run was narrowed to the {what} {}: nothing else was judged.",
                selected.join(", ")
            ));
        }
    }
    if let (Some(given), Some(judged)) = (question.register, &run.register) {
        let same = given.files.iter().all(|file| judged.files.values().any(|sha256| *sha256 == file.sha256));
        if !same || given.files.len() != judged.files.len() {
            notes.push(
                "The register given is not the one that the record was judged with: checks speak of that one, attestations and \
                 agreements of this one."
                    .to_owned(),
            );
        }
    }
    if let Some(baseline) = question.baseline {
        let before = &baseline.record.record.run;
        if before.checks.sha256 != run.checks.sha256 {
            notes.push(
                "The baseline was judged by other checks: what only the new ones find counts as new."
                    .to_owned(),
            );
        }
    }
    notes
}

//! The prerequisites of a phase, each by itself and with those it rests on.

use super::found::Found;
use super::phases::{Phases, Prerequisite};
use super::tally::Tally;
use super::{Question, judged, parties, vouched};
use crate::record::{PrerequisiteResult, PrerequisiteState, Record, is_allowed};
use crate::resource::Cause;
use std::collections::{BTreeMap, BTreeSet};

/// Every prerequisite that the phase asks for, in the order of the file.
pub(super) fn prerequisites(
    question: &Question<'_>,
    phase: usize,
    record: &Record,
    tally: &Tally,
) -> Vec<PrerequisiteResult> {
    let phases = question.phases;
    let counts = tally.in_scope(record);
    let mut results: BTreeMap<usize, PrerequisiteResult> = BTreeMap::new();
    let mut blocked: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for at in phases.order.iter().copied().filter(|at| phases.prerequisites[*at].is_asked_in(phase)) {
        let prerequisite = &phases.prerequisites[at];
        let mut by: BTreeSet<usize> = BTreeSet::new();
        for need in &prerequisite.needs {
            by.extend(blocked.get(need).into_iter().flatten());
            if results.get(need).is_some_and(|result| !result.own.is_met()) {
                by.insert(*need);
            }
        }
        let found = one(question, prerequisite, record, &counts);
        results.insert(at, result(question, prerequisite, found, &by));
        blocked.insert(at, by);
    }
    results.into_values().collect()
}

/// What bears on one prerequisite.
fn one(
    question: &Question<'_>,
    prerequisite: &Prerequisite,
    record: &Record,
    counts: &judged::Counts<'_>,
) -> Found {
    let mut found = Found::default();
    judged::add(prerequisite, counts, record.run.register.is_some(), &mut found);
    let asks_the_register = !prerequisite.attested.is_empty()
        || !prerequisite.insurance.is_empty()
        || !prerequisite.agreements.is_empty();
    match question.register {
        None if asks_the_register => found.without_register(),
        None => {}
        Some(register) => {
            for kind in &prerequisite.insurance {
                vouched::insurance(register, kind, question.on, &mut found);
            }
            for kind in &prerequisite.attested {
                vouched::attested(register, *kind, question.on, &mut found);
            }
            for asked in &prerequisite.agreements {
                parties::add(question, register, record, asked, &mut found);
            }
        }
    }
    found
}

fn result(
    question: &Question<'_>,
    prerequisite: &Prerequisite,
    found: Found,
    by: &BTreeSet<usize>,
) -> PrerequisiteResult {
    let Phases { phases, prerequisites, .. } = question.phases;
    let own = found.state();
    let state =
        if own == PrerequisiteState::Holds && !by.is_empty() { PrerequisiteState::Blocked } else { own };
    let causes: Vec<Cause> = found.causes.keys().copied().collect();
    let ids = |places: &mut dyn Iterator<Item = usize>| {
        places.map(|at| prerequisites[at].id.clone()).collect::<Vec<_>>()
    };
    let open = matches!(own, PrerequisiteState::NotEvaluated | PrerequisiteState::NotAttested);
    PrerequisiteResult {
        id: prerequisite.id.clone(),
        title: prerequisite.title.clone(),
        phase: phases[prerequisite.phase].id.clone(),
        state,
        own,
        needs: ids(&mut prerequisite.needs.iter().copied()),
        blocked_by: ids(&mut by.iter().copied()),
        reasons: found.reasons,
        next: if own.is_met() { Vec::new() } else { found.next },
        allowed: open && !found.unallowable && is_allowed(&causes, question.allowed),
        causes: found.causes,
        evaluations: found.evaluations,
        failing: found.failing,
        waived: found.waived,
        known: found.known,
        without_phi: found.without_phi,
    }
}

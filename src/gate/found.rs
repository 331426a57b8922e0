//! What is gathered of one prerequisite, piece by piece: the worst piece decides.

use crate::record::{Evaluations, FailingCheck, PrerequisiteState};
use crate::resource::Cause;
use std::collections::BTreeMap;

/// Everything that bears on one prerequisite.
#[derive(Debug, Default)]
pub(super) struct Found {
    states: Vec<PrerequisiteState>,
    pub(super) reasons: Vec<String>,
    pub(super) next: Vec<String>,
    pub(super) causes: BTreeMap<Cause, u64>,
    /// Whether something is missing that no `--allow-incomplete` lets pass.
    pub(super) unallowable: bool,
    pub(super) evaluations: Evaluations,
    pub(super) failing: Vec<FailingCheck>,
    pub(super) waived: u64,
    pub(super) known: u64,
    /// Failures in accounts that hold no PHI.
    pub(super) without_phi: u64,
}

impl Found {
    /// It holds, or does not apply, for a reason.
    pub(super) fn settled(&mut self, state: PrerequisiteState, reason: impl Into<String>) {
        self.states.push(state);
        self.reasons.push(reason.into());
    }

    /// It does not hold.
    pub(super) fn fails(&mut self, reason: impl Into<String>, next: impl Into<String>) {
        self.settled(PrerequisiteState::DoesNotHold, reason);
        self.then(next);
    }

    /// Nobody said what only people can say.
    pub(super) fn not_attested(&mut self, reason: impl Into<String>, next: impl Into<String>) {
        self.settled(PrerequisiteState::NotAttested, reason);
        *self.causes.entry(Cause::NotReviewed).or_default() += 1;
        self.then(next);
    }

    /// It cannot be told, for these causes; without any, nothing lets it pass.
    pub(super) fn open(
        &mut self,
        causes: impl IntoIterator<Item = (Cause, u64)>,
        reason: impl Into<String>,
        next: impl Into<String>,
    ) {
        let before = self.causes.values().sum::<u64>();
        for (cause, count) in causes {
            *self.causes.entry(cause).or_default() += count;
        }
        self.unallowable |= self.causes.values().sum::<u64>() == before;
        self.settled(PrerequisiteState::NotEvaluated, reason);
        self.then(next);
    }

    /// What only the register can tell, where none was given.
    pub(super) fn without_register(&mut self) {
        const REASON: &str = "no register was given, and only the register tells";
        if !self.reasons.iter().any(|reason| reason == REASON) {
            self.open([], REASON, "give the register: --register PATH");
        }
    }

    /// Whether something was found already.
    pub(super) fn is_told(&self) -> bool {
        !self.states.is_empty()
    }

    pub(super) fn then(&mut self, next: impl Into<String>) {
        let next = next.into();
        if !self.next.contains(&next) {
            self.next.push(next);
        }
    }

    /// How it stands by itself. What asks for nothing holds.
    pub(super) fn state(&self) -> PrerequisiteState {
        const WORST_FIRST: [PrerequisiteState; 4] = [
            PrerequisiteState::DoesNotHold,
            PrerequisiteState::NotEvaluated,
            PrerequisiteState::NotAttested,
            PrerequisiteState::Holds,
        ];
        let worst = WORST_FIRST.into_iter().find(|state| self.states.contains(state));
        let none =
            if self.states.is_empty() { PrerequisiteState::Holds } else { PrerequisiteState::NotApplicable };
        worst.unwrap_or(none)
    }
}

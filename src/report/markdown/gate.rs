//! The gate's answer in the comment: what is new, and what keeps the phase closed.

use super::Page;
use super::escape::prose;
use crate::record::{GateResult, PrerequisiteState, Record};
use crate::report::gate::{counts, headline};

/// How far, in bytes, what is new and what does not hold may fill the page.
const INTRODUCED: usize = 14_000;
const PREREQUISITES: usize = 24_000;

/// Writes the answer, where a gate was asked.
pub(super) fn answer(record: &Record, page: &mut Page) {
    let Some(gate) = &record.gate else { return };
    page.put(&format!("* {}\n", prose(&headline(record, gate))));
    if let Some(line) = counts(gate) {
        page.put(&format!("* {}\n", prose(&line)));
    }
    introduces(gate, page);
    prerequisites(gate, page);
}

fn introduces(gate: &GateResult, page: &mut Page) {
    if gate.introduces.is_empty() {
        return;
    }
    page.put("\n### New in this change\n\n");
    let mut sorted: Vec<_> = gate.introduces.iter().collect();
    sorted.sort_by_key(|introduced| introduced.covered);
    let line = |mark: &str, text: &str| format!("* {mark}{}\n", prose(text));
    let lines = sorted.iter().map(|new| line(if new.covered { "" } else { "**!** " }, &new.message));
    let left = page.list(lines, INTRODUCED);
    page.left_out(left, "new thing");
}

fn prerequisites(gate: &GateResult, page: &mut Page) {
    let is_open = |state: PrerequisiteState| {
        !matches!(state, PrerequisiteState::Holds | PrerequisiteState::NotApplicable)
    };
    let open: Vec<_> = gate.prerequisites.iter().filter(|one| is_open(one.state)).collect();
    if open.is_empty() {
        return;
    }
    page.put("\n### What keeps the phase closed\n\n");
    let lines = open.iter().map(|one| {
        let reason = match one.reasons.first() {
            Some(reason) => prose(reason),
            None => format!("blocked by {}", prose(&one.blocked_by.join(", "))),
        };
        format!("* `{}` **{}**: {reason}\n", one.state.as_str(), prose(&one.title))
    });
    let left = page.list(lines, PREREQUISITES);
    page.left_out(left, "prerequisite");
}

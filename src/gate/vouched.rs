//! What people vouch for and insure, as the register has it.

use super::found::Found;
use crate::record::PrerequisiteState;
use crate::register::{Attested, Insurance, Register};
use jiff::civil::Date;

/// Adds whether somebody vouches for something on a day. `more` ends the advice.
pub(super) fn attested(register: &Register, kind: Attested, on: Date, found: &mut Found) {
    if let Some(by) = in_force(register, kind, on) {
        found.settled(PrerequisiteState::Holds, format!("{} is attested by {by}", kind.as_str()));
        return;
    }
    let written = register.attestations.iter().filter(|a| a.kind == kind).max_by_key(|a| a.date);
    let reason = match written {
        None => format!("nobody attested {}", kind.as_str()),
        Some(a) if a.date > on => format!("{} is attested from {} on, not yet", kind.as_str(), a.date),
        Some(a) => {
            let last = a.expires.map_or_else(String::new, |day| format!(" on {day}"));
            format!("the attestation of {} ran out{last}", kind.as_str())
        }
    };
    found.not_attested(reason, lines(kind));
}

/// Who vouches for something on a day, and since when.
pub(super) fn in_force(register: &Register, kind: Attested, on: Date) -> Option<String> {
    let given = register.attestations.iter().filter(|a| a.kind == kind && a.holds_on(on));
    given.max_by_key(|a| a.date).map(|a| format!("{} on {}", a.by, a.date))
}

/// The lines that would say so.
pub(super) fn lines(kind: Attested) -> String {
    format!(
        "once it is so, write an [[attestation]] with kind = \"{}\", `by` and `date` into the register",
        kind.as_str()
    )
}

/// Adds whether a kind of insurance is bound on a day.
pub(super) fn insurance(register: &Register, kind: &str, on: Date, found: &mut Found) {
    if register.insurance.is_empty() {
        let next =
            format!("write an [[insurance]] with kind = \"{kind}\" and the day on which it was `bound`");
        found.not_attested("the register keeps no insurance", next);
        return;
    }
    let bound: Vec<&Insurance> =
        register.insurance.iter().filter(|policy| policy.is_of(kind) && policy.holds_on(on)).collect();
    let leaves_phi_out = |policy: &&Insurance| kind == "cyber" && policy.covers_phi == Some(false);
    let (out, covers): (Vec<&Insurance>, Vec<&Insurance>) = bound.into_iter().partition(leaves_phi_out);
    let known = |policy: &&&Insurance| kind != "cyber" || policy.covers_phi == Some(true);
    if let Some(policy) = covers.iter().find(known) {
        let carrier = policy.carrier.as_deref().unwrap_or("a carrier that is not named");
        found.settled(PrerequisiteState::Holds, format!("{kind} is bound with {carrier}"));
    } else if !covers.is_empty() {
        found.not_attested(
            format!("{kind} is bound, and nobody said whether it covers incidents with PHI"),
            "read the policy, and write `covers_phi` beside it",
        );
    } else if out.is_empty() {
        let next = "bind it, and write `bound`, `effective` and `expires` as the policy has them";
        found.fails(format!("no policy of the register binds {kind} on {on}"), next);
    } else {
        found.fails(
            format!("{kind} is bound, and leaves PHI out"),
            "bind a policy that covers incidents with PHI",
        );
    }
}

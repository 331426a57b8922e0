//! `docs/hipaa.md`: every standard and specification of the Security Rule, and what answers it.

use super::HEAD;
use crate::check::{Check, CheckSet, Citation, SECTIONS, citations};
use std::fmt::Write;

/// More checks than these are counted and not named: `docs/checks.md` names them all.
const NAMED: usize = 4;

pub(super) fn page(checks: &CheckSet) -> String {
    let mut page = format!(
        "{HEAD}# What of HIPAA is answered, and by what\n\nEvery standard and implementation specification of 45 CFR 164.308 to \
         164.316, and of 164.410, 164.502(e) and 164.504(e), as in force. A check is evidence and never more: no check, and no number \
         of them, satisfies a provision. What says *attach* is for people to show. Required and addressable are 164.306(d)'s words: \
         addressable means implement it, or an equivalent, or write down why not.\n\nNIST controls are those of SP 800-66r2's \
         crosswalk to SP 800-53r5; SOC 2 criteria are an aid to readers, for AICPA publishes no mapping.\n"
    );
    for (section, heading) in SECTIONS {
        let _ = write!(
            page,
            "\n## {section} {heading}\n\n| provision | | answered by | NIST 800-53r5 | SOC 2 |\n|---|---|---|---|---|\n"
        );
        for citation in citations().iter().filter(|c| c.section == section) {
            let _ = writeln!(
                page,
                "| **{}** {} | {} | {} | {} | {} |",
                citation.id,
                citation.title,
                citation.requirement.as_str(),
                answers(citation, checks),
                citation.nist_800_53r5.join(", "),
                citation.soc2.join(", ")
            );
        }
    }
    page
}

fn answers(citation: &Citation, checks: &CheckSet) -> String {
    let citing = |check: &&Check| check.citations.iter().any(|c| c.id == citation.id);
    let citing: Vec<&Check> = checks.checks().iter().filter(citing).collect();
    let mut parts = Vec::new();
    if !citing.is_empty() {
        let names: Vec<String> = citing.iter().take(NAMED).map(|c| format!("`{}`", c.id)).collect();
        let more = match citing.len().saturating_sub(NAMED) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let noun = if citing.len() == 1 { "check" } else { "checks" };
        parts.push(format!("{} {noun}: {}{more}", citing.len(), names.join(", ")));
    }
    parts.extend(citation.register.iter().map(|rule| format!("register: {rule}")));
    parts.extend(citation.attest.iter().map(|what| format!("manual: attach {what}")));
    parts.extend(citation.out_of_scope.iter().map(|why| format!("out of scope: {why}")));
    parts.join("<br>")
}

//! `docs/crosswalk.md`, `docs/coverage.md` and `docs/checks/left-out.md`: our checks beside other tools' controls.

use super::HEAD;
use crate::check::{Answer, Check, CheckSet, Control, controls};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Our check's id beside those of other tools.
pub(super) fn crosswalk(checks: &CheckSet) -> String {
    let mut page = format!(
        "{HEAD}# Crosswalk\n\nOur checks beside the controls of other tools, for teams that come from one of them. `~` before an id \
         means near, not the same. Checks that no tool has are at the end.\n\n\
         | check | Prowler | Powerpipe | AWS Config | Guard | Security Hub |\n|---|---|---|---|---|---|\n"
    );
    let mut elsewhere: BTreeMap<&str, Vec<&Control>> = BTreeMap::new();
    for control in controls() {
        if let Answer::Checks(found) = control.answer(checks) {
            for check in found {
                elsewhere.entry(&check.id).or_default().push(control);
            }
        }
    }
    let known =
        |controls: &[&Control]| controls.iter().any(|c| c.elsewhere().iter().any(|(_, ids)| !ids.is_empty()));
    let (there, alone): (Vec<&Check>, Vec<&Check>) =
        checks.checks().iter().partition(|check| elsewhere.get(check.id.as_str()).is_some_and(|c| known(c)));
    for check in &there {
        let controls = elsewhere.get(check.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        let column = |at: usize| {
            let ids = controls.iter().flat_map(|c| c.elsewhere()[at].1);
            ids.map(|id| format!("`{id}`")).collect::<Vec<_>>().join(" ")
        };
        let columns: Vec<String> = (0..5).map(column).collect();
        let _ = writeln!(page, "| `{}` | {} |", check.id, columns.join(" | "));
    }
    let _ = write!(page, "\n## In no other tool\n\n{} checks:\n\n", alone.len());
    for check in alone {
        let _ = writeln!(page, "* `{}`: {}", check.id, check.title);
    }
    page
}

/// What answers each row of the union, and each row beyond it.
pub(super) fn coverage(checks: &CheckSet) -> String {
    let mut page = format!("{HEAD}# Coverage of the peers' controls\n");
    for (peers, heading) in [
        (true, "What Prowler, Powerpipe, AWS Config, Guard, cdk-nag and CloudSploit check for HIPAA"),
        (false, "What none of them checks for HIPAA"),
    ] {
        let rows: Vec<&Control> = controls().iter().filter(|c| c.peers == peers).collect();
        let answers: Vec<Answer<'_>> = rows.iter().map(|c| c.answer(checks)).collect();
        let count = |is: fn(&Answer<'_>) -> bool| answers.iter().filter(|a| is(a)).count();
        let _ = write!(
            page,
            "\n## {heading}\n\n{} controls: {} answered by checks, {} by a rule or by people, {} left out, {} not yet.\n\n\
             | control | what it asks | answered by |\n|---|---|---|\n",
            rows.len(),
            count(|a| matches!(a, Answer::Checks(_))),
            count(|a| matches!(a, Answer::Rule(_))),
            count(|a| matches!(a, Answer::LeftOut(_))),
            count(|a| matches!(a, Answer::Nothing)),
        );
        for (control, answer) in rows.iter().zip(&answers) {
            let _ = writeln!(page, "| {} | {} | {} |", control.id, control.title, words(answer));
        }
    }
    page
}

fn words(answer: &Answer<'_>) -> String {
    match answer {
        Answer::Checks(found) => found.iter().map(|c| format!("`{}`", c.id)).collect::<Vec<_>>().join(", "),
        Answer::Rule(rule) => (*rule).to_owned(),
        Answer::LeftOut(why) => format!("left out: {why}"),
        Answer::Nothing => "not yet".to_owned(),
    }
}

/// The controls that nothing answers, with the reason.
pub(super) fn left_out(checks: &CheckSet) -> String {
    let mut page = format!(
        "{HEAD}# Controls that are left out, and why\n\nControls that other tools check, or that one would expect, and that no check \
         here answers. A control that is left out is never reported as passed. What checks that are here do not see stands in \
         [limits.md](limits.md).\n\n| control | checked by others for HIPAA | why not here |\n|---|---|---|\n"
    );
    for control in controls() {
        if let Answer::LeftOut(why) = control.answer(checks) {
            let peers = if control.peers { "yes" } else { "no" };
            let _ = writeln!(page, "| `{}`: {} | {peers} | {why} |", control.id, control.title);
        }
    }
    page
}

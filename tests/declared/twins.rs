//! How the sound and the bad twin come out, counted by check, so that a change of a mapping is seen.

use crate::judged::{Judged, bad, bad_template, good, good_template};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Each check that says anything, with its passes, failures and what is open; a total first.
fn counted(judged: &Judged) -> String {
    let mut checks: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for line in &judged.lines {
        let at = match line["verdict"].as_str() {
            Some("pass") => 0,
            Some("fail") => 1,
            Some("not_evaluated") => 2,
            _ => continue,
        };
        checks.entry(line["check"].as_str().unwrap_or_default()).or_default()[at] += 1;
    }
    let total = checks.values().fold([0; 3], |sum, one| [sum[0] + one[0], sum[1] + one[1], sum[2] + one[2]]);
    let mut text = String::from("pass fail not_evaluated\n");
    for (check, [pass, fail, open]) in std::iter::once(("TOTAL", total)).chain(checks) {
        let _ = writeln!(text, "{pass:4} {fail:4} {open:4} {check}");
    }
    text
}

#[test]
fn the_sound_twin_as_a_plan() {
    insta::assert_snapshot!(counted(good()));
}

#[test]
fn the_bad_twin_as_a_plan() {
    insta::assert_snapshot!(counted(bad()));
}

#[test]
fn the_sound_twin_as_templates() {
    insta::assert_snapshot!(counted(good_template()));
}

#[test]
fn the_bad_twin_as_templates() {
    insta::assert_snapshot!(counted(bad_template()));
}

#[test]
fn nothing_in_either_twin_is_misunderstood() {
    for judged in [good(), bad(), good_template(), bad_template()] {
        let causes = judged.lines.iter().filter_map(|line| line["causes"].as_array()).flatten();
        for cause in causes {
            assert_ne!(cause["cause"], "failed", "a value is not in the form that the kind has: {cause}");
        }
        assert_ne!(judged.run.code, 4, "{}", judged.run.all());
    }
}

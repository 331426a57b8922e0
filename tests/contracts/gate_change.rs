//! The gate over a plan, as a pull request shows it.

use crate::gate::{last, root};
use crate::support::Baascan;

#[test]
fn the_comment_on_a_change_says_what_is_new_and_what_keeps_the_phase_closed() {
    let program = Baascan::new();
    let plan = format!("terraform-plan:{}", root("fixtures/plans/hospital/change.json").display());
    let register = root("fixtures/registers/clinic").display().to_string();
    let run = program.run([
        "gate",
        "--from",
        &plan,
        "--register",
        &register,
        "--phase",
        "C",
        "--out",
        "out",
        "--format",
        "markdown",
    ]);
    assert_eq!(run.code, 1, "{}", run.all());
    let text = &run.stdout;
    for said in [
        "### New in this change",
        "* **!** this change introduces Amazon Bedrock in 111122223333; no agreement covers it",
        "### What keeps the phase closed",
        "`not_attested` **Tests show that PHI is taken out of logs and errors**: nobody attested",
    ] {
        assert!(text.contains(said), "no {said}: {text}");
    }
    assert!(text.len() < 65_000, "{} bytes", text.len());
    assert_eq!(last(&run)["phase"], "C");
}

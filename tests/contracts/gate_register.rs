//! What the gate reads off the register: insurance, attestations, agreements with customers and vendors.

use crate::gate::prerequisite;
use crate::world::{EU, US, World, key};
use serde_json::{Value, json};

const PHASES: &str = r#"[[phase]]
id = "C"
title = "PHI"
data = "PHI"
[[prerequisite]]
id = "insured"
phase = "C"
title = "Insurance is bound"
why = "it stands behind the promise"
insurance = ["cyber"]
[[prerequisite]]
id = "customers"
phase = "C"
title = "A customer's agreement is in force"
why = "it comes first"
[[prerequisite.agreement]]
direction = "upstream"
none_attested = "covered_entity"
[[prerequisite]]
id = "tracker"
phase = "C"
title = "The error tracker is under an agreement"
why = "stack traces hold PHI"
[[prerequisite.agreement]]
category = "error-tracking"
none_attested = "no_error_tracker"
attested = ["error_tracker_scrubbing"]
[[prerequisite]]
id = "tests"
phase = "C"
title = "Redaction is tested"
why = "logs travel"
attested = ["redaction_tests"]
"#;

const ORGANIZATION: &str = "[organization]\nname = \"Lakeside Records, Inc.\"\n";

/// How one prerequisite stands by itself under a register of these entries.
fn own(world: &World, entries: &str, id: &str) -> Value {
    world.write("baa.toml", &format!("{ORGANIZATION}{entries}"));
    let ask = [
        "gate",
        "out",
        "--register",
        "baa.toml",
        "--phases",
        "phases.toml",
        "--phase",
        "C",
        "--format",
        "json=all.json",
    ];
    let run = world.program.run(ask);
    assert!(run.code == 1 || run.code == 3, "{entries}: {}", run.all());
    let document: Value = serde_json::from_str(&world.read("all.json")).expect("JSON");
    prerequisite(&document, id)
}

fn saved() -> World {
    let world = World::new().keys(US, vec![key("k", json!({}))]).keys(EU, Vec::new());
    assert_eq!(world.scan_keys(&[]).code, 0);
    world.write("phases.toml", PHASES);
    world
}

fn each(id: &str, cases: &[(&str, &str, &str)]) {
    let world = saved();
    for (entries, state, said) in cases {
        let found = own(&world, entries, id);
        assert_eq!(found["own"], *state, "{entries}: {found:#}");
        let reasons = found["reasons"].to_string() + &found["next"].to_string();
        assert!(reasons.contains(said), "{entries}: no {said}: {found:#}");
        let open = *state == "not_attested";
        assert_eq!(found["causes"].get("not_reviewed").is_some(), open, "{entries}: {found:#}");
        let met = ["holds", "not_applicable"].contains(state);
        assert_eq!(found["next"].as_array().is_some_and(Vec::is_empty), met, "{entries}: {found:#}");
    }
}

#[test]
fn insurance_must_be_bound_on_the_day_and_be_read_to_cover_phi() {
    let policy = |more: &str| format!("[[insurance]]\nkind = \"Cyber and privacy\"\n{more}\n");
    each(
        "insured",
        &[
            ("", "not_attested", "the register keeps no insurance"),
            (&policy("bound = true\ncovers_phi = true"), "holds", "cyber is bound"),
            (&policy("bound = true"), "not_attested", "nobody said whether it covers incidents with PHI"),
            (&policy("bound = true\ncovers_phi = false"), "does_not_hold", "leaves PHI out"),
            (&policy("bound = 2026-12-01\ncovers_phi = true"), "does_not_hold", "binds cyber on 2026-11-22"),
            (
                &policy("bound = true\ncovers_phi = true\nexpires = 2026-11-21"),
                "does_not_hold",
                "binds cyber",
            ),
            (&policy("covers_phi = true"), "does_not_hold", "binds cyber"),
        ],
    );
}

#[test]
fn an_attestation_counts_from_its_day_to_its_last() {
    let attested =
        |more: &str| format!("[[attestation]]\nkind = \"redaction_tests\"\nby = \"Kim Osei\"\n{more}\n");
    each(
        "tests",
        &[
            ("", "not_attested", "nobody attested redaction_tests"),
            (&attested("date = 2026-11-22"), "holds", "attested by Kim Osei on 2026-11-22"),
            (&attested("date = 2026-11-23"), "not_attested", "attested from 2026-11-23 on, not yet"),
            (&attested("date = 2026-01-01\nexpires = 2026-11-22"), "holds", "Kim Osei"),
            (&attested("date = 2026-01-01\nexpires = 2026-11-21"), "not_attested", "ran out on 2026-11-21"),
        ],
    );
}

#[test]
fn one_customer_in_force_is_enough_and_a_covered_entity_has_none() {
    let customer = |id: &str, more: &str| {
        format!(
            "[[agreement]]\nid = \"{id}\"\ndirection = \"upstream\"\ncounterparty = \"Mercy\"\naccounts = [\"111122223333\"]\n{more}\n"
        )
    };
    let executed = customer("mercy", "status = \"executed\"\neffective = 2025-03-01");
    let draft = customer("hill", "status = \"draft\"");
    let ourselves = "[[attestation]]\nkind = \"covered_entity\"\nby = \"Kim Osei\"\ndate = 2026-01-01\n";
    each(
        "customers",
        &[
            ("", "not_attested", "nobody attested that there is none"),
            (ourselves, "not_applicable", "covered_entity is attested by Kim Osei"),
            (&executed, "holds", "in force: `mercy`"),
            (&draft, "does_not_hold", "no customer's agreement is in force on 2026-11-22: `hill`"),
            (&(executed.clone() + &draft), "holds", "not in force yet, so its PHI may not come: `hill`"),
            (
                &customer("mercy", "status = \"executed\"\neffective = 2025-03-01\nexpires = 2026-11-21"),
                "does_not_hold",
                "`mercy`",
            ),
        ],
    );
}

#[test]
fn every_vendor_of_a_category_is_asked_for_by_whatever_way_the_register_tells_of_it() {
    let signed = "[[agreement]]\nid = \"t\"\ndirection = \"downstream\"\ncounterparty = \"Functional Software, Inc.\"\n\
                  vendor = \"sentry\"\nstatus = \"executed\"\neffective = 2025-03-01\naccounts = [\"111122223333\"]\n";
    let vendor = |more: &str| format!("[[vendor]]\nid = \"sentry\"\n{more}\n");
    let vouch =
        |kind: &str| format!("[[attestation]]\nkind = \"{kind}\"\nby = \"Kim Osei\"\ndate = 2026-01-01\n");
    let scrubbed = vouch("error_tracker_scrubbing");
    each(
        "tracker",
        &[
            ("", "not_attested", "the register names no vendor for error-tracking, and none was seen"),
            (&vouch("no_error_tracker"), "not_applicable", "no_error_tracker is attested"),
            (
                &(vouch("no_error_tracker") + &vendor("phi_allowed = true") + &scrubbed),
                "does_not_hold",
                "no agreement with sentry",
            ),
            (
                &(vendor("phi_allowed = true") + signed),
                "not_attested",
                "nobody attested error_tracker_scrubbing",
            ),
            (&(vendor("phi_allowed = true") + signed + &scrubbed), "holds", "sentry: `t` is in force"),
            (&(signed.to_owned() + &scrubbed), "holds", "sentry: `t` is in force"),
            (
                &(vendor("") + &signed.replace("executed", "sent") + &scrubbed),
                "does_not_hold",
                "sentry: `t` is pending",
            ),
            (
                &(vendor("phi_allowed = false") + &scrubbed),
                "holds",
                "the register keeps PHI away from sentry",
            ),
            (
                &(scrubbed.clone() + "[[vendor]]\nid = \"our-own\"\ncategory = \"Error-Tracking\"\n"),
                "does_not_hold",
                "no agreement with our-own",
            ),
            (
                &(vendor("category = \"observability\"") + signed),
                "not_attested",
                "names no vendor for error-tracking",
            ),
        ],
    );
}

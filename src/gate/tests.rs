//! The gate's own words against the checks, and the graph.

use super::never::{GAPS, MAY_BE_KNOWN, PUBLIC};
use super::phases::fits;
use super::*;
use crate::check::{CheckSet, Known as KnownChecks, citation};
use crate::service::Catalog;
use std::collections::BTreeSet;
use std::path::Path;

fn checks() -> CheckSet {
    let known = KnownChecks { kinds: Catalog::builtin(), is_citation: &|id| citation(id).is_some() };
    CheckSet::load(&known, true, &[]).expect("the built-in checks are right")
}

fn ids() -> BTreeSet<String> {
    checks().checks().iter().map(|check| check.id.clone()).collect()
}

fn parsed(text: &str) -> Result<Phases, String> {
    let checks: BTreeSet<String> = ["s3-one", "s3-two"].map(str::to_owned).into();
    Phases::parse(Path::new("phases.toml"), text.as_bytes().to_vec(), &Known { checks: &checks })
        .map_err(|problems| problems.to_string())
}

const PHASES: &str = "[[phase]]\nid = \"A\"\ntitle = \"a\"\ndata = \"none\"\n[[phase]]\nid = \"B\"\ntitle = \"b\"\ndata = \"PHI\"\n";

fn one(id: &str, more: &str) -> String {
    format!("[[prerequisite]]\nid = \"{id}\"\ntitle = \"t\"\nwhy = \"w\"\n{more}\n")
}

#[test]
fn every_check_that_the_gate_names_exists() {
    let ids = ids();
    let may = MAY_BE_KNOWN.iter().flat_map(|(_, checks)| *checks);
    for check in GAPS.iter().chain(may) {
        assert!(ids.contains(*check), "{check}");
    }
    let own = include_bytes!("phases.toml").to_vec();
    assert!(Phases::parse(Path::new(BUILT_IN_NAME), own, &Known { checks: &ids }).is_ok());
}

#[test]
fn gaps_and_public_data_are_never_known_and_only_reviewed_checks_of_public_access_may_be() {
    for check in checks().checks() {
        let never = is_never_known(&check.id, check.category.as_str());
        let may = MAY_BE_KNOWN.iter().any(|(_, checks)| checks.contains(&check.id.as_str()));
        assert!(!may || check.category.as_str() == PUBLIC, "{} is of another category", check.id);
        if check.id.starts_with("baa-gap") || check.category.as_str() == PUBLIC && !may {
            assert!(never, "{}", check.id);
        }
    }
    for data in ["s3-bucket-public-read-prohibited", "rds-snapshot-not-public", "rds-instance-not-public"] {
        assert!(is_never_known(data, PUBLIC), "{data}");
    }
    assert!(is_never_known("own-thing-not-public", PUBLIC), "a check of one's own is as strict");
    assert!(!is_never_known("kms-key-rotation-enabled", "key-management"));
}

#[test]
fn a_later_phase_asks_for_what_the_earlier_ones_ask() {
    let phases = Phases::built_in().expect("it is right");
    let asked = |phase| -> Vec<&str> {
        let all = phases.prerequisites.iter().filter(|one| one.is_asked_in(phase));
        all.map(|one| one.id.as_str()).collect()
    };
    assert_eq!(asked(0), ["synthetic-data"]);
    assert_eq!(asked(1), ["synthetic-data", "authorization-path"]);
    assert!(asked(2).iter().all(|id| asked(3).contains(id)) && !asked(2).contains(&"synthetic-data"));
    // The order of the domain: insurance, authority, controls, the customer, the vendors, PHI.
    let place = |id: &str| {
        let at = phases.prerequisites.iter().position(|one| one.id == id).unwrap_or_else(|| panic!("{id}"));
        phases.order.iter().position(|other| *other == at).expect("it has a place")
    };
    let chain = ["insurance", "authority", "controls", "customer-baa", "cloud-baa", "phi", "production"];
    assert!(chain.windows(2).all(|pair| place(pair[0]) < place(pair[1])), "{:?}", phases.order);
}

#[test]
fn a_circle_is_named_with_every_step_and_a_chain_is_none() {
    let chain = PHASES.to_owned()
        + &one("a", "phase = \"A\"\nneeds = [\"b\", \"c\"]")
        + &one("b", "phase = \"A\"\nneeds = [\"c\"]")
        + &one("c", "phase = \"A\"\nchecks = [\"s3-*\"]");
    let phases = parsed(&chain).expect("no circle");
    assert_eq!(phases.order, [2, 1, 0]);
    let circle = chain.replace("checks = [\"s3-*\"]", "needs = [\"a\"]");
    let said = parsed(&circle).expect_err("a circle");
    assert!(said.contains("`a` rests on itself: a -> b -> c -> a"), "{said}");
    let itself = PHASES.to_owned() + &one("a", "phase = \"A\"\nneeds = [\"a\"]");
    assert!(parsed(&itself).expect_err("a circle").contains("a -> a"));
}

#[test]
fn what_a_file_of_phases_gets_wrong_is_said() {
    for (wrong, said) in [
        ("", "`phase` is missing"),
        ("phase = \"A\"\nseverity = \"high\"", "`severity` says which failures count"),
        ("phase = \"C\"", "`C` is not a known phase"),
        ("phase = \"B\"\nuntil = \"A\"", "`until` is before `phase`"),
        ("phase = \"A\"\nchecks = [\"rds-*\"]", "`rds-*` matches no check"),
        ("phase = \"A\"\ncategories = [\"encryption\"]", "`encryption` is not a category of checks"),
        (
            "phase = \"A\"\n[[prerequisite.agreement]]\nnone_attested = \"covered_entity\"",
            "with whom, in one way",
        ),
        (
            "phase = \"A\"\n[[prerequisite.agreement]]\nvendor = \"a\"\ncategory = \"ai\"",
            "with whom, in one way",
        ),
        (
            "phase = \"A\"\n[[prerequisite.agreement]]\ndirection = \"downstream\"",
            "`downstream` is not a known direction",
        ),
    ] {
        let error = parsed(&(PHASES.to_owned() + &one("x", wrong))).expect_err(wrong);
        assert!(error.contains(said), "{wrong}: {error}");
    }
    let twice = PHASES.to_owned() + &one("x", "phase = \"A\"") + &one("x", "phase = \"A\"");
    assert!(parsed(&twice).expect_err("twice").contains("`x` is the id of another prerequisite too"));
    let ended = PHASES.to_owned()
        + &one("x", "phase = \"A\"\nuntil = \"A\"")
        + &one("y", "phase = \"B\"\nneeds = [\"x\"]");
    assert!(parsed(&ended).expect_err("ended").contains("`x` is no longer asked for when `y` is"));
}

#[test]
fn a_star_stands_for_any_text() {
    for (pattern, id, is) in [
        ("s3-*", "s3-one", true),
        ("s3-one", "s3-one", true),
        ("s3", "s3-one", false),
        ("*-one", "s3-one", true),
        ("*", "anything", true),
        ("s3-*-on-*", "s3-bucket-on-here", true),
        ("s3-*-on-*", "s3-bucket-off", false),
        ("a*a", "a", false),
    ] {
        assert_eq!(fits(pattern, id), is, "{pattern} {id}");
    }
}

#[test]
fn lengths_of_time_are_read_as_people_write_them() {
    let age = |text: &str| text.parse::<Age>().map(|age| age.to_string());
    assert_eq!(age("36h").as_deref(), Ok("36h"));
    assert_eq!(age("48h").as_deref(), Ok("2d"));
    assert_eq!(age("2w").as_deref(), Ok("14d"));
    for wrong in ["", "h", "36", "-1h", "1.5h", "7 d", "9999999999d", "1y", "é"] {
        assert!(age(wrong).is_err(), "{wrong}");
    }
    let (limit, now) =
        ("36h".parse::<Age>().expect("a length"), "2026-11-24T00:00:00Z".parse().expect("a time"));
    assert!(limit.admits_end("it", "2026-11-22T12:00:00Z", now).is_ok());
    let refused = limit.admits_end("it", "2026-11-22T11:59:59Z", now).expect_err("a second too old");
    assert_eq!(
        refused.to_string(),
        "it is 36 hours old (read until 2026-11-22T11:59:59Z), and --max-age allows 36h; scan again"
    );
    assert!(limit.admits_end("it", "", now).is_err(), "who does not say when is too old");
}

//! The file of waivers as people write it: what is wrong with it, how long it may hold, and where it is looked for.

use crate::waivers::{ACCEPTED, PUBLIC, WITHOUT_AWS, failure, open, over};
use crate::world::World;
use serde_json::Value;

#[test]
fn a_malformed_file_is_2_with_line_and_caret_and_nothing_is_judged() {
    let good = over("w-1", "receipts", &[]);
    let world = open(&["receipts"], &[]);
    for (wrong, said) in [
        (good.replace("approved_by", "aproved_by"), "did you mean `approved_by`?"),
        (good.replace("reason = \"it", "reason = \"\" # \"it"), "reason"),
        (good.replace("2027-02-01", "soon"), "accepted.toml:8:"),
        (good.replace("expires_on = 2027-02-01\n", ""), "expires_on"),
        (good.replace(PUBLIC, "kms-key-not-pubic"), "did you mean `kms-key-not-public`?"),
        (good.replace("2027-02-01", "2027-03-02"), "it holds for 366 days, and 365 are the most"),
        (good.replace("[[waiver]]", "[[waver]]"), "did you mean `waiver`?"),
        (good.clone() + &good, "`w-1` is the id of another waiver too (line 2)"),
    ] {
        world.write("accepted.toml", &wrong);
        let run = world.scan_keys(&ACCEPTED);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{said}: {}", run.all());
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
        assert!(run.stderr.contains("accepted.toml:") && run.stderr.contains('^'), "{}", run.stderr);
        assert!(!world.program.dir().join("out").exists(), "{said}: something was judged");
    }
    // All that is wrong with it comes at once.
    let twice = good.replace("approved_by", "aproved_by").replace("2027-02-01", "2028-02-01");
    world.write("accepted.toml", &twice);
    insta::assert_snapshot!(world.scan_keys(&ACCEPTED).stderr);
    let nowhere = world.scan_keys(&["--waivers", "nowhere.toml"]);
    assert_eq!(nowhere.code, 2, "{}", nowhere.all());
    assert!(nowhere.stderr.contains("nowhere.toml"), "{}", nowhere.stderr);
}

#[test]
fn the_longest_life_of_a_waiver_is_the_runs_to_say() {
    let half_a_year = [("approved_on", "2026-06-01"), ("expires_on", "2026-12-01")];
    let two_years = [("approved_on", "2026-06-01"), ("expires_on", "2028-05-01")];
    let world = open(&["receipts"], &[over("w-1", "receipts", &half_a_year)]);
    let scan = |days: &str| world.scan_keys(&[&ACCEPTED[..], &["--max-waiver-days", days]].concat());
    let short = scan("90");
    assert_eq!(short.code, 2, "{}", short.all());
    assert!(short.stderr.contains("it holds for 183 days, and 90 are the most"), "{}", short.stderr);
    assert!(short.stderr.contains("end it by 2026-08-30"), "{}", short.stderr);
    assert_eq!(scan("183").code, 0);
    world.write("accepted.toml", &over("w-1", "receipts", &two_years));
    assert_eq!(world.scan_keys(&ACCEPTED).code, 2);
    assert_eq!(scan("800").code, 0);
    assert_eq!(scan("0").code, 2, "no day at all is no life");
}

#[test]
fn waivers_beside_the_register_are_picked_up_and_are_no_part_of_it() {
    let world = open(&["receipts"], &[]);
    world.write("register/baa.toml", WITHOUT_AWS);
    world.write("register/waivers.toml", &over("w-1", "receipts", &[]));
    let run = world.scan_keys(&["--register", "register"]);
    assert_eq!(failure(&world, PUBLIC, "receipts")["waived"], "w-1", "{}", run.all());
    let record = world.record();
    let names = |files: &Value| -> Vec<String> {
        files.as_object().expect("hashes by name").keys().cloned().collect()
    };
    assert_eq!(names(&record["run"]["register"]["files"]), ["baa.toml"]);
    assert_eq!(names(&record["run"]["waivers"]), ["waivers.toml"]);
    // Those that the command line names are the only ones.
    world.write("accepted.toml", "");
    world.scan_keys(&["--register", "register", "--waivers", "accepted.toml"]);
    assert_eq!(failure(&world, PUBLIC, "receipts")["waived"], Value::Null);
    // Nothing is waived by a file beside a register that is a file itself.
    world.scan_keys(&["--register", "register/baa.toml"]);
    assert_eq!(failure(&world, PUBLIC, "receipts")["waived"], Value::Null);
}

#[test]
fn linting_a_register_checks_the_waivers_beside_it() {
    let world = World::new();
    world.write("register/baa.toml", WITHOUT_AWS);
    world.write("register/waivers.toml", &over("w-1", "receipts", &[]));
    let lint = |more: &[&str]| world.program.run([&["register", "lint", "register"], more].concat());
    let good = lint(&[]);
    assert_eq!(good.code, 0, "{}", good.all());
    assert!(good.stdout.contains("0 attestations, 1 waivers, "), "{}", good.stdout);
    world.write("register/waivers.toml", &over("w-1", "receipts", &[("approved_by", "7")]));
    let wrong = lint(&[]);
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""), "{}", wrong.all());
    assert!(wrong.stderr.contains("waivers.toml:") && wrong.stderr.contains('^'), "{}", wrong.stderr);
    world.write("other.toml", &over("w-2", "receipts", &[]));
    assert_eq!(lint(&["--waivers", "other.toml"]).code, 0);
    assert_eq!(lint(&["--waivers", "nowhere.toml"]).code, 2);
}

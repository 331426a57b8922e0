//! Waivers through the program: a failure that somebody accepted stays a failure, and speaks again when its waiver lapses.

use crate::records::{holds, schema};
use crate::world::{ACCOUNT, EU, US, World, key, public_key};
use serde_json::{Value, json};

pub(crate) const PUBLIC: &str = "kms-key-not-public";

/// A register in which no agreement with AWS is over the account.
pub(crate) const WITHOUT_AWS: &str =
    "[organization]\nname = \"Lakeside Records, Inc.\"\n[scope]\nphi_accounts = [\"111122223333\"]\n";

/// A key's ARN.
fn arn(key: &str) -> String {
    format!("arn:aws:kms:us-east-1:{ACCOUNT}:key/{key}")
}

/// A waiver of the year in which the facts were read, but for the lines that `more` adds or writes otherwise.
pub(crate) fn waiver(id: &str, check: &str, resource: &str, more: &[(&str, &str)]) -> String {
    let mut lines: Vec<(&str, String)> = vec![
        ("id", format!("\"{id}\"")),
        ("check", format!("\"{check}\"")),
        ("resource", format!("\"{resource}\"")),
        ("reason", "\"it signs public receipts; no PHI is under it\"".to_owned()),
        ("approved_by", "\"Kim Osei\"".to_owned()),
        ("approved_on", "2026-03-01".to_owned()),
        ("expires_on", "2027-02-01".to_owned()),
    ];
    for (name, value) in more {
        lines.retain(|(other, _)| other != name);
        lines.push((name, (*value).to_owned()));
    }
    let lines: Vec<String> = lines.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
    format!("[[waiver]]\n{}", lines.concat())
}

/// A waiver over a key that everyone may use.
pub(crate) fn over(id: &str, key: &str, more: &[(&str, &str)]) -> String {
    waiver(id, PUBLIC, &arn(key), more)
}

/// Keys that everyone may use, under waivers.
pub(crate) fn open(keys: &[&str], waivers: &[String]) -> World {
    let world = World::new().keys(US, keys.iter().map(|id| public_key(id)).collect()).keys(EU, Vec::new());
    world.write("accepted.toml", &waivers.concat());
    world
}

pub(crate) const ACCEPTED: [&str; 2] = ["--waivers", "accepted.toml"];

/// The failure of a check on a resource.
pub(crate) fn failure(world: &World, check: &str, id: &str) -> Value {
    let is =
        |line: &Value| line["check"] == check && line["verdict"] == "fail" && line["resource"]["id"] == id;
    world.results().into_iter().find(is).unwrap_or_else(|| panic!("{check} does not fail on {id}"))
}

/// Ids of the keys whose failure is waived.
fn waived(world: &World) -> Vec<String> {
    let lines = world.results().into_iter().filter(|line| line["waived"].is_string());
    let mut ids: Vec<String> = lines
        .map(|line| line["resource"]["id"].as_str().expect("a waived failure names its resource").to_owned())
        .collect();
    ids.sort();
    ids
}

fn first_line(text: &str) -> &str {
    text.lines().next().expect("a summary")
}

/// What the record says became of a waiver.
fn standing(world: &World, id: &str) -> Value {
    let record = world.record();
    let all = record["waivers"].as_array().expect("a list");
    all.iter().find(|waiver| waiver["id"] == id).unwrap_or_else(|| panic!("no waiver {id}")).clone()
}

#[test]
fn a_waived_failure_stays_a_failure_in_every_format_and_the_exit_code_falls_to_0() {
    let world = open(&["receipts"], &[over("w-1", "receipts", &[])]);
    assert_eq!(world.scan_keys(&[]).code, 1, "nobody accepted it yet");
    let before = failure(&world, PUBLIC, "receipts");
    assert_eq!(before["waived"], Value::Null);
    let run = world.scan_keys(&[&ACCEPTED[..], &["--format", "table", "--format", "json=all.json"]].concat());
    assert_eq!(run.code, 0, "{}", run.all());
    let line = failure(&world, PUBLIC, "receipts");
    assert_eq!(
        (&line["waived"], &line["id"], &line["severity"]),
        (&json!("w-1"), &before["id"], &json!("critical"))
    );
    let document: Value = serde_json::from_str(&world.read("all.json")).expect("JSON");
    assert!(document["findings"].as_array().is_some_and(|list| list.contains(&line)), "{document}");
    for counted in [&document["coverage"], &world.record()["coverage"]] {
        assert_eq!((&counted["evaluations"]["fail"], &counted["failed"]["critical"]), (&json!(1), &json!(1)));
        assert_eq!(counted["waived"]["critical"], 1);
    }
    assert!(
        first_line(&run.stdout).ends_with("1 failed: 1 critical, 0 high, 0 medium, 0 low; 1 of them waived")
    );
    assert!(run.stdout.contains("CRITICAL  kms-key-not-public: "), "{}", run.stdout);
    assert!(run.stdout.contains("[waived by w-1 until"), "{}", run.stdout);
    let gap = world.program.run(["report", "out", "--format", "gap"]);
    assert!(gap.stdout.contains("1 of them waived") && gap.stdout.contains(": 1 failed"), "{}", gap.stdout);
    holds(&schema("record-1.json"), &world.record());
    holds(&schema("document-1.json"), &document);
    holds(&schema("result-1.json"), &line);
}

#[test]
fn one_failure_that_nobody_accepted_keeps_the_exit_code_at_1() {
    let world = open(&["receipts", "charts"], &[over("w-1", "receipts", &[])]);
    let run = world.scan_keys(&ACCEPTED);
    assert_eq!(run.code, 1, "{}", run.all());
    assert!(first_line(&run.stdout).contains("2 failed: 2 critical"), "{}", run.stdout);
    assert!(run.stdout.contains("1 of 2 waived"), "{}", run.stdout);
    assert_eq!(failure(&world, PUBLIC, "charts")["waived"], Value::Null);
}

#[test]
fn a_waiver_never_hides_that_something_was_not_evaluated() {
    let world = World::new().keys(US, vec![public_key("receipts")]).refused(EU);
    world.write("accepted.toml", &over("w-1", "receipts", &[]));
    let run = world.scan_keys(&ACCEPTED);
    assert_eq!(run.code, 3, "{}", run.all());
    assert!(first_line(&run.stdout).contains(" 6 not)"), "{}", run.stdout);
}

/// Trap 5: a pipeline that turns red overnight must say in its first line why.
#[test]
fn trap_5_when_all_waivers_have_lapsed_the_first_line_says_so() {
    let ended = [("approved_on", "2026-01-05"), ("expires_on", "2026-11-21")];
    let world =
        open(&["receipts", "stamps"], &[over("w-1", "receipts", &ended), over("w-2", "stamps", &ended)]);
    let run = world.scan_keys(&ACCEPTED);
    assert_eq!(run.code, 1, "{}", run.all());
    assert!(first_line(&run.stdout).starts_with("all 2 waivers have lapsed; "), "{}", run.stdout);
    assert!(run.stdout.contains("[waiver_expired 2026-11-21]"), "{}", run.stdout);
    assert!(run.stdout.contains("w-1  waiver_expired 2026-11-21: 1 failure returned"), "{}", run.stdout);
    let line = failure(&world, PUBLIC, "receipts");
    assert_eq!((&line["waived"], &line["waiver_expired"]), (&Value::Null, &json!("2026-11-21")));
    holds(&schema("result-1.json"), &line);
    assert_eq!(standing(&world, "w-2")["standing"], "lapsed");
    // On its last day it still holds.
    assert_eq!(world.scan_keys(&[&ACCEPTED[..], &["--as-of", "2026-11-21"]].concat()).code, 0);
    let alone = open(&["receipts"], &[over("w-1", "receipts", &ended)]);
    let run = alone.scan_keys(&ACCEPTED);
    assert!(first_line(&run.stdout).starts_with("the only waiver has lapsed; "), "{}", run.stdout);
}

#[test]
fn where_some_waivers_have_lapsed_the_first_line_says_how_many() {
    let ended = [("approved_on", "2026-01-05"), ("expires_on", "2026-11-01")];
    let waivers = [over("w-1", "receipts", &ended), over("w-2", "stamps", &ended), over("w-3", "seals", &[])];
    let world = open(&["receipts", "stamps", "seals"], &waivers);
    let run = world.scan_keys(&ACCEPTED);
    assert_eq!(run.code, 1, "{}", run.all());
    assert!(first_line(&run.stdout).starts_with("2 of 3 waivers have lapsed; "), "{}", run.stdout);
    assert_eq!(waived(&world), ["seals"]);
}

#[test]
fn a_waiver_that_was_renewed_holds_and_the_lapsed_one_is_no_finding() {
    let ended = [("approved_on", "2026-01-05"), ("expires_on", "2026-11-01")];
    let world = open(&["receipts"], &[over("w-1", "receipts", &ended), over("w-2", "receipts", &[])]);
    assert_eq!(world.scan_keys(&ACCEPTED).code, 0);
    assert_eq!(failure(&world, PUBLIC, "receipts")["waived"], "w-2");
    let old = standing(&world, "w-1");
    assert_eq!(
        (&old["standing"], &old["returned"], &old["stale"]),
        (&json!("lapsed"), &json!(0), &json!(false))
    );
}

#[test]
fn waivers_that_end_soon_match_nothing_or_are_yet_to_begin_are_named() {
    let waivers = [
        over("w-soon", "receipts", &[("expires_on", "2026-12-10")]),
        over("w-gone", "no-such-key", &[]),
        waiver("w-mended", "kms-key-rotation-enabled", &arn("receipts"), &[]),
        over("w-later", "charts", &[("approved_on", "2026-12-01")]),
    ];
    let world = open(&["receipts", "charts"], &waivers);
    let run = world.scan_keys(&ACCEPTED);
    assert_eq!(run.code, 1, "{}", run.all());
    let page = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "w-soon ends in 18 days on 2026-12-10 (kms-key-not-public on ",
        "w-gone stale: matches nothing that fails (kms-key-not-public on ",
        "w-mended stale: matches nothing that fails (kms-key-rotation-enabled on ",
        "w-later begins on 2026-12-01 (kms-key-not-public on ",
    ] {
        assert!(page.contains(said), "{said}\n{}", run.stdout);
    }
    let words: Vec<Value> = world.record()["waivers"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|waiver| json!([waiver["standing"], waiver["stale"], waiver["waived"]]))
        .collect();
    assert_eq!(
        words,
        [
            json!(["soon", false, 1]),
            json!(["stale", true, 0]),
            json!(["stale", true, 0]),
            json!(["not_yet", false, 0])
        ]
    );
}

/// Trap 4: what begins alike is not the same.
#[test]
fn trap_4_a_waiver_for_ci_logs_does_not_touch_ci_logs_replica() {
    let names = ["ci-logs", "ci-logs-replica", "old-ci-logs"];
    let world = open(&names, &[over("w-1", "ci-logs", &[])]);
    assert_eq!(world.scan_keys(&ACCEPTED).code, 1);
    assert_eq!(waived(&world), ["ci-logs"]);
    // Nor does one check's waiver touch another check, or an account that is another's.
    for other in [
        waiver("w-1", "kms-key-rotation-enabled", &arn("ci-logs"), &[]),
        waiver("w-1", PUBLIC, &arn("ci-logs").replace(ACCOUNT, "444455556666"), &[]),
        waiver("w-1", PUBLIC, &arn("CI-LOGS"), &[]),
    ] {
        world.write("accepted.toml", &other);
        world.scan_keys(&ACCEPTED);
        assert_eq!(waived(&world), Vec::<String>::new(), "{other}");
    }
}

#[test]
fn a_star_is_wild_only_where_the_waiver_says_so() {
    let names = ["ci-logs", "ci-logs-replica", "charts"];
    let world = open(&names, &[over("w-1", "ci-logs*", &[])]);
    let literal = world.scan_keys(&ACCEPTED);
    assert_eq!((literal.code, waived(&world)), (1, Vec::new()));
    assert!(literal.stderr.contains("`*` is taken literally"), "{}", literal.all());
    world.write("accepted.toml", &over("w-1", "ci-logs*", &[("match", "\"glob\"")]));
    let wild = world.scan_keys(&ACCEPTED);
    assert_eq!(waived(&world), ["ci-logs", "ci-logs-replica"]);
    assert_eq!(wild.code, 1, "the third is nobody's: {}", wild.all());
    world.write("accepted.toml", &waiver("w-1", PUBLIC, "arn:aws:*", &[("match", "\"glob\"")]));
    let all = world.scan_keys(&ACCEPTED);
    assert_eq!(all.code, 2, "{}", all.all());
    assert!(all.stderr.contains("`arn:aws:*` matches every resource"), "{}", all.stderr);
}

#[test]
fn a_resource_that_was_made_anew_is_another_one_unless_the_waiver_says_otherwise() {
    let early = [("approved_on", "2025-05-31"), ("expires_on", "2026-05-31")];
    let day = ["--as-of", "2026-02-01"];
    let world = open(&["receipts"], &[over("w-1", "receipts", &early)]);
    let run = world.scan_keys(&[&ACCEPTED[..], &day].concat());
    assert_eq!(run.code, 1, "the key is of 2025-06-01: {}", run.all());
    let line = failure(&world, PUBLIC, "receipts");
    assert_eq!((&line["waived"], &line["waiver_of_another"]), (&Value::Null, &json!("w-1")));
    assert_eq!(standing(&world, "w-1")["of_another"], 1);
    let words = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("[w-1 was given before this was created, and is not over it]"), "{}", run.stdout);
    for more in [&[("recreated", "true")][..], &[("approved_on", "2025-06-01"), ("expires_on", "2026-05-31")]]
    {
        world.write("accepted.toml", &over("w-1", "receipts", &[&early[..], more].concat()));
        let run = world.scan_keys(&[&ACCEPTED[..], &day].concat());
        assert_eq!(run.code, 0, "{more:?}: {}", run.all());
    }
    // Where AWS gives no date, the name decides.
    let mut undated = public_key("receipts");
    undated["created_at"] = Value::Null;
    let world = World::new().keys(US, vec![undated]).keys(EU, Vec::new());
    world.write("accepted.toml", &over("w-1", "receipts", &early));
    assert_eq!(world.scan_keys(&[&ACCEPTED[..], &day].concat()).code, 0);
}

/// A missing agreement is a matter of law: a reason alone does not mend it.
#[test]
fn a_missing_agreement_is_waived_only_with_what_stands_in_for_it() {
    let world = World::sound().nothing_accepted();
    world.write("baa.toml", WITHOUT_AWS);
    let scan = || world.scan_keys(&["--register", "baa.toml", "--waivers", "accepted.toml"]);
    let row = format!("AWS::::Service/{ACCOUNT}/kms");
    world.write("accepted.toml", &waiver("w-1", "baa-gap", &row, &[]));
    let bare = scan();
    assert_eq!((bare.code, bare.stdout.as_str()), (2, ""), "{}", bare.all());
    assert!(bare.stderr.contains("`baa-gap` is waived without `compensating_control`"), "{}", bare.stderr);
    let control =
        [("compensating_control", "\"no PHI is under the key, attested by Kim Osei on 2026-03-01\"")];
    world.write("accepted.toml", &waiver("w-1", "baa-gap", &row, &control));
    let run = scan();
    assert_eq!(run.code, 1, "the account's own gap is another finding: {}", run.all());
    assert_eq!(failure(&world, "baa-gap", "kms")["waived"], "w-1");
    assert_eq!(standing(&world, "w-1")["compensating_control"], control[0].1.trim_matches('"'));
    // The map still shows the gap: a waiver makes no agreement.
    let record = world.record();
    let rows = record["services"].as_array().expect("rows");
    let kms = rows.iter().find(|row| row["service"] == "kms").expect("a row");
    assert_eq!((&kms["verdict"], &kms["inherited"]), (&json!("no_agreement"), &json!([])));
    let account = format!("Register::Account/{ACCOUNT}/{ACCOUNT}");
    let both =
        waiver("w-1", "baa-gap", &row, &control) + &waiver("w-2", "baa-gap-account", &account, &control);
    world.write("accepted.toml", &both);
    let run = scan();
    assert_eq!(failure(&world, "baa-gap-account", ACCOUNT)["waived"], "w-2", "{}", run.all());
}

#[test]
fn a_finding_about_an_entry_of_the_register_is_waived_by_its_kind_and_id() {
    let world = World::sound();
    let customer = "[[agreement]]\nid = \"mercy\"\ndirection = \"upstream\"\ncounterparty = \"Mercy\"\nstatus = \"sent\"\n\
                    services = [\"kms\"]\n";
    world.write("baa.toml", &format!("{WITHOUT_AWS}{customer}"));
    let scan = || world.scan_keys(&["--register", "baa.toml", "--waivers", "accepted.toml"]);
    world.write("accepted.toml", &waiver("w-1", "baa-agreement-pending", "Register::Agreement/mercy", &[]));
    let run = scan();
    assert_eq!(failure(&world, "baa-agreement-pending", "mercy")["waived"], "w-1", "{}", run.all());
}

#[test]
fn a_sound_account_with_waivers_that_match_nothing_is_0_and_says_so() {
    let world = World::sound();
    world.write("accepted.toml", &over("w-1", "good", &[]));
    let run = world.scan_keys(&ACCEPTED);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(run.stdout.contains("w-1  stale: "), "{}", run.stdout);
    let rotation = key("slow", json!({ "EnableKeyRotation": false }));
    let world = World::new().keys(US, vec![rotation]).keys(EU, Vec::new());
    world.write("accepted.toml", &waiver("w-2", "kms-key-rotation-enabled", &arn("slow"), &[]));
    // Below the threshold it changes no exit code, and is marked all the same.
    assert_eq!(world.scan_keys(&ACCEPTED).code, 0);
    assert_eq!(world.scan_keys(&[&ACCEPTED[..], &["--fail-on", "low"]].concat()).code, 0);
    assert_eq!(world.scan_keys(&["--fail-on", "low"]).code, 1);
}

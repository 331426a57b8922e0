//! The baseline through the program: what it makes known, what never is, and which records are none.

use crate::gate::{clinic, gate_keys, last, root};
use crate::records::{holds, schema};
use crate::support::program::Output;
use crate::waivers::{ACCEPTED, PUBLIC, WITHOUT_AWS, failure, over, waiver};
use crate::world::{ACCOUNT, EU, US, World, key, public_key};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// A key of one's own that is not rotated: a failure that a baseline may know.
fn idle(id: &str) -> Value {
    key(id, json!({ "EnableKeyRotation": false }))
}

/// A world with these keys whose record of before lies in `before`.
fn grown(before: Vec<Value>, now: Vec<Value>, scan: &[&str]) -> World {
    let world = World::new().keys(US, before).keys(EU, Vec::new());
    let run = world.scan_keys(scan);
    assert!(run.code < 2, "{}", run.all());
    fs::rename(world.program.dir().join("out"), world.program.dir().join("before")).expect("renamed");
    world.keys(US, now)
}

fn against_before(world: &World, more: &[&str]) -> Output {
    gate_keys(world, &[&["--baseline", "before", "--fail-on", "medium"], more].concat())
}

#[test]
fn only_what_the_baseline_does_not_have_fails_and_both_counts_are_shown() {
    let same = grown(vec![idle("old")], vec![idle("old")], &[]);
    let run = against_before(&same, &[]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(run.stdout.contains("0 new, 1 known from baseline of 2026-11-22"), "{}", run.stdout);

    let world = grown(vec![idle("old")], vec![idle("old"), idle("new")], &[]);
    let run = against_before(&world, &["--format", "table", "--format", "json=all.json"]);
    assert_eq!(run.code, 1, "{}", run.all());
    assert!(run.stdout.contains("1 new, 1 known from baseline of 2026-11-22"), "{}", run.stdout);
    assert!(run.stdout.contains("[known from the baseline]"), "{}", run.stdout);
    assert!(run.stdout.contains("1 of 2 known from the baseline"), "{}", run.stdout);
    let line = last(&run);
    assert_eq!(
        (&line["failed"]["medium"], &line["known"]["medium"], &line["waived"]["medium"]),
        (&json!(2), &json!(1), &json!(0))
    );
    let check = "kms-key-rotation-enabled";
    let (old, new) = (failure(&world, check, "old"), failure(&world, check, "new"));
    assert_eq!(
        (&old["known"], &old["verdict"], &old["waived"]),
        (&json!(true), &json!("fail"), &Value::Null)
    );
    assert_eq!(new.get("known"), None);
    holds(&schema("result-1.json"), &old);
    let document: Value = serde_json::from_str(&world.read("all.json")).expect("JSON");
    assert!(document["findings"].as_array().is_some_and(|all| all.contains(&old)));
    let baseline = &document["gate"]["baseline"];
    assert_eq!(
        (&baseline["new"], &baseline["known"], &baseline["never_known"]),
        (&json!(1), &json!(1), &json!(0))
    );
}

#[test]
fn a_saved_record_is_held_against_a_baseline_without_being_touched() {
    let world = grown(vec![idle("old")], vec![idle("old"), idle("new")], &[]);
    assert_eq!(world.scan_keys(&[]).code, 0);
    let before = world.read("out/results.jsonl");
    let ask = ["gate", "out", "--baseline", "before", "--fail-on", "medium"];
    let run = world.program.run(ask.iter().chain(&["--format", "json=all.json", "--out", "gated"]));
    assert_eq!(run.code, 1, "{}", run.all());
    assert_eq!(last(&run)["known"]["medium"], 1);
    assert_eq!(before, world.read("out/results.jsonl"));
    let document: Value = serde_json::from_str(&world.read("all.json")).expect("JSON");
    let known =
        document["findings"].as_array().expect("a list").iter().filter(|f| f["known"] == true).count();
    assert_eq!(known, 1);
    // What was written belongs together, and a gate without a baseline takes the marks away again.
    assert_eq!(world.program.run(["report", "gated"]).code, 1);
    let run = world.program.run(["gate", "gated", "--fail-on", "medium"]);
    assert_eq!((run.code, &last(&run)["known"]["medium"]), (1, &json!(0)), "{}", run.all());
}

#[test]
fn public_data_is_never_known() {
    let world = grown(vec![public_key("open")], vec![public_key("open")], &["--fail-on", "never"]);
    let run = against_before(&world, &[]);
    assert_eq!(run.code, 1, "{}", run.all());
    assert_eq!(failure(&world, PUBLIC, "open").get("known"), None);
    assert!(run.stdout.contains("1 of the new ones it has too, and they"), "{}", run.stdout);
}

#[test]
fn gaps_of_agreements_are_never_known() {
    let register =
        ["--register", "baa.toml", "--allow-incomplete", "no_collector,not_reviewed,denied,failed"];
    let world = World::sound().nothing_accepted();
    world.write("baa.toml", WITHOUT_AWS);
    let run = world.scan_keys(&register);
    assert_eq!(run.code, 1, "{}", run.all());
    fs::rename(world.program.dir().join("out"), world.program.dir().join("before")).expect("renamed");
    let run = gate_keys(&world, &[&register[..], &["--baseline", "before"]].concat());
    assert_eq!(run.code, 1, "{}", run.all());
    let gaps: Vec<Value> = world.results().into_iter().filter(|l| l["verdict"] == "fail").collect();
    assert!(gaps.iter().any(|line| line["check"] == "baa-gap"), "{gaps:#?}");
    let never = |line: &&Value| line["check"].as_str().is_some_and(|check| check.starts_with("baa-gap"));
    assert!(gaps.iter().filter(never).all(|line| line.get("known").is_none()));
}

#[test]
fn a_waived_failure_of_the_baseline_is_not_known_once_its_waiver_lapses() {
    let arn = format!("arn:aws:kms:us-east-1:{ACCOUNT}:key/old");
    let world = World::new().keys(US, vec![idle("old")]).keys(EU, Vec::new());
    world.write("accepted.toml", &waiver("w-1", "kms-key-rotation-enabled", &arn, &[]));
    assert_eq!(world.scan_keys(&ACCEPTED).code, 0);
    fs::rename(world.program.dir().join("out"), world.program.dir().join("before")).expect("renamed");
    world.write(
        "accepted.toml",
        &waiver("w-1", "kms-key-rotation-enabled", &arn, &[("expires_on", "2026-10-01")]),
    );
    let run = against_before(&world, &ACCEPTED);
    assert_eq!(run.code, 1, "{}", run.all());
    assert_eq!(last(&run)["known"]["medium"], 0);
    let both = over("w-2", "old", &[]);
    world.write("accepted.toml", &(waiver("w-1", "kms-key-rotation-enabled", &arn, &[]) + &both));
    let run = against_before(&world, &ACCEPTED);
    assert_eq!((run.code, &last(&run)["waived"]["medium"]), (0, &json!(1)), "{}", run.all());
}

fn refused(run: &Output, said: &str) {
    assert_eq!((run.code, &last(run)["gate"]), (2, &json!("error")), "{}", run.all());
    assert!(run.stderr.contains(said), "no {said}: {}", run.all());
}

#[test]
fn a_baseline_of_another_scope_is_refused() {
    let world = grown(vec![idle("old")], vec![idle("old")], &[]);
    let run = world.gate(&["--baseline", "before"]);
    refused(&run, "it was narrowed to the services kms, and this run looks at all");
    assert!(!world.program.dir().join("out").exists(), "nothing is judged");
    let run = world.gate(&["--baseline", "before", "--services", "kms,s3"]);
    refused(&run, "and this run looks at kms, s3");
    let record = clinic().to_str().expect("a text").to_owned();
    refused(
        &world.program.run(["gate", &record, "--baseline", "before"]),
        "it does not hold 444455556666, 999988887777",
    );
    fs::remove_dir_all(world.program.dir().join("before")).expect("removed");
    assert_eq!(world.scan_keys(&["--regions", EU]).code, 3, "nothing is in that region");
    let whole = world.read("out/record.json").replace("\"exit_code\": 3", "\"exit_code\": 0");
    world.write("out/record.json", &whole);
    fs::rename(world.program.dir().join("out"), world.program.dir().join("before")).expect("renamed");
    refused(
        &against_before(&world, &["--regions", US]),
        "narrowed to the regions eu-west-1, and this run looks at us-east-1",
    );
    refused(&against_before(&world, &[]), "narrowed to the regions eu-west-1, and this run looks at all");
}

#[test]
fn an_incomplete_baseline_is_refused_whether_or_not_its_causes_were_allowed() {
    let world = World::new().keys(US, vec![idle("old")]).refused(EU);
    for (allowed, said) in [
        (&[][..], "the baseline is incomplete: not evaluated because of denied"),
        (&["--allow-incomplete", "denied"], "some cells (1 denied) were not read whole"),
    ] {
        world.scan_keys(allowed);
        let before = world.read("out/results.jsonl");
        let run = gate_keys(&world, &["--baseline", "out"]);
        refused(&run, said);
        assert_eq!(world.read("out/results.jsonl"), before, "nothing is judged");
    }
    let world = World::new().keys(US, Vec::new()).keys(EU, Vec::new());
    assert_eq!(world.scan_keys(&[]).code, 3);
    refused(&gate_keys(&world, &["--baseline", "out"]), "the baseline is incomplete");
    let world = World::new().keys(US, vec![key("odd", json!({ "KeyUsage": null }))]).keys(EU, Vec::new());
    world.write("mine/own-broken.toml", crate::exits::BROKEN);
    assert_eq!(world.scan_keys(&["--checks", "mine"]).code, 4);
    refused(&gate_keys(&world, &["--baseline", "out"]), "own-broken broke when it was judged");
    world.write("out/results.jsonl", "");
    let whole = world.read("out/record.json").replace("\"exit_code\": 4", "\"exit_code\": 0");
    let mut whole: Value = serde_json::from_str(&whole).expect("JSON");
    whole["defects"] = json!([]);
    world.write("out/record.json", &whole.to_string());
    let run = gate_keys(&world, &["--baseline", "out"]);
    assert_eq!(
        (run.code, &last(&run)["exit_code"]),
        (4, &json!(4)),
        "its results are another run's: {}",
        run.all()
    );
}

#[test]
fn a_new_third_party_is_named_with_what_is_missing() {
    let register = ["--register", "baa.toml", "--allow-incomplete", "not_reviewed", "--fail-on", "never"];
    let world = World::new().nothing_accepted().keys(US, vec![idle("k")]).keys(EU, Vec::new());
    world.write("baa.toml", WITHOUT_AWS);
    let run = world.scan_keys(&register);
    assert_eq!(run.code, 0, "{}", run.all());
    fs::rename(world.program.dir().join("out"), world.program.dir().join("before")).expect("renamed");
    let policy = json!({ "Statement": [
        { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::464622532012:root" }, "Action": "kms:Decrypt", "Resource": "*" }
    ] });
    let world = world.keys(US, vec![key("k", json!({ "KeyPolicy": policy }))]);
    let run = gate_keys(&world, &[&register[..], &["--baseline", "before"]].concat());
    assert_eq!((run.code, &last(&run)["introduces"]), (0, &json!(1)), "{}", run.all());
    let said = "this change introduces datadog as a third party in 111122223333; no agreement covers it";
    assert_eq!(world.record()["gate"]["introduces"][0]["message"], said);
}

/// The clinic's record as a baseline that was read whole and knew nothing of Bedrock and of a region.
fn smaller_clinic(folder: &Path) {
    fs::create_dir_all(folder).expect("made");
    fs::copy(clinic().join("results.jsonl"), folder.join("results.jsonl")).expect("copied");
    let text = fs::read_to_string(clinic().join("record.json")).expect("read");
    let mut record: Value = serde_json::from_str(&text).expect("JSON");
    record["coverage"]["causes"] = json!({});
    record["coverage"]["cells"] = json!({ "read": 1 });
    let rows = record["services"].as_array_mut().expect("rows");
    rows.retain(|row| row["service"] != "bedrock");
    for row in rows.iter_mut().filter(|row| row["account"] == ACCOUNT) {
        let regions = row["regions"].as_array_mut().expect("regions");
        regions.retain(|region| region != "us-west-2");
    }
    fs::write(folder.join("record.json"), record.to_string()).expect("written");
}

#[test]
fn what_is_new_is_named_with_the_agreement_that_covers_it_or_the_lack_of_one() {
    let world = World::new();
    smaller_clinic(&world.program.dir().join("before"));
    let (record, register) = (clinic().to_str().expect("a text"), root("fixtures/registers/clinic"));
    let ask = ["gate", record, "--baseline", "before", "--register", register.to_str().expect("a text")];
    let run = world.program.run(ask.iter().chain(&["--format", "json=all.json", "--format", "table"]));
    let document: Value = serde_json::from_str(&world.read("all.json")).expect("JSON");
    let new = document["gate"]["introduces"].as_array().expect("a list").clone();
    assert_eq!(last(&run)["introduces"], new.len());
    let named = |what: &str, name: &str| {
        let is = |one: &&Value| one["what"] == what && one["name"] == name && one["account"] == ACCOUNT;
        new.iter().find(is).unwrap_or_else(|| panic!("no {what} {name}: {new:#?}"))
    };
    let bedrock = named("service", "bedrock");
    assert_eq!((&bedrock["verdict"], &bedrock["covered"]), (&json!("carved_out"), &json!(false)));
    let said = "this change introduces Amazon Bedrock in 111122223333; no agreement covers it (carved_out; nearest is `aws`)";
    assert_eq!(bedrock["message"], said);
    assert!(run.stdout.contains("this change introduces Amazon Bedrock in 111122223333"), "{}", run.stdout);
    assert_eq!(named("region", "us-west-2")["covered"], false);
    assert!(!new.iter().any(|one| one["what"] == "account"));
}

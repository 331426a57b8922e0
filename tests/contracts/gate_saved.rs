//! The gate over a record that is there already.

use crate::gate::gate_keys;
use crate::records::{holds, schema};
use crate::world::{EU, US, World, public_key};
use serde_json::Value;

#[test]
fn a_record_is_left_as_it_is_and_out_gets_one_with_the_answer() {
    let world = World::new().keys(US, vec![public_key("open")]).keys(EU, vec![]);
    assert_eq!(world.scan_keys(&[]).code, 1);
    let before = (world.read("out/record.json"), world.read("out/results.jsonl"));
    let run = world.program.run(["gate", "out", "--phase", "A", "--fail-on", "never"]);
    assert_eq!(run.code, 3, "{}", run.all());
    assert_eq!(before, (world.read("out/record.json"), world.read("out/results.jsonl")));
    let run = world.program.run(["gate", "--from", "record:out", "--phase", "A", "--out", "gated"]);
    assert_eq!(run.code, 1, "{}", run.all());
    let gated: Value = serde_json::from_str(&world.read("gated/record.json")).expect("JSON");
    holds(&schema("record-1.json"), &gated);
    assert_eq!(gated["gate"]["phase"]["id"], "A");
    let again = world.program.run(["report", "gated"]);
    assert_eq!(again.code, 1, "{}", again.all());
    assert!(again.stdout.starts_with("Phase A ("), "{}", again.stdout);
}

#[test]
fn a_record_older_than_max_age_is_refused() {
    let world = World::sound();
    assert_eq!(world.scan_keys(&[]).code, 0);
    assert_eq!(world.program.run(["gate", "out", "--max-age", "520w"]).code, 0);
    let old = world.read("out/record.json").replace("\"ended\": \"2026-", "\"ended\": \"2024-");
    world.write("out/record.json", &old);
    for (arguments, what) in
        [(&["gate", "out"][..], "the record"), (&["gate", "out", "--baseline", "out"], "the record")]
    {
        let run = world.program.run(arguments.iter().chain(&["--max-age", "36h"]));
        assert_eq!(run.code, 2, "{}", run.all());
        let said = format!("{what} is ");
        assert!(run.stderr.contains(&said) && run.stderr.contains("--max-age allows 36h"), "{}", run.all());
    }
    let run = gate_keys(&world, &["--baseline", "out", "--max-age", "520d"]);
    assert_eq!(run.code, 2, "{}", run.all());
    assert!(run.stderr.contains("the baseline is "), "{}", run.all());
    let facts = "facts/111122223333/us-east-1/kms.jsonl";
    for region in [US, EU] {
        let name = facts.replace(US, region);
        world.write(&name, &world.read(&name).replace("2026-11-22", "2024-11-22"));
    }
    let run = gate_keys(&world, &["--max-age", "36h"]);
    assert_eq!(run.code, 2, "{}", run.all());
    assert!(run.stderr.contains("what was read is "), "{}", run.all());
}

//! The gate through the program: phases, prerequisites, exit codes, the last line.

use crate::records::{holds, schema};
use crate::support::Baascan;
use crate::support::program::Output;
use crate::world::{EU, US, World, half_read_key, key, public_key};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A register that vouches for whatever phases A and B ask.
pub(crate) const VOUCHED: &str = r#"[organization]
name = "Lakeside Records, Inc."
[scope]
phi_accounts = ["111122223333"]
[[agreement]]
id = "aws"
direction = "downstream"
counterparty = "Amazon Web Services, Inc."
vendor = "aws"
status = "executed"
effective = 2025-03-01
accounts = ["111122223333"]
[[attestation]]
kind = "synthetic_data"
by = "Kim Osei"
date = 2026-03-01
expires = 2027-02-28
[[attestation]]
kind = "authorization_path"
by = "Kim Osei"
date = 2026-03-01
"#;

/// Two phases over keys alone, so that a small world can meet them.
pub(crate) const KEYS: &str = r#"[[phase]]
id = "keys"
title = "keys"
data = "none"
[[phase]]
id = "phi"
title = "PHI"
data = "PHI"
[[prerequisite]]
id = "rotation"
phase = "keys"
title = "Keys rotate"
why = "an old key is a worn one"
checks = ["kms-key-rotation*"]
[[prerequisite]]
id = "redaction"
phase = "phi"
needs = ["rotation"]
title = "PHI is taken out of logs"
why = "logs travel"
attested = ["redaction_tests"]
[[prerequisite]]
id = "open"
phase = "phi"
needs = ["redaction"]
title = "PHI may flow"
why = "it comes last"
"#;

pub(crate) fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The last line of stdout, as every run of the gate must end.
pub(crate) fn last(run: &Output) -> Value {
    let line = run.stdout.lines().last().unwrap_or_else(|| panic!("no line: {}", run.all()));
    let line: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {}", run.all()));
    holds(&schema("gate-1.json"), &line);
    line
}

/// A prerequisite of the document that `--format json` printed.
pub(crate) fn prerequisite(document: &Value, id: &str) -> Value {
    let all = document["gate"]["prerequisites"].as_array().expect("prerequisites");
    all.iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("no {id}")).clone()
}

fn states(document: &Value) -> Vec<(String, String)> {
    let all = document["gate"]["prerequisites"].as_array().expect("prerequisites");
    let text = |one: &Value, key: &str| one[key].as_str().expect("a text").to_owned();
    all.iter().map(|one| (text(one, "id"), text(one, "state"))).collect()
}

/// The record of the clinic, made once.
pub(crate) fn clinic() -> &'static Path {
    static CLINIC: OnceLock<Baascan> = OnceLock::new();
    let program = CLINIC.get_or_init(|| {
        let program = Baascan::new();
        let facts = format!("facts:{}", root("fixtures/accounts/clinic").display());
        let register = root("fixtures/registers/clinic");
        let run = program.run([
            "scan",
            "--from",
            &facts,
            "--register",
            register.to_str().expect("a text"),
            "--out",
            "out",
            "--format",
            "json=all.json",
        ]);
        assert_eq!(run.code, 1, "{}", run.all());
        program
    });
    Box::leak(program.dir().join("out").into_boxed_path())
}

/// The gate over the clinic's record under a register of `fixtures/registers`, findings left aside; the document with it.
fn gated(register: &str, more: &[&str]) -> (Output, Value) {
    let program = Baascan::new();
    let register = root("fixtures/registers").join(register);
    let (record, register) = (clinic().to_str().expect("a text"), register.to_str().expect("a text"));
    let arguments =
        ["gate", record, "--register", register, "--fail-on", "never", "--format", "json=all.json"];
    let run = program.run(arguments.iter().chain(more));
    let text =
        std::fs::read_to_string(program.dir().join("all.json")).unwrap_or_else(|_| panic!("{}", run.all()));
    let document: Value = serde_json::from_str(&text).expect("JSON");
    holds(&schema("document-1.json"), &document);
    (run, document)
}

#[test]
fn each_phase_asks_for_its_own_prerequisites_and_for_those_before_it() {
    let mut asked = Vec::new();
    for (phase, code) in [("A", 3), ("B", 3), ("C", 1), ("D", 1)] {
        let (run, document) = gated("clinic", &["--phase", phase]);
        assert_eq!(run.code, code, "{phase}: {}", run.all());
        assert_eq!((&last(&run)["phase"], &document["gate"]["phase"]["id"]), (&json!(phase), &json!(phase)));
        let ids: Vec<String> = states(&document).into_iter().map(|(id, _)| id).collect();
        asked.push(ids);
    }
    let sizes: Vec<usize> = asked.iter().map(Vec::len).collect();
    assert_eq!(sizes, [1, 2, 15, 21], "{asked:?}");
    assert_eq!(asked[1], ["synthetic-data", "authorization-path"]);
    assert!(!asked[2].contains(&"synthetic-data".to_owned()), "real PHI is what phase C is for");
    assert!(asked[2].iter().all(|id| asked[3].contains(id)));
}

#[test]
fn phase_c_of_the_clinic_says_what_holds_what_does_not_what_blocks_what_and_what_nobody_attested() {
    let (run, document) = gated("clinic", &["--phase", "C", "--format", "table"]);
    let is = |id: &str, state: &str, own: &str| {
        let one = prerequisite(&document, id);
        assert_eq!((&one["state"], &one["own"]), (&json!(state), &json!(own)), "{one:#}");
        one
    };
    is("insurance", "holds", "holds");
    is("redaction", "not_attested", "not_attested");
    is("customer-baa", "blocked", "holds");
    is("sms-provider-baa", "not_applicable", "not_applicable");
    is("ai-provider-baa", "not_attested", "not_attested");
    let cloud = is("cloud-baa", "does_not_hold", "does_not_hold");
    let carved =
        cloud["failing"].as_array().and_then(|list| list.iter().find(|f| f["check"] == "baa-carved-out"));
    let finding = &carved.expect("Bedrock is carved out")["findings"][0];
    assert!(finding["message"].as_str().is_some_and(|said| said.contains("Bedrock")), "{finding}");
    let phi = is("phi", "blocked", "holds");
    let by: Vec<&str> =
        phi["blocked_by"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert!(by.contains(&"encryption") && by.contains(&"redaction") && !by.contains(&"insurance"), "{by:?}");
    let public = prerequisite(&document, "no-public-data");
    assert!(
        public["without_phi"].as_u64().is_some_and(|n| n > 0),
        "the website's account holds no PHI: {public:#}"
    );
    let text = &run.stdout;
    let first: String = text.lines().take(2).collect::<Vec<_>>().join(" ");
    assert!(
        first.starts_with("Phase C (staging with real PHI; PHI, outside production): closed; 1 holds, "),
        "{first}"
    );
    assert!(first.contains("4 do not, 1 not") && first.contains("5 nobody attested"), "{first}");
    for said in ["DOES_NOT_HOLD: ", "nobody attested redaction_tests", "blocks controls", "next: "] {
        assert!(text.contains(said), "no {said}: {text}");
    }
}

#[test]
fn without_a_register_nothing_that_needs_one_holds_and_no_cause_lets_it_pass() {
    let program = Baascan::new();
    let record = clinic().to_str().expect("a text");
    let causes = "denied,gone_during_scan,no_collector,not_reviewed,not_collected,failed,throttled,timeout";
    for phase in ["A", "B"] {
        let run = program.run([
            "gate",
            record,
            "--phase",
            phase,
            "--fail-on",
            "never",
            "--allow-incomplete",
            causes,
            "--format",
            "json=a.json",
        ]);
        assert_eq!(run.code, 3, "{}", run.all());
        assert_eq!(last(&run)["prerequisites"]["holds"], 0, "{}", run.all());
    }
    let world = World::sound();
    let run = gate_keys(&world, &["--phase", "B"]);
    assert_eq!(run.code, 3, "{}", run.all());
    assert!(run.stdout.contains("no register was given"), "{}", run.stdout);
}

#[test]
fn other_registers_give_other_answers_over_the_same_record() {
    let (_, none) = gated("pending", &["--phase", "C"]);
    assert_eq!(prerequisite(&none, "insurance")["own"], "not_attested", "no insurance is written");
    assert_eq!(prerequisite(&none, "cloud-baa")["own"], "does_not_hold");
    assert!(none["gate"]["notes"][0].as_str().is_some_and(|note| note.contains("not the one")), "{none:#}");
    let (_, later) = gated("clinic", &["--phase", "C", "--as-of", "2027-01-01"]);
    let insurance = prerequisite(&later, "insurance");
    assert_eq!(insurance["own"], "does_not_hold", "both policies end with 2026");
}

/// `baascan gate` over the facts of a small world, of KMS alone.
pub(crate) fn gate_keys(world: &World, more: &[&str]) -> Output {
    world.gate(&[&["--services", "kms"], more].concat())
}

#[test]
fn what_holds_is_0_what_does_not_1_and_what_nobody_attested_3() {
    let world = World::sound();
    world.write("phases.toml", KEYS);
    world.write("baa.toml", VOUCHED);
    let ask = |phase: &'static str| ["--register", "baa.toml", "--phases", "phases.toml", "--phase", phase];
    let run = gate_keys(
        &world,
        &[&ask("keys")[..], &["--allow-incomplete", "not_reviewed,not_collected"]].concat(),
    );
    assert_eq!((run.code, &last(&run)["gate"]), (0, &json!("pass")), "{}", run.all());
    let run = gate_keys(&world, &ask("phi"));
    assert_eq!((run.code, &last(&run)["gate"]), (3, &json!("not_evaluated")), "{}", run.all());
    assert_eq!(
        last(&run)["prerequisites"],
        json!({
            "holds": 1, "does_not_hold": 0, "not_evaluated": 0, "not_attested": 1, "blocked": 1, "not_applicable": 0
        })
    );
    let run =
        gate_keys(&world, &[&ask("phi")[..], &["--allow-incomplete", "not_reviewed,not_collected"]].concat());
    assert_eq!(run.code, 0, "{}", run.all());
    let printed = "Allowed by --allow-incomplete: not_reviewed, 1 prerequisite.";
    assert!(run.stdout.contains(printed), "{}", run.stdout);
    let run = gate_keys(&world, &[&ask("phi")[..], &["--exit-zero"]].concat());
    assert_eq!((run.code, &last(&run)["exit_code"]), (0, &json!(3)), "{}", run.all());

    let world = World::new().keys(US, vec![key("k", json!({ "EnableKeyRotation": false }))]).keys(EU, vec![]);
    world.write("phases.toml", KEYS);
    world.write("baa.toml", VOUCHED);
    let run = gate_keys(&world, &ask("keys"));
    assert_eq!(
        (run.code, &last(&run)["gate"]),
        (1, &json!("fail")),
        "medium is below --fail-on: {}",
        run.all()
    );
    assert!(run.stdout.contains("rotation: Keys rotate"), "{}", run.stdout);
    let run =
        gate_keys(&world, &[&ask("phi")[..], &["--allow-incomplete", "not_reviewed,not_collected"]].concat());
    assert!(run.stdout.contains("blocked by rotation, redaction"), "{}", run.stdout);

    let world = World::new()
        .keys(US, vec![half_read_key("k", "EnableKeyRotation", "kms:GetKeyRotationStatus")])
        .keys(EU, vec![]);
    world.write("phases.toml", KEYS);
    world.write("baa.toml", VOUCHED);
    let run = gate_keys(&world, &[&ask("keys")[..], &["--format", "json"]].concat());
    assert_eq!(run.code, 3, "{}", run.all());
    let document: Value =
        serde_json::Deserializer::from_str(&run.stdout).into_iter().next().expect("one").expect("JSON");
    let rotation = prerequisite(&document, "rotation");
    assert_eq!((&rotation["state"], &rotation["causes"]["denied"]), (&json!("not_evaluated"), &json!(1)));
}

#[test]
fn without_a_phase_only_findings_are_asked_for() {
    let world = World::new().keys(US, vec![public_key("open")]).keys(EU, vec![]);
    let run = gate_keys(&world, &[]);
    assert_eq!((run.code, &last(&run)["phase"]), (1, &Value::Null), "{}", run.all());
    assert_eq!(last(&run)["failed"]["critical"], 1);
    assert_eq!(gate_keys(&World::sound(), &[]).code, 0);
}

#[test]
fn a_broken_check_is_4_whatever_the_phase() {
    let world = World::new()
        .keys(US, vec![public_key("open"), key("odd", json!({ "KeyUsage": null }))])
        .keys(EU, vec![]);
    world.write("mine/own-broken.toml", crate::exits::BROKEN);
    let run = gate_keys(&world, &["--checks", "mine", "--phase", "D", "--exit-zero"]);
    assert_eq!((run.code, &last(&run)["gate"]), (4, &json!("error")), "{}", run.all());
}

#[test]
fn the_last_line_is_one_json_object_in_every_format_and_the_document_before_it_whole() {
    let world = World::new().keys(US, vec![public_key("open")]).keys(EU, vec![]);
    for format in ["table", "json", "gap"] {
        let run = gate_keys(&world, &["--format", format, "--phase", "C"]);
        let line = last(&run);
        assert_eq!((run.code, &line["exit_code"]), (1, &json!(1)), "{format}: {}", run.all());
        assert_eq!(line["evaluations"], world.record()["coverage"]["evaluations"]);
        assert_eq!(line["failed"], world.record()["coverage"]["failed"]);
    }
    holds(&schema("record-1.json"), &world.record());
}

#[test]
fn a_wrong_command_line_or_file_is_2_and_the_last_line_says_why() {
    let world = World::sound();
    world.write("twice.toml", "[[phase]]\nid = \"A\"\n");
    for (wrong, said) in [
        (&["--phase", "E"][..], "`E` is not a phase (known: A, B, C, D)"),
        (&["--phases", "nowhere.toml"], "nowhere.toml"),
        (&["--phases", "twice.toml"], "`title` is missing"),
        (&["--baseline", "nowhere"], "nowhere"),
        (&["--max-age", "soon"], "`soon` is not a length of time such as 36h or 7d"),
        (&["--register", "nowhere.toml"], "nowhere.toml"),
        (&["--format", "yaml"], "`yaml` is not a format"),
        (&["--allow-incomplete", "laziness"], "`laziness` is not a cause"),
    ] {
        let run = gate_keys(&world, wrong);
        assert_eq!(run.code, 2, "{wrong:?}: {}", run.all());
        let line = last(&run);
        assert_eq!((&line["gate"], &line["exit_code"]), (&json!("error"), &json!(2)));
        let error = line["error"].as_str().expect("a reason");
        assert!(error.contains(said) && run.stderr.contains(said), "{wrong:?}: {}", run.all());
        assert!(!world.program.dir().join("out").exists(), "{wrong:?} left something behind");
    }
    assert_eq!(gate_keys(&world, &[]).code, 0);
    for wrong in [
        &["gate"][..],
        &["gate", "out", "--from", "aws"],
        &["gate", "nowhere"],
        &["gate", "--from", "facts:nowhere"],
    ] {
        let run = world.program.run(wrong);
        assert_eq!((run.code, &last(&run)["exit_code"]), (2, &json!(2)), "{wrong:?}: {}", run.all());
    }
    let run = world.program.run(["gate", "out", "--services", "kms", "--checks", "mine"]);
    assert_eq!(run.code, 2, "{}", run.all());
    assert!(run.stderr.contains("--checks, --services change nothing here"), "{}", run.all());
    assert_eq!(world.program.run(["gate", "--help"]).code, 0);
}

#[test]
fn a_file_of_phases_is_refused_once_with_everything_that_is_wrong_in_it() {
    let world = World::sound();
    let wrong = KEYS
        .replace("needs = [\"rotation\"]", "needs = [\"rotatoin\"]\nneedles = 1")
        .replace("kms-key-rotation*", "kms-key-rotates")
        .replace("attested = [\"redaction_tests\"]", "attested = [\"redaction\"]");
    world.write("phases.toml", &wrong);
    let run = gate_keys(&world, &["--phases", "phases.toml", "--phase", "phi"]);
    assert_eq!(run.code, 2, "{}", run.all());
    for said in [
        "`rotatoin` is not the id of a prerequisite",
        "did you mean `rotation`?",
        "unknown key `needles`",
        "`kms-key-rotates` is not the id of a check",
        "`redaction` is not something that is attested",
        "phases.toml:14",
        "^^^",
    ] {
        assert!(run.stderr.contains(said), "no {said}: {}", run.all());
    }
    let circle = KEYS.replace(
        "id = \"rotation\"\nphase = \"keys\"",
        "id = \"rotation\"\nphase = \"phi\"\nneeds = [\"open\"]",
    );
    world.write("phases.toml", &circle);
    let run = gate_keys(&world, &["--phases", "phases.toml", "--phase", "phi"]);
    assert_eq!(run.code, 2, "{}", run.all());
    assert!(
        run.stderr.contains("`rotation` rests on itself: rotation -> open -> redaction -> rotation"),
        "{}",
        run.all()
    );
    let later = KEYS.replace(
        "id = \"rotation\"\nphase = \"keys\"",
        "id = \"rotation\"\nphase = \"keys\"\nneeds = [\"open\"]",
    );
    world.write("phases.toml", &later);
    let run = gate_keys(&world, &["--phases", "phases.toml"]);
    assert_eq!(run.code, 2, "it is read without --phase too: {}", run.all());
    assert!(run.stderr.contains("`open` is asked for in a later phase than `rotation`"), "{}", run.all());
}

#[test]
fn the_words_of_the_gate_are_explained() {
    let world = World::new();
    for word in ["does_not_hold", "not_attested", "blocked", "holds", "baseline", "prerequisite", "known"] {
        let run = world.program.run(["explain", word]);
        assert_eq!(run.code, 0, "{word}: {}", run.all());
        assert!(run.stdout.contains("gate"), "{word}: {}", run.stdout);
    }
}

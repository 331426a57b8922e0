use super::*;
use jiff::civil::date;
use std::fs;

mod rulings;
mod schemas;

/// A waiver with all it needs, and more.
fn waiver(id: &str, resource: &str, more: &str) -> String {
    format!(
        "[[waiver]]\nid = \"{id}\"\ncheck = \"s3-bucket-versioning\"\nresource = \"{resource}\"\n\
         reason = \"logs of builds\"\napproved_by = \"Kim Osei\"\napproved_on = 2026-03-01\n\
         expires_on = 2026-09-01\n{more}\n"
    )
}

fn known() -> Known<'static> {
    Known {
        checks: ["s3-bucket-versioning", "rds-instance-storage-encrypted", "baa-gap"].into(),
        is_addressable: &|citation| citation == "164.312(a)(2)(iv)",
        addressable_of: &|check| (check == "rds-instance-storage-encrypted").then_some("164.312(a)(2)(iv)"),
        today: Some(date(2026, 11, 22)),
        longest_days: LONGEST_DAYS,
    }
}

fn load(text: &str) -> Result<Waivers, String> {
    Waivers::parse(Path::new("waivers.toml"), text.as_bytes().to_vec(), &known()).map_err(|p| p.to_string())
}

fn warnings(waivers: &Waivers) -> Vec<&str> {
    waivers.warnings.iter().map(|warning| warning.message.as_str()).collect()
}

const LOGS: &str = "arn:aws:s3:::ci-logs";

#[test]
fn a_whole_waiver_is_read_with_its_place_and_the_files_hash() {
    let text = waiver(
        "w-1",
        LOGS,
        "account = \"111122223333\"\nregion = \"us-east-1\"\nticket = \"SEC-12\"\nrecreated = true\n\
         compensating_control = \"rebuilt on demand\"\n[waiver.addressable]\n\
         specification = \"164.312(a)(2)(iv)\"\nnot_reasonable = \"no PHI\"\ninstead = \"a policy\"",
    );
    let waivers = load(&format!("# ours\n{text}")).expect("it is right");
    let [waiver] = waivers.all() else { panic!("one waiver") };
    assert_eq!((waiver.id.as_str(), waiver.place.line, waiver.matching), ("w-1", 2, Matching::Exact));
    assert_eq!((waiver.approved_on, waiver.expires_on), (date(2026, 3, 1), date(2026, 9, 1)));
    assert_eq!(waiver.addressable.as_ref().map(|a| a.instead.as_str()), Some("a policy"));
    assert!(waiver.recreated && waiver.ticket.as_deref() == Some("SEC-12"));
    assert_eq!((waivers.files.len(), warnings(&waivers).len()), (1, 0));
    assert_eq!(waivers.files[0].sha256.len(), 64);
    assert!(load("").expect("a file without waivers is right").all().is_empty());
}

#[test]
fn everything_wrong_with_a_file_is_said_at_once() {
    let text = "[[waiver]]\nid = \"w\"\ncheck = \"s3-bucket-version\"\nresource = \"ci-logs\"\naccount = \"1\"\n\
                reson = \"typo\"\napproved_on = \"2026-03-01\"\n\n[[waiver]]\nid = \"w\"\nmatch = \"gob\"\n\
                arn = \"arn:aws:rds:us-east-1:111122223333:db:x\"\naccount = \"444455556666\"\n\
                check = \"baa-gap\"\nreason = \"none\"\napproved_by = \"\"\napproved_on = 2026-03-01\n\
                expires_on = 2026-02-30\n[waiver.addressable]\nspecification = \"164.312(a)(1)\"\n[other]\n";
    insta::assert_snapshot!(load(text).expect_err("it is wrong"));
}

#[test]
fn an_id_is_taken_once() {
    let found = load(&(waiver("w", LOGS, "") + &waiver("w", LOGS, ""))).expect_err("twice");
    assert!(found.contains("`w` is the id of another waiver too (line 2)"), "{found}");
}

#[test]
fn the_last_day_comes_after_the_first_and_within_a_year() {
    let backwards = waiver("w", LOGS, "").replace("2026-09-01", "2026-02-28");
    let found = load(&backwards).expect_err("backwards");
    assert!(found.contains("`expires_on` (2026-02-28) is before `approved_on` (2026-03-01)"), "{found}");
    let year = waiver("w", LOGS, "").replace("2026-09-01", "2027-03-01");
    assert_eq!(load(&year).expect("365 days").all().len(), 1);
    let longer = year.replace("2027-03-01", "2027-03-02");
    let found = load(&longer).expect_err("366 days");
    assert!(found.contains("it holds for 366 days, and 365 are the most"), "{found}");
    assert!(found.contains("end it by 2027-03-01"), "{found}");
    let longest = Known { longest_days: 366, ..known() };
    Waivers::parse(Path::new("w.toml"), longer.into_bytes(), &longest).expect("the caller allows it");
    let ages = waiver("w", LOGS, "").replace("2026-03-01", "0000-01-01").replace("2026-09-01", "9999-12-31");
    assert!(load(&ages).expect_err("ages").contains("days, and 365 are the most"));
}

#[test]
fn a_glob_that_spares_nothing_is_refused() {
    for all in ["*", "**", "?*", "arn:*", "arn:aws:*"] {
        let found = load(&waiver("w", all, "match = \"glob\"")).expect_err(all);
        assert!(found.contains(&format!("`{all}` matches every resource")), "{found}");
    }
    load(&waiver("w", "arn:aws:s3:::ci-*", "match = \"glob\"")).expect("some of them");
}

#[test]
fn a_star_that_is_not_wild_is_warned_of() {
    let waivers = load(&waiver("w", "arn:aws:s3:::ci-*", "")).expect("a warning refuses nothing");
    assert_eq!(warnings(&waivers), ["`*` is taken literally"]);
    let waivers = load(&waiver("w", "arn:aws:s3:::ci-?", "")).expect("a warning refuses nothing");
    assert_eq!(warnings(&waivers), ["`?` is taken literally"]);
    let waivers = load(&waiver("w", LOGS, "match = \"glob\"")).expect("a warning refuses nothing");
    assert_eq!(warnings(&waivers), ["`match = \"glob\"`, and nothing in it is wild"]);
}

#[test]
fn what_the_arn_says_of_account_and_region_is_not_contradicted() {
    let with = |resource: &str, more: &str| load(&waiver("w", resource, more));
    let db = "arn:aws:rds:us-east-1:111122223333:db:charts";
    let found = with(db, "account = \"444455556666\"\nregion = \"us-west-2\"").expect_err("both");
    assert!(found.contains("`account` is 444455556666, and the ARN's is 111122223333"), "{found}");
    assert!(found.contains("`region` is us-west-2, and the ARN's is us-east-1"), "{found}");
    with(db, "account = \"111122223333\"\nregion = \"us-east-1\"").expect("the same");
    with(LOGS, "account = \"444455556666\"\nregion = \"us-west-2\"").expect("the ARN names neither");
    with("arn:aws:rds:*:*:db:ci-*", "match = \"glob\"\naccount = \"444455556666\"").expect("any account");
    with("arn:aws:iam::111122223333:role/ci", "region = \"aws-global\"").expect("it has no region");
}

#[test]
fn resource_and_arn_are_one_key_of_two_names() {
    let arn = waiver("w", LOGS, "").replace("resource =", "arn =");
    assert_eq!(load(&arn).expect("another name").all()[0].resource, LOGS);
    let both = waiver("w", LOGS, &format!("arn = \"{LOGS}\""));
    assert!(load(&both).expect_err("both").contains("`arn` stands beside `resource`"));
    let none = waiver("w", LOGS, "").replace(&format!("resource = \"{LOGS}\"\n"), "");
    assert!(load(&none).expect_err("none").contains("`resource` is missing"));
}

#[test]
fn a_gap_is_waived_only_with_a_compensating_control() {
    let gap =
        waiver("w", "AWS::::Service/111122223333/apprunner", "").replace("s3-bucket-versioning", "baa-gap");
    let found = load(&gap).expect_err("nothing stands in");
    assert!(found.contains("`baa-gap` is waived without `compensating_control`"), "{found}");
    load(&(gap + "compensating_control = \"no PHI, attested by Kim on 2026-03-01\"\n")).expect("attested");
}

#[test]
fn an_addressable_specification_asks_for_its_rationale() {
    let plain = waiver("w", "arn:aws:rds:us-east-1:111122223333:db:x", "")
        .replace("s3-bucket-versioning", "rds-instance-storage-encrypted");
    let waivers = load(&plain).expect("a warning refuses nothing");
    assert_eq!(warnings(&waivers), ["no [waiver.addressable] says why 164.312(a)(2)(iv) is not implemented"]);
    let table = "[waiver.addressable]\nspecification = \"164.312(a)(2)(iv)\"\nnot_reasonable = \"no PHI\"\n";
    assert!(load(&format!("{plain}{table}")).expect_err("half").contains("`instead` is missing"));
    let whole = format!("{plain}{table}instead = \"none, since it holds none\"\n");
    assert_eq!(warnings(&load(&whole).expect("whole")), Vec::<&str>::new());
    let required = whole.replace("164.312(a)(2)(iv)", "164.312(a)(1)");
    assert!(load(&required).expect_err("no").contains("`164.312(a)(1)` is no addressable specification"));
}

#[test]
fn a_waiver_approved_tomorrow_is_warned_of() {
    let text = waiver("w", LOGS, "").replace("2026-03-01", "2026-11-23").replace("2026-09-01", "2027-01-01");
    let waivers = load(&text).expect("a warning refuses nothing");
    assert_eq!(warnings(&waivers), ["`approved_on` (2026-11-23) is yet to come"]);
    let known = Known { today: None, ..known() };
    let unsaid = Waivers::parse(Path::new("w.toml"), text.into_bytes(), &known).expect("it is right");
    assert_eq!(warnings(&unsaid), Vec::<&str>::new());
}

#[test]
fn what_cannot_be_read_is_a_problem_and_no_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("waivers.toml");
    let message = || {
        let problems = Waivers::load(&file, &known()).expect_err("it cannot be read").0;
        assert_eq!(problems.len(), 1, "{problems:?}");
        problems[0].message.clone()
    };
    assert!(message().contains("cannot read"));
    std::os::unix::fs::symlink("waivers.toml", &file).expect("a link to itself");
    assert!(message().contains("cannot read"));
    fs::remove_file(&file).expect("the link goes");
    fs::create_dir(&file).expect("a folder");
    assert!(message().contains("is a folder, not a file"));
    fs::remove_dir(&file).expect("the folder goes");
    fs::write(&file, [b'a', 0xff]).expect("a file");
    assert!(message().contains("is not UTF-8"));
    fs::File::create(&file).and_then(|file| file.set_len((64 << 20) + 1)).expect("a hole");
    assert!(message().contains("is larger than 64 MiB"));
    fs::write(&file, waiver("w", LOGS, "")).expect("a file");
    assert_eq!(Waivers::load(&file, &known()).expect("it is right").all().len(), 1);
}

#[test]
fn a_file_that_a_machine_made_is_read_or_refused() {
    let many = |one: &dyn Fn(usize) -> String| (0..5000).map(one).collect::<String>();
    let sound = load(&many(&|n| waiver(&format!("w{n}"), &format!("{LOGS}-{n}"), ""))).expect("it is right");
    assert_eq!((sound.all().len(), sound.exact["s3-bucket-versioning"].len()), (5000, 5000));
    let one_id = load(&many(&|_| waiver("w", LOGS, ""))).expect_err("one id");
    assert_eq!(one_id.matches("is the id of another waiver too").count(), 4999);
    let empty = load(&"[[waiver]]\n".repeat(100_000)).expect_err("nothing in them");
    assert!(empty.lines().count() < 110_000);
    let long = format!("arn:aws:s3:::{}", "*a".repeat(1 << 20));
    let found = load(&waiver("w", &long, "match = \"glob\"")).expect_err("too long");
    assert!(found.contains("is longer than 2048 bytes"), "{found:.200}");
}

#[test]
fn an_empty_wild_or_spoken_file_is_no_panic() {
    for text in
        ["waiver = 1", "waiver = [1]", "[waiver]", "[[waiver]]", "x = [[[[", "\u{feff}", "\0", "[[waiver"]
    {
        let _ = load(text);
    }
    assert!(load("[waiver]\nid = \"w\"").expect_err("one table").contains("[[waiver]]"));
}

//! Which regions are read: the account tells, nothing compiled in does.
use crate::support::{FakeAws, Rule};
use crate::world::{ACCOUNT, Scan, causes, fake, program, read, regions};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const SERVICES: [&str; 2] = ["--services", "rds"];

fn planned(scan: &Scan) -> (Value, BTreeSet<String>) {
    let plan = read(&scan.out().join("facts/scan.json"));
    let cells = plan["cells"].as_array().expect("a plan has cells");
    let names = cells.iter().filter_map(|cell| cell["region"].as_str()).map(str::to_owned).collect();
    (plan["regions"].clone(), names)
}

fn notes(scan: &Scan) -> String {
    scan.record()["notes"].to_string()
}

#[test]
fn a_region_that_nobody_has_heard_of_is_read_and_a_disabled_one_is_named() {
    let fake = fake();
    regions(
        &fake,
        &[("us-east-1", "ENABLED_BY_DEFAULT"), ("eu-moon-7", "ENABLED"), ("af-south-1", "DISABLED")],
    );
    // The emulator knows no such region, which is its business.
    fake.rule(Rule::service("rds").region("eu-moon-7"));
    let scan = Scan::run(program(&fake), &SERVICES);
    let asked: BTreeSet<String> = fake.seen().into_iter().map(|seen| seen.region).collect();
    assert!(asked.contains("eu-moon-7") && !asked.contains("af-south-1"), "{asked:?}");
    let (told, cells) = planned(&scan);
    assert_eq!(told["told_by"], "account:ListRegions");
    assert_eq!(told["disabled"], json!(["af-south-1"]));
    assert_eq!(cells, BTreeSet::from(["aws-global".into(), "eu-moon-7".into(), "us-east-1".into()]));
    assert!(notes(&scan).contains("af-south-1"), "{}", notes(&scan));
    let rows = scan.of("rds-instance-storage-encrypted");
    let moon: Vec<_> = rows.iter().filter(|row| row["resource"]["region"] == "eu-moon-7").collect();
    assert_eq!((moon.len(), causes(moon[0])), (1, vec!["denied"]), "{moon:?}");
    assert!(!rows.iter().any(|row| row["resource"]["region"] == "af-south-1"), "{rows:?}");
}

#[test]
fn a_mistyped_region_is_refused_before_anything_else_is_read() {
    let fake = fake();
    let scan = Scan::run(program(&fake), &["--services", "rds", "--regions", "us-eats-1"]);
    assert_eq!(scan.output.code, 2, "{}", scan.output.all());
    assert!(scan.output.stderr.contains("did you mean `us-east-1`?"), "{}", scan.output.all());
    assert!(!scan.out().exists());
    let asked: BTreeSet<String> = fake.seen().into_iter().map(|seen| seen.service).collect();
    assert_eq!(asked, BTreeSet::from(["account".into(), "sts".into()]));
}

fn without_account_management(fake: &FakeAws) {
    fake.rule(Rule::path("account", "POST", "/listRegions"));
}

#[test]
fn ec2_tells_the_regions_when_account_management_is_denied() {
    let fake = fake();
    without_account_management(&fake);
    // The emulator enables every region; two are enough here.
    let region = |name: &str| {
        format!("<item><regionName>{name}</regionName><optInStatus>opt-in-not-required</optInStatus></item>")
    };
    let page = format!(
        "<DescribeRegionsResponse><regionInfo>{}{}</regionInfo></DescribeRegionsResponse>",
        region("us-east-1"),
        region("us-west-2")
    );
    let answer = crate::support::Answer::text(200, &page);
    fake.rule(Rule::operation("ec2", "DescribeRegions").answers(answer));
    let scan = Scan::run(program(&fake), &SERVICES);
    let (told, cells) = planned(&scan);
    assert_eq!(told["told_by"], "ec2:DescribeRegions");
    assert_eq!(told["enabled"], json!(["us-east-1", "us-west-2"]));
    assert!(cells.contains("us-west-2"), "{cells:?}");
    assert!(!notes(&scan).contains("could not be listed"), "{}", notes(&scan));
}

#[test]
fn when_nobody_tells_the_regions_only_the_callers_own_is_read_and_that_is_said() {
    let fake = fake();
    without_account_management(&fake);
    fake.rule(Rule::operation("ec2", "DescribeRegions"));
    let scan = Scan::run(program(&fake).env("AWS_REGION", "us-west-2"), &[]);
    let (told, cells) = planned(&scan);
    assert_eq!((&told["told_by"], &told["enabled"]), (&json!("configured"), &json!(["us-west-2"])));
    assert_eq!(told["unread"]["cause"], "denied");
    assert_eq!(cells, BTreeSet::from(["aws-global".into(), "us-west-2".into()]));
    assert!(notes(&scan).contains("could not be listed"), "{}", notes(&scan));
    // A check that every region must pass cannot pass while some are unknown.
    let results = scan.results();
    let of_account = |row: &&Value| {
        row["resource"]["kind"] == "AWS::::Account"
            && row["resource"]["id"] == ACCOUNT
            && row["verdict"] == "pass"
    };
    let passed: Vec<_> = results.iter().filter(of_account).collect();
    assert!(passed.is_empty(), "{passed:?}");
}

#[test]
fn an_account_with_nothing_in_it_has_rows_that_do_not_apply() {
    let fake = fake();
    let empty = crate::support::Moto::start().account("999900001111");
    let program = program(&fake).keys(&empty);
    let scan = Scan::run(program, &["--services", "s3,rds,aurora,kms"]);
    let results = scan.results();
    let things = results.iter().filter(|row| !row["check"].as_str().unwrap_or_default().starts_with("baa-"));
    for row in things.filter(|row| row["resource"]["id"].is_null()) {
        assert_eq!(row["verdict"], "not_applicable", "{row}");
    }
    for check in ["s3-bucket-versioning", "rds-proxy-require-tls", "kms-key-rotation-enabled"] {
        let rows = scan.of(check);
        assert_eq!((rows.len(), &rows[0]["reason"]), (1, &json!("no resources")), "{rows:?}");
    }
    let verdicts: BTreeSet<_> =
        results.iter().map(|row| row["verdict"].as_str().unwrap_or_default()).collect();
    assert!(!verdicts.contains("pass"), "nothing passes by absence: {verdicts:?}");
}

#[test]
fn s3_control_is_asked_with_the_account_in_a_header_and_not_in_the_host() {
    let fake = fake();
    Scan::run(program(&fake), &["--services", "s3"]);
    let seen = fake.seen();
    let control: Vec<_> = seen.iter().filter(|seen| seen.path.starts_with("/v20180820/")).collect();
    assert!(control.len() >= 2, "{control:?}");
    for seen in control {
        assert_eq!(seen.account.as_deref(), Some(ACCOUNT), "{seen:?}");
        assert!(seen.host.starts_with("127.0.0.1:"), "{seen:?}");
    }
}

#[test]
fn a_host_out_of_reach_costs_seconds_and_is_named_as_the_cause() {
    let fake = fake();
    let start = std::time::Instant::now();
    let keys = crate::world::keys();
    let program = crate::support::Baascan::new().keys(keys).endpoint(fake.url());
    let scan = Scan::run(program.env("AWS_ENDPOINT_URL_RDS", "http://127.0.0.1:1"), &crate::world::NARROW);
    assert!(start.elapsed() < std::time::Duration::from_secs(40), "{:?}", start.elapsed());
    let rows: Vec<_> =
        scan.results().into_iter().filter(|row| row["resource"]["kind"] == "AWS::RDS::DBInstance").collect();
    assert!(!rows.is_empty());
    for row in rows {
        assert_eq!(causes(&row), ["unreachable"], "{row}");
    }
}

//! `--regions` and `--services`: what is left out is said, and facts remember what they were narrowed to.

use crate::world::{ACCOUNT, EU, GLOBAL, US, World, key, public_key};
use serde_json::{Value, json};

fn trail(name: &str, region: &str) -> Value {
    let arn = format!("arn:aws:cloudtrail:{region}:{ACCOUNT}:trail/{name}");
    json!({
        "kind": "AWS::CloudTrail::Trail", "id": name, "arn": arn, "account": ACCOUNT, "name": name, "created_at": null, "tags": [],
        "properties": {
            "TrailName": name, "S3BucketName": "logs", "S3KeyPrefix": null, "IsMultiRegionTrail": false,
            "IsOrganizationTrail": false, "IncludeGlobalServiceEvents": true, "EnableLogFileValidation": true,
            "KMSKeyId": null, "CloudWatchLogsLogGroupArn": null, "SnsTopicName": null, "HomeRegion": region, "IsLogging": true,
            "LatestDeliveryError": null, "LatestDeliveryTime": "2026-11-22T01:50:00Z",
            "LatestCloudWatchLogsDeliveryError": null, "LatestCloudWatchLogsDeliveryTime": null,
            "LatestDigestDeliveryError": null, "LatestDigestDeliveryTime": null,
            "EventSelectors": [], "AdvancedEventSelectors": [], "InsightSelectors": null,
        },
    })
}

fn trails(world: World, region: &str, trails: Vec<Value>) -> World {
    let report =
        json!({ "AWS::CloudTrail::Trail": { "state": "read", "count": trails.len(), "unread": null } });
    world.cell(region, "cloudtrail", report, trails)
}

/// Results and record, without what differs between any two judgings.
fn outcome(world: &World, flags: &[&str]) -> (String, String) {
    let run = world.scan(flags);
    assert!([0, 1, 3].contains(&run.code), "{}", run.all());
    let mut record = world.record();
    record["run"]["judged"] = Value::Null;
    (world.read("out/results.jsonl"), record.to_string())
}

#[test]
fn resources_of_other_regions_are_left_out_and_counted() {
    let world = World::new()
        .keys(US, vec![key("here", json!({}))])
        .keys(EU, vec![public_key("there"), key("there-too", json!({}))]);
    assert_eq!(world.scan_keys(&[]).code, 1);
    let run = world.scan_keys(&["--regions", US]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(run.stdout.contains("left out because they lie outside us-east-1: 2."), "{}", run.stdout);
    assert!(world.results().iter().all(|line| line["resource"]["region"] != EU));
    assert_eq!(world.record()["run"]["regions"], json!([US]));
    assert_eq!(world.record()["run"]["selected_regions"], json!([US]));
}

#[test]
fn a_refused_region_counts_only_when_it_is_selected() {
    let world = World::new().keys(US, vec![key("here", json!({}))]).refused(EU);
    assert_eq!(world.scan_keys(&["--regions", US]).code, 0);
    assert_eq!(world.scan_keys(&["--regions", EU]).code, 3);
    assert_eq!(world.scan_keys(&["--regions", "us-east-1,eu-west-1"]).code, 3);
    let run = world.scan_keys(&["--regions", "us-east-1,ap-east-1"]);
    assert!(run.stdout.contains("no enabled region of this account: ap-east-1"), "{}", run.stdout);
}

#[test]
fn a_mistyped_region_is_refused_before_anything_is_judged() {
    let world = World::sound();
    let run = world.scan_keys(&["--regions", "us-east-1,eu-wset-1"]);
    assert_eq!(run.code, 2, "{}", run.all());
    let said = "`eu-wset-1` is no region of this account; did you mean `eu-west-1`?";
    assert!(run.stderr.contains(said), "{}", run.all());
    assert!(!world.program.dir().join("out").exists());
}

#[test]
fn claims_about_the_whole_account_do_not_apply_where_facts_hold_a_part_of_it() {
    let both = trails(trails(World::new(), US, vec![trail("us", US)]), EU, vec![trail("eu", EU)]);
    let flags = ["--services", "cloudtrail", "--regions", US];
    outcome(&both, &flags);
    // What such a claim needs is read everywhere, so where the facts have it, it decides.
    let decided = both.results().into_iter().find(|line| line["check"] == "cloudtrail-enabled");
    assert_eq!(decided.expect("a row")["verdict"], "pass");
    let one = trails(World::new(), US, vec![trail("us", US)]);
    outcome(&one, &flags);
    let rows: Vec<Value> = one.results();
    let of = |check: &str| rows.iter().find(|line| line["check"] == check).expect("a row").clone();
    let enabled = of("cloudtrail-enabled");
    assert_eq!(enabled["verdict"], "not_applicable", "{enabled}");
    assert_eq!(enabled["reason"], "--regions leaves regions out that this claim needs");
    // What else no cell reports is still a gap: Bedrock's use and the organization, of which these facts say nothing.
    let unread = rows.iter().filter(|line| line["verdict"] == "not_evaluated").map(|line| &line["check"]);
    assert_eq!(
        unread.collect::<Vec<_>>(),
        ["cloudtrail-bedrock-events", "cloudwatch-alarm-organizations-changes"]
    );
    // Without the selection the missing region is a gap, and nothing is called inapplicable for it.
    let planned = outcome(&one, &["--services", "cloudtrail"]).0;
    assert!(!planned.contains("leaves regions out"), "{planned}");
}

#[test]
fn facts_of_a_narrowed_scan_are_judged_by_what_it_was_narrowed_to() {
    let narrow =
        |world: World| trails(world, US, vec![trail("us", US)]).cell(GLOBAL, "s3", json!({}), vec![]);
    let services = || narrow(World::new().narrowed(Value::Null, json!(["cloudtrail"])));
    let world = services();
    let (again, said) = (outcome(&world, &[]), outcome(&world, &["--services", "cloudtrail"]));
    assert!(again == said, "{}\n---\n{}", again.0, said.0);
    assert_eq!(world.record()["run"]["selected_services"], json!(["cloudtrail"]));
    let world = narrow(World::new().narrowed(json!([US]), json!(["cloudtrail"])));
    let (again, said) =
        (outcome(&world, &[]), outcome(&world, &["--services", "cloudtrail", "--regions", US]));
    assert!(again == said, "{}\n---\n{}", again.0, said.0);
    // A flag narrows or widens again; what was not read then is said to be so.
    let wider = outcome(&world, &["--services", "kms"]).0;
    assert!(wider.contains("not_collected"), "{wider}");
}

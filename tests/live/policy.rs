//! `policy` and `doctor`, proven where the emulator verifies permissions: what the policy allows is enough, and each action of
//! it is needed.
use crate::signed::{scan_with, seeded};
use crate::support::{Baascan, Keys, Moto};
use crate::world::Scan;
use serde_json::Value;
use std::collections::BTreeSet;

/// What the small world has something of.
const SERVICES: &str = "s3,rds,aurora,kms,cloudtrail";

/// The actions of the policy for these services.
fn policy(services: &str) -> Vec<String> {
    let output = Baascan::new().run(["policy", "--services", services]);
    assert_eq!(output.code, 0, "{}", output.all());
    let policy = output.json();
    let statements = policy["Statement"].as_array().expect("statements");
    assert_eq!(statements.len(), 1, "{policy}");
    assert_eq!((&statements[0]["Effect"], &statements[0]["Resource"]), (&"Allow".into(), &"*".into()));
    let actions = statements[0]["Action"].as_array().expect("actions").iter();
    actions.map(|action| action.as_str().expect("a text").to_owned()).collect()
}

/// What the emulator asks for where it does not know AWS's own action: `ListBucket` for five calls of S3, and the API's names
/// for S3 Control, the tagging API and CloudWatch.
const EMULATED: [&str; 5] = [
    "s3:ListBucket",
    "s3:GetPublicAccessBlock",
    "s3control:GetPublicAccessBlock",
    "tagging:GetResources",
    "monitoring:DescribeAlarms",
];

fn user(name: &str, actions: &[String]) -> Keys {
    let actions: Vec<&str> = actions.iter().map(String::as_str).chain(EMULATED).collect();
    let allow = serde_json::json!([{ "Effect": "Allow", "Action": actions, "Resource": "*" }]);
    Moto::start_with_iam().user(name, &allow.to_string())
}

/// Actions that were denied, and the rows that were not evaluated for it.
fn denied(scan: &Scan) -> (BTreeSet<String>, usize) {
    let rows: Vec<Value> =
        scan.results().into_iter().filter(|row| row["verdict"] == "not_evaluated").collect();
    let causes = rows.iter().flat_map(|row| row["causes"].as_array().into_iter().flatten());
    let denied = causes.filter(|cause| cause["cause"] == "denied");
    (denied.filter_map(|cause| cause["action"].as_str()).map(str::to_owned).collect(), rows.len())
}

#[test]
fn whoever_has_exactly_the_policy_reads_everything() {
    let (scan, _) = scan_with(&user("exactly", &policy(SERVICES)));
    assert_eq!(denied(&scan).0, BTreeSet::new(), "{}", scan.output.all());
    assert!(scan.of("s3-bucket-ssl-requests-only").iter().any(|row| row["verdict"] == "pass"));
}

#[test]
fn without_one_action_of_the_policy_exactly_its_rows_are_not_evaluated() {
    let policy = policy(SERVICES);
    for lacking in [
        "s3:GetBucketPolicy",
        "s3:GetBucketVersioning",
        "rds:DescribeDBInstances",
        "rds:DescribeDBSnapshots",
        "kms:ListKeys",
        "kms:GetKeyPolicy",
        "cloudtrail:DescribeTrails",
        "rds:DescribeDBParameters",
    ] {
        let rest: Vec<String> = policy.iter().filter(|action| *action != lacking).cloned().collect();
        assert_eq!(rest.len() + 1, policy.len(), "{lacking} is in the policy");
        let (scan, _) = scan_with(&user(&format!("without-{}", lacking.replace(':', "-")), &rest));
        let (refused, rows) = denied(&scan);
        assert_eq!(refused, BTreeSet::from([lacking.to_owned()]), "{}", scan.output.all());
        assert!(rows > 0, "{lacking}");
    }
}

#[test]
fn the_doctor_names_what_is_blind_and_the_statement_that_mends_it() {
    seeded();
    let services = "kms,cloudtrail";
    let policy = policy(services);
    let blind = ["cloudtrail:DescribeTrails", "kms:GetKeyPolicy"];
    let rest: Vec<String> = policy.iter().filter(|a| !blind.contains(&a.as_str())).cloned().collect();
    let examine = |keys: &Keys| {
        let program = Baascan::new().keys(keys).endpoint(Moto::start_with_iam().url());
        program.run(["doctor", "--services", services, "--json"])
    };
    let sick = examine(&user("sick", &rest));
    assert_eq!(sick.code, 3, "{}", sick.all());
    let found = sick.json();
    let named: BTreeSet<&str> =
        found["blind"].as_array().into_iter().flatten().filter_map(|b| b["action"].as_str()).collect();
    assert_eq!(named, BTreeSet::from(blind), "{found}");
    let kms = found["blind"].as_array().into_iter().flatten().find(|b| b["action"] == "kms:GetKeyPolicy");
    let checks = kms.map(|b| b["checks"].to_string()).unwrap_or_default();
    assert!(checks.contains("kms-key-not-public") && !checks.contains("kms-key-rotation-enabled"), "{found}");
    let mended: Vec<String> = found["mends"]["Statement"][0]["Action"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|action| action.as_str().map(str::to_owned))
        .chain(rest)
        .collect();
    let well = examine(&user("well", &mended));
    assert_eq!(well.code, 0, "{}", well.all());
    assert_eq!(well.json()["mends"], Value::Null);
}

#[test]
fn policies_in_parts_fit_into_managed_policies() {
    let output = Baascan::new().run(["policy", "--parts"]);
    assert_eq!(output.code, 0, "{}", output.all());
    let parts = output.json();
    let parts = parts.as_array().expect("a list of policies");
    assert!(parts.len() > 1, "one is enough: {}", parts.len());
    assert!(parts.iter().all(|part| part.to_string().len() <= 6_144));
}

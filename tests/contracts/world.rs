//! Facts of an invented account, written as a scan writes them, and the program run over them.

use crate::support::Baascan;
use crate::support::program::Output;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::PathBuf;

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const US: &str = "us-east-1";
pub(crate) const EU: &str = "eu-west-1";
pub(crate) const GLOBAL: &str = "aws-global";
const ENDED: &str = "2026-11-22T02:00:05Z";

/// A facts folder and a place to run in.
pub(crate) struct World {
    pub(crate) program: Baascan,
    cells: Vec<Value>,
    selected: Value,
}

impl World {
    /// An account with two regions, of which nothing has been read yet.
    pub(crate) fn new() -> Self {
        Self {
            program: Baascan::new(),
            cells: Vec::new(),
            selected: json!({ "regions": null, "services": null }),
        }
    }

    /// One sound customer key in us-east-1 and none in eu-west-1: with `--services kms` nothing fails and nothing is missing.
    pub(crate) fn sound() -> Self {
        Self::new().keys(US, vec![key("good", json!({}))]).keys(EU, Vec::new())
    }

    /// AWS Artifact was asked, and knows of no agreement over the account.
    pub(crate) fn nothing_accepted(self) -> Self {
        let report =
            json!({ "AWS::Artifact::CustomerAgreement": { "state": "read", "count": 0, "unread": null } });
        self.cell(GLOBAL, "artifact", report, Vec::new())
    }

    /// The plan says that the scan was narrowed.
    pub(crate) fn narrowed(mut self, regions: Value, services: Value) -> Self {
        self.selected = json!({ "regions": regions, "services": services });
        self
    }

    /// A cell of KMS that was read whole.
    pub(crate) fn keys(self, region: &str, keys: Vec<Value>) -> Self {
        let report = json!({ "AWS::KMS::Key": { "state": "read", "count": keys.len(), "unread": null } });
        self.cell(region, "kms", report, keys)
    }

    /// A cell of KMS whose listing was refused.
    pub(crate) fn refused(self, region: &str) -> Self {
        let why = unread("", "kms:ListKeys");
        let report = json!({ "AWS::KMS::Key": { "state": "denied", "count": 0, "unread": why } });
        self.cell(region, "kms", report, Vec::new())
    }

    /// Any cell.
    pub(crate) fn cell(mut self, region: &str, api: &str, kinds: Value, resources: Vec<Value>) -> Self {
        let cell = json!({ "account": ACCOUNT, "region": region, "api": api });
        let start =
            json!({ "cell": cell, "format": 1, "principal": principal(), "started": "2026-11-22T02:00:00Z" });
        let end =
            json!({ "ended": ENDED, "calls": { format!("{api}:List"): 1 }, "throttled": 0, "kinds": kinds });
        let resources = resources.into_iter().map(|mut resource| {
            let at = if region == GLOBAL { US } else { region };
            resource["region"] = resource["region"].as_str().unwrap_or(at).into();
            resource
        });
        // The end is told by its first key, so its order is kept.
        let end = format!(
            "{{\"ended\":{},\"calls\":{},\"throttled\":0,\"kinds\":{}}}",
            end["ended"], end["calls"], end["kinds"]
        );
        let lines: Vec<String> =
            std::iter::once(start).chain(resources).map(|line| line.to_string()).chain([end]).collect();
        self.write(&format!("facts/{ACCOUNT}/{region}/{api}.jsonl"), &(lines.join("\n") + "\n"));
        self.cells.push(cell);
        self
    }

    /// Writes a file below the folder the program runs in.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.program.dir().join(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder can be made");
        fs::write(&path, text).expect("the file can be written");
        path
    }

    /// The text of a file below the folder the program runs in.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.program.dir().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn plan(&self) {
        let plan = json!({
            "format": 1, "started": "2026-11-22T02:00:00Z", "tool": "baascan 0.1.0", "account": ACCOUNT,
            "partition": "aws", "principal": principal(),
            "regions": { "enabled": [EU, US], "disabled": ["ap-east-1"], "told_by": "account:ListRegions", "unread": null },
            "selected": self.selected, "cells": self.cells,
        });
        self.write("facts/scan.json", &plan.to_string());
    }

    /// `baascan scan --from facts:facts --out out` and more.
    pub(crate) fn scan(&self, more: &[&str]) -> Output {
        self.plan();
        let arguments = ["scan", "--from", "facts:facts", "--out", "out"];
        self.program.run(arguments.iter().chain(more))
    }

    /// `baascan gate --from facts:facts --out out` and more.
    pub(crate) fn gate(&self, more: &[&str]) -> Output {
        self.plan();
        let arguments = ["gate", "--from", "facts:facts", "--out", "out"];
        self.program.run(arguments.iter().chain(more))
    }

    /// A scan of KMS alone.
    pub(crate) fn scan_keys(&self, more: &[&str]) -> Output {
        self.scan(&[&["--services", "kms"], more].concat())
    }

    /// Lines of `out/results.jsonl`.
    pub(crate) fn results(&self) -> Vec<Value> {
        Output::jsonl(&self.program.dir().join("out/results.jsonl"))
    }

    /// `out/record.json`.
    pub(crate) fn record(&self) -> Value {
        serde_json::from_str(&self.read("out/record.json")).expect("a record is JSON")
    }
}

fn principal() -> String {
    format!("arn:aws:sts::{ACCOUNT}:assumed-role/reader/nightly")
}

/// A refused call.
pub(crate) fn unread(path: &str, action: &str) -> Value {
    json!({ "path": path, "cause": "denied", "action": action, "code": "AccessDeniedException", "request_id": "r-0001" })
}

/// A customer key without fault but for `changed`.
pub(crate) fn key(id: &str, changed: Value) -> Value {
    let policy = json!({ "Statement": [
        { "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:root") }, "Action": "kms:*", "Resource": "*" }
    ] });
    let mut properties = json!({
        "KeyId": id, "KeyState": "Enabled", "KeyManager": "CUSTOMER", "Enabled": true, "KeySpec": "SYMMETRIC_DEFAULT",
        "KeyUsage": "ENCRYPT_DECRYPT", "Origin": "AWS_KMS", "MultiRegion": false, "DeletionDate": null,
        "PendingDeletionWindowInDays": null, "EnableKeyRotation": true, "RotationPeriodInDays": 365, "KeyPolicy": policy,
        "Grants": [],
    });
    let changed = changed.as_object().cloned().unwrap_or_default();
    for (name, value) in changed {
        properties[name] = value;
    }
    json!({
        "kind": "AWS::KMS::Key", "id": id, "arn": format!("arn:aws:kms:us-east-1:{ACCOUNT}:key/{id}"), "account": ACCOUNT,
        "name": id, "created_at": "2025-06-01T00:00:00Z", "tags": [], "properties": properties,
    })
}

/// A key that everyone may use.
pub(crate) fn public_key(id: &str) -> Value {
    let everyone = json!({ "Statement": [
        { "Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*" }
    ] });
    key(id, json!({ "KeyPolicy": everyone }))
}

/// A key one of whose properties could not be read.
pub(crate) fn half_read_key(id: &str, property: &str, action: &str) -> Value {
    let mut key = key(id, json!({}));
    let properties: &mut Map<String, Value> = key["properties"].as_object_mut().expect("properties");
    properties.remove(property);
    key["unread"] = json!([unread(&format!("/properties/{property}"), action)]);
    key
}

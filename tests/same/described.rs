//! What each source says of the described resources: its verdict on each check, by kind, variant and check.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

use crate::pairs::Pairs;
use crate::support::Baascan;
use crate::support::program::Output;

/// The folder of this test.
pub(crate) const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/same");

/// The three descriptions of one resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    Live,
    Plan,
    Template,
}

impl Source {
    pub(crate) const ALL: [Source; 3] = [Source::Live, Source::Plan, Source::Template];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Source::Live => "live",
            Source::Plan => "plan",
            Source::Template => "template",
        }
    }
}

/// What a check came to on one resource in one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) verdict: String,
    /// Why it was not decided: what is missing, or the reason it does not apply.
    pub(crate) why: String,
}

impl Told {
    pub(crate) fn decided(&self) -> Option<&str> {
        ["pass", "fail"].into_iter().find(|verdict| *verdict == self.verdict)
    }
}

/// A kind, a variant of it (`sound`, `bad_tls`), and a check.
pub(crate) type Key = (String, String, String);

/// Everything that the sources say, side by side.
#[derive(Default)]
pub(crate) struct Described {
    pub(crate) told: BTreeMap<Key, BTreeMap<Source, Told>>,
    /// What could not be laid side by side.
    pub(crate) problems: Vec<String>,
}

impl Described {
    /// Runs the program once for each source, and twice for the recorded accounts.
    pub(crate) fn by(run: &Baascan, pairs: &Pairs) -> Described {
        let mut described = Described::default();
        let plan = results(run, &format!("terraform-plan:{HERE}/plan.json"), "plan");
        let template = results(run, &format!("cloudformation:{HERE}/templates"), "template");
        described.take(Source::Plan, &plan, planned_variant);
        described.take(Source::Template, &template, template_variant);
        described.take_live(run, pairs);
        described
    }

    fn take(&mut self, source: Source, rows: &[Value], variant: fn(&str) -> Option<String>) {
        for row in rows {
            if let Some(variant) = row["resource"]["address"].as_str().and_then(variant) {
                self.add(source, variant, row);
            }
        }
    }

    fn add(&mut self, source: Source, variant: String, row: &Value) {
        let kind = text(&row["resource"]["kind"]);
        let key = (kind, variant, text(&row["check"]));
        let told = Told { verdict: text(&row["verdict"]), why: why(row) };
        if self.told.entry(key.clone()).or_default().insert(source, told).is_some() {
            self.problems.push(format!("{} describes {} {} twice", source.word(), key.0, key.1));
        }
    }

    fn take_live(&mut self, run: &Baascan, pairs: &Pairs) {
        let accounts = ["estate", "clinic"].map(|name| {
            let facts = concat!("facts:", env!("CARGO_MANIFEST_DIR"), "/fixtures/accounts/");
            (name, results(run, &format!("{facts}{name}"), name))
        });
        let mut variants: Vec<(String, String)> =
            self.told.keys().map(|(kind, variant, _)| (kind.clone(), variant.clone())).collect();
        variants.dedup();
        for (kind, variant) in variants {
            let Some(wanted) = pairs.live(&kind, &variant) else { continue };
            let rows: Vec<&Value> = accounts
                .iter()
                .filter(|(account, _)| *account == wanted.account)
                .flat_map(|(_, rows)| rows)
                .filter(|row| row["resource"]["kind"] == *kind && wanted.is(&row["resource"]))
                .collect();
            let ids: std::collections::BTreeSet<String> =
                rows.iter().map(|row| text(&row["resource"]["id"])).collect();
            if ids.len() == 1 {
                rows.into_iter().for_each(|row| self.add(Source::Live, variant.clone(), row));
            } else {
                self.problems
                    .push(format!("{kind} {variant}: {} recorded ones are meant: {ids:?}", ids.len()));
            }
        }
    }
}

/// The rows of a run over one source, without those that are about no resource.
fn results(run: &Baascan, from: &str, name: &str) -> Vec<Value> {
    let mut arguments = vec!["scan", "--from", from, "--out", name, "--exit-zero", "--as-of", "2026-11-24"];
    if !from.starts_with("facts:") {
        arguments.extend(["--account", "555566667777", "--region", "us-east-1"]);
    }
    let output = run.run(arguments);
    assert_eq!(output.code, 0, "{}", output.all());
    let rows = Output::jsonl(&run.dir().join(Path::new(name)).join("results.jsonl"));
    rows.into_iter().filter(|row| row["resource"]["id"].is_string()).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// `aws_s3_bucket.sound`, `module.x.aws_lb_listener.bad_tls[0]`: the label, where it names a variant.
fn planned_variant(address: &str) -> Option<String> {
    let label = address.rsplit('.').next()?.split('[').next()?;
    let first = label.split('_').next()?;
    ["sound", "bad"].contains(&first).then(|| label.to_owned())
}

/// `network.yaml/ListenerBadTls`: what comes from the last `Sound` or `Bad` on, in Terraform's style.
fn template_variant(address: &str) -> Option<String> {
    let logical = address.rsplit(['/', '.']).next()?;
    let at = ["Sound", "Bad"].iter().filter_map(|word| logical.rfind(word)).max()?;
    let mut label = String::new();
    for character in logical[at..].chars() {
        if character.is_ascii_uppercase() && !label.is_empty() {
            label.push('_');
        }
        label.push(character.to_ascii_lowercase());
    }
    Some(label)
}

/// Why a check decided nothing.
fn why(row: &Value) -> String {
    let causes = row["causes"].as_array().into_iter().flatten();
    let causes: Vec<String> =
        causes.map(|cause| format!("{} {}", text(&cause["cause"]), text(&cause["path"]))).collect();
    if causes.is_empty() { text(&row["reason"]) } else { causes.join(", ") }
}

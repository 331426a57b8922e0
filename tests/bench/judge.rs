//! How many evaluations a second judging makes on one core, conversion of the facts' values included:
//! `cargo bench --bench judge`. The aim is 200,000.

use baascan::check::{CheckSet, Known, judge};
use baascan::resource::{
    Cell, CellEnd, CellStart, Cells, FactsError, KindReport, KindState, ReadCell, Resource,
};
use baascan::service::{Kind, Shape};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::time::Instant;

/// Conditions of the forms that checks have.
const CONDITIONS: [&str; 6] = [
    "resource.Encrypted == true",
    "resource.Days != null && resource.Days >= 7",
    "at(resource, 'Versioning.Status') == 'Enabled'",
    "resource.Rules != null && resource.Rules.exists(r, r.Status == 'Enabled' && r.Days != null && r.Days > 30)",
    "!policy_is_public(resource.Policy)",
    "policy_requires_tls(resource.Policy, resource.arn)",
];

const RESOURCES: usize = 50_000;

struct Memory(Vec<ReadCell>, Vec<Resource>);

impl Cells for Memory {
    fn cells(&self) -> &[ReadCell] {
        &self.0
    }
    fn resources(&self, _: &Cell, each: &mut dyn FnMut(Resource)) -> Result<(), FactsError> {
        self.1.iter().cloned().for_each(each);
        Ok(())
    }
}

fn kinds() -> BTreeMap<String, Kind> {
    let object = |members: &[(&str, Shape)]| {
        Shape::Object(members.iter().map(|(name, shape)| ((*name).to_owned(), shape.clone())).collect())
    };
    let rule = object(&[("Status", Shape::String), ("Days", Shape::Int)]);
    let properties = [
        ("Encrypted", Shape::Bool),
        ("Days", Shape::Int),
        ("Versioning", object(&[("Status", Shape::String)])),
        ("Rules", Shape::List(Box::new(rule))),
        ("Policy", Shape::Json),
    ];
    let kind = Kind {
        name: "AWS::Bench::Thing".to_owned(),
        api: "bench".to_owned(),
        service: "bench".to_owned(),
        service_by: None,
        properties: properties.into_iter().map(|(name, shape)| (name.to_owned(), shape)).collect(),
        created_at_moves: None,
        shows_use: true,
    };
    BTreeMap::from([(kind.name.clone(), kind)])
}

fn resource(number: usize) -> Resource {
    let properties = json!({
        "Encrypted": number.is_multiple_of(3),
        "Days": number % 30,
        "Versioning": {"Status": "Enabled"},
        "Rules": [{"Status": "Disabled", "Days": null}, {"Status": "Enabled", "Days": 90}],
        "Policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
            "Resource": ["arn:aws:s3:::charts", "arn:aws:s3:::charts/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]},
    });
    Resource {
        kind: "AWS::Bench::Thing".to_owned(),
        id: format!("thing-{number}"),
        arn: Some("arn:aws:s3:::charts".to_owned()),
        account: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        name: None,
        created_at: None,
        tags: Some(Vec::new()),
        properties: properties.as_object().cloned().unwrap_or_default(),
        unread: Vec::new(),
        origin: None,
    }
}

fn facts() -> Memory {
    let cell =
        Cell { account: "111122223333".to_owned(), region: "us-east-1".to_owned(), api: "bench".to_owned() };
    let report = KindReport { state: KindState::Read, count: RESOURCES as u64, unread: None };
    let start = CellStart { cell, format: 1, principal: None, started: String::new() };
    let end = CellEnd {
        ended: String::new(),
        calls: BTreeMap::new(),
        throttled: 0,
        kinds: BTreeMap::from([("AWS::Bench::Thing".to_owned(), report)]),
    };
    Memory(vec![ReadCell { start, end }], (0..RESOURCES).map(resource).collect())
}

fn write_checks(dir: &std::path::Path) -> std::io::Result<()> {
    for (number, condition) in CONDITIONS.iter().enumerate() {
        let text = format!(
            "id = \"bench-{number}\"\ntitle = \"t\"\nresource = \"AWS::Bench::Thing\"\nseverity = \"low\"\n\
             category = \"logging\"\ncondition = '''{condition}'''\nobserve = [\"Encrypted\"]\nmessage = \"{{id}}\"\n\
             why = \"w\"\nfix = {{ console = \"c\" }}\nreferences = []\ncitations = []\n"
        );
        std::fs::write(dir.join(format!("bench-{number}.toml")), text)?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let kinds = kinds();
    let dir = tempfile::tempdir()?;
    write_checks(dir.path())?;
    let known = Known { kinds: &kinds, is_citation: &|_| true };
    let set = CheckSet::load(&known, false, &[dir.path().to_owned()])?;
    let checks: Vec<_> = set.checks().iter().collect();
    let facts = facts();
    let mut rows = 0_u64;
    let began = Instant::now();
    let defects = judge(&checks, &kinds, &facts, jiff::Timestamp::UNIX_EPOCH, None, &mut |_| rows += 1)?;
    let seconds = began.elapsed().as_secs_f64();
    let mut out = std::io::stdout();
    writeln!(out, "{rows} evaluations, {} defects, {:.0} a second", defects.len(), rows as f64 / seconds)?;
    Ok(())
}

//! What the tests of this module share: a small world of kinds, checks written on the spot, facts in memory.

use super::{Check, CheckSet, Evaluation, Known, Subject, judge};
use crate::diagnostic::{Problems, SourceText};
use crate::resource::{
    Cause, Cell, CellEnd, CellStart, Cells, FactsError, KindReport, KindState, ReadCell, Resource, Unread,
};
use crate::service::{Kind, Shape};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A shape from JSON: `"s"`, `"b"`, `"i"`, `"t"`, `"j"`, `[shape]`, `{name: shape}`.
pub(super) fn shape(written: &Value) -> Shape {
    match written {
        Value::Array(element) => Shape::List(Box::new(shape(&element[0]))),
        Value::Object(members) => {
            Shape::Object(members.iter().map(|(name, member)| (name.clone(), shape(member))).collect())
        }
        word => match word.as_str() {
            Some("b") => Shape::Bool,
            Some("i") => Shape::Int,
            Some("t") => Shape::Time,
            Some("j") => Shape::Json,
            _ => Shape::String,
        },
    }
}

/// Things, Parts of things, and Owners, which are global.
pub(super) fn kinds() -> BTreeMap<String, Kind> {
    let kind = |name: &str, api: &str, properties: Value| {
        let Shape::Object(properties) = shape(&properties) else { panic!("properties are an object") };
        let kind = Kind {
            name: name.to_owned(),
            api: api.to_owned(),
            service: api.to_owned(),
            service_by: None,
            properties,
            created_at_moves: None,
            shows_use: true,
        };
        (name.to_owned(), kind)
    };
    BTreeMap::from([
        kind(
            "AWS::Test::Thing",
            "test",
            json!({
                "On": "b", "Size": "i", "Word": "s", "Policy": "j", "Words": ["s"], "Owner": "s",
                "Box": {"Inner": {"On": "b"}, "Word": "s"},
                "Rules": [{"On": "b", "Words": ["s"]}],
                "Parameters": [{"Key": "s", "Value": "s"}],
            }),
        ),
        kind("AWS::Test::Part", "test", json!({"ThingIds": ["s"], "On": "b", "OwnerArn": "s"})),
        kind("AWS::Test::Owner", "owners", json!({"Name": "s", "On": "b"})),
    ])
}

/// A check on a Thing; `more` is TOML that comes last.
pub(super) fn written(condition: &str, more: &str) -> String {
    format!(
        r#"id = "thing-good"
title = "Thing is good"
resource = "AWS::Test::Thing"
severity = "high"
category = "logging"
condition = '''{condition}'''
observe = []
message = "{{id}} is not good"
why = "because"
fix = {{ console = "mend it" }}
references = ["https://docs.aws.amazon.com/"]
citations = [{{ id = "164.312(b)", relation = "partial" }}]
{more}"#
    )
}

/// Reads a check's text.
pub(super) fn read(text: &str) -> Result<Check, Problems> {
    let kinds = kinds();
    let known = Known { kinds: &kinds, is_citation: &|id| id == "164.312(b)" };
    super::written::read(&SourceText::new("checks/test/thing-good.toml", text), &known)
}

/// A check that must load.
pub(super) fn check(condition: &str, more: &str) -> Check {
    read(&written(condition, more)).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What a refused check says.
pub(super) fn refusal(condition: &str, more: &str) -> String {
    match read(&written(condition, more)) {
        Ok(_) => panic!("`{condition}` was not refused"),
        Err(problems) => problems.to_string(),
    }
}

/// A resource with these properties.
pub(super) fn resource(kind: &str, id: &str, properties: Value) -> Resource {
    let Value::Object(properties) = properties else { panic!("properties are an object") };
    Resource {
        kind: kind.to_owned(),
        id: id.to_owned(),
        arn: Some(format!(
            "arn:aws:test:us-east-1:111122223333:{}/{id}",
            kind.rsplit(':').next().unwrap_or(kind)
        )),
        account: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        name: None,
        created_at: None,
        tags: Some(Vec::new()),
        properties,
        unread: Vec::new(),
        origin: None,
    }
}

/// A Thing with these properties.
pub(super) fn thing(properties: Value) -> Resource {
    resource("AWS::Test::Thing", "one", properties)
}

/// An entry of a denied call.
pub(super) fn denied(path: &str) -> Unread {
    Unread {
        path: path.to_owned(),
        cause: Cause::Denied,
        action: Some("test:Describe".to_owned()),
        code: Some("AccessDenied".to_owned()),
        request_id: Some("r-1".to_owned()),
    }
}

/// Facts in memory.
#[derive(Default)]
pub(super) struct World {
    cells: Vec<ReadCell>,
    resources: BTreeMap<Cell, Vec<Resource>>,
    declared: bool,
}

impl World {
    /// A plan's, in which not all there is stands.
    pub(super) fn of_a_plan() -> Self {
        Self { declared: true, ..Self::default() }
    }

    /// Adds a cell; each kind with its state, resources moved to the cell's account and region.
    pub(super) fn cell(
        mut self,
        at: (&str, &str, &str),
        kinds: &[(&str, KindState)],
        found: Vec<Resource>,
    ) -> Self {
        let cell = Cell { account: at.0.to_owned(), region: at.1.to_owned(), api: at.2.to_owned() };
        let reports = kinds.iter().map(|(kind, state)| {
            let count = found.iter().filter(|r| r.kind == *kind).count() as u64;
            let whole = matches!(state, KindState::Read | KindState::NotOffered | KindState::Disabled);
            let unread = (!whole).then(|| denied(""));
            ((*kind).to_owned(), KindReport { state: *state, count, unread })
        });
        let end = CellEnd {
            ended: "2026-11-22T00:00:00Z".to_owned(),
            calls: BTreeMap::new(),
            throttled: 0,
            kinds: reports.collect(),
        };
        let start = CellStart {
            cell: cell.clone(),
            format: 1,
            principal: Some("arn:aws:sts::111122223333:assumed-role/reader/x".to_owned()),
            started: "2026-11-22T00:00:00Z".to_owned(),
        };
        let found = found
            .into_iter()
            .map(|r| Resource { account: cell.account.clone(), region: cell.region.clone(), ..r })
            .collect();
        self.resources.insert(cell, found);
        self.cells.push(ReadCell { start, end });
        self.cells.sort_by(|a, b| a.start.cell.cmp(&b.start.cell));
        self
    }

    /// One line a row: `account/region id verdict reason`, then the defects.
    pub(super) fn judged(&self, checks: &[&Check], regions: Option<&BTreeSet<String>>) -> Vec<String> {
        let mut rows = Vec::new();
        let as_of = jiff::Timestamp::constant(1_795_305_600, 0);
        let defects = judge(checks, &kinds(), self, as_of, regions, &mut |e| rows.push(line(&e)));
        rows.extend(
            defects
                .expect("facts in memory read back")
                .into_iter()
                .map(|d| format!("{}: defect {}", d.check, d.error)),
        );
        rows
    }
}

impl Cells for World {
    fn cells(&self) -> &[ReadCell] {
        &self.cells
    }

    fn are_a_part(&self) -> bool {
        self.declared
    }

    fn resources(&self, cell: &Cell, each: &mut dyn FnMut(Resource)) -> Result<(), FactsError> {
        self.resources.get(cell).into_iter().flatten().cloned().for_each(each);
        Ok(())
    }
}

/// A row as a line.
pub(super) fn line(evaluation: &Evaluation<'_>) -> String {
    let place = match evaluation.subject {
        Subject::Resource(r) => format!("{}/{} {}", r.account, r.region, r.id),
        Subject::Listing { account, region, kind, .. } => format!("{account}/{region} {kind}"),
    };
    let reason = evaluation.reason.as_deref().map(|r| format!(" ({r})")).unwrap_or_default();
    format!("{place}: {}{reason}", evaluation.verdict.as_str())
}

/// What a condition says of one Thing: its row's verdict, or the defect.
pub(super) fn says(condition: &str, subject: &Resource) -> String {
    let check = check(condition, "");
    let mut said = String::new();
    let as_of = jiff::Timestamp::constant(1_795_305_600, 0);
    let resources = std::slice::from_ref(subject);
    let defects = super::judge_resources(&[&check], &kinds(), resources, as_of, &mut |e| {
        said = e.verdict.as_str().to_owned();
    });
    defects.into_iter().next().map_or(said, |d| format!("defect: {}", d.error))
}

/// The embedded checks against nothing but their own syntax need a catalogue; tests read a folder instead.
pub(super) fn load(dir: &std::path::Path) -> Result<CheckSet, Problems> {
    let kinds = kinds();
    let known = Known { kinds: &kinds, is_citation: &|id| id == "164.312(b)" };
    CheckSet::load(&known, false, &[dir.to_owned()])
}

//! All embedded checks: their examples, the worth of those examples, and their manners on what others were written for.

use super::{Check, CheckSet, Known, citation, judge_resources, test_check};
use crate::diagnostic::SourceText;
use crate::resource::Resource;
use crate::service::{Catalog, Shape};
use serde_json::Value;
use std::collections::BTreeMap;

fn known() -> Known<'static> {
    Known { kinds: Catalog::builtin(), is_citation: &|id| citation(id).is_some() }
}

fn all() -> CheckSet {
    CheckSet::builtin(&known()).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn every_check_says_what_its_examples_and_their_mutations_must() {
    let wrong: Vec<String> = all()
        .checks()
        .iter()
        .flat_map(|check| test_check(check, Catalog::builtin()))
        .map(|failure| failure.problem.to_string())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_check_that_says_the_opposite_is_caught_by_its_examples() {
    for check in all().checks() {
        let mut text: toml::Table = check.text.text.parse().expect("an embedded check is TOML");
        text.insert("condition".to_owned(), format!("!({})", check.condition()).into());
        let file = SourceText::new(check.file.clone(), text.to_string());
        let opposite = super::written::read(&file, &known()).unwrap_or_else(|problems| panic!("{problems}"));
        let failures = test_check(&opposite, Catalog::builtin());
        assert!(!failures.is_empty(), "nothing in {} tells it from its opposite", check.id);
    }
}

#[test]
fn no_check_breaks_on_the_examples_of_another() {
    let set = all();
    let mut of_kind: BTreeMap<&str, (Vec<&Check>, Vec<Resource>)> = BTreeMap::new();
    for check in set.checks() {
        let (checks, resources) = of_kind.entry(&check.resource).or_default();
        checks.push(check);
        resources.extend(check.own_examples().iter().map(|example| whole(&example.resource)));
        for element in check.own_examples().iter().flat_map(|e| e.related.values().flatten().flatten()) {
            of_kind.entry(kind_name(&element.kind)).or_default().1.push(whole(element));
        }
    }
    let as_of = jiff::Timestamp::constant(1_795_305_600, 0);
    let mut rows = 0;
    for (kind, (checks, resources)) in of_kind {
        let defects = judge_resources(&checks, Catalog::builtin(), &resources, as_of, &mut |_| rows += 1);
        assert!(defects.is_empty(), "{kind}: {defects:#?}");
    }
    assert!(rows > 5_000, "only {rows} rows: the examples were not crossed");
}

/// The catalogue's own copy of a kind's name, which outlives the example.
fn kind_name(name: &str) -> &'static str {
    Catalog::builtin().kind(name).map_or("", |kind| kind.name.as_str())
}

/// The resource as a collector writes it: every member of every shape is there.
fn whole(resource: &Resource) -> Resource {
    let mut resource = resource.clone();
    if let Some(kind) = Catalog::builtin().kind(&resource.kind) {
        for (name, shape) in &kind.properties {
            resource.properties.entry(name.clone()).and_modify(|value| fill(value, shape));
        }
    }
    resource
}

fn fill(value: &mut Value, shape: &Shape) {
    match (value, shape) {
        (Value::Object(members), Shape::Object(shapes)) => {
            for (name, shape) in shapes {
                fill(members.entry(name.clone()).or_insert(Value::Null), shape);
            }
        }
        (Value::Array(elements), Shape::List(shape)) => {
            elements.iter_mut().for_each(|element| fill(element, shape));
        }
        _ => {}
    }
}

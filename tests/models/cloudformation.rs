//! Holds the names and types of kinds and properties against CloudFormation's schemas and the vocabulary.

use crate::Findings;
use crate::botocore::site_packages;
use baascan::service::{Catalog, Shape};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// CloudFormation's schemas, as cfn-lint ships them: a table of types for each region, and a file for each schema.
pub(crate) struct Schemas {
    folder: PathBuf,
    files: BTreeMap<String, String>,
}

impl Schemas {
    pub(crate) fn load() -> Self {
        let folder = site_packages().join("cfnlint/data/schemas");
        let table =
            std::fs::read(folder.join("providers/us-east-1.json")).expect("cfn-lint's table of types");
        Self { folder, files: serde_json::from_slice(&table).expect("the table is JSON") }
    }

    /// Every type there is.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    pub(crate) fn schema(&self, kind: &str) -> Option<Value> {
        let file = self.folder.join("resources").join(format!("{}.json", self.files.get(kind)?));
        let text = std::fs::read_to_string(file).expect("cfn-lint's schema");
        Some(serde_json::from_str(&text).expect("a schema is JSON"))
    }
}

/// Follows references until something else stands there.
pub(crate) fn resolved<'a>(schema: &'a Value, mut node: &'a Value) -> &'a Value {
    while let Some(reference) = node["$ref"].as_str() {
        node = schema.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
    }
    node
}

/// The schema of a member, also one that stands in an alternative.
pub(crate) fn member<'a>(schema: &'a Value, node: &'a Value, name: &str) -> Option<&'a Value> {
    if let Some(found) = node["properties"].get(name) {
        return Some(resolved(schema, found));
    }
    ["oneOf", "anyOf", "allOf"].iter().find_map(|key| {
        node[key].as_array()?.iter().find_map(|branch| member(schema, resolved(schema, branch), name))
    })
}

fn is_a(node: &Value, words: &[&str]) -> bool {
    let fits = |value: &Value| value.as_str().is_some_and(|word| words.contains(&word));
    match &node["type"] {
        Value::Array(types) => types.iter().any(fits),
        // Alternatives and enumerations name no type of their own.
        Value::Null => true,
        single => fits(single),
    }
}

/// A list of `Key` and `Value`, which is what a map of CloudFormation's becomes.
fn is_key_values(shape: &Shape) -> bool {
    let Shape::List(element) = shape else { return false };
    let Shape::Object(members) = element.as_ref() else { return false };
    members.keys().eq(["Key", "Value"])
}

struct Walk<'a> {
    catalog: &'a Catalog,
    kind: &'a str,
    schema: &'a Value,
    used: Vec<String>,
    findings: Findings,
}

impl Walk<'_> {
    fn shape(&mut self, path: &str, shape: &Shape, node: &Value) {
        let words: &[&str] = match shape {
            Shape::Bool => &["boolean"],
            Shape::Int => &["integer", "number"],
            Shape::String | Shape::Time => &["string"],
            Shape::Json => &["object", "string"],
            Shape::List(_) => &["array"],
            Shape::Object(_) => &["object"],
        };
        if is_a(node, &["object"]) && is_key_values(shape) {
            return;
        }
        let kind = self.kind;
        self.findings
            .expect(is_a(node, words), || format!("{kind}.{path} is {} and not {words:?}", node["type"]));
        match shape {
            Shape::Object(members) => self.members(path, members, node),
            Shape::List(element) => self.shape(path, element, resolved(self.schema, &node["items"])),
            _ => {}
        }
    }

    fn members(&mut self, path: &str, members: &BTreeMap<String, Shape>, node: &Value) {
        for (name, shape) in members {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let found = member(self.schema, node, name);
            if self.catalog.vocabulary().has(self.kind, Some(&path)) {
                self.used.push(path.clone());
                let kind = self.kind;
                self.findings.expect(found.is_none(), || {
                    format!("CloudFormation has {kind}.{path}: the vocabulary need not")
                });
                continue;
            }
            match found {
                Some(found) => self.shape(&path, shape, found),
                None => {
                    let kind = self.kind;
                    self.findings.expect(false, || {
                        format!("neither CloudFormation nor the vocabulary has {kind}.{path}")
                    });
                }
            }
        }
    }
}

#[test]
fn every_name_is_cloudformations_or_in_the_vocabulary() {
    let schemas = Schemas::load();
    let catalog = Catalog::builtin();
    let mut findings = Findings::default();
    let mut used: Vec<(String, Option<String>)> = Vec::new();
    for kind in catalog.kinds() {
        let schema = schemas.schema(&kind.name);
        let worded = catalog.vocabulary().has(&kind.name, None);
        findings.expect(schema.is_some() != worded, || match worded {
            true => format!("CloudFormation has {}: the vocabulary need not", kind.name),
            false => format!("neither CloudFormation nor the vocabulary has {}", kind.name),
        });
        if worded {
            used.push((kind.name.clone(), None));
            continue;
        }
        let Some(schema) = schema else { continue };
        let mut walk = Walk {
            catalog,
            kind: &kind.name,
            schema: &schema,
            used: Vec::new(),
            findings: Findings::default(),
        };
        walk.members("", &kind.properties, &schema);
        used.extend(walk.used.into_iter().map(|path| (kind.name.clone(), Some(path))));
        findings.0.extend(walk.findings.0);
    }
    for word in &catalog.vocabulary().words {
        let name = (word.kind.clone(), word.property.clone());
        findings.expect(used.contains(&name), || format!("nobody uses the vocabulary's {name:?}"));
    }
    findings.done();
}

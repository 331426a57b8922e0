//! Holds what types of plans and templates are against the attributes of Terraform's provider and CloudFormation's schemas.

use crate::Findings;
use crate::cloudformation::{Schemas, member, resolved};
use baascan::check::{CheckSet, Known};
use baascan::service::{Catalog, Shape};
use baascan::source::declared::{Field, Mapping, Mappings, Style};
use serde_json::Value;
use std::collections::BTreeMap;

/// The attributes of Terraform's provider, by type: dotted path to type and flags.
pub(crate) fn provider() -> BTreeMap<String, BTreeMap<String, String>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/models/terraform-aws.txt");
    let text = std::fs::read_to_string(path).expect("the provider's attributes");
    let mut types: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix('\t').and_then(|line| line.split_once(' ')) {
            None => {
                current = line.split(' ').next().unwrap_or_default().to_owned();
                types.entry(current.clone()).or_default();
            }
            Some((path, flags)) => {
                types.entry(current.clone()).or_default().insert(path.to_owned(), flags.to_owned());
            }
        }
    }
    types
}

/// What a source's schema says of the place at a path.
enum Spot<'s> {
    Terraform(&'s BTreeMap<String, String>, String),
    CloudFormation(&'s Value, &'s Value),
}

impl<'s> Spot<'s> {
    /// The place at a dotted path below, lists walked through; `None` where the schema has no such place.
    fn at(&self, path: &str) -> Option<Self> {
        let plain: Vec<&str> = path.split('.').filter_map(|part| part.split('[').next()).collect();
        let path = if path == "." { path } else { &plain.join(".") };
        match self {
            _ if path == "." => Some(self.again()),
            Self::Terraform(attributes, prefix) => {
                let full = if prefix.is_empty() { path.to_owned() } else { format!("{prefix}.{path}") };
                attributes.contains_key(&full).then_some(Self::Terraform(attributes, full))
            }
            Self::CloudFormation(schema, node) => {
                let mut node = *node;
                for name in path.split('.') {
                    node = member(schema, elements(schema, node), name)?;
                }
                Some(Self::CloudFormation(schema, node))
            }
        }
    }

    fn again(&self) -> Self {
        match self {
            Self::Terraform(attributes, prefix) => Self::Terraform(attributes, prefix.clone()),
            Self::CloudFormation(schema, node) => Self::CloudFormation(schema, node),
        }
    }

    /// Whether the provider computes what the configuration does not write.
    fn is_computed(&self) -> bool {
        match self {
            Self::Terraform(attributes, path) => {
                attributes.get(path).is_some_and(|flags| flags.split(' ').any(|flag| flag == "computed"))
            }
            Self::CloudFormation(..) => false,
        }
    }

    /// Whether it is a block. Of those the schema does not tell whether the provider computes them.
    fn is_block(&self) -> bool {
        match self {
            Self::Terraform(attributes, path) => {
                attributes.get(path).is_some_and(|flags| flags.starts_with("block("))
            }
            Self::CloudFormation(..) => false,
        }
    }

    /// Whether it holds anything, so that no schema speaks of what is in it; or one word, so that nothing is in it.
    fn is_opaque(&self) -> bool {
        match self {
            Self::Terraform(attributes, path) => attributes.get(path).is_some_and(|flags| {
                let open = ["map(", "dynamic", "string", "number", "bool"];
                open.iter().any(|start| flags.starts_with(start)) || flags.contains("cut")
            }),
            Self::CloudFormation(schema, node) => {
                let node = elements(schema, node);
                node["properties"].is_null()
                    && ["oneOf", "anyOf", "allOf"].iter().all(|key| node[key].is_null())
            }
        }
    }
}

fn elements<'s>(schema: &'s Value, node: &'s Value) -> &'s Value {
    if node["items"].is_null() { node } else { resolved(schema, &node["items"]) }
}

struct Walk<'f> {
    type_name: &'f str,
    mapping: &'f Mapping,
    findings: &'f mut Findings,
}

impl Walk<'_> {
    fn fields(&mut self, path: &str, fields: &BTreeMap<String, Field>, around: &Spot<'_>) {
        for (name, field) in fields {
            self.field(&format!("{path}.{name}"), name, field, around);
        }
    }

    fn field(&mut self, path: &str, name: &str, field: &Field, around: &Spot<'_>) {
        for from in field.statement.values().filter(|from| around.at(from).is_none()) {
            self.finding(path, &format!("`{from}` is no attribute there"));
        }
        let named = field.own.is_some() || field.item.is_some() || !field.statement.is_empty();
        if field.unknown || field.untold || field.always.is_some() || field.by_parts || named {
            return;
        }
        if let Some(of) = &field.of {
            // What the other thing has is told in its own file.
            let known = around.at(of).is_some();
            return self
                .findings
                .expect(known, || format!("{}{path}: `{of}` is no attribute", self.type_name));
        }
        let own = [self.mapping.style.own(name).into_owned()];
        // What is within a text of JSON no schema tells.
        let whole = Field { members: BTreeMap::new(), ..field.clone() };
        let field = if field.json { &whole } else { field };
        let written = if field.from.is_empty() { &own[..] } else { &field.from[..] };
        let (mut computed, mut is_block) = (false, false);
        for from in written {
            let Some(spot) = around.at(from) else {
                let open = |before: &str| around.at(before).is_some_and(|spot| spot.is_opaque());
                let within = from.match_indices('.').any(|(at, _)| open(&from[..at]));
                if !around.is_opaque() && !within {
                    self.finding(path, &format!("`{from}` is no attribute there"));
                }
                continue;
            };
            computed |= from != "." && spot.is_computed();
            let outer = from.split_once('.').and_then(|(outer, _)| around.at(outer));
            is_block |= spot.is_block() || outer.is_some_and(|outer| outer.is_block());
            if !field.members.is_empty() {
                self.fields(path, &field.members, &spot);
            }
        }
        let held = self.mapping.style == Style::Terraform && field.value.is_none() && !is_block;
        if held && computed != field.computed {
            self.finding(path, &format!("the provider says computed = {computed}"));
        }
        for attribute in
            field.unless.iter().filter(|attribute| around.at(attribute).is_none() && !around.is_opaque())
        {
            self.finding(path, &format!("`{attribute}` of `unless` is no attribute there"));
        }
        if let Some((attribute, _)) = &field.when
            && around.at(attribute).is_none()
        {
            self.finding(path, &format!("`{attribute}` of `when` is no attribute there"));
        }
    }

    fn finding(&mut self, path: &str, what: &str) {
        let type_name = self.type_name;
        self.findings.expect(false, || format!("{type_name}{path}: {what}"));
    }

    fn names(&mut self, around: &Spot<'_>) {
        let (mapping, known) = (self.mapping, ["id", "address", "account", "region", "partition"]);
        for template in [&mapping.id, &mapping.arn, &mapping.name].into_iter().flatten() {
            for word in template.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                let attribute = word.split('|').next().unwrap_or(word);
                if !known.contains(&attribute) && around.at(attribute).is_none() {
                    self.finding("", &format!("`{word}` of `{template}` is no attribute"));
                }
            }
        }
        if let Some((attribute, _)) = &mapping.when
            && around.at(attribute).is_none()
        {
            self.finding("", &format!("`{attribute}` of `when` is no attribute"));
        }
        if let Some(attribute) = &mapping.part_of
            && around.at(attribute).is_none()
        {
            self.finding("", &format!("`part_of` names `{attribute}`, which is no attribute"));
        }
    }
}

/// Members that a provider newer than the one held here has under their own name.
const NEWER: [&str; 1] = ["aws_athena_workgroup.WorkGroupConfiguration.ManagedQueryResultsConfiguration"];

/// The members of an object, or of a list's objects.
fn members_of(shape: &Shape) -> Option<&BTreeMap<String, Shape>> {
    match shape {
        Shape::Object(members) => Some(members),
        Shape::List(element) => match element.as_ref() {
            Shape::Object(members) => Some(members),
            _ => None,
        },
        _ => None,
    }
}

impl Walk<'_> {
    /// A member that nothing of the source fills would be `null` without a word: it has its own name in the schema, or the
    /// file says what it is.
    fn words(&mut self, path: &str, name: &str, shape: &Shape, field: &Field, around: &Spot<'_>) {
        let named = field.own.is_some() || field.item.is_some() || field.of.is_some();
        let told = field.unknown || field.by_parts || field.json || field.value.is_some();
        let (Some(members), false) = (members_of(shape), named || told || field.always.is_some()) else {
            return;
        };
        let own = [self.mapping.style.own(name).into_owned()];
        let written = if field.from.is_empty() { &own[..] } else { &field.from[..] };
        for spot in written.iter().filter_map(|from| around.at(from)).filter(|spot| !spot.is_opaque()) {
            for (member, inner) in members {
                let path = format!("{path}.{member}");
                if let Some(field) = field.members.get(member) {
                    self.words(&path, member, inner, field, &spot);
                    continue;
                }
                match spot.at(&self.mapping.style.own(member)) {
                    None if NEWER.contains(&format!("{}{path}", self.type_name).as_str()) => {}
                    None => self.finding(&path, "nothing fills it; say what it is in `members`"),
                    Some(there) if there.is_computed() => {
                        self.finding(&path, "the provider computes it; say what it is in `members`");
                    }
                    Some(_) => self.words(&path, member, inner, &Field::default(), &spot),
                }
            }
        }
    }
}

/// A default has to be one that the property can have.
fn fits(value: &Value, shape: &Shape) -> bool {
    match (value, shape) {
        (Value::Null, _) | (_, Shape::Json) => true,
        // A word that leaves it to AWS.
        (Value::String(word), Shape::Bool | Shape::Int) if word == "unknown" => true,
        (Value::Bool(_), Shape::Bool) => true,
        (Value::Number(_), Shape::Int) => true,
        (Value::String(_), Shape::String | Shape::Time) => true,
        (Value::Array(elements), Shape::List(element)) => elements.iter().all(|each| fits(each, element)),
        (Value::Object(members), Shape::Object(shapes)) => {
            members.len() == shapes.len()
                && members
                    .iter()
                    .all(|(name, value)| shapes.get(name).is_some_and(|shape| fits(value, shape)))
        }
        _ => false,
    }
}

fn check_defaults(type_name: &str, path: &str, field: &Field, shape: &Shape, findings: &mut Findings) {
    let literals = field.absent.iter().chain(&field.always).chain(&field.value).chain(field.values.values());
    for literal in literals {
        findings
            .expect(fits(literal, shape), || format!("{type_name}.{path}: {literal} is none of its values"));
    }
    let members = match shape {
        Shape::Object(members) => members,
        Shape::List(element) => match element.as_ref() {
            Shape::Object(members) => members,
            _ => return,
        },
        _ => return,
    };
    for (name, field) in &field.members {
        if let Some(shape) = members.get(name) {
            check_defaults(type_name, &format!("{path}.{name}"), field, shape, findings);
        }
    }
}

#[test]
fn every_type_of_a_plan_or_a_template_is_what_its_provider_says() {
    let (catalog, provider, schemas) = (Catalog::builtin(), provider(), Schemas::load());
    let mut mappings = Mappings::new(catalog, &[]);
    let types: Vec<String> = mappings.types().map(str::to_owned).collect();
    let mut findings = Findings::default();
    for type_name in &types {
        let whole = match mappings.of(type_name) {
            Ok(Some(mapping)) => mapping.clone(),
            Ok(None) => continue,
            Err(problems) => {
                findings.expect(false, || problems.to_string());
                continue;
            }
        };
        let schema = schemas.schema(type_name);
        for mapping in whole.all() {
            let root = match (&schema, provider.get(type_name)) {
                (Some(schema), _) => Spot::CloudFormation(schema, schema),
                (None, Some(attributes)) => Spot::Terraform(attributes, String::new()),
                (None, None) => {
                    findings.expect(false, || format!("{type_name}: no provider has this type"));
                    continue;
                }
            };
            let Some(around) = mapping.each.as_deref().map_or(Some(root.again()), |each| root.at(each))
            else {
                findings.expect(false, || format!("{type_name}: `each` is no attribute"));
                continue;
            };
            let mut walk = Walk { type_name, mapping, findings: &mut findings };
            walk.names(&around);
            walk.fields("", &mapping.properties, &around);
            let Some(kind) = catalog.kind(&mapping.kind) else { continue };
            for (name, shape) in &kind.properties {
                if let Some(field) = mapping.properties.get(name) {
                    let mut walk = Walk { type_name, mapping, findings: &mut findings };
                    walk.words(&format!(".{name}"), name, shape, field, &around);
                    check_defaults(type_name, name, field, shape, &mut findings);
                }
                let told = mapping.properties.contains_key(name) || mapping.not_in_source.contains(name);
                findings.expect(told || mapping.part_of.is_some(), || {
                    format!(
                        "{type_name}: {name} of {} is neither mapped nor in `not_in_source`",
                        mapping.kind
                    )
                });
                findings.expect(
                    !(mapping.properties.contains_key(name) && mapping.not_in_source.contains(name)),
                    || format!("{type_name}: {name} is mapped and in `not_in_source`"),
                );
            }
        }
        let url = &whole.documentation;
        findings.expect(url.starts_with("https://"), || format!("{type_name}: documentation is no address"));
    }
    findings.done();
}

#[test]
fn no_type_lacks_the_property_by_which_others_find_it() {
    let catalog = Catalog::builtin();
    let known = Known { kinds: catalog, is_citation: &|_| true };
    let checks = CheckSet::builtin(&known).expect("the checks are right");
    let mut mappings = Mappings::new(catalog, &[]);
    let types: Vec<String> = mappings.types().map(str::to_owned).collect();
    let mut findings = Findings::default();
    for type_name in &types {
        let Ok(Some(whole)) = mappings.of(type_name) else { continue };
        for mapping in whole.all().filter(|mapping| mapping.part_of.is_none()) {
            for check in checks.checks() {
                let of_kind = check.related.iter().filter(|related| related.resource == mapping.kind);
                for place in of_kind.filter_map(|related| related.join.as_ref()) {
                    let top = place.r#where.split('.').next().unwrap_or_default();
                    findings.expect(!mapping.not_in_source.contains(top), || {
                        format!(
                            "{type_name}: {} joins by {top}, and would never be judged beside one",
                            check.id
                        )
                    });
                }
            }
        }
    }
    findings.done();
}

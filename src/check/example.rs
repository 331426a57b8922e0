//! The proof a check brings along: examples, and what they are tested for.

use super::condition::Vocabulary;
use super::evaluate::{Decision, Lists, RelatedList, Rig, decide, tops, with_lists};
use super::mutation::mutations;
use super::related::Entry;
use super::value::{ENVELOPE, Object, shape_at};
use super::{Check, Verdict};
use crate::diagnostic::{Problem, Table};
use crate::resource::{Cause, Resource, Tag, Unread};
use crate::service::{Kind, Kinds, Shape};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// One example of a check.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    /// Where it stands in the check's file.
    pub(super) at: Range<usize>,
    /// What the check must say.
    pub(super) verdict: Verdict,
    /// The subject.
    pub(super) resource: Resource,
    /// The related lists; `None` could not be read.
    pub(super) related: BTreeMap<String, Option<Vec<Resource>>>,
}

/// An example, or a mutation of one, that does not come out as it must.
#[derive(Debug, Clone)]
pub struct ExampleFailure {
    /// The check.
    pub check: String,
    /// What is wrong, at the example's place in the check's file.
    pub problem: Problem,
}

/// Reads one `[[example]]`.
pub(super) fn read(table: &Table<'_>, vocabulary: &Vocabulary<'_>) -> Option<Example> {
    let verdict = table.one_of("verdict", &Verdict::ALL.map(|v| (v.as_str(), v)));
    if verdict.is_none() && !table.has("verdict") {
        table.missing("verdict", "one of pass, fail, not_evaluated, not_applicable");
    }
    table.string("note");
    let mut members = Map::new();
    for name in ["id", "arn", "name", "region", "created_at"] {
        members.extend(table.string(name).map(|text| (name.to_owned(), Value::from(text.into_inner()))));
    }
    members.extend(table.json("tags").map(|tags| ("tags".to_owned(), tags.into_inner())));
    if let Some(properties) = table.json("properties") {
        match nulls(properties.get_ref().clone()) {
            Value::Object(properties) => members.extend(properties),
            _ => table.problem(
                properties.span(),
                "`properties` is not a table",
                "properties = { Name = value }",
            ),
        }
    }
    let mut resource = resource(table, vocabulary.resource, members, table.span.clone());
    for path in table.strings("unread").unwrap_or_default() {
        mark_unread(&mut resource, path.get_ref());
        if shape_at(vocabulary.resource, path.get_ref()).is_none() {
            let message =
                format!("no description of {} fills `{}`", vocabulary.resource.name, path.get_ref());
            table.problem(path.span(), message, "name a property that could not be read");
        }
    }
    let related = related(table, vocabulary);
    Some(Example { at: table.span.clone(), verdict: verdict?.into_inner(), resource, related })
}

fn related(table: &Table<'_>, vocabulary: &Vocabulary<'_>) -> BTreeMap<String, Option<Vec<Resource>>> {
    let mut lists: BTreeMap<String, Option<Vec<Resource>>> =
        vocabulary.related.keys().map(|name| (name.clone(), Some(Vec::new()))).collect();
    for name in table.strings("related_unread").unwrap_or_default() {
        if lists.insert(name.get_ref().clone(), None).is_none() {
            let message = format!("`related.{}` is not declared", name.get_ref());
            table.problem(name.span(), message, "name a related list of the check");
        }
    }
    let Some(written) = table.json("related") else {
        return lists;
    };
    let Value::Object(named) = nulls(written.get_ref().clone()) else {
        table.problem(
            written.span(),
            "`related` is not a table",
            "related = { name = [ { Property = value } ] }",
        );
        return lists;
    };
    for (name, elements) in named {
        let (Some(kind), Value::Array(elements)) = (vocabulary.related.get(&name), elements) else {
            let message = format!("`related.{name}` is not a declared list");
            table.problem(written.span(), message, "related = { name = [ { Property = value } ] }");
            continue;
        };
        let elements = elements.into_iter().map(|element| {
            let members = match element {
                Value::Object(members) => members,
                _ => Map::new(),
            };
            resource(table, kind, members, written.span())
        });
        lists.insert(name, Some(elements.collect()));
    }
    lists
}

/// The text "null" stands for null, which TOML has not.
fn nulls(value: Value) -> Value {
    match value {
        Value::String(text) if text == "null" => Value::Null,
        Value::Array(elements) => elements.into_iter().map(nulls).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, nulls(value))).collect(),
        other => other,
    }
}

/// A resource from its members, envelope and properties side by side.
fn resource(table: &Table<'_>, kind: &Kind, mut members: Map<String, Value>, at: Range<usize>) -> Resource {
    let mut envelope: BTreeMap<&str, Option<Value>> =
        ENVELOPE.into_iter().map(|name| (name, members.remove(name))).collect();
    let unread_names = match members.remove("unread") {
        Some(Value::Array(names)) => names,
        _ => Vec::new(),
    };
    for (name, value) in &members {
        match kind.properties.get(name) {
            Some(shape) => fits(table, name, value, shape, &at),
            None => {
                let message = format!("no description of {} fills `{name}`", kind.name);
                table.problem(at.clone(), message, "write it as the kind's description has it");
            }
        }
    }
    let mut text = |name: &str| envelope.get_mut(name)?.take()?.as_str().map(str::to_owned);
    let mut resource = Resource {
        kind: kind.name.clone(),
        id: text("id").unwrap_or_else(|| "example".to_owned()),
        arn: text("arn"),
        account: text("account").unwrap_or_else(|| "111122223333".to_owned()),
        region: text("region").unwrap_or_else(|| "us-east-1".to_owned()),
        name: text("name"),
        created_at: text("created_at"),
        tags: Some(tags(envelope.remove("tags").flatten())),
        properties: members,
        unread: Vec::new(),
    };
    for name in unread_names.iter().filter_map(Value::as_str) {
        mark_unread(&mut resource, name);
    }
    resource
}

/// Tags as a list of `{Key, Value}`, or as a table of them.
fn tags(written: Option<Value>) -> Vec<Tag> {
    match written {
        Some(Value::Array(tags)) => tags.into_iter().filter_map(|t| serde_json::from_value(t).ok()).collect(),
        Some(Value::Object(tags)) => tags
            .into_iter()
            .map(|(key, value)| Tag { key, value: value.as_str().map(str::to_owned) })
            .collect(),
        _ => Vec::new(),
    }
}

/// Notes a value that is not of the property's shape.
fn fits(table: &Table<'_>, path: &str, value: &Value, shape: &Shape, at: &Range<usize>) {
    match (shape, value) {
        (_, Value::Null)
        | (Shape::Json, _)
        | (Shape::Bool, Value::Bool(_))
        | (Shape::String | Shape::Time, Value::String(_)) => {}
        (Shape::Int, Value::Number(n)) if n.is_i64() => {}
        (Shape::List(element), Value::Array(elements)) => {
            elements.iter().for_each(|e| fits(table, path, e, element, at));
        }
        (Shape::Object(known), Value::Object(members)) => {
            for (name, value) in members {
                match known.get(name) {
                    Some(shape) => fits(table, &format!("{path}.{name}"), value, shape, at),
                    None => table.problem(at.clone(), format!("`{path}` has no `{name}`"), "leave it out"),
                }
            }
        }
        _ => {
            let message = format!("`{path}` of the example is not of the described type");
            table.problem(at.clone(), message, format!("{shape:?} is described"));
        }
    }
}

/// Takes a dotted path out of a resource, in every element of the lists it crosses, and says that it could not be read.
pub(super) fn mark_unread(resource: &mut Resource, path: &str) {
    let why = |pointer: String| Unread {
        path: pointer,
        cause: Cause::Denied,
        action: None,
        code: Some("AccessDenied".to_owned()),
        request_id: None,
    };
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    if ENVELOPE.contains(&first) {
        match first {
            "tags" => resource.tags = None,
            "arn" => resource.arn = None,
            "name" => resource.name = None,
            "created_at" => resource.created_at = None,
            _ => return,
        }
        resource.unread.push(why(format!("/{first}")));
        return;
    }
    let mut pointers = Vec::new();
    match rest {
        None => {
            resource.properties.remove(first);
            pointers.push(format!("/properties/{first}"));
        }
        Some(rest) => {
            if let Some(value) = resource.properties.get_mut(first) {
                take(value, rest, &format!("/properties/{first}"), &mut pointers);
            }
        }
    }
    resource.unread.extend(pointers.into_iter().map(why));
}

fn take(value: &mut Value, path: &str, pointer: &str, pointers: &mut Vec<String>) {
    match value {
        Value::Array(elements) => {
            for (index, element) in elements.iter_mut().enumerate() {
                take(element, path, &format!("{pointer}/{index}"), pointers);
            }
        }
        Value::Object(members) => match path.split_once('.') {
            Some((first, rest)) => {
                if let Some(below) = members.get_mut(first) {
                    take(below, rest, &format!("{pointer}/{first}"), pointers);
                }
            }
            None => {
                if members.remove(path).is_some() {
                    pointers.push(format!("{pointer}/{path}"));
                }
            }
        },
        _ => {}
    }
}

/// Runs a check's examples and their mutations. Every path that a condition reads, and each ancestor of it, set to null must
/// still be decided; taken away as unread it must give `not_evaluated` or the same verdict.
pub fn test_check(check: &Check, kinds: &dyn Kinds) -> Vec<ExampleFailure> {
    let mut tester = Tester { check, kinds, failures: Vec::new() };
    tester.set();
    for example in &check.examples {
        tester.example(example);
    }
    tester.failures
}

struct Tester<'c> {
    check: &'c Check,
    kinds: &'c dyn Kinds,
    failures: Vec<ExampleFailure>,
}

impl Tester<'_> {
    fn fail(&mut self, at: &Range<usize>, message: String, help: &str) {
        let problem = Problem::new(&self.check.text, at.clone(), message).help(help);
        self.failures.push(ExampleFailure { check: self.check.id.clone(), problem });
    }

    /// One pass, one fail and one not_evaluated at least.
    fn set(&mut self) {
        for verdict in [Verdict::Pass, Verdict::Fail, Verdict::NotEvaluated] {
            if !self.check.examples.iter().any(|e| e.verdict == verdict) {
                let message = format!("no example with verdict = \"{}\"", verdict.as_str());
                self.fail(&(0..0), message, "a check has at least one pass, one fail and one not_evaluated");
            }
        }
    }

    fn example(&mut self, example: &Example) {
        for path in self.left_out(example) {
            let message = format!("the example leaves out `{path}`, which the check reads");
            self.fail(&example.at, message, "write it, with \"null\" for none, or list it in unread");
        }
        match self.judge(example) {
            Ok(verdict) if verdict == example.verdict => self.mutations(example),
            Ok(verdict) => {
                let message = format!(
                    "the example says {}, the check says {}",
                    example.verdict.as_str(),
                    verdict.as_str()
                );
                self.fail(&example.at, message, "mend the condition or the example");
            }
            Err(error) => self.fail(
                &example.at,
                format!("the condition is defective: {error}"),
                "guard it against null",
            ),
        }
    }

    fn mutations(&mut self, example: &Example) {
        for mutation in mutations(self.check, example) {
            let outcome = self.judge(&mutation.example);
            match outcome {
                Err(error) => {
                    let message = format!("{}, the condition is defective: {error}", mutation.what);
                    self.fail(&example.at, message, "guard it: x != null && ..., or at(x, 'A.B')");
                }
                Ok(Verdict::NotEvaluated) if mutation.must_decide => {
                    let message = format!("{}, nothing is decided", mutation.what);
                    self.fail(&example.at, message, "null is an answer: decide it");
                }
                Ok(verdict)
                    if !mutation.must_decide
                        && verdict != Verdict::NotEvaluated
                        && verdict != example.verdict =>
                {
                    let message = format!(
                        "{}, the check says {} instead of not_evaluated",
                        mutation.what,
                        verdict.as_str()
                    );
                    self.fail(&example.at, message, "what could not be read must not decide");
                }
                Ok(_) => {}
            }
        }
    }

    fn judge(&self, example: &Example) -> Result<Verdict, String> {
        let reads = self.check.reads();
        let rig = Rig::new(jiff::Timestamp::constant(1_795_305_600, 0)).map_err(|e| e.to_string())?;
        let mut lists = Lists::new();
        for related in &self.check.related {
            let wanted: BTreeSet<String> =
                reads.related.get(&related.name).into_iter().flatten().cloned().collect();
            let kind = self.kinds.kind(&related.resource);
            let list = match example.related.get(&related.name) {
                Some(Some(elements)) => RelatedList::read(
                    elements.iter().map(|r| Arc::new(Entry::new(r, kind, &wanted))).collect(),
                ),
                _ => RelatedList::Unread(vec![Unread::without_call("", Cause::Denied)]),
            };
            lists.insert(related.name.clone(), list);
        }
        let kind = self.kinds.kind(&self.check.resource);
        let scope = rig.scope(Object::of(&example.resource, kind, &tops(&reads.resource)));
        match decide(self.check, &example.resource, &with_lists(&scope, &lists), &lists) {
            Decision::Pass => Ok(Verdict::Pass),
            Decision::Fail => Ok(Verdict::Fail),
            Decision::NotApplicable => Ok(Verdict::NotApplicable),
            Decision::Unread(_) => Ok(Verdict::NotEvaluated),
            Decision::Defect(error) => Err(error),
        }
    }

    /// Paths the check reads that the example neither has nor calls unread.
    fn left_out(&self, example: &Example) -> Vec<String> {
        let reads = self.check.reads();
        let mut missing: Vec<String> =
            reads.resource.iter().filter(|path| is_missing(&example.resource, path)).cloned().collect();
        for (name, paths) in &reads.related {
            let elements = example.related.get(name).cloned().flatten().unwrap_or_default();
            let lacking = paths.iter().filter(|path| elements.iter().any(|e| is_missing(e, path)));
            missing.extend(lacking.map(|path| format!("related.{name}.{path}")));
        }
        missing
    }
}

fn is_missing(resource: &Resource, path: &str) -> bool {
    fn lacks(value: Option<&Value>, path: Option<&str>, pointer: &str, resource: &Resource) -> bool {
        let Some(value) = value else {
            return resource.unread_at(pointer).is_none();
        };
        let Some(path) = path else {
            return false;
        };
        let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
        match value {
            Value::Object(members) => {
                lacks(members.get(first), rest, &format!("{pointer}/{first}"), resource)
            }
            Value::Array(elements) => elements
                .iter()
                .enumerate()
                .any(|(index, e)| lacks(Some(e), Some(path), &format!("{pointer}/{index}"), resource)),
            _ => false,
        }
    }
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    !ENVELOPE.contains(&first)
        && lacks(resource.properties.get(first), rest, &format!("/properties/{first}"), resource)
}

//! The proof a check brings along: its examples and their mutations, judged.

use super::evaluate::{Decision, Lists, RelatedList, Rig, decide, tops, with_lists};
use super::example::Example;
use super::mutation::mutations;
use super::related::Entry;
use super::value::{ENVELOPE, Object};
use super::{Check, Verdict};
use crate::diagnostic::Problem;
use crate::resource::{Cause, Resource, Unread};
use crate::service::Kinds;
use serde_json::Value;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// An example, or a mutation of one, that does not come out as it must.
#[derive(Debug, Clone)]
pub struct ExampleFailure {
    /// The check.
    pub check: String,
    /// What is wrong, at the example's place in the check's file.
    pub problem: Problem,
}

/// Runs a check's examples and their mutations. Every path that a condition reads, and each ancestor of it, set to null must
/// still be decided; taken away as unread it must give `not_evaluated` or the same verdict.
pub fn test_check(check: &Check, kinds: &dyn Kinds) -> Vec<ExampleFailure> {
    let mut tester = Tester { check, kinds, failures: Vec::new() };
    tester.set();
    for example in check.own_examples() {
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
            if !self.check.own_examples().iter().any(|e| e.verdict == verdict) {
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
            Decision::NotApplicable | Decision::LeftOut | Decision::NotInSource => Ok(Verdict::NotApplicable),
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

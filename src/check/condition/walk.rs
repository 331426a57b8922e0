//! The walk over a condition's syntax tree: which paths it reads, and what in it is refused. Calls are in `calls`.

use super::place::{Place, Root, noun};
use super::{Reads, Refusal, Vocabulary};
use crate::check::value::ENVELOPE;
use crate::diagnostic::did_you_mean;
use crate::service::{Kind, Shape};
use cel::common::ast::{ComprehensionExpr, Expr, IdedExpr, LiteralValue, SelectExpr, SourceInfo};
use std::collections::BTreeSet;
use std::ops::Range;

/// What an expression reads, and what is wrong with it; `source` says where its parts stand.
pub(super) fn walk(
    expression: &IdedExpr,
    source: &SourceInfo,
    vocabulary: &Vocabulary<'_>,
) -> (Reads, Vec<Refusal>) {
    let mut walker =
        Walker { vocabulary, source, scope: Vec::new(), reads: Reads::default(), refusals: Vec::new() };
    walker.used(expression);
    let mut reads = walker.reads;
    drop_ancestors(&mut reads.resource);
    reads.related.values_mut().for_each(drop_ancestors);
    (reads, walker.refusals)
}

/// A path above another path of the condition says nothing of its own: what is unread above is above both.
fn drop_ancestors(paths: &mut BTreeSet<String>) {
    let all = paths.clone();
    paths.retain(|path| {
        !all.iter().any(|other| other.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.')))
    });
}

pub(super) struct Walker<'k, 'p> {
    vocabulary: &'p Vocabulary<'k>,
    source: &'p SourceInfo,
    scope: Vec<(String, Place<'k>)>,
    reads: Reads,
    refusals: Vec<Refusal>,
}

impl<'k> Walker<'k, '_> {
    pub(super) fn refuse(&mut self, at: &IdedExpr, message: impl Into<String>, help: impl Into<String>) {
        let at = self.span(at);
        self.refusals.push(Refusal { at, message: message.into(), help: help.into() });
    }

    /// Where an expression stands, in bytes. CEL counts characters, and gives a selection the place of its dot.
    fn span(&self, expression: &IdedExpr) -> Range<usize> {
        let text = self.source.source.as_str();
        let byte =
            |characters: u32| text.char_indices().nth(characters as usize).map_or(text.len(), |(at, _)| at);
        let Some((start, stop)) = self.source.offset_for(expression.id) else {
            return 0..text.len();
        };
        let start = byte(start);
        match &expression.expr {
            Expr::Select(select) => {
                let rest = &text[start..];
                let from = start + rest.find(select.field.as_str()).unwrap_or(0);
                from..(from + select.field.len()).min(text.len())
            }
            // A call of a function has the place of its parenthesis.
            Expr::Call(call) if text[..start].ends_with(call.func_name.as_str()) => {
                start - call.func_name.len()..start
            }
            _ => start..byte(stop.saturating_add(1)).max(start),
        }
    }

    /// An expression whose value the condition uses: its path is read.
    pub(super) fn used(&mut self, expression: &IdedExpr) -> Place<'k> {
        let place = self.place(expression);
        match &place {
            Place::Whole(..) | Place::RelatedLists => self.refuse(
                expression,
                format!("{} is used as a whole", place.name()),
                "name the property that is meant",
            ),
            _ => self.read(&place),
        }
        place
    }

    pub(super) fn read(&mut self, place: &Place<'k>) {
        match place {
            Place::At(Root::Resource, path, _) => {
                self.reads.resource.insert(path.clone());
            }
            Place::At(Root::Related(name), path, _) => {
                self.reads.related.entry(name.clone()).or_default().insert(path.clone());
            }
            Place::RelatedList(name, _) | Place::Whole(Root::Related(name), _) => {
                self.reads.related.entry(name.clone()).or_default();
            }
            Place::Fresh(element) => self.read(element),
            _ => {}
        }
    }

    pub(super) fn place(&mut self, expression: &IdedExpr) -> Place<'k> {
        match &expression.expr {
            Expr::Literal(LiteralValue::Null) => Place::Null,
            Expr::Literal(_) | Expr::Unspecified => Place::Computed,
            Expr::Ident(name) => self.variable(expression, name),
            Expr::Select(select) => self.select(expression, select),
            Expr::Call(call) => self.call(expression, call),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
            Expr::List(list) => {
                let places: Vec<_> = list.elements.iter().map(|e| self.place(e)).collect();
                places.iter().for_each(|place| self.read(place));
                Place::Fresh(Box::new(places.into_iter().next().unwrap_or(Place::Computed)))
            }
            Expr::Map(_) | Expr::Struct(_) => {
                self.refuse(expression, "a condition makes no objects", "compare the members one by one");
                Place::Refused
            }
        }
    }

    fn variable(&mut self, expression: &IdedExpr, name: &str) -> Place<'k> {
        if let Some((_, place)) = self.scope.iter().rev().find(|(bound, _)| bound == name) {
            return place.clone();
        }
        match name {
            "resource" => Place::Whole(Root::Resource, self.vocabulary.resource),
            "related" => Place::RelatedLists,
            _ => {
                let known: Vec<&str> = ["resource", "related"]
                    .into_iter()
                    .chain(self.scope.iter().map(|(n, _)| n.as_str()))
                    .collect();
                let help = match did_you_mean(name, known) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => {
                        "a condition knows `resource`, `related` and the variables of its macros".to_owned()
                    }
                };
                self.refuse(expression, format!("unknown variable `{name}`"), help);
                Place::Refused
            }
        }
    }

    fn select(&mut self, expression: &IdedExpr, select: &SelectExpr) -> Place<'k> {
        if select.test {
            self.refuse(
                expression,
                "`has` is not allowed: it reads what could not be read as absent",
                "every declared property is there, with null for none: compare with null",
            );
            return Place::Refused;
        }
        let field = select.field.as_str();
        let operand = self.place(&select.operand);
        match operand {
            Place::Whole(root, kind) => self.member(expression, root, kind, field),
            Place::Refused => Place::Refused,
            Place::RelatedLists => self.related(expression, field),
            Place::At(root, path, Shape::Object(members)) => match members.get(field) {
                Some(shape) => Place::At(root, format!("{path}.{field}"), shape),
                None => {
                    let help = known_names(field, members.keys().map(String::as_str));
                    self.refuse(expression, format!("`{path}` has no `{field}`"), help);
                    Place::Refused
                }
            },
            Place::At(_, path, shape) => {
                let help = match shape {
                    Shape::List(_) => "use all, exists, at or lookup",
                    Shape::Json => "use the policy functions",
                    _ => "leave the member out",
                };
                self.refuse(expression, format!("`{path}` is {}: it has no members", noun(shape)), help);
                Place::Refused
            }
            other => {
                self.refuse(
                    expression,
                    format!("`{field}` is asked of {}", other.name()),
                    "ask it of a property, or use at",
                );
                Place::Refused
            }
        }
    }

    pub(super) fn member(&mut self, at: &IdedExpr, root: Root, kind: &'k Kind, field: &str) -> Place<'k> {
        match Place::top(kind, field) {
            Some(shape) => Place::At(root, field.to_owned(), shape),
            None => {
                let help = known_names(field, kind.properties.keys().map(String::as_str).chain(ENVELOPE));
                self.refuse(at, format!("no description of {} fills `{field}`", kind.name), help);
                Place::Refused
            }
        }
    }

    fn related(&mut self, at: &IdedExpr, field: &str) -> Place<'k> {
        match self.vocabulary.related.get(field) {
            Some(kind) => Place::RelatedList(field.to_owned(), kind),
            None => {
                let names = self.vocabulary.related.keys().map(String::as_str);
                let hint = did_you_mean(field, names).map(|n| format!("did you mean `{n}`? "));
                let help = format!("{}declare it: [related.{field}]", hint.unwrap_or_default());
                self.refuse(at, format!("`related.{field}` is not declared"), help);
                Place::Refused
            }
        }
    }

    fn comprehension(&mut self, it: &ComprehensionExpr) -> Place<'k> {
        let range = self.place(&it.iter_range);
        let element = match range.element() {
            Ok(element) => {
                self.read(&range);
                element
            }
            Err(why) => {
                self.refuse(&it.iter_range, why, "all, exists, exists_one, filter and map go over lists");
                Place::Refused
            }
        };
        self.used(&it.accu_init);
        self.scope.push((it.accu_var.clone(), Place::Computed));
        self.scope.push((it.iter_var.clone(), element));
        self.used(&it.loop_cond);
        let step = self.used(&it.loop_step);
        self.scope.pop();
        self.used(&it.result);
        self.scope.pop();
        // `filter` and `map` gather a list; the other macros a truth.
        if matches!(it.accu_init.expr, Expr::List(_)) { step } else { Place::Computed }
    }
}

pub(super) fn known_names<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    match did_you_mean(word, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("known: {}", known.join(", ")),
    }
}

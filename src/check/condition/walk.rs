//! The walk over a condition's syntax tree: which paths it reads, and what in it is refused.

use super::place::{Place, Root, noun};
use super::{Reads, Refusal, Vocabulary};
use crate::check::functions::{CELS, OURS};
use crate::check::value::ENVELOPE;
use crate::diagnostic::did_you_mean;
use crate::service::{Kind, Shape};
use cel::common::ast::{
    CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, SelectExpr, SourceInfo, operators,
};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a program reads, and what is wrong with it.
pub(super) fn walk(program: &cel::Program, vocabulary: &Vocabulary<'_>) -> (Reads, Vec<Refusal>) {
    let mut walker = Walker {
        vocabulary,
        source: program.source_info(),
        scope: Vec::new(),
        reads: Reads::default(),
        refusals: Vec::new(),
    };
    walker.used(program.expression());
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

struct Walker<'k, 'p> {
    vocabulary: &'p Vocabulary<'k>,
    source: &'p SourceInfo,
    scope: Vec<(String, Place<'k>)>,
    reads: Reads,
    refusals: Vec<Refusal>,
}

impl<'k> Walker<'k, '_> {
    fn refuse(&mut self, at: &IdedExpr, message: impl Into<String>, help: impl Into<String>) {
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
            _ => start..byte(stop.saturating_add(1)).max(start),
        }
    }

    /// An expression whose value the condition uses: its path is read.
    fn used(&mut self, expression: &IdedExpr) -> Place<'k> {
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

    fn read(&mut self, place: &Place<'k>) {
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

    fn place(&mut self, expression: &IdedExpr) -> Place<'k> {
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
                Place::Computed
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
                Place::Computed
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
            return Place::Computed;
        }
        let field = select.field.as_str();
        let operand = self.place(&select.operand);
        match operand {
            Place::Whole(root, kind) => self.member(expression, root, kind, field),
            Place::RelatedLists => self.related(expression, field),
            Place::At(root, path, Shape::Object(members)) => match members.get(field) {
                Some(shape) => Place::At(root, format!("{path}.{field}"), shape),
                None => {
                    let help = known_names(field, members.keys().map(String::as_str));
                    self.refuse(expression, format!("`{path}` has no `{field}`"), help);
                    Place::Computed
                }
            },
            Place::At(_, path, shape) => {
                let help = match shape {
                    Shape::List(_) => "use all, exists, at or lookup",
                    Shape::Json => "use the policy functions",
                    _ => "leave the member out",
                };
                self.refuse(expression, format!("`{path}` is {}: it has no members", noun(shape)), help);
                Place::Computed
            }
            other => {
                self.refuse(
                    expression,
                    format!("`{field}` is asked of {}", other.name()),
                    "ask it of a property, or use at",
                );
                Place::Computed
            }
        }
    }

    fn member(&mut self, at: &IdedExpr, root: Root, kind: &'k Kind, field: &str) -> Place<'k> {
        match Place::top(kind, field) {
            Some(shape) => Place::At(root, field.to_owned(), shape),
            None => {
                let help = known_names(field, kind.properties.keys().map(String::as_str).chain(ENVELOPE));
                self.refuse(at, format!("no description of {} fills `{field}`", kind.name), help);
                Place::Computed
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
                Place::Computed
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
                Place::Computed
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

    fn call(&mut self, expression: &IdedExpr, call: &CallExpr) -> Place<'k> {
        let arguments: Vec<&IdedExpr> = call.target.as_deref().into_iter().chain(&call.args).collect();
        let name = call.func_name.as_str();
        match (name, arguments.as_slice()) {
            (operators::EQUALS | operators::NOT_EQUALS, [left, right]) => {
                self.equality(expression, left, right)
            }
            (operators::IN, [left, right]) => self.membership(expression, left, right),
            (operators::CONDITIONAL, [condition, yes, no]) => {
                self.used(condition);
                let (yes, no) = (self.used(yes), self.used(no));
                // `filter`'s step: the grown list, or the list as it was.
                if matches!(yes, Place::Fresh(_)) && matches!(no, Place::Computed) {
                    yes
                } else {
                    Place::Computed
                }
            }
            (operators::ADD, [left, right]) => {
                self.used(left);
                match self.used(right) {
                    list @ Place::Fresh(_) => list,
                    _ => Place::Computed,
                }
            }
            (operators::INDEX | operators::OPT_INDEX | operators::OPT_SELECT, _) => {
                self.refuse(
                    expression,
                    "indexing and optional syntax are not allowed: an index may be out of bounds, an option hides what is unread",
                    "use all, exists, at or lookup",
                );
                Place::Computed
            }
            _ if is_operator(name) => {
                arguments.iter().for_each(|argument| drop(self.used(argument)));
                Place::Computed
            }
            _ => self.function(expression, name, &arguments),
        }
    }

    /// `==` and `!=`. Objects are compared with null only: CEL would call two objects different when a member of one could
    /// not be read.
    fn equality(&mut self, at: &IdedExpr, left: &IdedExpr, right: &IdedExpr) -> Place<'k> {
        let (l, r) = (self.compared(left), self.compared(right));
        // Null and the empty list have no members that could differ.
        let empty = |place: &Place<'_>, e: &IdedExpr| {
            matches!(place, Place::Null) || matches!(&e.expr, Expr::List(list) if list.elements.is_empty())
        };
        let plain = empty(&l, left) || empty(&r, right);
        if !plain && (l.has_members() || r.has_members()) {
            let which = if l.has_members() { &l } else { &r };
            let message = format!("{} cannot be compared: a member of it may be unread", which.name());
            self.refuse(at, message, "compare its members, or compare it with null");
        } else if matches!(l, Place::Fresh(_)) && matches!(r, Place::At(_, _, Shape::List(_))) {
            self.refuse(at, "the list to compare with stands first", "write the property on the left");
        }
        Place::Computed
    }

    /// Like [`Walker::used`]; a whole resource is left to the comparison's own message.
    fn compared(&mut self, expression: &IdedExpr) -> Place<'k> {
        let place = self.place(expression);
        self.read(&place);
        place
    }

    fn membership(&mut self, at: &IdedExpr, left: &IdedExpr, right: &IdedExpr) -> Place<'k> {
        let (l, r) = (self.compared(left), self.compared(right));
        let list = matches!(r, Place::At(_, _, Shape::List(_)) | Place::Fresh(_) | Place::Computed);
        if !list {
            self.refuse(
                at,
                format!("`in` looks into lists, not into {}", r.name()),
                "use exists, at or lookup",
            );
        } else if l.has_members() || r.has_members() {
            let which = if l.has_members() { &l } else { &r };
            let message = format!("{} cannot be compared: a member of it may be unread", which.name());
            self.refuse(at, message, "use exists and compare members");
        }
        Place::Computed
    }

    fn function(&mut self, at: &IdedExpr, name: &str, arguments: &[&IdedExpr]) -> Place<'k> {
        let mut known = CELS.iter().chain(&OURS);
        let Some((_, wanted)) = known.find(|(known, _)| *known == name) else {
            arguments.iter().for_each(|argument| drop(self.used(argument)));
            let help = known_names(name, CELS.iter().chain(&OURS).map(|(known, _)| *known));
            self.refuse(at, format!("unknown function `{name}`"), help);
            return Place::Computed;
        };
        if arguments.len() != *wanted {
            let message = format!("`{name}` takes {wanted} arguments, not {}", arguments.len());
            self.refuse(at, message, "see `baascan checks show` for how other checks use it");
            return Place::Computed;
        }
        match (name, arguments) {
            ("at", [from, path]) => self.at(from, path),
            ("lookup", [list, key]) => {
                self.used(key);
                self.lookup(list)
            }
            ("size", [of]) => {
                let place = self.used(of);
                let sized = matches!(
                    place,
                    Place::RelatedList(..)
                        | Place::Fresh(_)
                        | Place::Computed
                        | Place::At(_, _, Shape::List(_) | Shape::String)
                );
                if !sized {
                    self.refuse(of, format!("{} has no size", place.name()), "lists and texts have one");
                }
                Place::Computed
            }
            ("policy_is_public" | "policy_requires_tls" | "policy_accounts", [document, rest @ ..]) => {
                let place = self.used(document);
                if !matches!(place, Place::At(_, _, Shape::Json)) {
                    self.refuse(
                        document,
                        format!("{} is not a policy document", place.name()),
                        "name a property that holds a document",
                    );
                }
                rest.iter().for_each(|argument| drop(self.used(argument)));
                if name == "policy_accounts" {
                    Place::Fresh(Box::new(Place::Computed))
                } else {
                    Place::Computed
                }
            }
            _ => {
                arguments.iter().for_each(|argument| drop(self.used(argument)));
                Place::Computed
            }
        }
    }

    /// `at(x, 'A.B')`: the path is a literal, so that what it reads is known before anything is judged.
    fn at(&mut self, from: &IdedExpr, path: &IdedExpr) -> Place<'k> {
        let mut place = self.place(from);
        let Expr::Literal(LiteralValue::String(text)) = &path.expr else {
            self.refuse(path, "the path of `at` is written out", "write a text such as 'A.B'");
            return Place::Computed;
        };
        let mut listed = false;
        for segment in text.inner().split('.') {
            while let Place::At(_, _, Shape::List(_)) | Place::Fresh(_) | Place::RelatedList(..) = place {
                listed = true;
                place = place.element().unwrap_or(Place::Computed);
            }
            place = match place {
                Place::Whole(root, kind) => self.member(path, root, kind, segment),
                Place::At(root, above, Shape::Object(members)) if members.contains_key(segment) => {
                    Place::At(root, format!("{above}.{segment}"), &members[segment])
                }
                other => {
                    let message = format!("{} has no `{segment}`", other.name());
                    self.refuse(path, message, "write the path as the kind's description has it");
                    return Place::Computed;
                }
            };
        }
        self.read(&place);
        if listed { Place::Fresh(Box::new(place)) } else { place }
    }

    fn lookup(&mut self, list: &IdedExpr) -> Place<'k> {
        let place = self.place(list);
        if let Place::At(root, path, Shape::List(element)) = &place
            && let Shape::Object(members) = element.as_ref()
            && let (Some(key), Some(value)) = (members.get("Key"), members.get("Value"))
        {
            self.read(&Place::At(root.clone(), format!("{path}.Key"), key));
            self.read(&Place::At(root.clone(), format!("{path}.Value"), value));
            return Place::At(root.clone(), format!("{path}.Value"), value);
        }
        self.refuse(
            list,
            format!("{} is not a list of {{Key, Value}}", place.name()),
            "use exists and name the members",
        );
        Place::Computed
    }
}

fn is_operator(name: &str) -> bool {
    use operators::{
        DIVIDE, GREATER, GREATER_EQUALS, LESS, LESS_EQUALS, LOGICAL_AND, LOGICAL_NOT, LOGICAL_OR, MODULO,
        MULTIPLY, NEGATE, NOT_STRICTLY_FALSE, SUBSTRACT,
    };
    let operators = [
        LOGICAL_AND,
        LOGICAL_OR,
        LOGICAL_NOT,
        NOT_STRICTLY_FALSE,
        LESS,
        LESS_EQUALS,
        GREATER,
        GREATER_EQUALS,
        SUBSTRACT,
        MULTIPLY,
        DIVIDE,
        MODULO,
        NEGATE,
    ];
    operators.contains(&name)
}

fn known_names<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    match did_you_mean(word, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("known: {}", known.join(", ")),
    }
}

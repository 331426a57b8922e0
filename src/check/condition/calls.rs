//! The walk over calls: operators, CEL's functions and ours.

use super::place::Place;
use super::walk::{Walker, known_names};
use crate::check::functions::{CELS, OURS};
use crate::service::Shape;
use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators};

impl<'k> Walker<'k, '_> {
    pub(super) fn call(&mut self, expression: &IdedExpr, call: &CallExpr) -> Place<'k> {
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
                Place::Refused
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
        let list =
            matches!(r, Place::At(_, _, Shape::List(_)) | Place::Fresh(_) | Place::Computed | Place::Refused);
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
            return Place::Refused;
        };
        if arguments.len() != *wanted {
            let message = format!("`{name}` takes {wanted} arguments, not {}", arguments.len());
            self.refuse(at, message, "see `baascan checks show` for how other checks use it");
            return Place::Refused;
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
                        | Place::Refused
                        | Place::At(_, _, Shape::List(_) | Shape::String)
                );
                if !sized {
                    self.refuse(of, format!("{} has no size", place.name()), "lists and texts have one");
                }
                Place::Computed
            }
            (
                "policy_is_public"
                | "policy_requires_tls"
                | "policy_accounts"
                | "policy_is_public_for"
                | "policy_mentions"
                | "policy_requires_tls_for"
                | "policy_denies"
                | "policy_unattested_principals"
                | "policy_allows"
                | "policy_full_services"
                | "policy_escalations"
                | "trust_whole_accounts"
                | "trust_open_providers",
                [document, rest @ ..],
            ) => {
                let place = self.used(document);
                if !matches!(place, Place::At(_, _, Shape::Json) | Place::Refused) {
                    self.refuse(
                        document,
                        format!("{} is not a policy document", place.name()),
                        "name a property that holds a document",
                    );
                }
                rest.iter().for_each(|argument| drop(self.used(argument)));
                let names = matches!(
                    name,
                    "policy_accounts"
                        | "policy_unattested_principals"
                        | "policy_full_services"
                        | "policy_escalations"
                        | "trust_whole_accounts"
                        | "trust_open_providers"
                );
                if names { Place::Fresh(Box::new(Place::Computed)) } else { Place::Computed }
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
            return Place::Refused;
        };
        let mut listed = false;
        for segment in text.inner().split('.') {
            while let Place::At(_, _, Shape::List(_)) | Place::Fresh(_) | Place::RelatedList(..) = place {
                listed = true;
                place = place.element().unwrap_or(Place::Refused);
            }
            place = match place {
                Place::Whole(root, kind) => self.member(path, root, kind, segment),
                Place::At(root, above, Shape::Object(members)) if members.contains_key(segment) => {
                    Place::At(root, format!("{above}.{segment}"), &members[segment])
                }
                Place::Refused => return Place::Refused,
                other => {
                    let message = format!("{} has no `{segment}`", other.name());
                    self.refuse(path, message, "write the path as the kind's description has it");
                    return Place::Refused;
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
        if !matches!(place, Place::Refused) {
            let message = format!("{} is not a list of {{Key, Value}}", place.name());
            self.refuse(list, message, "use exists and name the members");
        }
        Place::Refused
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

//! Conditions in three values: they hold, they do not, or nobody can tell here.

use super::node::{Kind, Node};
use super::stack::Stack;
use super::texts::scalar;
use crate::source::declared::Written;

/// Whether something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Truth {
    Yes,
    No,
    Unknown,
}

impl From<bool> for Truth {
    fn from(truth: bool) -> Self {
        if truth { Self::Yes } else { Self::No }
    }
}

impl Truth {
    const fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// Whether a key names a function that gives a truth value.
pub(super) fn is_function(name: &str) -> bool {
    matches!(name, "Fn::And" | "Fn::Or" | "Fn::Not" | "Fn::Equals")
}

impl Stack<'_> {
    /// Whether a condition of the template holds, by its name.
    pub(super) fn truth_of(&self, name: &str) -> Truth {
        match self.truths.borrow().get(name) {
            Some(Some(known)) => return *known,
            Some(None) => {
                if let Some(entry) = self.condition(name) {
                    self.problem(entry.at, format!("condition `{name}` rests on itself"), "");
                }
                return Truth::Unknown;
            }
            None => {}
        }
        // What is not there is found where references are checked.
        let Some(entry) = self.condition(name) else { return Truth::Unknown };
        self.truths.borrow_mut().insert(name.to_owned(), None);
        let truth = self.truth(&entry.value);
        self.truths.borrow_mut().insert(name.to_owned(), Some(truth));
        truth
    }

    /// Whether what is written holds.
    pub(super) fn truth(&self, node: &Node) -> Truth {
        let entered = self.reader.enter(&self.template);
        let truth = if entered { self.decide(node) } else { Truth::Unknown };
        self.reader.leave();
        truth
    }

    fn decide(&self, node: &Node) -> Truth {
        match &node.kind {
            Kind::Bool(truth) => Truth::from(*truth),
            Kind::Text(text) if text == "true" || text == "false" => Truth::from(text == "true"),
            Kind::Map(_) => match node.only() {
                Some(entry) => self.function_truth(&entry.key, &entry.value),
                None => self.no_condition(node),
            },
            _ => self.no_condition(node),
        }
    }

    fn function_truth(&self, name: &str, argument: &Node) -> Truth {
        let list = argument.list().unwrap_or(std::slice::from_ref(argument));
        match name {
            "Condition" => argument.text().map_or(Truth::Unknown, |name| self.truth_of(name)),
            "Fn::And" => self.first(list, Truth::No),
            "Fn::Or" => self.first(list, Truth::Yes),
            "Fn::Not" if list.len() == 1 => self.truth(&list[0]).not(),
            "Fn::Equals" if list.len() == 2 => {
                let sides = (self.evaluate(&list[0]), self.evaluate(&list[1]));
                same(&sides.0.unwrap_or(Written::Null), &sides.1.unwrap_or(Written::Null))
            }
            "Fn::If" => match self.evaluate_if(argument) {
                Some(Written::Bool(truth)) => Truth::from(truth),
                _ => Truth::Unknown,
            },
            "Fn::Not" | "Fn::Equals" => {
                let wanted = if name == "Fn::Not" { "one value" } else { "two values" };
                self.problem(argument.at, format!("{name} takes a list of {wanted}"), "");
                Truth::Unknown
            }
            // Functions of texts that may give "true".
            _ => match self.evaluate_function(name, argument).as_ref().and_then(scalar).as_deref() {
                Some("true") => Truth::Yes,
                Some("false") => Truth::No,
                _ => Truth::Unknown,
            },
        }
    }

    /// What `And` and `Or` come to: `deciding` where one of the list comes to that.
    fn first(&self, list: &[Node], deciding: Truth) -> Truth {
        let truths: Vec<Truth> = list.iter().map(|node| self.truth(node)).collect();
        if truths.contains(&deciding) {
            deciding
        } else if truths.contains(&Truth::Unknown) {
            Truth::Unknown
        } else {
            deciding.not()
        }
    }

    fn no_condition(&self, node: &Node) -> Truth {
        let message = format!("a condition should stand here, and here stands {}", node.word());
        self.problem(
            node.at,
            message,
            "Fn::Equals, Fn::And, Fn::Or, Fn::Not, or Condition with another's name",
        );
        Truth::Unknown
    }
}

/// Whether two values are the same. A number, a truth value and a text are, when they are written the same.
fn same(left: &Written, right: &Written) -> Truth {
    match (left, right) {
        (Written::Unknown | Written::Reference { .. } | Written::Joined(_), _)
        | (_, Written::Unknown | Written::Reference { .. } | Written::Joined(_)) => Truth::Unknown,
        (Written::List(a), Written::List(b)) => {
            if a.len() != b.len() {
                return Truth::No;
            }
            let truths: Vec<Truth> = a.iter().zip(b).map(|(a, b)| same(a, b)).collect();
            if truths.contains(&Truth::No) {
                Truth::No
            } else if truths.contains(&Truth::Unknown) {
                Truth::Unknown
            } else {
                Truth::Yes
            }
        }
        _ => match (scalar(left), scalar(right)) {
            (Some(a), Some(b)) => Truth::from(a == b),
            _ => Truth::from(left == right),
        },
    }
}

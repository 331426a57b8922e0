//! What a reference of the configuration means: which resources of the plan, and which attribute of them.

use super::configuration::Configuration;
use super::expression::Expression;
use super::plan::ResourceChange;
use serde_json::Value;
use std::cell::Cell;
use std::collections::BTreeMap;

/// So deep references are followed: modules within modules, outputs that pass on variables.
const DEEPEST: usize = 32;

/// So many steps are taken for all attributes of a plan, and for one. What would take more is not known: modules that pass on
/// each other's outputs double the way with every step.
const MOST: usize = 20_000_000;
const MOST_OF_ONE: usize = 20_000;

/// A step of an address or a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'r> {
    /// A word between dots.
    Name(&'r str),
    /// What stands in brackets, quotes included.
    Index(&'r str),
}

/// The steps of an address: `module.a["x.y"].aws_s3_bucket.b[0]`.
pub(super) fn steps(address: &str) -> Vec<Step<'_>> {
    let mut found = Vec::new();
    let mut rest = address;
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let end = match inside.strip_prefix('"') {
                Some(quoted) => end_of_text(quoted).map(|end| end + 2),
                None => inside.find(']'),
            };
            let end = end.unwrap_or(inside.len()).min(inside.len());
            found.push(Step::Index(&inside[..end]));
            rest = inside.get(end + 1..).unwrap_or("");
        } else {
            let rest_of = rest.strip_prefix('.').unwrap_or(rest);
            let end = rest_of.find(['.', '[']).unwrap_or(rest_of.len());
            if end > 0 {
                found.push(Step::Name(&rest_of[..end]));
            } else if rest_of.len() == rest.len() {
                break;
            }
            rest = &rest_of[end..];
        }
    }
    found
}

/// Where a quoted text ends, in bytes from its first letter.
fn end_of_text(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at),
            _ => {}
        }
    }
    None
}

/// The resources of a plan, by module and by their address without an index.
pub(super) struct Index<'p> {
    instances: BTreeMap<(&'p str, String), Vec<Instance<'p>>>,
    /// The instances of each module, by the address of the module around it and its name.
    modules: BTreeMap<String, Vec<&'p str>>,
    /// Steps that may still be taken: of all attributes together, and of the one at hand.
    left: Cell<usize>,
    left_of_one: Cell<usize>,
}

struct Instance<'p> {
    address: &'p str,
    index: Option<String>,
}

/// Where a reference stands: the module's instance, and the index of what it stands in.
#[derive(Clone, Copy)]
pub(super) struct Scope<'r> {
    pub(super) module: &'r str,
    pub(super) index: Option<&'r str>,
}

/// A resource of the plan, and which attribute of it; without one, whichever the reader expects.
pub(super) type Target = (String, Option<String>);

/// An index as an address writes it: `0`, `"a"`.
pub(super) fn index_text(index: Option<&Value>) -> Option<String> {
    index.map(Value::to_string)
}

impl<'p> Index<'p> {
    pub(super) fn of(changes: impl Iterator<Item = &'p ResourceChange<'p>>) -> Self {
        let mut index = Self {
            instances: BTreeMap::new(),
            modules: BTreeMap::new(),
            left: Cell::new(MOST),
            left_of_one: Cell::new(0),
        };
        for change in changes {
            let module = change.module_address.as_deref().unwrap_or_default();
            let instance = Instance { address: &change.address, index: index_text(change.index.as_ref()) };
            index.instances.entry((module, change.local())).or_default().push(instance);
            index.add_modules(module);
        }
        for instances in index.modules.values_mut() {
            instances.sort_unstable();
            instances.dedup();
        }
        index
    }

    /// Notes every module on the way to one: `module.a["x"].module.b` is an instance of `b` in `module.a["x"]`.
    fn add_modules(&mut self, module: &'p str) {
        let mut end = 0;
        let mut around = 0;
        let mut name = None;
        let steps = steps(module);
        for (at, step) in steps.iter().enumerate() {
            match step {
                Step::Name("module") if name.is_none() => end += "module".len() + usize::from(end > 0),
                Step::Name(word) => {
                    name = Some(*word);
                    end += word.len() + 1;
                }
                Step::Index(inside) => end += inside.len() + 2,
            }
            let is_last = !matches!(steps.get(at + 1), Some(Step::Index(_)));
            if let Some(word) = name.filter(|_| is_last) {
                let (outer, whole) = (&module[..around], &module[..end.min(module.len())]);
                self.modules.entry(format!("{outer}\u{0}{word}")).or_default().push(whole);
                around = end.min(module.len());
                name = None;
            }
        }
    }

    /// The resources that references mean; `None` when one of them means anything else that is not known.
    pub(super) fn targets(
        &self,
        configuration: &Configuration<'_>,
        expression: &Expression,
        scope: Scope<'_>,
        depth: usize,
    ) -> Option<Vec<Target>> {
        if depth == 0 {
            self.left_of_one.set(MOST_OF_ONE);
        }
        if depth > DEEPEST {
            return None;
        }
        let mut found = match expression {
            Expression::Constant(_) => Vec::new(),
            Expression::References(references) => {
                let mut found = Vec::new();
                for reference in references {
                    for left in [&self.left, &self.left_of_one] {
                        left.set(left.get().checked_sub(1)?);
                    }
                    found.extend(self.target(configuration, reference, scope, depth + 1)?);
                }
                found
            }
            Expression::Blocks(_) | Expression::Other => return None,
        };
        found.sort();
        found.dedup();
        Some(found)
    }

    /// Whether an expression that refers to one thing may come to nothing: beside the thing stands a variable that may decide
    /// between both, there or in what a module is given.
    pub(super) fn in_doubt(
        &self,
        configuration: &Configuration<'_>,
        expression: &Expression,
        scope: Scope<'_>,
    ) -> bool {
        let mut at = (expression, scope.module);
        for _ in 0..DEEPEST {
            let references = at.0.references();
            let is_index = |reference: &&String| {
                reference.starts_with("each.key") || reference.starts_with("count.index")
            };
            let own = references.iter().filter(|reference| !is_index(reference));
            let own: Vec<Vec<Step<'_>>> = own.map(|reference| steps(reference)).collect();
            let [only] = own.as_slice() else { return true };
            // `aws_kms_key.main[each.key].arn` is listed without what follows the key.
            let beside = own.len() < references.len();
            at = match only.as_slice() {
                [Step::Name("var"), Step::Name(name)] if !beside => {
                    match configuration.argument(at.1, name) {
                        Some(argument) => (argument, outer(at.1).0),
                        None => return false,
                    }
                }
                [Step::Name("module"), ..] | [Step::Name("each"), ..] => return false,
                [Step::Name(_), Step::Name(_), Step::Name(_), ..] => return beside,
                _ => return false,
            };
        }
        true
    }

    fn target(
        &self,
        configuration: &Configuration<'_>,
        reference: &str,
        scope: Scope<'_>,
        depth: usize,
    ) -> Option<Vec<Target>> {
        let steps = steps(reference);
        match steps.as_slice() {
            [Step::Name("path" | "terraform" | "count"), ..]
            | [Step::Name("each"), Step::Name("key"), ..] => Some(Vec::new()),
            [Step::Name("each"), Step::Name("value"), rest @ ..] => {
                let written = self.for_each(configuration, scope)?;
                let targets = self.targets(configuration, written, scope, depth)?;
                Some(targets.into_iter().map(|(to, _)| (to, attribute(rest))).collect())
            }
            [Step::Name("var"), Step::Name(name), ..] => {
                if scope.module.is_empty() {
                    return Some(Vec::new()); // the root's variables are known
                }
                let (around, index) = outer(scope.module);
                match configuration.argument(scope.module, name) {
                    Some(argument) => {
                        let scope = Scope { module: around, index: index.as_deref() };
                        self.targets(configuration, argument, scope, depth)
                    }
                    None => Some(Vec::new()), // its default, which is a constant
                }
            }
            [Step::Name("module"), Step::Name(name), rest @ ..] => {
                self.output(configuration, name, rest, scope, depth)
            }
            [Step::Name("data" | "local" | "self" | "ephemeral"), ..] => None,
            [Step::Name(type_name), Step::Name(name), rest @ ..] => {
                Some(self.resources(&format!("{type_name}.{name}"), rest, scope)?)
            }
            _ => None,
        }
    }

    /// What the thing that a reference stands in is made for each of.
    fn for_each<'c>(&self, configuration: &'c Configuration<'_>, scope: Scope<'_>) -> Option<&'c Expression> {
        configuration.for_each(scope.module)
    }

    fn output(
        &self,
        configuration: &Configuration<'_>,
        name: &str,
        rest: &[Step<'_>],
        scope: Scope<'_>,
        depth: usize,
    ) -> Option<Vec<Target>> {
        let (index, rest) = match rest {
            [Step::Index(index), rest @ ..] => (Some(*index), rest),
            rest => (scope.index, rest),
        };
        let [Step::Name(output), rest @ ..] = rest else { return None };
        let instances = self.modules.get(&format!("{}\u{0}{name}", scope.module))?;
        let alike = instances.iter().filter(|instance| outer(instance).1.as_deref() == index);
        let alike: Vec<&&str> = alike.collect();
        let chosen: Vec<&str> =
            if index.is_some() && alike.len() == 1 { vec![*alike[0]] } else { instances.clone() };
        let mut found = Vec::new();
        for module in chosen {
            let own = outer(module).1;
            let written = configuration.output(module, output)?;
            found.extend(self.targets(
                configuration,
                written,
                Scope { module, index: own.as_deref() },
                depth,
            )?);
        }
        Some(of_key(found, rest.first().copied()))
    }

    fn resources(&self, local: &str, rest: &[Step<'_>], scope: Scope<'_>) -> Option<Vec<Target>> {
        let instances = self.instances.get(&(scope.module, local.to_owned()))?;
        let (index, rest) = match rest {
            [Step::Index(index), rest @ ..] => (Some(*index), rest),
            rest => (None, rest),
        };
        let attribute = attribute(rest);
        let exact =
            |wanted: &str| instances.iter().find(|instance| instance.index.as_deref() == Some(wanted));
        let chosen: Vec<&Instance<'_>> = match (index, instances.as_slice()) {
            (Some(index), _) => vec![exact(index)?],
            (None, [only]) => vec![only],
            // `aws_subnet.a[each.key].id` is listed as `aws_subnet.a`: what has the same key is meant.
            (None, many) => match scope.index.and_then(exact) {
                Some(same) => vec![same],
                None => many.iter().collect(),
            },
        };
        Some(chosen.into_iter().map(|instance| (instance.address.to_owned(), attribute.clone())).collect())
    }
}

/// Of what a module gives by key (`module.keys.arns["logs"]`), the one with the key, where its things have the same keys.
fn of_key(found: Vec<Target>, key: Option<Step<'_>>) -> Vec<Target> {
    let Some(Step::Index(key)) = key else { return found };
    let ending = format!("[{key}]");
    match found.iter().filter(|target| target.0.ends_with(&ending)).collect::<Vec<_>>().as_slice() {
        [only] => vec![(*only).clone()],
        _ => found,
    }
}

/// The first attribute after a resource.
fn attribute(rest: &[Step<'_>]) -> Option<String> {
    rest.iter().find_map(|step| match step {
        Step::Name(name) if *name != "*" => Some((*name).to_owned()),
        _ => None,
    })
}

/// The module around a module's instance, and the instance's own index.
fn outer(module: &str) -> (&str, Option<String>) {
    let steps = steps(module);
    let index = match steps.last() {
        Some(Step::Index(index)) => Some((*index).to_owned()),
        _ => None,
    };
    let own = index.as_ref().map_or(0, |index| index.len() + 2);
    let before = &module[..module.len() - own];
    let around = before.rfind("module.").map_or("", |at| before[..at].trim_end_matches('.'));
    (around, index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart_whatever_its_keys_hold() {
        assert_eq!(
            steps(r#"module.a["x.y]"].aws_s3_bucket.b[0]"#),
            [
                Step::Name("module"),
                Step::Name("a"),
                Step::Index(r#""x.y]""#),
                Step::Name("aws_s3_bucket"),
                Step::Name("b"),
                Step::Index("0"),
            ]
        );
        assert_eq!(outer(r#"module.a["x"].module.b"#), (r#"module.a["x"]"#, None));
        assert_eq!(outer("module.a[1]"), ("", Some("1".to_owned())));
        for hostile in ["[", "[\"", "..", "a..b", "a[", "]", "\u{e9}[\u{e9}"] {
            steps(hostile);
        }
    }
}

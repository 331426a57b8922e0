//! Nested stacks whose template is a local file: as it is before `aws cloudformation package`, or as CDK writes it.

use super::conditions::Truth;
use super::node::{Entry, Node};
use super::parameters::{self, Given};
use super::stack::{Stack, Standing};
use super::texts::scalar;
use crate::diagnostic::did_you_mean;
use crate::source::declared::Written;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::rc::Rc;

/// Stacks within stacks, at most.
const DEEPEST: usize = 16;

/// What became of a nested stack.
pub(super) enum Nested<'r> {
    /// Its parameters are being worked out.
    Reading,
    /// Its template could not be read, and a note or a problem says so.
    Unread,
    Read(Rc<Stack<'r>>),
}

impl<'r> Stack<'r> {
    /// The stack that a resource nests; nothing where it cannot be read.
    pub(super) fn nested_stack(&self, id: &str) -> Option<Rc<Self>> {
        match self.nested.borrow().get(id) {
            Some(Nested::Read(stack)) => return Some(Rc::clone(stack)),
            Some(Nested::Unread) => return None,
            Some(Nested::Reading) => {
                if let Some(entry) = self.resource(id) {
                    self.problem(entry.at, format!("nested stack `{id}` rests on its own outputs"), "");
                }
                return None;
            }
            None => {}
        }
        let entry = self.resource(id)?;
        self.nested.borrow_mut().insert(id.to_owned(), Nested::Reading);
        let entered = self.reader.enter(&self.template);
        let stack = if entered { self.read_nested(entry) } else { None };
        self.reader.leave();
        let became = stack.as_ref().map_or(Nested::Unread, |stack| Nested::Read(Rc::clone(stack)));
        self.nested.borrow_mut().insert(id.to_owned(), became);
        stack
    }

    fn read_nested(&self, entry: &Entry) -> Option<Rc<Self>> {
        let path = match self.nested_path(entry) {
            Ok(path) => path,
            Err(reason) => {
                self.reader.note(format!(
                    "{}: nested stack {} is not read, and nothing of it judged: {reason}",
                    self.file(),
                    entry.key
                ));
                return None;
            }
        };
        let canonical = path.canonicalize().unwrap_or_else(|_| path.clone());
        if self.chain.contains(&canonical) {
            self.problem(
                entry.at,
                format!("{} nests itself", path.display()),
                "AWS would nest it without an end",
            );
            return None;
        }
        if self.chain.len() > DEEPEST {
            self.problem(entry.at, format!("more than {DEEPEST} stacks are nested in one another"), "");
            return None;
        }
        if !self.reader.count_stack(&self.template) {
            return None;
        }
        let template = self.reader.nested(&path)?;
        let given = self.nested_parameters(entry, parameters::entries(&template.root));
        let mut chain = self.chain.clone();
        self.reader.note_nested(canonical.clone());
        chain.push(canonical);
        let standing = Standing { name: None, ..self.standing.clone() };
        let prefix = format!("{}{}/", self.prefix, entry.key);
        Some(Rc::new(Self::new(self.reader, template, prefix, standing, &Given::Values(given), chain)))
    }

    /// The file of a nested stack's template, or why there is none.
    fn nested_path(&self, entry: &Entry) -> Result<PathBuf, String> {
        let written = self.location(entry)?;
        let is_url = ["http://", "https://", "s3://"].iter().any(|scheme| written.starts_with(scheme));
        if is_url {
            let address = written.split(['?', '#']).next().unwrap_or_default();
            let address: String = address.chars().take(200).collect();
            return Err(format!("its template lies at {address}; name the stack's own file to judge it"));
        }
        let path = self.template.folder().join(written.strip_prefix("./").unwrap_or(&written));
        match path.metadata() {
            Ok(found) if found.is_file() => Ok(path),
            Ok(_) => Err(format!("{} is no file", path.display())),
            Err(error) => Err(format!("cannot read {}: {error}", path.display())),
        }
    }

    /// What is written of a nested stack's template: a path or an address.
    fn location(&self, entry: &Entry) -> Result<String, String> {
        let metadata =
            |key: &str| entry.value.get("Metadata").and_then(|node| node.get(key)).and_then(Node::text);
        if let (Some(path), Some("TemplateURL" | "Location")) =
            (metadata("aws:asset:path"), metadata("aws:asset:property"))
        {
            return Ok(path.to_owned());
        }
        let properties = entry.value.get("Properties");
        let property = |name: &str| properties.and_then(|node| node.get(name));
        let node = property("TemplateURL").or_else(|| property("Location"));
        let node = node.ok_or_else(|| {
            if property("TemplateBody").is_some() {
                "its template is written into it"
            } else {
                "it names no template"
            }
        })?;
        if node.get("ApplicationId").is_some() {
            return Err("it is an application of the Serverless Application Repository".to_owned());
        }
        let value = self.evaluate(node).as_ref().and_then(scalar);
        value.ok_or_else(|| "where its template lies is not known here".to_owned())
    }

    fn nested_parameters(&self, entry: &Entry, declared: &[Entry]) -> BTreeMap<String, Written> {
        let given = entry.value.get("Properties").and_then(|node| node.get("Parameters"));
        let names: BTreeSet<&str> = declared.iter().map(|entry| entry.key.as_str()).collect();
        let mut values = BTreeMap::new();
        for parameter in given.map_or(&[][..], Node::entries) {
            let name = parameter.key.as_str();
            if !names.contains(name) {
                let known = declared.iter().take(2000).map(|entry| entry.key.as_str());
                let help = did_you_mean(name, known)
                    .map(|near| format!("did you mean `{near}`?"))
                    .unwrap_or_default();
                let message =
                    format!("the template of nested stack `{}` has no parameter `{name}`", entry.key);
                self.problem(parameter.at, message, &help);
            }
            if let Some(value) = self.evaluate(&parameter.value) {
                values.insert(name.to_owned(), value);
            }
        }
        values
    }

    /// What an output of this stack comes to.
    pub(super) fn output(&self, name: &str) -> Written {
        let outputs = self.section("Outputs");
        if !self.reader.spend(&self.template, outputs.len() / 8) {
            return Written::Unknown;
        }
        let Some(entry) = outputs.iter().find(|entry| entry.key == name) else {
            if !self.is_open {
                let name: String = name.chars().take(80).collect();
                let at = self
                    .root
                    .entries()
                    .iter()
                    .find(|entry| entry.key == "Outputs")
                    .map_or(self.root.at, |e| e.at);
                self.problem(at, format!("the outer stack asks for output `{name}`, and there is none"), "");
            }
            return Written::Unknown;
        };
        if self.is_made(entry) == Truth::No {
            return Written::Unknown;
        }
        let value = entry.value.get("Value").and_then(|node| self.evaluate(node));
        value.unwrap_or(Written::Unknown)
    }
}

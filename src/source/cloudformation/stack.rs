//! One stack: a template with the values of its parameters, and the items it makes.

use super::conditions::Truth;
use super::loops;
use super::nested::Nested;
use super::node::{At, Entry, Kind, Node};
use super::parameters::{self, Given};
use super::reader::Reader;
use super::references;
use super::sam;
use super::template::{Template, transforms};
use super::text;
use crate::source::declared::{Change, Item, Written};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

/// Where a stack will stand, as far as it is told.
#[derive(Debug, Clone, Default)]
pub(super) struct Standing {
    pub(super) account: Option<String>,
    pub(super) region: Option<String>,
    pub(super) name: Option<String>,
}

/// One stack.
pub(super) struct Stack<'r> {
    pub(super) reader: &'r Reader,
    pub(super) template: Rc<Template>,
    /// The template's tree, its loops unrolled.
    pub(super) root: Rc<Node>,
    /// What stands before its logical ids in addresses: empty, or `Outer/`.
    pub(super) prefix: String,
    pub(super) standing: Standing,
    pub(super) parameters: BTreeMap<String, Written>,
    /// Files from the outermost stack's to this one's.
    pub(super) chain: Vec<PathBuf>,
    /// Whether something may add resources that nobody can know here.
    pub(super) is_open: bool,
    /// Whether the template asks for the macro that turns `AWS::Serverless` types into others.
    pub(super) is_serverless: bool,
    /// Where the sections stand among the keys of the tree.
    sections: BTreeMap<&'static str, usize>,
    resources: BTreeMap<String, usize>,
    conditions: BTreeMap<String, usize>,
    pub(super) truths: RefCell<BTreeMap<String, Option<Truth>>>,
    pub(super) nested: RefCell<BTreeMap<String, Nested<'r>>>,
    /// Resources by the condition that nobody can decide here.
    undecided: RefCell<BTreeMap<String, Vec<String>>>,
}

/// Macros that AWS documents, and whose work is done here or changes no property.
const KNOWN_TRANSFORMS: [&str; 5] = [
    sam::TRANSFORM,
    "AWS::LanguageExtensions",
    "AWS::SecretsManager-2020-07-23",
    "AWS::SecretsManager-2024-09-16",
    "AWS::CodeDeployBlueGreen",
];

impl<'r> Stack<'r> {
    /// A stack of a template; what is wrong in it is noted.
    pub(super) fn new(
        reader: &'r Reader,
        template: Rc<Template>,
        prefix: String,
        standing: Standing,
        given: &Given<'_>,
        chain: Vec<PathBuf>,
    ) -> Self {
        let parameters = parameters::values(reader, &template, given);
        let root = Rc::clone(&template.root);
        let mut stack = Self {
            reader,
            template,
            root,
            prefix,
            standing,
            parameters,
            chain,
            is_open: false,
            is_serverless: false,
            sections: BTreeMap::new(),
            resources: BTreeMap::new(),
            conditions: BTreeMap::new(),
            truths: RefCell::default(),
            nested: RefCell::default(),
            undecided: RefCell::default(),
        };
        stack.sections = sections(&stack.root);
        stack.conditions = index(stack.section("Conditions"));
        let unrolled = loops::unroll(&stack);
        stack.truths = RefCell::default();
        if let Some((root, is_whole)) = unrolled {
            stack.root = Rc::new(root);
            stack.is_open = !is_whole;
            stack.sections = sections(&stack.root);
        }
        stack.is_serverless = transforms(&stack.root).iter().any(|name| name == sam::TRANSFORM);
        stack.resources = index(stack.section("Resources"));
        stack.conditions = index(stack.section("Conditions"));
        stack.note_macros();
        if !reader.is_exhausted() {
            references::check(&stack);
        }
        stack
    }

    /// The entries of a section.
    pub(super) fn section(&self, name: &str) -> &[Entry] {
        let entry = self.sections.get(name).and_then(|index| self.root.entries().get(*index));
        entry.map_or(&[], |entry| entry.value.entries())
    }

    /// A resource by its logical id.
    pub(super) fn resource(&self, id: &str) -> Option<&Entry> {
        self.resources.get(id).and_then(|index| self.section("Resources").get(*index))
    }

    /// The logical ids of the template's resources, in alphabetical order.
    pub(super) fn resource_ids(&self) -> impl Iterator<Item = &str> {
        self.resources.keys().map(String::as_str)
    }

    /// A condition by its name.
    pub(super) fn condition(&self, name: &str) -> Option<&Entry> {
        self.conditions.get(name).and_then(|index| self.section("Conditions").get(*index))
    }

    /// The names of the template's conditions.
    pub(super) fn condition_names(&self) -> impl Iterator<Item = &str> {
        self.conditions.keys().map(String::as_str)
    }

    /// The file's name, as the command line or the outer template gives it.
    pub(super) fn file(&self) -> String {
        self.template.file.path.display().to_string()
    }

    /// Notes a problem at a place of the template.
    pub(super) fn problem(&self, at: At, message: impl Into<String>, help: &str) {
        let problem = text::at(&self.template.file, at, message);
        self.reader.problem(if help.is_empty() { problem } else { problem.help(help) });
    }

    /// Everything that it and its nested stacks make.
    pub(super) fn items(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for entry in self.section("Resources") {
            if entry.key == "Fn::Transform" {
                continue;
            }
            // The bound is a problem that refuses the whole: more items would not be seen.
            if self.reader.is_exhausted() {
                break;
            }
            self.resource_items(entry, &mut items);
        }
        if self.is_serverless {
            items = sam::share(self, items);
        }
        self.note_undecided();
        items
    }

    fn resource_items(&self, entry: &Entry, items: &mut Vec<Item>) {
        let Some(type_name) = self.type_name(entry) else { return };
        match self.is_made(entry) {
            Truth::No => return,
            Truth::Unknown => {
                let name = entry.value.get("Condition").and_then(Node::text).unwrap_or_default();
                self.undecided.borrow_mut().entry(name.to_owned()).or_default().push(entry.key.clone());
            }
            Truth::Yes => {}
        }
        // CDK's own record of its version: nothing that AWS makes.
        if type_name == "AWS::CDK::Metadata" {
            return;
        }
        let values = match entry.value.get("Properties").and_then(|node| self.evaluate(node)) {
            None | Some(Written::Null) => Written::Map(BTreeMap::new()),
            Some(values) => values,
        };
        let item = self.item(&entry.key, type_name, values, entry.at);
        if type_name == "AWS::CloudFormation::Stack" || type_name == "AWS::Serverless::Application" {
            items.push(Item { type_name: "AWS::CloudFormation::Stack".to_owned(), ..item });
            if let Some(stack) = self.nested_stack(&entry.key) {
                items.extend(stack.items());
            }
        } else if type_name.starts_with("AWS::Serverless::") {
            if self.is_serverless {
                sam::expand(self, entry, item, items);
            } else {
                let message =
                    format!("`{}` is of a SAM type, and the template lacks SAM's Transform", entry.key);
                self.problem(entry.at, message, "write Transform: AWS::Serverless-2016-10-31 at the top");
            }
        } else {
            if type_name.ends_with("::MODULE") {
                self.reader.note(format!(
                    "{}: what the module {type_name} of `{}` makes is registered in an account and not read",
                    self.file(),
                    entry.key
                ));
            }
            items.push(item);
        }
    }

    /// An item of this stack.
    pub(super) fn item(&self, id: &str, type_name: &str, values: Written, at: At) -> Item {
        Item {
            address: format!("{}{id}", self.prefix),
            type_name: type_name.to_owned(),
            values,
            account: self.standing.account.clone(),
            region: self.standing.region.clone(),
            file: Some(self.file()),
            line: Some(u64::from(at.line)),
            change: Change::Create,
        }
    }

    fn type_name<'e>(&self, entry: &'e Entry) -> Option<&'e str> {
        let id = &entry.key;
        if !id.chars().all(|c| c.is_ascii_alphanumeric()) || id.is_empty() {
            let message = "a logical id has letters and digits only";
            self.problem(entry.at, message, "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html");
            return None;
        }
        if !entry.value.is_map() {
            self.problem(
                entry.at,
                format!("`{id}` is {}, where a resource is a map", entry.value.word()),
                "",
            );
            return None;
        }
        match entry.value.get("Type").map(|node| &node.kind) {
            Some(Kind::Text(name)) if !name.is_empty() => Some(name),
            _ => {
                self.problem(
                    entry.at,
                    format!("resource `{id}` has no Type"),
                    "Type: AWS::Service::Resource",
                );
                None
            }
        }
    }

    /// Whether a resource is made.
    pub(super) fn is_made(&self, entry: &Entry) -> Truth {
        match entry.value.get("Condition") {
            Some(Node { kind: Kind::Text(name), .. }) => self.truth_of(name),
            Some(_) => Truth::Unknown,
            None => Truth::Yes,
        }
    }

    fn note_macros(&mut self) {
        for name in transforms(&self.root) {
            if !KNOWN_TRANSFORMS.contains(&name.as_str()) {
                self.is_open = true;
                let file = self.file();
                self.reader.note(format!(
                    "{file}: the macro {name} changes the template before it is applied and cannot be run here; its resources are taken as they are written"
                ));
            }
        }
        if self.section("Resources").iter().any(|entry| entry.key == "Fn::Transform") {
            self.is_open = true;
            let file = self.file();
            self.reader.note(format!(
                "{file}: resources that Fn::Transform adds are not known here, and not judged"
            ));
        }
    }

    fn note_undecided(&self) {
        const SHOWN: usize = 10;
        for (condition, ids) in self.undecided.borrow().iter() {
            let shown = ids.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
            let rest = ids.len().saturating_sub(SHOWN);
            let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
            self.reader.note(format!(
                "{}: whether the condition {condition} holds is not known here; what rests on it is taken as if it were made: {shown}{more}",
                self.file()
            ));
        }
    }
}

/// Sections that are asked for again and again.
fn sections(root: &Node) -> BTreeMap<&'static str, usize> {
    let known = ["Resources", "Conditions", "Mappings", "Outputs"];
    let place = |name: &'static str| Some((name, root.entries().iter().position(|entry| entry.key == name)?));
    known.into_iter().filter_map(place).collect()
}

fn index(entries: &[Entry]) -> BTreeMap<String, usize> {
    entries.iter().enumerate().map(|(index, entry)| (entry.key.clone(), index)).collect()
}

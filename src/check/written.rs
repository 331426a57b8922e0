//! A check's file as people write it, read into a [`Check`] with every problem at its place.

use super::condition::{Condition, Names, Vocabulary, compile};
use super::example::{self, Example};
use super::placeholders::check_placeholders;
use super::set::Known;
use super::value::{ENVELOPE, shape_at};
use super::written_related::related;
use super::{Applies, Category, Check, CitationRef, Fix, Relation, Severity};
use crate::diagnostic::{Document, Problem, Problems, SourceText, Table, ValidText, did_you_mean};
use crate::service::Kind;
use std::sync::{Arc, OnceLock};

/// Where the form of a check is described.
const FORM: &str = "see docs/architecture.md for the form of a check";

/// Reads one check's file.
pub(super) fn read(file: &Arc<SourceText>, known: &Known<'_>) -> Result<Check, Problems> {
    whole(Document::parse(file), file, known, When::Now)
}

/// Reads a file that was read as a whole before, by a test: what a run may never ask for is left for later. Examples stand at
/// the end of it, and their text is not looked at.
pub(super) fn read_embedded(file: &Arc<SourceText>, known: &Known<'_>) -> Result<Check, Problems> {
    let end = file.text.find("\n[[example]]").map_or(file.text.len(), |at| at + 1);
    whole(Document::parse_until(file, end), file, known, When::Asked)
}

/// The examples of an embedded check.
pub(super) fn examples_of(check: &Check) -> Vec<Example> {
    let document = Document::parse(&check.text);
    let vocabulary = check.names().vocabulary().expect("a test reads the checks that are embedded");
    examples(&document.root(), &vocabulary)
}

/// When conditions are compiled and examples read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Now,
    Asked,
}

fn whole(
    document: Document<'_>,
    file: &Arc<SourceText>,
    known: &Known<'_>,
    when: When,
) -> Result<Check, Problems> {
    let root = document.root();
    let check = check(&root, file, known, when);
    root.finish();
    let mut problems = document.into_problems();
    match check {
        Some(check) => problems.or(check),
        None => {
            if problems.0.iter().all(|p| p.warning) {
                problems.0.push(Problem::new(file, 0..0, "the check is incomplete").help(FORM));
            }
            Err(problems)
        }
    }
}

fn check(root: &Table<'_>, file: &Arc<SourceText>, known: &Known<'_>, when: When) -> Option<Check> {
    let id = id(root, file);
    let title = text(root, "title", "the claim as a sentence");
    let kind = kind(root, "resource", known);
    let severity = severity(root);
    let category = required_word(root, "category", &Category::ALL.map(|c| (c.as_str(), c)));
    let message = root.required("message", "what a failure says, with {id} or {name} in it");
    let why = text(root, "why", "why it matters");
    let fix = fix(root);
    let references = references(root);
    let citations = citations(root, known);
    let related = related(root, known, kind);
    let condition_text = root.required("condition", "a CEL expression that is true when the check passes");
    let parts = kind.map(|kind| {
        let lists = related.iter().filter_map(|r| Some((r.name.clone(), known.kinds.kind(&r.resource)?)));
        let vocabulary = Vocabulary { resource: kind, related: lists.collect() };
        let names = (when == When::Asked).then(|| Arc::new(vocabulary.names()));
        let compiler = Compiler { vocabulary: &vocabulary, file, names };
        Conditions {
            condition: condition_text.and_then(|text| compiler.compile(text, root)),
            applies: applies(root, &compiler),
            severity_if: severity_if(root, &compiler),
            observe: observe(root, kind),
            examples: match when {
                When::Now => OnceLock::from(examples(root, &vocabulary)),
                When::Asked => OnceLock::new(),
            },
        }
    });
    if parts.is_none() {
        for key in ["applies", "applies_else"] {
            root.string(key);
        }
        root.strings("observe");
        root.tables("severity_if");
        root.tables("example");
    }
    let parts = parts?;
    if let Some(message) = &message {
        check_placeholders(root, message, &parts.observe, true);
    }
    if let Some(lines) = root.table("fix").and_then(|fix| fix.string("register")) {
        check_placeholders(root, &lines, &parts.observe, false);
    }
    Some(Check {
        id: id?,
        title: title?,
        resource: kind?.name.clone(),
        severity: severity?,
        category: category?,
        citations,
        message: message?.into_inner(),
        why: why?,
        fix,
        references,
        observe: parts.observe,
        related,
        file: file.path.clone(),
        condition: parts.condition?,
        applies: parts.applies,
        severity_if: parts.severity_if,
        examples: parts.examples,
        text: Arc::clone(file),
    })
}

/// The parts that need the check's kind to be read.
struct Conditions {
    condition: Option<Condition>,
    applies: Option<Applies>,
    severity_if: Vec<(Condition, Severity)>,
    observe: Vec<String>,
    examples: OnceLock<Vec<Example>>,
}

/// What makes conditions of texts.
struct Compiler<'c> {
    vocabulary: &'c Vocabulary<'c>,
    file: &'c SourceText,
    /// Where they are compiled later, what against.
    names: Option<Arc<Names>>,
}

impl Compiler<'_> {
    fn compile(&self, text: ValidText, table: &Table<'_>) -> Option<Condition> {
        match &self.names {
            Some(names) => Some(Condition::later(text.into_inner(), Arc::clone(names))),
            None => compile(&text, self.vocabulary, self.file, table),
        }
    }
}

fn text(table: &Table<'_>, key: &'static str, help: &str) -> Option<String> {
    table.required(key, help).map(ValidText::into_inner)
}

pub(super) fn required_word<T: Clone>(
    table: &Table<'_>,
    key: &'static str,
    words: &[(&str, T)],
) -> Option<T> {
    if !table.has(key) {
        let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        table.one_of(key, words);
        table.missing(key, format!("one of {}", list.join(", ")));
        return None;
    }
    table.one_of(key, words).map(|word| word.into_inner())
}

fn severity(table: &Table<'_>) -> Option<Severity> {
    required_word(table, "severity", &Severity::ALL.map(|s| (s.as_str(), s)))
}

/// The id is the file's name: lower-case words joined by hyphens.
fn id(root: &Table<'_>, file: &SourceText) -> Option<String> {
    let id = root.required("id", "the file's name without .toml")?;
    let text = id.get_ref();
    let words = text
        .split('-')
        .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
    if !words || !text.starts_with(|c: char| c.is_ascii_lowercase()) {
        root.problem(
            id.span(),
            format!("`{text}` is not an id"),
            "lower-case words joined by hyphens, beginning with a letter",
        );
    }
    let name = file.path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    if name != text {
        root.problem(
            id.span(),
            format!("the id `{text}` is not the file's name, `{name}`"),
            format!("write id = \"{name}\""),
        );
    }
    Some(id.into_inner())
}

pub(super) fn kind<'k>(table: &Table<'_>, key: &'static str, known: &Known<'k>) -> Option<&'k Kind> {
    let name = table.required(key, "a kind such as AWS::S3::Bucket")?;
    let found = known.kinds.kind(name.get_ref());
    if found.is_none() {
        let hint = did_you_mean(name.get_ref(), known.kinds.names())
            .map_or_else(String::new, |meant| format!("did you mean `{meant}`? "));
        table.problem(
            name.span(),
            format!("no description or vocabulary knows the kind `{}`", name.get_ref()),
            format!("{hint}kinds come from checks/<api>/service.toml and checks/vocabulary.toml"),
        );
    }
    found
}

fn fix(root: &Table<'_>) -> Fix {
    let Some(table) = root.table("fix") else {
        root.missing(
            "fix",
            "fix = { console = \"...\", cli = \"...\", terraform = \"...\" }, one of them at least",
        );
        return Fix::default();
    };
    let part = |key| table.string(key).map(ValidText::into_inner);
    let fix = Fix {
        console: part("console"),
        cli: part("cli"),
        terraform: part("terraform"),
        register: part("register"),
    };
    if fix == Fix::default() {
        table.problem(table.span.clone(), "`fix` says nothing", "write console, cli, terraform or register");
    }
    table.finish();
    fix
}

fn references(root: &Table<'_>) -> Vec<String> {
    let Some(references) = root.strings("references") else {
        root.missing("references", "the AWS page that documents the setting");
        return Vec::new();
    };
    for reference in references.iter().filter(|r| !r.get_ref().starts_with("https://")) {
        root.problem(reference.span(), "a reference is an https address", "write the page's address");
    }
    references.into_iter().map(ValidText::into_inner).collect()
}

fn citations(root: &Table<'_>, known: &Known<'_>) -> Vec<CitationRef> {
    let relations = [Relation::EvidenceFor, Relation::Partial, Relation::Supporting].map(|r| (r.as_str(), r));
    let mut citations = Vec::new();
    if !root.has("citations") {
        root.missing("citations", "[{ id = \"164.312(a)(1)\", relation = \"partial\" }], or [] for none");
    }
    for table in root.tables("citations") {
        let id = table.required("id", "a paragraph of 45 CFR 164, e.g. 164.312(a)(1)");
        if let Some(id) = id.as_ref().filter(|id| !(known.is_citation)(id.get_ref())) {
            table.problem(
                id.span(),
                format!("`{}` is no standard or implementation specification of 45 CFR 164", id.get_ref()),
                "https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164",
            );
        }
        let relation = required_word(&table, "relation", &relations);
        table.finish();
        if let (Some(id), Some(relation)) = (id, relation) {
            citations.push(CitationRef { id: id.into_inner(), relation });
        }
    }
    citations
}

/// Notes a path that the kind does not have. Without a kind there is another problem already.
pub(super) fn check_path(table: &Table<'_>, at: &ValidText, path: &str, kind: Option<&Kind>) {
    let Some(kind) = kind else {
        return;
    };
    if shape_at(kind, path).is_none() {
        let names = kind.properties.keys().map(String::as_str).chain(ENVELOPE);
        let help = did_you_mean(path, names).map_or_else(
            || "write it as the kind's description has it".to_owned(),
            |m| format!("did you mean `{m}`?"),
        );
        table.problem(at.span(), format!("no description of {} fills `{path}`", kind.name), help);
    }
}

fn applies(root: &Table<'_>, compiler: &Compiler<'_>) -> Option<Applies> {
    let otherwise = root.string("applies_else");
    let Some(text) = root.string("applies") else {
        if let Some(otherwise) = otherwise {
            root.problem(
                otherwise.span(),
                "`applies_else` without `applies`",
                "write applies, or leave both out",
            );
        }
        return None;
    };
    if otherwise.is_none() {
        root.problem(
            text.span(),
            "`applies` without `applies_else`",
            "say why the check does not apply otherwise",
        );
    }
    let condition = compiler.compile(text, root)?;
    Some(Applies { condition, otherwise: otherwise?.into_inner() })
}

fn severity_if(root: &Table<'_>, compiler: &Compiler<'_>) -> Vec<(Condition, Severity)> {
    let mut rules = Vec::new();
    for table in root.tables("severity_if") {
        let when = table.required("when", "a CEL expression");
        let severity = severity(&table);
        let condition = when.and_then(|when| compiler.compile(when, &table));
        table.finish();
        rules.extend(condition.zip(severity));
    }
    rules
}

fn observe(root: &Table<'_>, kind: &Kind) -> Vec<String> {
    let Some(paths) = root.strings("observe") else {
        root.missing("observe", "the properties a finding may show");
        return Vec::new();
    };
    for path in &paths {
        check_path(root, path, path.get_ref(), Some(kind));
    }
    paths.into_iter().map(ValidText::into_inner).collect()
}

fn examples(root: &Table<'_>, vocabulary: &Vocabulary<'_>) -> Vec<Example> {
    let mut examples = Vec::new();
    for table in root.tables("example") {
        examples.extend(example::read(&table, vocabulary));
        table.finish();
    }
    examples
}

//! A check's file as people write it, read into a [`Check`] with every problem at its place.

use super::condition::{Condition, Vocabulary, compile};
use super::example::{self, Example};
use super::placeholders::check_placeholders;
use super::related::hop;
use super::set::Known;
use super::value::{ENVELOPE, shape_at};
use super::{Applies, Category, Check, CitationRef, Fix, Join, Normal, Related, Relation, Severity, Within};
use crate::diagnostic::{Document, Problem, Problems, SourceText, Table, ValidText, did_you_mean};
use crate::service::Kind;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the form of a check is described.
const FORM: &str = "see docs/architecture.md for the form of a check";

/// Reads one check's file.
pub(super) fn read(file: &Arc<SourceText>, known: &Known<'_>) -> Result<Check, Problems> {
    let document = Document::parse(file);
    let root = document.root();
    let check = check(&root, file, known);
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

fn check(root: &Table<'_>, file: &Arc<SourceText>, known: &Known<'_>) -> Option<Check> {
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
        Conditions {
            condition: condition_text.and_then(|text| compile(&text, &vocabulary, file, root)),
            applies: applies(root, file, &vocabulary),
            severity_if: severity_if(root, file, &vocabulary),
            observe: observe(root, kind),
            examples: examples(root, &vocabulary),
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
    examples: Vec<Example>,
}

fn text(table: &Table<'_>, key: &'static str, help: &str) -> Option<String> {
    table.required(key, help).map(ValidText::into_inner)
}

fn required_word<T: Clone>(table: &Table<'_>, key: &'static str, words: &[(&str, T)]) -> Option<T> {
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

fn kind<'k>(table: &Table<'_>, key: &'static str, known: &Known<'k>) -> Option<&'k Kind> {
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

fn related(root: &Table<'_>, known: &Known<'_>, subject: Option<&Kind>) -> Vec<Related> {
    if !root.has("related") {
        root.string("related");
        return Vec::new();
    }
    let tables = root.named_tables("related");
    let kinds: BTreeMap<String, &Kind> = tables
        .iter()
        .filter_map(|(name, table)| {
            let resource = table.string("resource")?;
            Some((name.get_ref().clone(), known.kinds.kind(resource.get_ref())?))
        })
        .collect();
    let mut lists = Vec::new();
    for (name, table) in tables {
        let element = kind(&table, "resource", known);
        let join = join(&table, name.get_ref(), element, subject, &kinds);
        let words = [
            ("region", Within::Region),
            ("account", Within::Account),
            ("organization", Within::Organization),
        ];
        let within = required_word(&table, "within", &words);
        table.finish();
        if let (Some(element), Some(within)) = (element, within) {
            lists.push(Related { name: name.into_inner(), resource: element.name.clone(), join, within });
        }
    }
    refuse_third_hops(root, &lists);
    lists
}

/// A list may hang on another list, and that one on the subject: no further.
fn refuse_third_hops(root: &Table<'_>, lists: &[Related]) {
    let other =
        |related: &Related| related.join.as_ref().and_then(|join| hop(join).map(|(name, _)| name.to_owned()));
    for related in lists {
        let further = other(related).and_then(|name| other(lists.iter().find(|r| r.name == name)?));
        if let Some(further) = further {
            root.problem(
                root.span_of("related").unwrap_or_default(),
                format!("`related.{}` hangs on a list that hangs on `related.{further}`", related.name),
                "two hops are the most",
            );
        }
    }
}

fn join(
    table: &Table<'_>,
    name: &str,
    element: Option<&Kind>,
    subject: Option<&Kind>,
    kinds: &BTreeMap<String, &Kind>,
) -> Option<Join> {
    let normal = table.one_of("as", &[("arn", Normal::Arn), ("id", Normal::Id), ("name", Normal::Name)]);
    let (ours, theirs) = match (table.string("where"), table.string("equals")) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        (None, None) => return None,
        _ => {
            table.problem(
                table.span.clone(),
                "`where` and `equals` belong together",
                "write both, or neither for all of the kind within",
            );
            return None;
        }
    };
    check_path(table, &ours, ours.get_ref(), element);
    match theirs.get_ref().strip_prefix("related.").map(|hop| hop.split_once('.')) {
        None => check_path(table, &theirs, theirs.get_ref(), subject),
        Some(Some((other, path))) if other != name => match kinds.get(other) {
            Some(kind) => check_path(table, &theirs, path, Some(kind)),
            None => table.problem(
                theirs.span(),
                format!("`related.{other}` is not declared"),
                format!("declare it: [related.{other}]"),
            ),
        },
        Some(_) => table.problem(
            theirs.span(),
            format!("`{}` names no path of another related list", theirs.get_ref()),
            "write related.<another list>.<path>",
        ),
    }
    let normal = normal.map_or(Normal::Arn, |n| n.into_inner());
    Some(Join { r#where: ours.into_inner(), equals: theirs.into_inner(), normal })
}

/// Notes a path that the kind does not have. Without a kind there is another problem already.
fn check_path(table: &Table<'_>, at: &ValidText, path: &str, kind: Option<&Kind>) {
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

fn applies(root: &Table<'_>, file: &SourceText, vocabulary: &Vocabulary<'_>) -> Option<Applies> {
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
    let condition = compile(&text, vocabulary, file, root)?;
    Some(Applies { condition, otherwise: otherwise?.into_inner() })
}

fn severity_if(
    root: &Table<'_>,
    file: &SourceText,
    vocabulary: &Vocabulary<'_>,
) -> Vec<(Condition, Severity)> {
    let mut rules = Vec::new();
    for table in root.tables("severity_if") {
        let when = table.required("when", "a CEL expression");
        let severity = severity(&table);
        let condition = when.and_then(|when| compile(&when, vocabulary, file, &table));
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

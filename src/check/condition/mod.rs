//! A CEL condition: compiled, walked, and refused when it reads what no description fills or what three-valued logic
//! cannot bear.

mod calls;
mod place;
mod walk;

use crate::diagnostic::{SourceText, Table, ValidText};
use crate::service::{Catalog, Kind};
use cel::common::ast::SourceInfo;
use cel::parser::{Expression, PrattParser};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// What a condition may name: the kind behind `resource`, and the kinds behind `related.<name>`.
pub(super) struct Vocabulary<'k> {
    /// The kind the check judges.
    pub(super) resource: &'k Kind,
    /// The declared related lists.
    pub(super) related: BTreeMap<String, &'k Kind>,
}

impl Vocabulary<'_> {
    /// The kinds' names.
    pub(super) fn names(&self) -> Names {
        let related = self.related.iter().map(|(list, kind)| (list.clone(), kind.name.clone()));
        Names { resource: self.resource.name.clone(), related: related.collect() }
    }
}

/// The same by name: what a condition of an embedded check is compiled against once it is asked for.
#[derive(Debug)]
pub(super) struct Names {
    /// The kind the check judges.
    pub(super) resource: String,
    /// The kinds of the related lists, by the lists' names.
    pub(super) related: BTreeMap<String, String>,
}

impl Names {
    /// The kinds themselves, as this build describes them.
    pub(super) fn vocabulary(&self) -> Option<Vocabulary<'static>> {
        let kind = |name: &String| Catalog::builtin().kind(name);
        let related = self.related.iter().map(|(list, name)| Some((list.clone(), kind(name)?)));
        Some(Vocabulary { resource: kind(&self.resource)?, related: related.collect::<Option<_>>()? })
    }
}

/// The paths a condition reads, dotted, lists walked through: `EventSelectors.ReadWriteType`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reads {
    /// Of the resource itself.
    pub(crate) resource: BTreeSet<String>,
    /// Of the elements of each related list it names; the set is empty when only the list is asked, as by `size`.
    pub(crate) related: BTreeMap<String, BTreeSet<String>>,
}

impl Reads {
    /// Joins what another condition reads.
    pub(super) fn join(&mut self, other: &Self) {
        self.resource.extend(other.resource.iter().cloned());
        for (name, paths) in &other.related {
            self.related.entry(name.clone()).or_default().extend(paths.iter().cloned());
        }
    }
}

/// A condition that may be judged.
#[derive(Debug)]
pub(crate) struct Condition {
    /// As written.
    pub(crate) source: String,
    compiled: OnceLock<Compiled>,
    /// Of a condition that is compiled later, what against.
    names: Option<Arc<Names>>,
}

#[derive(Debug)]
struct Compiled {
    expression: Expression,
    reads: Reads,
}

impl Condition {
    /// A condition of an embedded check: a run compiles those of the kinds that it meets, and tests compile them all.
    pub(super) const fn later(source: String, names: Arc<Names>) -> Self {
        Self { source, compiled: OnceLock::new(), names: Some(names) }
    }

    /// Its syntax tree.
    pub(crate) fn expression(&self) -> &Expression {
        &self.compiled().expression
    }

    /// What it reads.
    pub(crate) fn reads(&self) -> &Reads {
        &self.compiled().reads
    }

    fn compiled(&self) -> &Compiled {
        self.compiled.get_or_init(|| {
            let vocabulary = self.names.as_ref().and_then(|names| names.vocabulary());
            let compiled = vocabulary.and_then(|vocabulary| trusted(&self.source, &vocabulary));
            compiled.expect("a test compiles the conditions that are embedded")
        })
    }
}

/// Something wrong in a condition's text.
struct Refusal {
    /// Byte range in the condition.
    at: Range<usize>,
    message: String,
    help: String,
}

/// Compiles a condition; what is wrong is noted in the table it stands in, at its place inside the string.
pub(super) fn compile(
    text: &ValidText,
    vocabulary: &Vocabulary<'_>,
    file: &SourceText,
    table: &Table<'_>,
) -> Option<Condition> {
    let source = text.get_ref();
    match parse(source, vocabulary) {
        Ok(compiled) => {
            Some(Condition { source: source.clone(), compiled: OnceLock::from(compiled), names: None })
        }
        Err(refusals) => {
            for refusal in refusals {
                let at = inside(&file.text, text.span(), source, refusal.at);
                table.problem(at, refusal.message, refusal.help);
            }
            None
        }
    }
}

/// Compiles what is known to be right. This parser of CEL's takes a tenth of the other's time, and has poorer messages.
fn trusted(source: &str, vocabulary: &Vocabulary<'_>) -> Option<Compiled> {
    let expression = PrattParser::new().parse(source).ok()?;
    let (reads, refusals) = walk::walk(&expression, &SourceInfo::default(), vocabulary);
    refusals.is_empty().then_some(Compiled { expression, reads })
}

fn parse(source: &str, vocabulary: &Vocabulary<'_>) -> Result<Compiled, Vec<Refusal>> {
    let program = cel::Program::compile(source).map_err(|errors| {
        errors
            .errors
            .into_iter()
            .map(|error| Refusal {
                at: position(source, error.pos),
                message: format!("not valid CEL: {}", error.msg),
                help: "CEL's syntax: https://github.com/google/cel-spec/blob/master/doc/langdef.md"
                    .to_owned(),
            })
            .collect::<Vec<_>>()
    })?;
    let (reads, refusals) = walk::walk(program.expression(), program.source_info(), vocabulary);
    if refusals.is_empty() {
        Ok(Compiled { expression: program.expression().clone(), reads })
    } else {
        Err(refusals)
    }
}

/// The byte range of the character at a 1-based line and column.
fn position(source: &str, (line, column): (isize, isize)) -> Range<usize> {
    let line = usize::try_from(line - 1).unwrap_or(0);
    let column = usize::try_from(column - 1).unwrap_or(0);
    let start: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = source.get(start..).unwrap_or_default();
    let at = start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at);
    at..(at + 1).min(source.len())
}

/// The byte range in the file of a byte range in a TOML string's value. Exact where the value stands in the file as it is;
/// the whole string where escapes make the two differ.
fn inside(file: &str, string: Range<usize>, value: &str, at: Range<usize>) -> Range<usize> {
    let Some(start) = file.get(string.clone()).and_then(|written| written.find(value)) else {
        return string;
    };
    let start = string.start + start;
    start + at.start..start + at.end
}

#[cfg(test)]
mod tests;

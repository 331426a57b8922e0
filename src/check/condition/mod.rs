//! A CEL condition: compiled, walked, and refused when it reads what no description fills or what three-valued logic
//! cannot bear.

mod calls;
mod place;
mod walk;

use crate::diagnostic::{SourceText, Table, ValidText};
use crate::service::Kind;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What a condition may name: the kind behind `resource`, and the kinds behind `related.<name>`.
pub(super) struct Vocabulary<'k> {
    /// The kind the check judges.
    pub(super) resource: &'k Kind,
    /// The declared related lists.
    pub(super) related: BTreeMap<String, &'k Kind>,
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
    pub(super) program: cel::Program,
    /// What it reads.
    pub(crate) reads: Reads,
    /// As written.
    pub(crate) source: String,
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
        Ok(condition) => Some(condition),
        Err(refusals) => {
            for refusal in refusals {
                let at = inside(&file.text, text.span(), source, refusal.at);
                table.problem(at, refusal.message, refusal.help);
            }
            None
        }
    }
}

fn parse(source: &str, vocabulary: &Vocabulary<'_>) -> Result<Condition, Vec<Refusal>> {
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
    let (reads, refusals) = walk::walk(&program, vocabulary);
    if refusals.is_empty() {
        Ok(Condition { program, reads, source: source.to_owned() })
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

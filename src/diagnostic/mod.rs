//! A problem in a file people write, drawn with its line and a caret.
//!
//! Readers of such files collect every [`Problem`] they find and refuse the file once, with all of them. [`Table`] reads
//! TOML that way: typed getters that note what is wrong, and a list of the keys nobody asked for. What several readers
//! share stands here too: bounded reading (`files`), fields and closed lists of words.

pub(crate) mod fields;
pub(crate) mod files;
mod place;
mod table;
pub(crate) mod words;

pub use files::HashedFile;
pub use place::Place;
pub(crate) use table::MOST;
pub use table::{Document, Table, ValidText};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A file people wrote, kept whole so that problems can be drawn.
#[derive(Debug)]
pub struct SourceText {
    /// The path as the user gave it.
    pub path: PathBuf,
    /// Its text.
    pub text: Cow<'static, str>,
    /// Where each line begins, once a line is asked for: a file of many lines is asked for many of them, most files for none.
    line_starts: OnceLock<Vec<usize>>,
}

impl PartialEq for SourceText {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, &self.text) == (&other.path, &other.text)
    }
}

impl Eq for SourceText {}

impl SourceText {
    /// Wraps a text that is already in memory.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into().into(), line_starts: OnceLock::new() })
    }

    /// A file that the program holds; its text is not copied.
    pub fn embedded(path: impl Into<PathBuf>, text: &'static str) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into(), line_starts: OnceLock::new() })
    }

    /// Reads a file that must be UTF-8 text; what is wrong comes back as a problem of that file.
    pub fn read(path: &Path) -> Result<Arc<Self>, Problem> {
        let bytes = std::fs::read(path).map_err(|e| {
            Problem::new(&Self::new(path, ""), 0..0, format!("cannot read {}: {e}", path.display()))
                .help("check the path and its permissions")
        })?;
        Self::from_bytes(path, bytes)
    }

    /// Wraps bytes already read; a byte order mark is dropped, and what is not UTF-8 comes back as a problem.
    pub fn from_bytes(path: &Path, bytes: Vec<u8>) -> Result<Arc<Self>, Problem> {
        String::from_utf8(bytes)
            .map(|text| Self::new(path, text.strip_prefix('\u{feff}').unwrap_or(&text)))
            .map_err(|e| {
                let valid = e.utf8_error().valid_up_to();
                let message = format!("{} is not UTF-8 text (byte {valid})", path.display());
                Problem::new(&Self::new(path, ""), 0..0, message).help("save the file as UTF-8")
            })
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        })
    }

    /// The 1-based line of a byte offset.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|start| *start <= offset)
    }

    /// Where a 1-based line stands.
    pub fn line_span(&self, line: usize) -> Range<usize> {
        let (start, text) = self.line_text(line);
        start..start + text.len()
    }

    /// The text of a 1-based line without its end, and the offset it begins at.
    fn line_text(&self, line: usize) -> (usize, &str) {
        let start = self.line_starts().get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let end = self.line_starts().get(line).map_or(self.text.len(), |next| next - 1);
        let text = self.text.get(start..end.max(start)).unwrap_or("");
        (start, text.strip_suffix('\r').unwrap_or(text))
    }
}

/// One thing that is wrong in a file, where it is, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: Arc<SourceText>,
    /// Byte range in the file's text.
    pub span: Range<usize>,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// A warning does not refuse the file.
    pub warning: bool,
}

impl Problem {
    /// An error at a place of a file.
    pub fn new(file: &Arc<SourceText>, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { file: Arc::clone(file), span, message: message.into(), help: None, warning: false }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The 1-based line where it begins.
    pub fn line(&self) -> usize {
        self.file.line(self.span.start)
    }

    /// Makes it a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.warning = true;
        self
    }
}

/// A longer line, in bytes, is named and not drawn: no person wrote it, and no screen shows it.
const LONGEST_LINE: usize = 2000;

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = if self.warning { Level::WARNING } else { Level::ERROR };
        let path = self.file.path.display().to_string();
        // Only the line where it begins: drawing from the whole text would read a long file once a problem.
        let line = self.line();
        let (line_start, text) = self.file.line_text(line);
        let start = self.span.start.saturating_sub(line_start).min(text.len());
        let end = self.span.end.saturating_sub(line_start).clamp(start, text.len());
        let group = Group::with_title(level.primary_title(&self.message));
        let mut group = if self.file.text.is_empty() {
            group.element(Origin::path(&path))
        } else if text.len() > LONGEST_LINE {
            let column = 1 + text.get(..start).map_or(start, |before| before.chars().count());
            group.element(Origin::path(&path).line(line).char_column(column))
        } else {
            let caret = AnnotationKind::Primary.span(start..end);
            group.element(Snippet::source(text).line_start(line).path(&path).annotation(caret))
        };
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help));
        }
        write!(f, "{}", Renderer::plain().render(&[group]))
    }
}

/// So many problems are drawn with their lines; the rest get a line each, so that a machine-made file stays readable.
pub(crate) const DRAWN: usize = 100;

/// Everything that is wrong with what was read: the reason for exit code 2.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// The value, when nothing but warnings was found; else every problem.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.iter().all(|p| p.warning) { Ok(value) } else { Err(self) }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            match index {
                0 => problem.fmt(f)?,
                1..DRAWN => write!(f, "\n\n{problem}")?,
                _ => {
                    let gap = if index == DRAWN { "\n" } else { "" };
                    let level = if problem.warning { "warning" } else { "error" };
                    let (path, line) = (problem.file.path.display(), problem.line());
                    write!(f, "{gap}\n{level}: {} ({path}:{line})", problem.message)?;
                }
            }
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

/// The nearest of `known` to a mistyped word, when it is near enough to be meant. Nobody mistypes a page of text, and to
/// compare two pages takes long.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 200;
    if word.len() > LONGEST {
        return None;
    }
    known
        .into_iter()
        .filter(|k| k.len() <= LONGEST)
        .map(|k| (strsim::jaro_winkler(word, k), k))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, k)| k)
}

#[cfg(test)]
mod tests;

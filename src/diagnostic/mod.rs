//! A problem in a file people write, drawn with its line and a caret.
//!
//! Readers of such files collect every [`Problem`] they find and refuse the file once, with all of them. [`Table`] reads
//! TOML that way: typed getters that note what is wrong, and a list of the keys nobody asked for.

mod table;

pub use table::{Document, Table, ValidText};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file people wrote, kept whole so that problems can be drawn.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceText {
    /// The path as the user gave it.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl SourceText {
    /// Wraps a text that is already in memory.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into() })
    }

    /// Reads a file that must be UTF-8 text; what is wrong comes back as a problem of that file.
    pub fn read(path: &Path) -> Result<Arc<Self>, Problem> {
        let failed =
            |message: String, help: &str| Problem::new(&Self::new(path, ""), 0..0, message).help(help);
        let bytes = std::fs::read(path).map_err(|e| {
            failed(format!("cannot read {}: {e}", path.display()), "check the path and its permissions")
        })?;
        String::from_utf8(bytes)
            .map(|text| Self::new(path, text.strip_prefix('\u{feff}').unwrap_or(&text)))
            .map_err(|e| {
                failed(
                    format!("{} is not UTF-8 text (byte {})", path.display(), e.utf8_error().valid_up_to()),
                    "save the file as UTF-8",
                )
            })
    }

    /// The 1-based line of a byte offset.
    pub fn line(&self, offset: usize) -> usize {
        let end = offset.min(self.text.len());
        1 + self.text.as_bytes()[..end].iter().filter(|b| **b == b'\n').count()
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

    /// Makes it a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.warning = true;
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = if self.warning { Level::WARNING } else { Level::ERROR };
        let path = self.file.path.display().to_string();
        let length = self.file.text.len();
        let start = self.span.start.min(length);
        let end = self.span.end.clamp(start, length);
        let mut group = level.primary_title(&self.message).elements((length > 0).then(|| {
            Snippet::source(&self.file.text).path(&path).annotation(AnnotationKind::Primary.span(start..end))
        }));
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help));
        }
        write!(f, "{}", Renderer::plain().render(&[group]))
    }
}

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
            if index > 0 {
                f.write_str("\n\n")?;
            }
            problem.fmt(f)?;
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

/// The nearest of `known` to a mistyped word, when it is near enough to be meant.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|k| (strsim::jaro_winkler(word, k), k))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, k)| k)
}

//! What all stacks of one reading share: the options, what is wrong, what is noted, and bounds.

use super::Options;
use super::template::Template;
use super::text;
use crate::diagnostic::{Problem, Problems};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Values within values, functions and nested stacks followed.
const DEEPEST: usize = 1000;
/// Values that are worked out for one reading; 64 bytes of text count as one more, so about 256 MB of text at the very most.
const MOST_WORK: usize = 4_000_000;
/// Stacks of one reading, each nested one counted as often as it is made. AWS allows 2,500 operations on the stacks
/// that one outer stack nests (<https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>,
/// 2026-11-24).
const MOST_STACKS: usize = 2500;
/// Problems that are kept.
pub(super) const MOST_PROBLEMS: usize = 1000;

/// One reading, from the path that the user named to every nested stack.
pub(super) struct Reader {
    pub(super) options: Options,
    problems: RefCell<Vec<Problem>>,
    known: RefCell<BTreeSet<(PathBuf, usize, String)>>,
    notes: RefCell<Vec<String>>,
    noted: RefCell<BTreeSet<String>>,
    templates: RefCell<BTreeMap<PathBuf, Option<Rc<Template>>>>,
    nested: RefCell<BTreeSet<PathBuf>>,
    depth: Cell<usize>,
    work: Cell<usize>,
    stacks: Cell<usize>,
}

impl Reader {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            options: options.clone(),
            problems: RefCell::default(),
            known: RefCell::default(),
            notes: RefCell::default(),
            noted: RefCell::default(),
            templates: RefCell::default(),
            nested: RefCell::default(),
            depth: Cell::new(0),
            work: Cell::new(0),
            stacks: Cell::new(0),
        }
    }

    /// Notes what is wrong; once, however often the same line is evaluated.
    pub(super) fn problem(&self, problem: Problem) {
        let key = (problem.file.path.clone(), problem.span.start, problem.message.clone());
        let mut problems = self.problems.borrow_mut();
        if problems.len() < MOST_PROBLEMS && self.known.borrow_mut().insert(key) {
            problems.push(problem);
        }
    }

    /// Notes what a reader of the result must know; once.
    pub(super) fn note(&self, note: String) {
        if self.noted.borrow_mut().insert(note.clone()) {
            self.notes.borrow_mut().push(note);
        }
    }

    /// One value deeper; false where a bound is reached, and the value is unknown for it. Every entering is left again.
    pub(super) fn enter(&self, template: &Template) -> bool {
        self.depth.set(self.depth.get() + 1);
        if self.depth.get() > DEEPEST {
            self.bound(template, "values, functions and nested stacks stand too deep in one another");
            return false;
        }
        self.spend(template, 1)
    }

    pub(super) fn leave(&self) {
        self.depth.set(self.depth.get().saturating_sub(1));
    }

    /// Counts work; false where there was too much of it.
    pub(super) fn spend(&self, template: &Template, work: usize) -> bool {
        self.work.set(self.work.get().saturating_add(work));
        let within = self.work.get() <= MOST_WORK;
        if !within {
            self.bound(template, "the template grows too large when its functions are worked out");
        }
        within
    }

    /// Whether a bound is reached, so that nothing more need be worked out.
    pub(super) fn is_exhausted(&self) -> bool {
        self.work.get() > MOST_WORK
    }

    /// Problems found so far.
    pub(super) fn problem_count(&self) -> usize {
        self.problems.borrow().len()
    }

    /// Counts one more stack; false where there are too many.
    pub(super) fn count_stack(&self, template: &Template) -> bool {
        self.stacks.set(self.stacks.get() + 1);
        let within = self.stacks.get() <= MOST_STACKS;
        if !within {
            self.bound(template, &format!("more than {MOST_STACKS} stacks are nested in one another"));
        }
        within
    }

    fn bound(&self, template: &Template, message: &str) {
        let problem = Problem::new(&template.file, 0..0, message).help("AWS would refuse such a template");
        // Told before all others, however many there are: it is why the rest was not looked at.
        let mut problems = self.problems.borrow_mut();
        if self.known.borrow_mut().insert((problem.file.path.clone(), 0, message.to_owned())) {
            problems.insert(0, problem);
        }
    }

    /// The template of a nested stack, read once. What is wrong with it is told without drawing its lines: a template
    /// must not make the log show what some file of the machine holds.
    pub(super) fn nested(&self, path: &Path) -> Option<Rc<Template>> {
        if let Some(known) = self.templates.borrow().get(path) {
            return known.clone();
        }
        let read =
            text::read(path).map_err(|problem| vec![*problem]).and_then(|bytes| Template::parse(path, bytes));
        let template = match read {
            Ok(template) => Some(Rc::new(template)),
            Err(problems) => {
                for problem in problems {
                    let line = problem.line();
                    let place =
                        if problem.file.text.is_empty() { String::new() } else { format!(" (line {line})") };
                    let hidden = text::refused(
                        path,
                        format!("{}{place}", problem.message),
                        "a nested stack names it as its template",
                    );
                    self.problem(*hidden);
                }
                None
            }
        };
        self.templates.borrow_mut().insert(path.to_owned(), template.clone());
        template
    }

    /// Remembers that a file is another stack's.
    pub(super) fn note_nested(&self, canonical: PathBuf) {
        self.nested.borrow_mut().insert(canonical);
    }

    /// Whether a file is another stack's.
    pub(super) fn is_nested(&self, canonical: &Path) -> bool {
        self.nested.borrow().contains(canonical)
    }

    /// The notes, in the order in which they were made.
    pub(super) fn finish(self) -> Result<Vec<String>, Problems> {
        let problems = self.problems.into_inner();
        if problems.is_empty() { Ok(self.notes.into_inner()) } else { Err(Problems(problems)) }
    }
}

//! The two streams and the clock, handed in so that nothing below reaches for them: data to one, the rest to the other.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;
use std::io::{BufRead, Write};

/// Where output goes, and what time it is.
pub struct Terminal<'a> {
    data: &'a mut dyn Write,
    rest: &'a mut dyn Write,
    interactive: bool,
    clock: fn() -> Timestamp,
    answers: Option<&'a mut dyn BufRead>,
}

impl<'a> Terminal<'a> {
    /// `data` is stdout, `rest` is stderr; `interactive` when stderr is a terminal.
    pub fn new(
        data: &'a mut dyn Write,
        rest: &'a mut dyn Write,
        interactive: bool,
        clock: fn() -> Timestamp,
    ) -> Self {
        Self { data, rest, interactive, clock, answers: None }
    }

    /// Lets it ask: people answer on this stream. Without it every question stays open.
    #[must_use]
    pub fn answered_by(mut self, answers: &'a mut dyn BufRead) -> Self {
        self.answers = Some(answers);
        self
    }

    /// Whether somebody is there to answer.
    pub fn can_ask(&self) -> bool {
        self.answers.is_some()
    }

    /// Asks on the other stream; the answer without spaces around it, or `None` when nobody answers.
    pub fn ask(&mut self, question: &str) -> Option<String> {
        let answers = self.answers.as_mut()?;
        write!(self.rest, "{question} ").and_then(|()| self.rest.flush()).ok()?;
        let mut line = String::new();
        let length = answers.read_line(&mut line).ok()?;
        (length > 0).then(|| line.trim().to_owned())
    }

    /// The stream of data.
    pub fn data(&mut self) -> &mut dyn Write {
        self.data
    }

    /// A line for people on the other stream. A closed stream is nobody's loss.
    pub fn say(&mut self, line: &str) {
        let _ = writeln!(self.rest, "{line}");
    }

    /// The time now, in whole seconds.
    pub fn now(&self) -> Timestamp {
        let now = (self.clock)();
        Timestamp::from_second(now.as_second()).unwrap_or(now)
    }

    /// The clock itself.
    pub fn clock(&self) -> fn() -> Timestamp {
        self.clock
    }

    /// A progress bar over a number of steps; invisible when nobody watches.
    pub fn progress(&self, steps: u64) -> ProgressBar {
        let target =
            if self.interactive { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("reading {pos}/{len} {wide_bar} {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(Some(steps), target).with_style(style)
    }
}

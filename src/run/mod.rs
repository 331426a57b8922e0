//! One run from start to end, read as a table of contents.

mod about;
mod declared;
mod docs;
mod doctor;
mod doubts;
mod gate;
mod judging;
mod judging_map;
mod map;
mod notes;
mod outputs;
mod policy;
mod proof;
mod reading;
mod register;
mod rules;
mod sink;
mod terminal;

pub use gate::refused as refused_gate;
pub use terminal::Terminal;

use crate::cli::{ChecksCommand, Cli, Command, ReportArgs, ScanArgs};
use crate::diagnostic::Problems;
use crate::record::{Exit, RecordError, RecordFolder};
use outputs::Outputs;
use std::path::Path;

/// Why a command did not come to an end, and what the exit code says about it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A file people write is wrong: exit 2.
    #[error("{0}")]
    Written(#[from] Problems),
    /// The command line asks for what cannot be: exit 2.
    #[error("error: {0}")]
    Usage(String),
    /// The run itself broke: exit 4.
    #[error("error: {0:#}")]
    Broken(#[from] anyhow::Error),
}

impl Failure {
    /// The exit code.
    pub const fn exit(&self) -> Exit {
        match self {
            Self::Written(_) | Self::Usage(_) => Exit::Usage,
            Self::Broken(_) => Exit::Broken,
        }
    }
}

/// Runs one command.
///
/// # Errors
/// What kept it from its end, with its exit code.
pub fn run(cli: &Cli, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    match &cli.command {
        Command::Scan(args) => scan(args, terminal),
        Command::Gate(args) => gate::gate(args, terminal),
        Command::Map(args) => map::show(args, terminal),
        Command::Report(args) => again(args, terminal),
        Command::Register(command) => register::work(command, terminal),
        Command::Checks(ChecksCommand::List(args)) => about::list_checks(args, terminal),
        Command::Checks(ChecksCommand::Show { id, more }) => about::show_check(id, more, terminal),
        Command::Checks(ChecksCommand::Test(args)) => about::test_checks(args, terminal),
        Command::Checks(ChecksCommand::Docs { out, accounts }) => docs::write(out, accounts, terminal),
        Command::Policy(args) => policy::print(args, terminal),
        Command::Doctor(args) => doctor::examine(args, terminal),
        Command::Services(args) => about::services(args, terminal),
        Command::Explain { word } => about::explain(word, terminal),
    }
}

/// The main job.
fn scan(args: &ScanArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let (mut rules, early) = reading::prepare(args)?;
    rules.warn(terminal);
    if let Some(plan) = reading::earlier(args)? {
        rules.adopt(&plan.selected);
    }
    let outputs = Outputs::open(&args.format)?;
    let mut read = reading::read(args, &rules, early, terminal)?;
    let record = judging::judge(args, &rules, &mut read, None, terminal)?;
    outputs.write(&record, terminal)?;
    terminal.say(&format!("record: {}", read.out.display()));
    Ok(exit_of(&record, args.exit_zero))
}

fn exit_of(record: &RecordFolder, exit_zero: bool) -> Exit {
    match record.record.exit_code() {
        1 | 3 if exit_zero => Exit::Clean,
        0 => Exit::Clean,
        1 => Exit::Findings,
        3 => Exit::Incomplete,
        _ => Exit::Broken,
    }
}

/// A record that the command line names; that there is none is the command line's fault.
fn opened(path: &Path) -> Result<RecordFolder, Failure> {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    RecordFolder::open(path).map_err(|error| match error {
        RecordError::Io { error: ref e, .. } if matches!(e.kind(), NotFound | NotADirectory) => {
            Failure::Usage(error.to_string())
        }
        other => anyhow::Error::from(other).into(),
    })
}

/// Reports from a record. The exit code is the record's own.
fn again(args: &ReportArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let record = opened(&args.record)?;
    record.verify().map_err(anyhow::Error::from)?;
    let outputs = Outputs::open(&args.format)?;
    outputs.write(&record, terminal)?;
    Ok(exit_of(&record, false))
}

//! What the command line may say. Help is written here once; `docs/cli.md` is generated from it.

use crate::record::Threshold;
use crate::resource::Cause;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::str::FromStr;

/// Reads the configuration of AWS accounts, judges it against HIPAA's safeguards, and maps every service in use to the
/// business associate agreement that covers it.
#[derive(Debug, Parser)]
#[command(
    name = "baascan",
    version,
    propagate_version = true,
    max_term_width = 100,
    after_help = EXIT_CODES,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Log to stderr what is done: -v for calls, -vv for more. Answers and credentials are never logged
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

const EXIT_CODES: &str = "\
Exit codes, the same for every format:
  0  nothing at or above the threshold failed, and everything in scope was evaluated
  1  something at or above the threshold failed (incomplete or not; both counts are shown)
  2  the command line or a file you wrote is wrong; nothing was judged
  3  nothing failed at the threshold, but something in scope was not evaluated, or nothing was
  4  the run itself broke, or a check has a defect (a crash of the program itself is 101)

baascan only reads. It never writes to AWS, reads no object, secret or log content, and sends nothing anywhere but to \
AWS endpoints.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read, judge, map, record and report: the main job
    Scan(Box<ScanArgs>),
    /// Show the service-to-BAA map of a record on one page
    Map(RecordArgs),
    /// Write any format from a record
    Report(ReportArgs),
    /// Work with the BAA register
    #[command(subcommand)]
    Register(RegisterCommand),
    /// List, show and test the checks
    #[command(subcommand)]
    Checks(ChecksCommand),
    /// Print the least-privilege IAM policy of the selected checks
    Policy(PolicyArgs),
    /// Before a scan: what would be blind in which account and region, and the statement that mends it
    Doctor(DoctorArgs),
    /// List every AWS service: eligibility, and whether baascan can read it
    Services(ServicesArgs),
    /// Explain a check, a verdict, a cause, an exit code, a citation or a service, offline
    Explain {
        /// A check's id, a word of a report, or a citation such as `164.312(b)`
        word: String,
    },
}

/// `baascan scan`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  baascan scan --register baa.toml                       the account of your AWS credentials
  baascan scan --from facts:baascan-out/RUN/facts        judge recorded facts again, without AWS
  baascan scan --format table --format json=result.json  two reports of one run")]
pub struct ScanArgs {
    /// Where resources come from: `aws`, or `facts:DIR` to judge recorded facts again
    #[arg(long, value_name = "SOURCE", default_value = "aws")]
    pub from: Source,
    /// What it is judged by
    #[command(flatten)]
    pub rules: RuleArgs,
    /// Folder for facts, record.json and results.jsonl [default: baascan-out/<run id>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Go on with a killed scan: finished cells of this output folder are kept
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out"])]
    pub resume: Option<PathBuf>,
    /// A report, to stdout or to a file; repeatable [default: table]
    #[arg(long, value_name = "NAME[=FILE]")]
    pub format: Vec<Output>,
    /// The least severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "high")]
    pub fail_on: Threshold,
    /// Causes of "not evaluated" that do not make the exit code 3
    #[arg(long, value_name = "CAUSE", value_delimiter = ',', value_parser = cause)]
    pub allow_incomplete: Vec<Cause>,
    /// Exit 0 instead of 1 or 3, for pipelines that upload the report
    #[arg(long)]
    pub exit_zero: bool,
    /// Judge agreements and ages as of this date, YYYY-MM-DD [default: the end of reading]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<jiff::civil::Date>,
    /// A profile of the AWS configuration
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
}

/// The rules of a run, and what of an account they look at.
#[derive(Debug, Clone, Default, Args)]
pub struct RuleArgs {
    /// The BAA register: a TOML file, or a folder of them
    #[arg(long, value_name = "PATH")]
    pub register: Option<PathBuf>,
    /// A folder of further checks and service descriptions; repeatable
    #[arg(long, value_name = "DIR")]
    pub checks: Vec<PathBuf>,
    /// Another copy of AWS's eligible list
    #[arg(long, value_name = "FILE")]
    pub eligibility: Option<PathBuf>,
    /// Only resources of these regions; what claims about the whole account need is read everywhere [default: every enabled region,
    /// or those the facts were recorded with]
    #[arg(long, value_name = "REGION", value_delimiter = ',')]
    pub regions: Vec<String>,
    /// Only these services, by slug (see `baascan services`) [default: all, or those the facts were recorded with]
    #[arg(long, value_name = "SLUG", value_delimiter = ',')]
    pub services: Vec<String>,
}

/// `baascan policy`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  baascan policy --register baa.toml > policy.json      everything a scan with this register asks for
  baascan policy --services s3,rds                      only what these services take
  baascan policy --parts                                a list of policies that each fit into a managed policy")]
pub struct PolicyArgs {
    /// What the policy is for
    #[command(flatten)]
    pub rules: RuleArgs,
    /// Print a list of policies, each within the size of a managed policy
    #[arg(long)]
    pub parts: bool,
}

/// `baascan doctor`.
#[derive(Debug, Args)]
#[command(after_help = "\
It tries every call that a scan would make, on a few resources of each kind, and keeps nothing. Exit code 0: everything can be
read; 3: something would not be evaluated.")]
pub struct DoctorArgs {
    /// What a scan would look at
    #[command(flatten)]
    pub rules: RuleArgs,
    /// A profile of the AWS configuration
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// One JSON document instead of text
    #[arg(long)]
    pub json: bool,
}

/// A command that reads a record.
#[derive(Debug, Args)]
pub struct RecordArgs {
    /// The folder that `baascan scan` wrote, or its record.json
    #[arg(value_name = "RECORD")]
    pub record: PathBuf,
}

/// `baascan report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The folder that `baascan scan` wrote, or its record.json
    #[arg(value_name = "RECORD")]
    pub record: PathBuf,
    /// A report, to stdout or to a file; repeatable [default: table]
    #[arg(long, value_name = "NAME[=FILE]")]
    pub format: Vec<Output>,
}

/// `baascan register`.
#[derive(Debug, Subcommand)]
pub enum RegisterCommand {
    /// Check a register, offline: every problem with file, line and what to do
    #[command(after_help = "Exit code 0: right, warnings or not; 2: something is wrong.")]
    Lint {
        /// A TOML file, or a folder of them
        path: PathBuf,
    },
    /// Begin a register: right as it is, with an example of everything, commented out
    Init(InitArgs),
    /// Show the chain: what customers were promised, and what AWS and the other vendors promise, as it stands on a day
    Show(ShowArgs),
    /// Print the JSON Schema of a register's file, for editors
    #[command(after_help = "\
With taplo (Even Better TOML): baascan register schema > register-1.json, and as the register's first line
  #:schema ./register-1.json")]
    Schema,
}

/// `baascan register init`.
#[derive(Debug, Args)]
#[command(after_help = "\
On a terminal it asks for your legal name, the accounts that hold PHI and the first day of AWS's agreement; Enter leaves a
question open. Elsewhere it asks nothing. With --from it names the accounts of the facts, and writes AWS's agreement as executed
where AWS Artifact says that it is active.

Examples:
  baascan register init --out baa.toml                                a register to fill in
  baascan register init --from facts:baascan-out/RUN/facts > baa.toml  what a scan already knows filled in")]
pub struct InitArgs {
    /// The file to write; one that is there is left alone [default: stdout]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// What is known already: `facts:DIR`, the facts of a scan
    #[arg(long, value_name = "SOURCE", value_parser = facts)]
    pub from: Option<PathBuf>,
}

/// `baascan register show`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  baascan register show baa.toml                                   the chain today, as a tree
  baascan register show baa.toml --format mermaid > chain.mmd      for a page in Markdown
  baascan register show baa.toml --format dot | dot -Tsvg > chain.svg")]
pub struct ShowArgs {
    /// A TOML file, or a folder of them
    pub path: PathBuf,
    /// How to show it
    #[arg(long, value_name = "NAME", value_enum, default_value = "tree")]
    pub format: ChainFormat,
    /// Where agreements stand on this date, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<jiff::civil::Date>,
}

/// How a chain is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ChainFormat {
    /// Plain text within 100 columns
    Tree,
    /// A Mermaid flowchart
    Mermaid,
    /// A graph for Graphviz
    Dot,
}

/// `baascan checks`.
#[derive(Debug, Subcommand)]
pub enum ChecksCommand {
    /// List every check
    List(ChecksArgs),
    /// Show one check: claim, reason, condition, citations, how to mend
    Show {
        /// The check's id
        id: String,
        /// Where else to look for checks
        #[command(flatten)]
        more: ChecksArgs,
    },
    /// Run every check's examples, and what happens when what it reads is null or unread
    Test(ChecksArgs),
    /// Refresh the generated pages under docs/
    Docs {
        /// The folder to write to
        #[arg(long, value_name = "DIR", default_value = "docs")]
        out: PathBuf,
        /// The recorded accounts by which checks are proven
        #[arg(long, value_name = "DIR", default_value = "fixtures/accounts")]
        accounts: PathBuf,
    },
}

/// Which checks to work with.
#[derive(Debug, Args)]
pub struct ChecksArgs {
    /// A folder of further checks and service descriptions; repeatable
    #[arg(long, value_name = "DIR")]
    pub checks: Vec<PathBuf>,
}

/// `baascan services`.
#[derive(Debug, Args)]
pub struct ServicesArgs {
    /// Only services whose slug or name contains this
    pub filter: Option<String>,
    /// Another copy of AWS's eligible list
    #[arg(long, value_name = "FILE")]
    pub eligibility: Option<PathBuf>,
    /// One JSON document instead of a table
    #[arg(long)]
    pub json: bool,
}

/// Where resources come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The account of the caller's credentials.
    Aws,
    /// Recorded facts.
    Facts(PathBuf),
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            None if text == "aws" => Ok(Self::Aws),
            Some(("facts", dir)) if !dir.is_empty() => Ok(Self::Facts(PathBuf::from(dir))),
            _ => Err(format!("`{text}` is not a source; use `aws` or `facts:DIR`")),
        }
    }
}

/// A format and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The format's name.
    pub format: String,
    /// The file; stdout without one.
    pub file: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err(format!("`{text}` names no file after `=`")),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        if crate::report::format(name).is_none() {
            let known: Vec<&str> = crate::report::FORMATS.iter().map(|f| f.name).collect();
            return Err(format!("`{name}` is not a format; known: {}", known.join(", ")));
        }
        Ok(Self { format: name.to_owned(), file })
    }
}

fn facts(text: &str) -> Result<PathBuf, String> {
    match text.parse() {
        Ok(Source::Facts(folder)) => Ok(folder),
        _ => Err(format!("`{text}` names no facts; use `facts:DIR`")),
    }
}

fn day(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| format!("`{text}` is not a date such as 2026-11-22"))
}

fn cause(text: &str) -> Result<Cause, String> {
    Cause::ALL.into_iter().find(|c| c.as_str() == text).ok_or_else(|| {
        let known: Vec<&str> = Cause::ALL.iter().map(|c| c.as_str()).collect();
        format!("`{text}` is not a cause; known: {}", known.join(", "))
    })
}

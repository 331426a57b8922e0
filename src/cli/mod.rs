//! What the command line may say. Help is written here once; `docs/cli.md` is generated from it.

mod declared;
mod gate;
mod values;

pub use declared::DeclaredArgs;
pub use gate::{GateArgs, GateSource};
pub use values::{MapOutput, Output, Source};

use crate::record::Threshold;
use crate::resource::Cause;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use values::{cause, day, facts};

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
  0  nothing unwaived at or above the threshold failed, and everything in scope was evaluated
  1  something unwaived at or above the threshold failed (incomplete or not; both counts are shown)
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
    /// May PHI be turned on? Judge a record, or what is read now, against a phase and a baseline
    Gate(Box<GateArgs>),
    /// Show the service-to-BAA map of a record, in either direction, on another day, or without an agreement
    Map(MapArgs),
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
    /// Where resources come from: `aws`; `facts:DIR` to judge recorded facts again; `terraform-plan:FILE`, the output of `terraform
    /// show -json`; `cloudformation:PATH`, a template, a folder of them or `cdk.out`
    #[arg(long, value_name = "SOURCE", default_value = "aws")]
    pub from: Source,
    /// What a plan or a template does not tell itself
    #[command(flatten)]
    pub declared: DeclaredArgs,
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
    /// The set of checks as it was in a month, such as 2026.11: what came later is left out, and what came with it does not weigh
    /// [default: the newest]
    #[arg(long, value_name = "VERSION")]
    pub ruleset: Option<String>,
    /// A folder of vendors' files, which add to the built-in ones or replace them; repeatable
    #[arg(long, value_name = "DIR")]
    pub vendors: Vec<PathBuf>,
    /// Accepted failures, with reason, approver and last day [default: waivers.toml of the register's folder, if it is there]
    #[arg(long, value_name = "FILE")]
    pub waivers: Option<PathBuf>,
    /// The most days that a waiver may hold [default: 365]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i32).range(1..=3650))]
    pub max_waiver_days: Option<i32>,
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

/// `baascan map`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  baascan map baascan-out/RUN                                   the whole map, on one page
  baascan map baascan-out/RUN --service bedrock                 which customers' agreements rest on this service?
  baascan map baascan-out/RUN --customer mercy                  which services and vendors does this customer's rest on?
  baascan map baascan-out/RUN --without aws                     what loses cover if this agreement ends?
  baascan map baascan-out/RUN --as-of 2027-03-01                the same rows, under the agreements as they stand then
  baascan map baascan-out/RUN --format page=map.html --format csv=map.csv")]
pub struct MapArgs {
    /// The folder that `baascan scan` wrote, or its record.json
    #[arg(value_name = "RECORD")]
    pub record: PathBuf,
    /// Only this service (a slug) or this vendor, with the customers that rest on it
    #[arg(long, value_name = "SLUG")]
    pub service: Option<String>,
    /// Only what this customer's agreement rests on
    #[arg(long, value_name = "ID")]
    pub customer: Option<String>,
    /// Only what this facility's PHI rests on
    #[arg(long, value_name = "ID")]
    pub facility: Option<String>,
    /// As if this agreement, or every agreement with this vendor, had ended
    #[arg(long, value_name = "ID")]
    pub without: Option<String>,
    /// As the agreements stand on this date, YYYY-MM-DD; services and configuration stay as they were read
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<jiff::civil::Date>,
    /// table, json, csv, markdown, mermaid, dot or page (HTML); to stdout or to a file; repeatable [default: table]
    #[arg(long, value_name = "NAME[=FILE]")]
    pub format: Vec<MapOutput>,
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
    Lint(LintArgs),
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

/// `baascan register lint`.
#[derive(Debug, Args)]
#[command(after_help = "\
It asks nobody: no account, no network, so it runs as a pre-commit hook. Exit code 0: right, perhaps with warnings; 2: wrong. A
waivers.toml in the register's folder is checked with it.")]
pub struct LintArgs {
    /// A TOML file, or a folder of them
    pub path: PathBuf,
    /// A folder of vendors' files, which add to the built-in ones or replace them; repeatable
    #[arg(long, value_name = "DIR")]
    pub vendors: Vec<PathBuf>,
    /// A waivers' file to check as well [default: waivers.toml of the register's folder, if it is there]
    #[arg(long, value_name = "FILE")]
    pub waivers: Option<PathBuf>,
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

//! `baascan gate`.

use super::values::{cause, day};
use super::{DeclaredArgs, Output, RuleArgs, ScanArgs, Source};
use crate::gate::Age;
use crate::record::Threshold;
use crate::resource::Cause;
use clap::{ArgGroup, Args};
use std::path::PathBuf;
use std::str::FromStr;

/// `baascan gate`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("subject").required(true).args(["record", "from"])))]
#[command(after_help = "\
The last line on stdout is one JSON object with counts, whatever the format and the exit code. Exit code 1: a prerequisite of
the phase does not hold, or something new failed at the threshold; 3: nothing is known to be wrong, but something was not
evaluated or not attested. docs/gate.md tells what the phases ask, and how to write your own.

Examples:
  baascan gate --from terraform-plan:plan.json --register baa --phase C   may this plan be applied where PHI is?
  baascan gate baascan-out/RUN --register baa --phase C             may PHI come to staging?
  baascan gate --from aws --register baa --phase D                  read the account, then ask
  baascan gate --from facts:DIR --baseline baascan-out/MAIN         only what the baseline does not have fails
  baascan gate baascan-out/RUN --register baa --max-age 36h         refuse a record that is older
  baascan gate --from aws --register baa --phase C --allow-incomplete not_reviewed
                                                                    let pass what nobody has looked at yet")]
pub struct GateArgs {
    /// A record to judge: the folder that `baascan scan` wrote, or its record.json. It is left as it is
    #[arg(value_name = "RECORD")]
    pub record: Option<PathBuf>,
    /// Or where resources come from, as in `baascan scan`: `terraform-plan:FILE`, `cloudformation:PATH`, `aws`, `facts:DIR`;
    /// `record:DIR` is the same as RECORD
    #[arg(long, value_name = "SOURCE")]
    pub from: Option<GateSource>,
    /// What a plan or a template does not tell itself
    #[command(flatten)]
    pub declared: DeclaredArgs,
    /// The phase that is to begin: A, B, C or D, or one of --phases; without it only findings are asked for
    #[arg(long, value_name = "PHASE")]
    pub phase: Option<String>,
    /// Your own phases and prerequisites, in place of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub phases: Option<PathBuf>,
    /// A complete record of the same scope: failures that it has too do not count, but for gaps of agreements and public data
    #[arg(long, value_name = "RECORD")]
    pub baseline: Option<PathBuf>,
    /// Refuse a saved record, facts or a baseline whose reading ended longer ago: 36h, 7d
    #[arg(long, value_name = "DURATION")]
    pub max_age: Option<Age>,
    /// What it is judged by
    #[command(flatten)]
    pub rules: RuleArgs,
    /// Folder for facts, record.json and results.jsonl [default: baascan-out/<run id>; with RECORD: nothing is written]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// A report, to stdout or to a file; repeatable [default: table]
    #[arg(long, value_name = "NAME[=FILE]")]
    pub format: Vec<Output>,
    /// The least severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "high")]
    pub fail_on: Threshold,
    /// Causes of "not evaluated" and "not attested" that do not make the exit code 3
    #[arg(long, value_name = "CAUSE", value_delimiter = ',', value_parser = cause)]
    pub allow_incomplete: Vec<Cause>,
    /// Exit 0 instead of 1 or 3, for pipelines that upload the report
    #[arg(long)]
    pub exit_zero: bool,
    /// Judge agreements, insurance and attestations as of this date, YYYY-MM-DD [default: the end of reading]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<jiff::civil::Date>,
    /// A profile of the AWS configuration
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
}

/// What the gate judges: a record that is there, or what is read now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GateSource {
    /// A saved record.
    Record(PathBuf),
    /// What `baascan scan` would read.
    Scan(Source),
}

impl FromStr for GateSource {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some(("record", path)) if !path.is_empty() => Ok(Self::Record(PathBuf::from(path))),
            _ => text.parse().map(Self::Scan).map_err(|error: String| format!("{error}, or `record:DIR`")),
        }
    }
}

impl GateArgs {
    /// What is to be judged.
    pub fn subject(&self) -> GateSource {
        match (&self.record, &self.from) {
            (Some(path), _) => GateSource::Record(path.clone()),
            (None, Some(source)) => source.clone(),
            (None, None) => GateSource::Scan(Source::Aws), // the group above asks for one of them
        }
    }

    /// The scan whose record is judged.
    pub fn scan(&self, from: Source) -> ScanArgs {
        ScanArgs {
            from,
            declared: self.declared.clone(),
            rules: self.rules.clone(),
            out: self.out.clone(),
            resume: None,
            format: self.format.clone(),
            fail_on: self.fail_on,
            allow_incomplete: self.allow_incomplete.clone(),
            exit_zero: self.exit_zero,
            as_of: self.as_of,
            profile: self.profile.clone(),
        }
    }

    /// Options that say how resources are judged, and so say nothing where a record is judged already.
    pub fn of_scans_only(&self) -> Vec<&'static str> {
        let rules = &self.rules;
        [
            ("--checks", !rules.checks.is_empty()),
            ("--waivers", rules.waivers.is_some()),
            ("--max-waiver-days", rules.max_waiver_days.is_some()),
            ("--eligibility", rules.eligibility.is_some()),
            ("--regions", !rules.regions.is_empty()),
            ("--services", !rules.services.is_empty()),
            ("--profile", self.profile.is_some()),
            ("--account", self.declared.account.is_some()),
            ("--region", self.declared.region.is_some()),
            ("--parameter", !self.declared.parameter.is_empty()),
        ]
        .into_iter()
        .filter(|(_, given)| *given)
        .map(|(option, _)| option)
        .collect()
    }
}

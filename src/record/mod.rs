//! Everything one run saw and decided, as others may read it: `record.json`, `results.jsonl` and the exit codes.
//!
//! These structs are the public format, schema version 1, and nothing else in the house serialises into it. A name here
//! is a contract: `docs/schema/` is generated from this module and a snapshot holds it.

mod coverage;
mod entries;
mod exit;
mod gate;
mod line;
mod read;
mod register;
mod responsibility;
mod waivers;
mod write;

pub use coverage::{Account, AccountStatus, Coverage, Evaluations, Severities};
pub use entries::{AssuranceStanding, FacilityEntry, ThirdPartySeen, VendorAccountEntry, VendorStanding};
pub use exit::{Exit, Threshold, is_allowed};
pub use gate::{
    BaselineUsed, FailingCheck, GateFinding, GateLine, GatePhase, GateResult, GateVerdict, Introduced,
    IntroducedKind, PhaseSource, PrerequisiteCounts, PrerequisiteResult, PrerequisiteState,
};
pub use line::{Causes, CitationRef, Line, ResourceRef, finding_id};
pub use read::{RecordError, RecordFolder};
pub use register::{AgreementStanding, ConditionEntry};
pub use responsibility::{INHERITED, Responsibility, SHARED, responsibility};
pub use waivers::WaiverStanding;
pub use write::{RecordWriter, Written};

use crate::eligibility;
use crate::map::{self, Row, Usage};
use crate::register::Phi;
use crate::resource::Cause;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of this format. Names are only ever added within a version.
pub const SCHEMA: u32 = 1;

/// `record.json`: one run, in a size that does not grow with the number of resources.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Version of the format: 1.
    pub schema: u32,
    /// What ran, on what, with which rules.
    pub run: Run,
    /// How much of what was in scope could be evaluated.
    pub coverage: Coverage,
    /// What `baascan gate` said of it; absent where no gate was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<GateResult>,
    /// The map: every service in use, per account.
    pub services: Vec<Service>,
    /// The independent sources of the map, and what each told.
    #[serde(default)]
    pub inventory: Vec<InventorySource>,
    /// The register's agreements as they stood on `run.as_of`.
    pub agreements: Vec<AgreementStanding>,
    /// The register's vendors, each with what is known of it.
    #[serde(default)]
    pub vendors: Vec<VendorStanding>,
    /// The facilities whose PHI it is.
    #[serde(default)]
    pub facilities: Vec<FacilityEntry>,
    /// Other companies that the configuration lets in.
    #[serde(default)]
    pub third_parties: Vec<ThirdPartySeen>,
    /// What became of each waiver.
    #[serde(default)]
    pub waivers: Vec<WaiverStanding>,
    /// Every check that was judged, with its counts.
    pub checks: Vec<CheckSummary>,
    /// Checks that broke: each makes the exit code 4.
    pub defects: Vec<Defect>,
    /// What a reader must know before relying on the record.
    pub notes: Vec<String>,
    /// What ties `results.jsonl` to this record.
    pub results: Results,
}

/// One run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The run's id: the start of reading and the first account.
    pub id: String,
    /// When reading began, RFC 3339 UTC.
    pub started: Option<String>,
    /// When reading ended, RFC 3339 UTC.
    pub ended: Option<String>,
    /// The moment agreements and ages are measured against, RFC 3339 UTC.
    pub as_of: String,
    /// The identities that asked AWS.
    pub principals: Vec<String>,
    /// Regions read, `aws-global` left out.
    pub regions: Vec<String>,
    /// `--regions`, when given.
    pub selected_regions: Option<Vec<String>>,
    /// `--services`, when given.
    pub selected_services: Option<Vec<String>>,
    /// Calls to AWS by API and operation.
    pub calls: BTreeMap<String, BTreeMap<String, u64>>,
    /// Calls that AWS throttled, by API.
    pub throttled: BTreeMap<String, u64>,
    /// The eligible list that was used.
    pub eligibility: EligibilitySource,
    /// The register that was used.
    pub register: Option<RegisterSource>,
    /// The waivers' file, by name, with its SHA-256; empty without one.
    #[serde(default)]
    pub waivers: BTreeMap<String, String>,
    /// The checks that were used.
    pub checks: CheckSource,
    /// How and when this record was judged: the one part that differs between two judgings of the same facts.
    pub judged: Judged,
}

/// How a record came to be judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    /// When, RFC 3339 UTC.
    pub at: String,
    /// The tool and version.
    pub by: String,
    /// `aws`, `facts`, `terraform-plan` or `cloudformation`.
    pub from: String,
    /// The plan or the template, as the command line names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// `--fail-on`.
    pub fail_on: Threshold,
    /// `--allow-incomplete`.
    pub allow_incomplete: Vec<Cause>,
    /// The exit code this came to, before `--exit-zero`.
    pub exit_code: u8,
}

/// Which copy of AWS's list judged eligibility.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EligibilitySource {
    /// AWS's page.
    pub source_url: String,
    /// The date AWS printed on it.
    pub page_last_updated: String,
    /// When the page was last seen to say so.
    pub retrieved_at: String,
    /// SHA-256 of the data file.
    pub sha256: String,
    /// Its age in days on `as_of`, when it is older than it should be.
    pub stale_days: Option<i64>,
}

/// The register's files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterSource {
    /// Who keeps it.
    pub organization: String,
    /// File names with their SHA-256.
    pub files: BTreeMap<String, String>,
    /// Whether it declares which accounts hold PHI.
    pub scope_declared: bool,
}

/// The set of checks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckSource {
    /// How many.
    pub count: u64,
    /// SHA-256 over their files.
    pub sha256: String,
    /// The set of rules, by its month: `2026.11`.
    #[serde(default)]
    pub ruleset: String,
}

/// One row of the service-to-BAA map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Twelve digits.
    pub account: String,
    /// The service's slug.
    pub service: String,
    /// The name AWS gives it.
    pub name: String,
    /// Regions in which it was seen.
    pub regions: Vec<String>,
    /// Resources counted.
    pub resources: u64,
    /// Sources that showed it.
    pub seen_by: Vec<map::SeenBy>,
    /// Where the sources do not say the same, in sentences.
    #[serde(default)]
    pub disagreements: Vec<String>,
    /// What AWS's list says.
    pub eligibility: eligibility::Verdict,
    /// The list's qualifier, and what decided it.
    pub qualifier: Option<String>,
    /// The worst of `verdicts`.
    pub verdict: map::Verdict,
    /// All that apply, worst first.
    pub verdicts: Vec<map::Verdict>,
    /// Id of the agreement over it, or of the one that comes nearest.
    pub agreement: Option<String>,
    /// Who says that the agreement stands.
    pub evidence: Option<map::Evidence>,
    /// Whether it may hold PHI.
    pub phi: Phi,
    /// Ids of the checks that fail on its resources in this account.
    pub failing: Vec<String>,
    /// Ids of the upstream agreements that rest on it.
    pub customers: Vec<String>,
    /// Ids of the facilities whose PHI rests on it.
    #[serde(default)]
    pub facilities: Vec<String>,
    /// Ids of those of `customers` whose data are under 42 CFR Part 2.
    #[serde(default)]
    pub part_2: Vec<String>,
    /// The slug of the service that it is a feature of.
    #[serde(default)]
    pub feature_of: Option<String>,
    /// How the conditions of the agreement over it came out: `met`, `unmet` or `undecided`; null where it makes none.
    #[serde(default)]
    pub condition: Option<String>,
    /// Citations of the safeguards that AWS answers for under the agreement; empty without one.
    pub inherited: Vec<String>,
    /// Why it could not be read whole.
    pub unread: Vec<Causes>,
}

/// What one source told of the services in use in one account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InventorySource {
    /// Twelve digits.
    pub account: String,
    /// The source.
    pub source: map::SeenBy,
    /// Services it showed, by slug, each with the resources it counted; a bill counts 1.
    pub services: BTreeMap<String, u64>,
    /// Lists of it that were read to their end; each kind of each cell is one.
    pub answered: u64,
    /// Where it could not be asked: the region and why.
    pub unread: Vec<(String, Cause)>,
}

/// One check and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckSummary {
    /// The check's id.
    pub id: String,
    /// Its claim.
    pub title: String,
    /// Its severity, before any condition sharpens or softens it.
    pub severity: String,
    /// Its category.
    pub category: String,
    /// Where in the rule it counts.
    #[serde(default)]
    pub citations: Vec<CitationRef>,
    /// Evaluations by verdict.
    pub evaluations: Evaluations,
}

/// A check that broke on a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Defect {
    /// The check.
    pub check: String,
    /// The resource.
    pub resource: String,
    /// What went wrong.
    pub error: String,
}

/// The results file this record belongs to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// Its name beside the record.
    pub file: String,
    /// Lines in it.
    pub lines: u64,
    /// SHA-256 of it.
    pub sha256: String,
}

impl InventorySource {
    /// What every source told.
    pub fn all(usage: &Usage) -> Vec<Self> {
        let public = |(account, source, told): (&str, map::SeenBy, &map::Told)| Self {
            account: account.to_owned(),
            source,
            services: told.services.clone(),
            answered: told.answered,
            unread: told.unread.iter().cloned().collect(),
        };
        usage.inventory().map(public).collect()
    }
}

impl Service {
    /// The public form of a row; `failing` are the ids of its failing checks, sorted.
    pub fn from_row(row: &Row, failing: Vec<String>) -> Self {
        let inherits = row.evidence.is_some() && !row.verdict.is_gap();
        Self {
            account: row.account.clone(),
            service: row.service.clone(),
            name: row.name.clone(),
            regions: row.regions.clone(),
            resources: row.resources,
            seen_by: row.seen_by.clone(),
            disagreements: row.usage.disagreements(),
            eligibility: row.eligibility,
            qualifier: row.qualifier.clone(),
            verdict: row.verdict,
            verdicts: row.verdicts.clone(),
            agreement: row.agreement.clone(),
            evidence: row.evidence,
            phi: row.phi,
            failing,
            customers: row.customers.clone(),
            facilities: row.facilities.clone(),
            part_2: row.part_2.clone(),
            feature_of: row.parent.clone(),
            condition: row.condition.as_ref().map(|c| c.as_str().to_owned()),
            inherited: if inherits { INHERITED.map(str::to_owned).to_vec() } else { Vec::new() },
            unread: row.unread.iter().map(|u| Causes::new(u, None)).collect(),
        }
    }
}

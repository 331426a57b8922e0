//! Which AWS services AWS covers under its business associate addendum (BAA), and which it does not.
//!
//! The list is data: `aws.toml`, embedded, or a file of the same form that replaces it. A service it does not know is
//! [`Verdict::Unmapped`], never [`Verdict::NotEligible`]: only a source may say no.

mod decide;
mod gate;
mod read;
mod routes;
#[cfg(test)]
mod tests;

pub use decide::{Decision, Evidence};

use crate::diagnostic::{Problems, SourceText};
use crate::resource::Arn;
use decide::Exclusion;
use jiff::civil::Date;
use routes::Routes;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

const BUILTIN: &str = include_str!("aws.toml");

/// What AWS's list says of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Named by the list, and nothing narrows it.
    Eligible,
    /// Named by the list with a printed qualifier.
    EligibleWithConditions,
    /// Not named by the list, or excluded by a qualifier of it.
    NotEligible,
    /// No source says.
    Unmapped,
    /// A control-plane service that by design holds no PHI; kept apart, never a finding.
    Tooling,
}

impl Verdict {
    /// Every verdict, in the order of the reports.
    pub const ALL: [Self; 5] =
        [Self::Eligible, Self::EligibleWithConditions, Self::NotEligible, Self::Unmapped, Self::Tooling];

    /// The word of the reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::EligibleWithConditions => "eligible_with_conditions",
            Self::NotEligible => "not_eligible",
            Self::Unmapped => "unmapped",
            Self::Tooling => "tooling",
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// How a service stands towards the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The list names it.
    Listed,
    /// A qualifier of the list excludes it.
    Excluded,
    /// Not on the list; AWS's own HIPAA policy lets it through as a tool.
    Tool,
    /// Not on the list.
    Absent,
    /// Looks like a feature of its parent and is named nowhere.
    Feature,
    /// Newer than the list, or of unknown origin.
    New,
}

impl Class {
    const WORDS: [(&'static str, Self); 6] = [
        ("listed", Self::Listed),
        ("excluded", Self::Excluded),
        ("tool", Self::Tool),
        ("absent", Self::Absent),
        ("feature", Self::Feature),
        ("new", Self::New),
    ];

    /// The word of the data file.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(_, class)| *class == self).map_or("", |(word, _)| word)
    }
}

/// One AWS service: a row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What registers, reports and `--services` call it; never changes.
    pub slug: String,
    /// AWS's name for it.
    pub name: String,
    /// The verdict before any configuration is looked at.
    pub verdict: Verdict,
    /// How it stands towards the list.
    pub class: Class,
    /// What the list prints beside the name and what narrows it.
    pub qualifier: Option<String>,
    /// What the list prints beside the name and what narrows nothing ("with MongoDB compatibility").
    pub aside: Option<String>,
    /// A remark of ours, not AWS's.
    pub note: Option<String>,
    /// Why it counts as tooling, when it does.
    pub tooling: Option<String>,
    /// Service prefixes of IAM actions and ARNs; several services may share one.
    pub prefixes: Vec<String>,
    /// CloudFormation namespaces (`AWS::RDS`); several services may share one.
    pub cfn: Vec<String>,
    /// Ids of botocore's service models.
    pub botocore: Vec<String>,
    /// Product codes of the Cost and Usage Report and service names of Cost Explorer.
    pub billing: Vec<String>,
    /// Slug of the service it looks like a part of.
    pub parent: Option<String>,
    /// Codes of the sources that say so, e.g. `S1, S2`; see [`Eligibility::sources`].
    pub source: String,
}

/// Where a fact of the list comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// `S1`.
    pub code: String,
    /// What it is.
    pub title: String,
    /// Where it can be read.
    pub url: String,
    /// The date it bears.
    pub date: Date,
}

/// The whole list, with its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eligibility {
    /// The date AWS prints on its page.
    pub page_last_updated: Date,
    /// The last day the page was seen printing that date: what the list's age is counted from.
    pub retrieved_at: Date,
    /// The day the file was put together.
    pub compiled: Date,
    /// AWS's page.
    pub source_url: String,
    /// SHA-256 of the list's text, lower-case hex.
    pub sha256: String,
    /// Days after which the list counts as old.
    pub stale_after_days: i64,
    /// The sources that entries name by code.
    pub sources: Vec<Source>,
    entries: Vec<Entry>,
    exclusions: Vec<Exclusion>,
    ignored: BTreeSet<String>,
    kinds: Routes,
    arns: Routes,
}

impl Eligibility {
    /// The list that comes with the program, parsed at the first call.
    pub fn builtin() -> &'static Self {
        static LIST: OnceLock<Eligibility> = OnceLock::new();
        LIST.get_or_init(|| {
            read::parse(&SourceText::new("aws.toml", BUILTIN))
                .expect("a test parses the list that is embedded")
        })
    }

    /// Reads a list that is to replace the built-in one. A file that is wrong, or has lost too much to be a newer edition
    /// of the same list, is refused with all its problems; the built-in list stays in use then.
    pub fn load(path: &Path) -> Result<Self, Problems> {
        let file = SourceText::read(path)?;
        let list = read::parse(&file)?;
        gate::admit(&list, Self::builtin(), &file)?;
        Ok(list)
    }

    /// Every service, sorted by slug.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The service of a slug.
    pub fn entry(&self, slug: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|e| e.slug.as_str().cmp(slug)).ok()?;
        self.entries.get(at)
    }

    /// Every slug.
    pub fn slugs(&self) -> BTreeSet<String> {
        self.entries.iter().map(|e| e.slug.clone()).collect()
    }

    /// The service a CloudFormation type counts under. Types that hold several services by a property's value (an
    /// `AWS::RDS::DBInstance` of Aurora) come out as their namespace's own service.
    pub fn slug_for_kind(&self, kind: &str) -> Option<&str> {
        let (namespace, name) = routes::split_kind(kind);
        self.kinds.find(namespace, name)
    }

    /// Whether a CloudFormation type belongs to no AWS service (`AWS::CDK::Metadata`).
    pub fn is_ignored_kind(&self, kind: &str) -> bool {
        self.ignored.contains(routes::split_kind(kind).0)
    }

    /// The service an ARN belongs to; `None` for a prefix that no row knows. An ARN under `rds` cannot tell RDS from
    /// Aurora, DocumentDB and Neptune and comes out as `rds`: only the engine tells.
    pub fn slug_for_arn(&self, arn: &Arn<'_>) -> Option<String> {
        self.arns.find(arn.service, arn.resource).map(str::to_owned)
    }

    /// The services that bills call by this name, the one whose own name it is first: RDS's line holds Aurora's as well.
    pub fn slugs_for_bill(&self, name: &str) -> Vec<&str> {
        let is = |known: &String| known.eq_ignore_ascii_case(name);
        let mut found: Vec<&Entry> =
            self.entries.iter().filter(|e| e.billing.iter().any(is) || is(&e.name)).collect();
        found.sort_by_key(|entry| !is(&entry.name));
        found.into_iter().map(|entry| entry.slug.as_str()).collect()
    }

    /// The properties of a kind by which a qualifier of a service's entry is decided, with dots for nesting.
    pub fn deciding_properties(&self, slug: &str, kind: &str) -> Vec<&str> {
        let own = self.exclusions.iter().filter(|exclusion| exclusion.service == slug);
        own.flat_map(|exclusion| &exclusion.rules)
            .filter(|rule| rule.names_kind(kind))
            .map(|rule| rule.property.as_str())
            .collect()
    }

    /// Age in days on a date, when that is more than `stale_after_days`. Counted from `retrieved_at`, for a page that AWS
    /// leaves unchanged is as current as the last look at it.
    pub fn is_stale(&self, on: Date) -> Option<i64> {
        let days = on.duration_since(self.retrieved_at).as_hours() / 24;
        (days > self.stale_after_days).then_some(days)
    }
}

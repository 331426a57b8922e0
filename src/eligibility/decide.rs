//! Decides a service's verdict from its configuration, where a qualifier of the list can be decided that way.

use super::{Class, Eligibility, Entry, Verdict};
use std::collections::BTreeSet;

/// One thing that the configuration shows: the value of a property, or with an empty `property` that the kind is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence<'a> {
    /// CloudFormation's type name.
    pub kind: &'a str,
    /// A property with dots for nesting, e.g. `Engine`.
    pub property: &'a str,
    /// Its value as text; one piece of evidence for each element of a list.
    pub value: &'a str,
    /// The resource that shows it, if it has an ARN.
    pub arn: Option<&'a str>,
}

/// The verdict on a service as it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What the list says, with the configuration taken into account.
    pub verdict: Verdict,
    /// What the list prints and what narrows it.
    pub qualifier: Option<String>,
    /// What decided it, or why nothing could.
    pub reason: Option<String>,
    /// `caveat_undecided`: there is a qualifier, and nothing that was read settles it.
    pub undecided: bool,
}

/// A qualifier as configuration, or what follows from what the list names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exclusion {
    pub(super) service: String,
    pub(super) text: String,
    /// The list prints it.
    pub(super) printed: bool,
    /// Kinds that it reaches.
    pub(super) cfn: Vec<String>,
    /// The slug those kinds count under instead.
    pub(super) to: Option<String>,
    /// What holds where one of those kinds is in use.
    pub(super) verdict: Option<Verdict>,
    /// How it can be told, or why not.
    pub(super) remark: Option<String>,
    /// Why no configuration can violate it.
    pub(super) settled: Option<String>,
    pub(super) rules: Vec<Rule>,
}

/// Which values of a property fit the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rule {
    /// A kind, or its beginning where a `*` ends it.
    pub(super) kind: String,
    pub(super) property: String,
    /// Values that fit nowhere do not fit the list either.
    pub(super) only: bool,
    pub(super) eligible_prefixes: Vec<String>,
    pub(super) eligible_contains: Vec<String>,
    pub(super) not_eligible_contains: Vec<String>,
    /// Values that belong to another service.
    pub(super) elsewhere_prefixes: Vec<String>,
}

/// What one value says.
enum Answer {
    Fits,
    Refused,
    Silent,
}

impl Rule {
    pub(super) fn names_kind(&self, kind: &str) -> bool {
        match self.kind.strip_suffix('*') {
            Some(beginning) => kind.starts_with(beginning),
            None => kind == self.kind,
        }
    }

    fn reads(&self, evidence: &Evidence<'_>) -> bool {
        self.names_kind(evidence.kind)
            && evidence.property == self.property
            && !self.elsewhere_prefixes.iter().any(|p| evidence.value.starts_with(p.as_str()))
    }

    fn answer(&self, value: &str) -> Answer {
        let begins = |list: &[String]| list.iter().any(|p| value.starts_with(p.as_str()));
        let contains = |list: &[String]| list.iter().any(|p| value.contains(p.as_str()));
        if contains(&self.not_eligible_contains) {
            Answer::Refused
        } else if begins(&self.eligible_prefixes) || contains(&self.eligible_contains) {
            Answer::Fits
        } else if self.only {
            Answer::Refused
        } else {
            Answer::Silent
        }
    }
}

/// Everything the evidence says about one exclusion.
#[derive(Default)]
struct Tally {
    fits: BTreeSet<String>,
    refused: BTreeSet<String>,
    unmapped: BTreeSet<String>,
    silent: bool,
}

impl Tally {
    fn add(&mut self, exclusion: &Exclusion, evidence: &Evidence<'_>) {
        if exclusion.to.is_none() && exclusion.cfn.iter().any(|kind| kind == evidence.kind) {
            let reason = format!("{}: {}", evidence.kind, exclusion.text);
            match exclusion.verdict {
                Some(Verdict::NotEligible) => self.refused.insert(reason),
                Some(Verdict::Unmapped) => self.unmapped.insert(reason),
                _ => false,
            };
        }
        for rule in exclusion.rules.iter().filter(|rule| rule.reads(evidence)) {
            let shown = format!("{} {}", evidence.property, evidence.value);
            match rule.answer(evidence.value) {
                Answer::Fits => _ = self.fits.insert(shown),
                Answer::Refused if rule.only => {
                    self.refused.insert(format!("{shown} is not named by the list"));
                }
                Answer::Refused => _ = self.refused.insert(format!("{shown} is excluded by the list")),
                Answer::Silent => self.silent = true,
            }
        }
    }
}

impl Eligibility {
    /// The verdict on a service as it is used. An unknown slug is unmapped; a qualifier that the evidence does not settle
    /// leaves `eligible_with_conditions` and `undecided`.
    pub fn decide(&self, slug: &str, evidence: &[Evidence<'_>]) -> Decision {
        let Some(entry) = self.entry(slug) else {
            return Decision {
                verdict: Verdict::Unmapped,
                qualifier: None,
                reason: Some(format!("no source that is known here names `{slug}`")),
                undecided: false,
            };
        };
        let decision = |verdict, reason: Option<String>, undecided| Decision {
            verdict,
            qualifier: entry.qualifier.clone(),
            reason,
            undecided,
        };
        if !matches!(entry.verdict, Verdict::Eligible | Verdict::EligibleWithConditions) {
            return decision(entry.verdict, Some(self.standing(entry)), false);
        }
        let own: Vec<&Exclusion> = self.exclusions.iter().filter(|e| e.service == slug).collect();
        let mut tally = Tally::default();
        for exclusion in &own {
            evidence.iter().for_each(|e| tally.add(exclusion, e));
        }
        if !tally.refused.is_empty() {
            return decision(Verdict::NotEligible, Some(joined(&tally.refused)), false);
        }
        if !tally.unmapped.is_empty() {
            return decision(Verdict::Unmapped, Some(joined(&tally.unmapped)), false);
        }
        if entry.verdict == Verdict::Eligible {
            return decision(Verdict::Eligible, None, false);
        }
        if let Some(why) = own.iter().filter(|e| e.printed).find_map(|e| e.settled.clone()) {
            return decision(Verdict::Eligible, Some(why), false);
        }
        if !tally.fits.is_empty() && !tally.silent {
            return decision(Verdict::Eligible, Some(joined(&tally.fits)), false);
        }
        let why = own.iter().filter(|e| e.printed).find_map(|e| e.remark.clone());
        decision(Verdict::EligibleWithConditions, why, true)
    }

    /// How an entry that the list does not cover stands towards it, in a sentence.
    fn standing(&self, entry: &Entry) -> String {
        let date = self.page_last_updated;
        if let Some(reason) = &entry.tooling {
            return reason.clone();
        }
        match (entry.class, &entry.note, &entry.parent) {
            (Class::Excluded, Some(note), _) => note.clone(),
            (Class::Feature, _, Some(parent)) => {
                format!("looks like a feature of {parent}; no source says whether AWS counts it as one")
            }
            (Class::Feature | Class::New, ..) => format!("newer than AWS's list of {date}; no source says"),
            _ => format!("not named by AWS's list of {date}"),
        }
    }
}

fn joined(reasons: &BTreeSet<String>) -> String {
    reasons.iter().map(String::as_str).collect::<Vec<_>>().join("; ")
}

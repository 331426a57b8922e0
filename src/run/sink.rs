//! Where every evaluation of a run goes: the waivers are asked, what conditions need is noted, and the line is written.

use super::Failure;
use super::gate::Gating;
use super::judging::Moment;
use super::rules::Rules;
use crate::check::{Evaluation, Subject, Verdict};
use crate::map::{Outcome, Outcomes};
use crate::record::{Line, RecordWriter, WaiverStanding};
use crate::resource::Resource;
use crate::waiver::{Finding, Ruling, Tally};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::io;

/// Takes evaluations one by one; the first error of the file system is kept until the end.
pub(super) struct Sink<'a> {
    rules: &'a Rules,
    moment: &'a Moment,
    gating: Option<&'a mut Gating>,
    writer: &'a mut RecordWriter,
    /// Checks that conditions of agreements name.
    conditions: BTreeSet<&'a str>,
    outcomes: Outcomes,
    tally: Tally,
    failed: Option<io::Error>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(
        rules: &'a Rules,
        moment: &'a Moment,
        gating: Option<&'a mut Gating>,
        writer: &'a mut RecordWriter,
    ) -> Self {
        let conditions = rules.conditions();
        Self {
            rules,
            moment,
            gating,
            writer,
            conditions,
            outcomes: Outcomes::new(),
            tally: Tally::default(),
            failed: None,
        }
    }

    pub(super) fn take(&mut self, evaluation: Evaluation<'_>) {
        if self.conditions.contains(evaluation.check.id.as_str()) {
            note_outcome(&mut self.outcomes, &evaluation);
        }
        if self.failed.is_some() {
            return;
        }
        let service = service_of(self.rules, &evaluation);
        let (created, owner) = match &evaluation.subject {
            Subject::Resource(resource) if evaluation.verdict.is_finding() => {
                (created_on(resource), self.owner(resource, &service))
            }
            Subject::Resource(_) | Subject::Listing { .. } => (None, None),
        };
        let mut line = Line::new(evaluation, service, &self.moment.text);
        line.owner = owner;
        line.preview = self.rules.ruleset.preview.contains(&line.check);
        if line.verdict == Verdict::Fail {
            self.waive(&mut line, created);
        }
        if let Some(gating) = &mut self.gating {
            gating.take(&mut line);
        }
        self.failed = self.writer.line(&line).err();
    }

    /// Who looks after a resource; an entry of the register may name its own.
    fn owner(&self, resource: &Resource, service: &str) -> Option<String> {
        let register = self.rules.register.as_ref()?;
        let own = resource.properties.get("Owner").filter(|_| resource.kind.starts_with("Register::"));
        if let Some(named) = own.and_then(|owner| owner.as_str()) {
            return Some(named.to_owned());
        }
        let tags = resource.tags.as_deref().unwrap_or_default();
        register.owner_of(&resource.account, service, tags).map(str::to_owned)
    }

    /// Marks a failure that a waiver is over. It stays a failure.
    fn waive(&mut self, line: &mut Line, created_on: Option<Date>) {
        let Some(waivers) = &self.rules.waivers else { return };
        let key = line.resource.key();
        let finding = Finding {
            check: &line.check,
            key: &key,
            kind: &line.resource.kind,
            id: line.resource.id.as_deref(),
            account: &line.resource.account,
            region: &line.resource.region,
            created_on,
        };
        match waivers.rule(&finding, self.moment.day, &mut self.tally) {
            None => {}
            Some(Ruling::Applies(waiver)) => line.waived = Some(Some(waiver.id.clone())),
            Some(Ruling::Expired(waiver)) => line.waiver_expired = Some(waiver.expires_on.to_string()),
            Some(Ruling::Recreated(waiver)) => line.waiver_of_another = Some(waiver.id.clone()),
        }
    }

    /// How the checks came out that conditions name, so far.
    pub(super) fn outcomes(&self) -> Outcomes {
        self.outcomes.clone()
    }

    /// What became of each waiver.
    pub(super) fn finish(self) -> Result<Vec<WaiverStanding>, Failure> {
        if let Some(error) = self.failed {
            return Err(anyhow::Error::from(error).context("cannot write results.jsonl").into());
        }
        let states = self.rules.waivers.iter().flat_map(|w| w.states(&self.tally, self.moment.day));
        Ok(states.map(|state| WaiverStanding::new(&state)).collect())
    }
}

/// The day a resource was created, where AWS says so.
fn created_on(resource: &Resource) -> Option<Date> {
    resource.created_at.as_deref()?.get(..10)?.parse().ok()
}

/// Keeps the worst that a check came to over an account.
fn note_outcome(outcomes: &mut Outcomes, evaluation: &Evaluation<'_>) {
    let account = match &evaluation.subject {
        Subject::Resource(resource) => resource.account.as_str(),
        Subject::Listing { account, .. } => account,
    };
    let outcome = match evaluation.verdict {
        Verdict::Pass | Verdict::NotApplicable => Outcome::Held,
        Verdict::NotEvaluated => Outcome::Undecided(evaluation.causes.first().cloned()),
        Verdict::Fail => Outcome::Failed,
    };
    let key = (evaluation.check.id.clone(), account.to_owned());
    match outcomes.get_mut(&key) {
        Some(worst) => *worst = outcome.max(worst.clone()),
        None => _ = outcomes.insert(key, outcome),
    }
}

/// The slug an evaluation counts under.
fn service_of(rules: &Rules, evaluation: &Evaluation<'_>) -> String {
    let of_kind = |resource: &Resource| {
        let row = resource.properties.get("Service").filter(|_| resource.kind == "AWS::::Service");
        match row {
            Some(slug) => slug.as_str().unwrap_or_default().to_owned(),
            None => rules
                .catalog
                .kind(&resource.kind)
                .map(|k| k.service_of(&resource.properties).to_owned())
                .unwrap_or_default(),
        }
    };
    let own = match &evaluation.subject {
        Subject::Resource(resource) => of_kind(resource),
        Subject::Listing { kind, .. } => {
            rules.catalog.kind(kind).map(|k| k.service.clone()).unwrap_or_default()
        }
    };
    if own.is_empty() {
        rules.services_of(evaluation.check).first().copied().unwrap_or_default().to_owned()
    } else {
        own
    }
}

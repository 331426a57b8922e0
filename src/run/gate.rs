//! The pre-production gate: a record, saved or made now, laid under the phases and the baseline.

use super::judging::{self, Moment};
use super::outputs::Outputs;
use super::rules::{Rules, checks_of, eligible_list, vendors_of};
use super::{Failure, Terminal, opened, reading};
use crate::cli::{GateArgs, GateSource, ScanArgs, Source};
use crate::diagnostic::did_you_mean;
use crate::gate::{self, Baseline, BaselineError, Phases, Question, Scope, Tally, Things};
use crate::record::{Coverage, Exit, GateLine, GateResult, Line, Record, RecordFolder};
use crate::register::Register;
use crate::source::facts::Facts;
use crate::vendor::Vendors;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// `baascan gate`. Whatever happens, the last line on stdout is one JSON object.
pub(super) fn gate(args: &GateArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    match judged(args, terminal) {
        Ok(line) => {
            last_line(&line, terminal)?;
            Ok(match line.exit_code {
                1 | 3 if args.exit_zero => Exit::Clean,
                0 => Exit::Clean,
                1 => Exit::Findings,
                3 => Exit::Incomplete,
                _ => Exit::Broken,
            })
        }
        Err(failure) => {
            let line = GateLine::error(failure.exit() as u8, args.phase.clone(), bare(&failure.to_string()));
            last_line(&line, terminal)?;
            Err(failure)
        }
    }
}

/// The last line where the command line could not be read at all.
pub fn refused(message: &str) -> String {
    let line = GateLine::error(Exit::Usage as u8, None, bare(message));
    serde_json::to_string(&line).unwrap_or_default()
}

/// A message without what marks it as one on a terminal.
fn bare(message: &str) -> String {
    let message = message.trim_end();
    message.strip_prefix("error: ").unwrap_or(message).to_owned()
}

/// Writes the one line that a pipeline reads.
fn last_line(line: &GateLine, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let mut text = serde_json::to_string(line).map_err(anyhow::Error::from)?;
    text.push('\n');
    match terminal.data().write_all(text.as_bytes()) {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|e| anyhow::Error::from(e).into()),
    }
}

fn judged(args: &GateArgs, terminal: &mut Terminal<'_>) -> Result<GateLine, Failure> {
    let outputs = Outputs::open(&args.format)?;
    let record = match args.subject() {
        GateSource::Record(path) => saved(args, opened(&path)?, terminal)?,
        GateSource::Scan(source) => made_now(args, source, terminal)?,
    };
    outputs.write(&record, terminal)?;
    let record = &record.record;
    match &record.gate {
        Some(gate) => Ok(GateLine::of(record, gate)),
        None => Err(anyhow::anyhow!("the record holds no answer of the gate").into()),
    }
}

/// What the gate asks of a run while it is judged.
pub(super) struct Gating {
    phases: Phases,
    phase: Option<usize>,
    baseline: Option<Baseline>,
    /// Of a plan, what it says is there already.
    kept: Option<Things>,
    tally: Tally,
}

impl Gating {
    fn new(
        args: &GateArgs,
        checks: &dyn Fn() -> Result<BTreeSet<String>, Failure>,
        register: Option<&Register>,
        terminal: &Terminal<'_>,
    ) -> Result<Self, Failure> {
        let phases = match &args.phases {
            Some(file) => Phases::load(file, &gate::Known { checks: &checks()? })?,
            None => Phases::built_in()?,
        };
        let phase = args.phase.as_deref().map(|id| place(&phases, id)).transpose()?;
        let baseline = args.baseline.as_deref().map(opened).transpose()?;
        let baseline = baseline.map(|record| Baseline::of(record).map_err(of_baseline)).transpose()?;
        if let (Some(age), Some(baseline)) = (args.max_age, &baseline) {
            let run = &baseline.record.record.run;
            let admitted = age.admits("the baseline", run, terminal.now());
            admitted.map_err(|error| Failure::Usage(error.to_string()))?;
        }
        let never = baseline.as_ref().map(|baseline| baseline.never.clone()).unwrap_or_default();
        let without_phi = register.map(gate::accounts_without_phi).unwrap_or_default();
        let tally = Tally::new(&args.allow_incomplete, never, without_phi);
        Ok(Self { phases, phase, baseline, kept: None, tally })
    }

    /// Refuses a baseline of another scope.
    pub(super) fn admit(&self, rules: &Rules, coverage: &Coverage) -> Result<(), Failure> {
        let list =
            |set: &Option<BTreeSet<String>>| set.as_ref().map(|s| s.iter().cloned().collect::<Vec<_>>());
        let (regions, services) = (list(&rules.regions), list(&rules.services));
        self.admit_scope(&Scope { coverage, regions: regions.as_deref(), services: services.as_deref() })
    }

    fn admit_scope(&self, scope: &Scope<'_>) -> Result<(), Failure> {
        self.baseline.as_ref().map_or(Ok(()), |baseline| baseline.admits(scope).map_err(of_baseline))
    }

    /// Marks a failure that the baseline has too, and counts the line.
    pub(super) fn take(&mut self, line: &mut Line) {
        let known = self.baseline.as_ref().map(|baseline| &baseline.known);
        let has = |id: &String| known.is_some_and(|known| known.contains(id));
        line.known = line.counts() && line.id.as_ref().is_some_and(has);
        self.tally.add(line);
    }

    /// The answer over a record whose counts are whole.
    pub(super) fn answer(
        &self,
        record: &Record,
        register: Option<&Register>,
        vendors: &Vendors,
        on: Date,
    ) -> GateResult {
        let judged = &record.run.judged;
        let question = Question {
            phases: &self.phases,
            phase: self.phase,
            register,
            on,
            category_of: &|name| vendors.find(name).map(|vendor| vendor.category.clone()),
            fail_on: judged.fail_on,
            allowed: &judged.allow_incomplete,
            baseline: self.baseline.as_ref(),
            kept: self.kept.as_ref(),
        };
        gate::answer(&question, record, &self.tally)
    }
}

fn place(phases: &Phases, id: &str) -> Result<usize, Failure> {
    phases.place(id).ok_or_else(|| {
        let known: Vec<&str> = phases.phases.iter().map(|phase| phase.id.as_str()).collect();
        let hint = did_you_mean(id, known.iter().copied())
            .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Failure::Usage(format!("`{id}` is not a phase{hint} (known: {})", known.join(", ")))
    })
}

/// What is wrong with a baseline is the command line's fault, unless its files contradict one another.
fn of_baseline(error: BaselineError) -> Failure {
    match error {
        BaselineError::Record(error) => anyhow::Error::from(error).context("cannot read the baseline").into(),
        other => Failure::Usage(other.to_string()),
    }
}

/// Reads and judges as `baascan scan` does, with the gate looking on.
fn made_now(args: &GateArgs, source: Source, terminal: &mut Terminal<'_>) -> Result<RecordFolder, Failure> {
    let scan = args.scan(source);
    let (mut rules, early) = reading::prepare(&scan)?;
    rules.warn(terminal);
    if let Some(plan) = reading::earlier(&scan)? {
        rules.adopt(&plan.selected);
    }
    let checks = || Ok(rules.checks.checks().iter().map(|check| check.id.clone()).collect());
    let mut gating = Gating::new(args, &checks, rules.register.as_ref(), terminal)?;
    refuse_old_facts(args, &scan, &rules, terminal)?;
    let mut read = reading::read(&scan, &rules, early, terminal)?;
    gating.kept = read.kept.take();
    if let Some(baseline) = &gating.baseline {
        read.tell_organizations(&baseline.record.record);
    }
    let record = judging::judge(&scan, &rules, &mut read, Some(&mut gating), terminal)?;
    terminal.say(&format!("record: {}", read.out.display()));
    Ok(record)
}

/// Facts that were saved are as old as a record of them would be.
fn refuse_old_facts(
    args: &GateArgs,
    scan: &ScanArgs,
    rules: &Rules,
    terminal: &Terminal<'_>,
) -> Result<(), Failure> {
    let (Some(age), Source::Facts(folder)) = (args.max_age, &scan.from) else { return Ok(()) };
    if !folder.is_dir() {
        return Ok(()); // refused where it is read
    }
    let facts = Facts::open(folder, rules.catalog.as_ref()).map_err(anyhow::Error::from)?;
    let admitted = age.admits_end("what was read", facts.latest().unwrap_or_default(), terminal.now());
    admitted.map_err(|error| Failure::Usage(error.to_string()))
}

/// Judges a record that is there. Its folder stays as it is; `--out` gets a record of its own.
fn saved(
    args: &GateArgs,
    mut folder: RecordFolder,
    terminal: &mut Terminal<'_>,
) -> Result<RecordFolder, Failure> {
    let idle = args.of_scans_only();
    if !idle.is_empty() {
        let message = "the record is judged already; use them with --from, or leave them out";
        return Err(Failure::Usage(format!("{} change nothing here: {message}", idle.join(", "))));
    }
    if let Some(age) = args.max_age {
        let admitted = age.admits("the record", &folder.record.run, terminal.now());
        admitted.map_err(|error| Failure::Usage(error.to_string()))?;
    }
    let list = eligible_list(None)?;
    let register =
        args.rules.register.as_ref().map(|path| Register::load(path, &list.slugs())).transpose()?;
    for warning in register.iter().flat_map(|register| &register.warnings) {
        terminal.say(&warning.to_string());
    }
    let vendors = vendors_of(&args.rules.vendors)?;
    let judged: Vec<String> = folder.record.checks.iter().map(|check| check.id.clone()).collect();
    let checks = || {
        let built_in = checks_of(&[])?.1;
        Ok(built_in.checks().iter().map(|check| check.id.clone()).chain(judged.iter().cloned()).collect())
    };
    let mut gating = Gating::new(args, &checks, register.as_ref(), terminal)?;
    gating.admit_scope(&Scope::of(&folder.record.run, &folder.record.coverage))?;
    let known = gating.baseline.as_ref().map(|baseline| Arc::clone(&baseline.known));
    folder.mark_known(known.unwrap_or_default());
    folder.lines(&mut |line| gating.tally.add(&line)).map_err(anyhow::Error::from)?;
    let record = &mut folder.record;
    record.coverage.known = gating.tally.known;
    record.run.judged.fail_on = args.fail_on;
    record.run.judged.allow_incomplete.clone_from(&args.allow_incomplete);
    record.run.judged.exit_code = record.exit(args.fail_on, gating.tally.incomplete) as u8;
    let on = match args.as_of {
        Some(day) => day,
        None => Moment::at(&record.run.as_of)?.day,
    };
    record.gate = Some(gating.answer(record, register.as_ref(), vendors.as_ref(), on));
    if let Some(out) = &args.out {
        folder.save(out).map_err(anyhow::Error::from)?;
        let written = RecordFolder::open(out).map_err(anyhow::Error::from)?;
        terminal.say(&format!("record: {}", out.display()));
        return Ok(written);
    }
    Ok(folder)
}

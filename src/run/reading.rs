//! Where a run's facts come from: recorded ones as they lie, or live AWS, written cell by cell.

use super::judging::run_id;
use super::rules::Rules;
use super::{Failure, Terminal};
use crate::cli::{ScanArgs, Source};
use crate::eligibility::Eligibility;
use crate::gate::Things;
use crate::record::Record;
use crate::resource::Cell;
use crate::source::aws::{self, Access, ScanError};
use crate::source::declared::Declaration;
use crate::source::facts::{Facts, Plan, facts_below, unknown_region};
use crate::vendor::Vendors;
use anyhow::Context;
use indicatif::ProgressBar;
use std::path::{Path, PathBuf};
use std::thread;

/// Facts that are ready to be judged.
pub(super) struct Read {
    /// Where they are.
    pub(super) facts: Held,
    /// What a reader of the record must know of the source.
    pub(super) notes: Vec<String>,
    /// Of a plan, what it says is there already.
    pub(super) kept: Option<Things>,
    /// The output folder.
    pub(super) out: PathBuf,
}

/// Facts in a folder, or in memory where nothing may be kept of their source.
pub(super) enum Held {
    Folder(PathBuf),
    Memory(Box<Facts>),
}

impl Read {
    fn of_folder(facts: PathBuf, out: PathBuf) -> Self {
        Self { facts: Held::Folder(facts), notes: Vec::new(), kept: None, out }
    }

    /// Takes over what a baseline tells of the organizations of accounts, where the source says nothing of them.
    pub(super) fn tell_organizations(&mut self, record: &Record) {
        if let Held::Memory(facts) = &mut self.facts {
            let read = record.coverage.accounts.iter().filter(|account| account.organization_read);
            facts.tell_organizations(read.map(|a| (a.account.clone(), a.organization.clone())).collect());
        }
    }

    /// The facts.
    pub(super) fn open(&mut self, rules: &Rules) -> Result<Facts, Failure> {
        match std::mem::replace(&mut self.facts, Held::Folder(PathBuf::new())) {
            Held::Folder(folder) => {
                Ok(Facts::open(&folder, rules.catalog.as_ref()).map_err(anyhow::Error::from)?)
            }
            Held::Memory(facts) => Ok(*facts),
        }
    }
}

/// What a plan or a template declares, where the source is one; it is no less the command line's fault for being read early.
pub(super) type Early = Option<Result<Declaration, Failure>>;

/// The rules, and beside them, on a thread of its own, what does not wait for them: the file that is judged, and the lists
/// that every run looks at.
pub(super) fn prepare(args: &ScanArgs) -> Result<(Rules, Early), Failure> {
    thread::scope(|scope| {
        let beside = scope.spawn(|| {
            let declares = args.from.declared().is_some() && args.resume.is_none();
            let early = declares.then(|| super::declared::read(args));
            Vendors::builtin();
            Eligibility::builtin();
            early
        });
        let rules = Rules::load(&args.rules);
        let early = beside.join().unwrap_or_else(|panicked| std::panic::resume_unwind(panicked));
        Ok((rules?, early))
    })
}

/// Reads, or finds what was read before.
pub(super) fn read(
    args: &ScanArgs,
    rules: &Rules,
    early: Early,
    terminal: &mut Terminal<'_>,
) -> Result<Read, Failure> {
    match &args.from {
        Source::Facts(folder) => recorded(args, folder, rules, terminal),
        Source::TerraformPlan(_) | Source::CloudFormation(_) => declared(args, rules, early, terminal),
        Source::Aws => {
            // One thread: a scan waits for AWS most of the time, and waking other threads costs more than they would save.
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .context("cannot start the runtime")?;
            runtime.block_on(live(args, rules, terminal))
        }
    }
}

/// The plan of the scan that is judged again or gone on with.
pub(super) fn earlier(args: &ScanArgs) -> Result<Option<Plan>, Failure> {
    let folder = match &args.from {
        Source::Facts(folder) => Some(folder),
        Source::Aws => args.resume.as_ref(),
        Source::TerraformPlan(_) | Source::CloudFormation(_) => None,
    };
    // A path that is no folder is refused where it is read.
    let plan =
        folder.filter(|folder| folder.is_dir()).map_or(Ok(None), |folder| Plan::read(&facts_below(folder)));
    plan.map_err(|e| anyhow::Error::from(e).into())
}

/// What a plan or a template declares, in memory.
fn declared(
    args: &ScanArgs,
    rules: &Rules,
    early: Early,
    terminal: &mut Terminal<'_>,
) -> Result<Read, Failure> {
    if args.resume.is_some() {
        return Err(Failure::Usage("--resume goes on reading from AWS; leave --from out".to_owned()));
    }
    let declaration = early.unwrap_or_else(|| super::declared::read(args))?;
    let now = terminal.now();
    let at = declaration.made_at.clone().unwrap_or_else(|| now.to_string());
    let (facts, notes, kept) =
        super::declared::facts(&args.from, &args.declared, &args.rules.checks, declaration, &at, rules)?;
    let out = args.out.clone().unwrap_or_else(|| default_out(&run_id(&now.to_string(), args.from.as_str())));
    Ok(Read { facts: Held::Memory(Box::new(facts)), notes, kept, out })
}

fn recorded(args: &ScanArgs, folder: &Path, rules: &Rules, terminal: &Terminal<'_>) -> Result<Read, Failure> {
    if args.resume.is_some() {
        return Err(Failure::Usage("--resume goes on reading from AWS; leave --from out".to_owned()));
    }
    if !folder.is_dir() {
        return Err(Failure::Usage(format!("{} is not a folder of facts", folder.display())));
    }
    if !Facts::are_below(folder).map_err(anyhow::Error::from)? {
        return Err(Failure::Usage(format!(
            "there are no facts in {}: expected <account>/<region>/<api>.jsonl, in it or in its folder `facts`",
            folder.display()
        )));
    }
    if !args.rules.regions.is_empty() {
        let facts = Facts::open(folder, rules.catalog.as_ref()).map_err(anyhow::Error::from)?;
        if let Some(wrong) = facts.regions().and_then(|known| unknown_region(&args.rules.regions, &known)) {
            return Err(Failure::Usage(wrong));
        }
    }
    let out = args.out.clone().unwrap_or_else(|| default_out(&run_id(&terminal.now().to_string(), "facts")));
    Ok(Read::of_folder(folder.to_owned(), out))
}

/// Moves the bar on when a cell is done.
pub(super) fn step(bar: &ProgressBar) -> impl Fn(&Cell, usize) + Sync {
    |cell: &Cell, all: usize| {
        bar.set_length(all as u64);
        bar.set_message(cell.to_string());
        bar.inc(1);
    }
}

fn default_out(id: &str) -> PathBuf {
    Path::new("baascan-out").join(id)
}

async fn live(args: &ScanArgs, rules: &Rules, terminal: &mut Terminal<'_>) -> Result<Read, Failure> {
    let selection = aws::Selection { profile: args.profile.clone(), region: None };
    let access = Access::load(&selection).await;
    let clock = terminal.clock();
    let now = move || {
        let now = clock();
        jiff::Timestamp::from_second(now.as_second()).unwrap_or(now)
    };
    let caller = aws::caller(&access, rules.catalog.as_ref(), &now).await.map_err(anyhow::Error::from)?;
    let out = match (&args.resume, &args.out) {
        (Some(folder), _) if !folder.join("facts").is_dir() => {
            return Err(Failure::Usage(format!("{} is no scan to go on with", folder.display())));
        }
        (Some(folder), _) | (None, Some(folder)) => folder.clone(),
        (None, None) => default_out(&run_id(&now().to_string(), &caller.account)),
    };
    let facts = out.join("facts");
    if args.resume.is_none() && facts.exists() {
        return Err(Failure::Usage(format!(
            "{} holds the facts of an earlier scan; go on with it by --resume {}, or give another --out",
            facts.display(),
            out.display()
        )));
    }
    terminal.say(&format!("reading account {} as {}", caller.account, caller.arn));
    let wanted = rules.wanted();
    let bar = terminal.progress(0);
    let progress = step(&bar);
    let request = aws::Request {
        access: &access,
        facts: &facts,
        catalog: rules.catalog.as_ref(),
        wanted: &wanted,
        now: &now,
        progress: &progress,
    };
    let scanned = aws::scan(&request, caller).await;
    bar.finish_and_clear();
    scanned.map_err(|error| match error {
        ScanError::UnknownRegion(wrong) => Failure::Usage(wrong),
        other => anyhow::Error::from(other).into(),
    })?;
    Ok(Read::of_folder(facts, out))
}

//! `baascan doctor`: before a scan, what would be blind and why, and the statement that mends it.

use super::policy::Policy;
use super::reading::step;
use super::rules::Rules;
use super::{Failure, Terminal};
use crate::cli::DoctorArgs;
use crate::record::Exit;
use crate::resource::{Cause, GLOBAL, Unread};
use crate::service::Needs;
use crate::source::aws::{self, Access, Caller, Probe, ScanError};
use anyhow::{Context, Error};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Everything the examination found, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Findings {
    /// Twelve digits.
    account: String,
    /// Who asked.
    principal: String,
    /// The regions that a scan would read.
    regions: Vec<String>,
    /// Why the account's regions may not be all.
    regions_unread: Option<Cause>,
    /// What would be blind.
    blind: Vec<Blind>,
    /// Actions that nothing was there to try on.
    not_tried: Vec<String>,
    /// The policy that allows what was denied; null where nothing was.
    mends: Option<Policy>,
}

/// One action that could not be done.
#[derive(Debug, Serialize)]
struct Blind {
    /// The IAM action; null where no call was made.
    action: Option<String>,
    /// Why, from the closed list of causes.
    cause: Cause,
    /// AWS's error code.
    code: Option<String>,
    /// Where.
    regions: BTreeSet<String>,
    /// The checks that a scan could not evaluate.
    checks: BTreeSet<String>,
    /// What else suffers.
    kinds: BTreeSet<String>,
}

/// Tries all that a scan asks for and tells what failed.
pub(super) fn examine(args: &DoctorArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let rules = Rules::load(&args.rules)?;
    rules.warn(terminal);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    let (caller, probe) = runtime.block_on(probe(args, &rules, terminal))?;
    let findings = Findings::of(&rules, &caller, &probe);
    if args.json {
        serde_json::to_writer_pretty(&mut *terminal.data(), &findings).map_err(Error::from)?;
        writeln!(terminal.data()).map_err(Error::from)?;
    } else {
        findings.tell(terminal.data()).map_err(Error::from)?;
    }
    Ok(if findings.blind.is_empty() && findings.regions_unread.is_none() {
        Exit::Clean
    } else {
        Exit::Incomplete
    })
}

async fn probe(
    args: &DoctorArgs,
    rules: &Rules,
    terminal: &mut Terminal<'_>,
) -> Result<(Caller, Probe), Failure> {
    let access = Access::load(&aws::Selection { profile: args.profile.clone(), region: None }).await;
    let clock = terminal.clock();
    let now = move || clock();
    let caller = aws::caller(&access, rules.catalog.as_ref(), &now).await.map_err(Error::from)?;
    terminal.say(&format!("trying account {} as {}", caller.account, caller.arn));
    let wanted = rules.wanted();
    let bar = terminal.progress(0);
    let progress = step(&bar);
    let request = aws::Request {
        access: &access,
        facts: Path::new(""),
        catalog: rules.catalog.as_ref(),
        wanted: &wanted,
        now: &now,
        progress: &progress,
    };
    let probed = aws::probe(&request, &caller).await;
    bar.finish_and_clear();
    let probe = probed.map_err(|error| match error {
        ScanError::UnknownRegion(wrong) => Failure::Usage(wrong),
        other => Error::from(other).into(),
    })?;
    Ok((caller, probe))
}

impl Findings {
    fn of(rules: &Rules, caller: &Caller, probe: &Probe) -> Self {
        let blind = blind(rules, probe);
        let regions_unread = probe.regions.unread.as_ref();
        let denied = blind.iter().map(|b| (b.cause, &b.action));
        let denied: BTreeSet<String> = denied
            .chain(regions_unread.map(|unread| (unread.cause, &unread.action)))
            .filter(|(cause, _)| *cause == Cause::Denied)
            .filter_map(|(_, action)| action.clone())
            .collect();
        Self {
            account: caller.account.clone(),
            principal: caller.arn.clone(),
            regions: probe.regions.enabled.clone(),
            regions_unread: regions_unread.map(|unread| unread.cause),
            mends: (!denied.is_empty()).then(|| Policy::of(denied)),
            not_tried: not_tried(rules, probe),
            blind,
        }
    }

    fn tell(&self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        writeln!(out, "account {}, asked as {}", self.account, self.principal)?;
        writeln!(out, "regions: {}", self.regions.join(", "))?;
        if let Some(cause) = self.regions_unread {
            writeln!(
                out,
                "the account's regions could not be listed ({cause}): others may exist and would not be scanned"
            )?;
        }
        if self.blind.is_empty() {
            let nothing = if self.regions_unread.is_some() { "Nothing else" } else { "Nothing" };
            writeln!(out, "\n{nothing} would be blind: every call that was tried was answered.")?;
        } else {
            writeln!(
                out,
                "\nBlind: {}",
                counted(self.blind.len(), "call could not be made", "calls could not be made")
            )?;
        }
        for blind in &self.blind {
            let code = blind.code.as_ref().map_or_else(String::new, |code| format!(", {code}"));
            let places: Vec<&str> = blind.regions.iter().map(String::as_str).collect();
            let action = blind.action.as_deref().unwrap_or("no call");
            writeln!(out, "\n  {action}: {}{code}; in {}", blind.cause, places.join(", "))?;
            let checks: Vec<&str> = blind.checks.iter().map(String::as_str).collect();
            match checks.len() {
                0 => writeln!(out, "    no check, but the map, which would lack {}", words(&blind.kinds))?,
                n => writeln!(
                    out,
                    "    {} not evaluated: {}",
                    counted(n, "check", "checks"),
                    shortened(&checks)
                )?,
            }
        }
        if let Some(policy) = &self.mends {
            writeln!(
                out,
                "\nTo mend what was denied, let {} do this (where an organization's policy denies it, only its owner can):",
                self.principal
            )?;
            serde_json::to_writer_pretty(&mut *out, policy)?;
            writeln!(out)?;
        }
        if !self.not_tried.is_empty() {
            writeln!(
                out,
                "\nNot tried, for there was nothing to try them on: {}",
                self.not_tried.join(", ")
            )?;
        }
        Ok(())
    }
}

fn words(set: &BTreeSet<String>) -> String {
    set.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The first few of many.
fn shortened(all: &[&str]) -> String {
    const SHOWN: usize = 6;
    let more = all.len().saturating_sub(SHOWN);
    let first = all.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    if more == 0 { first } else { format!("{first} and {more} more") }
}

fn blind(rules: &Rules, probe: &Probe) -> Vec<Blind> {
    let needed = needs_by_check(rules);
    let mut found: BTreeMap<(Option<String>, Cause, Option<String>), Blind> = BTreeMap::new();
    let mut note = |region: &str, kind: &str, unread: &Unread| {
        if unread.cause == Cause::NotCollected {
            return;
        }
        let key = (unread.action.clone(), unread.cause, unread.code.clone());
        let blind = found.entry(key).or_insert_with(|| Blind {
            action: unread.action.clone(),
            cause: unread.cause,
            code: unread.code.clone(),
            regions: BTreeSet::new(),
            checks: BTreeSet::new(),
            kinds: BTreeSet::new(),
        });
        blind.regions.insert(region.to_owned());
        blind.kinds.insert(kind.to_owned());
        // Where no call was made (a cell whose time was over), all that needs the kind suffers.
        let suffers = |needed: &Needed| match &unread.action {
            Some(action) => needed.actions.contains(action),
            None => needed.kinds.contains(kind),
        };
        blind.checks.extend(needed.iter().filter(|(_, needed)| suffers(needed)).map(|(id, _)| id.clone()));
    };
    for probed in &probe.cells {
        let region = if probed.cell.region == GLOBAL { "global" } else { &probed.cell.region };
        for (kind, report) in &probed.kinds {
            if let Some(unread) = &report.unread {
                note(region, kind, unread);
            }
        }
        for resource in &probed.resources {
            for unread in &resource.unread {
                note(region, &resource.kind, unread);
            }
        }
    }
    found.into_values().collect()
}

/// What a check takes.
struct Needed {
    kinds: BTreeSet<String>,
    actions: BTreeSet<String>,
}

/// What each selected check takes.
fn needs_by_check(rules: &Rules) -> BTreeMap<String, Needed> {
    let selected = rules.selected().into_iter();
    selected
        .map(|check| {
            let needs = Needs(rules.checks.needs(&|other| other.id == check.id));
            let actions = rules.actions_of(&needs);
            (check.id.clone(), Needed { kinds: needs.0.into_keys().collect(), actions })
        })
        .collect()
}

/// Actions that a scan takes and that no call tried, for there was nothing to try them on.
fn not_tried(rules: &Rules, probe: &Probe) -> Vec<String> {
    let called: BTreeSet<&String> = probe.cells.iter().flat_map(|probed| &probed.calls).collect();
    let (mut wanted, mut tried) = (BTreeSet::new(), BTreeSet::new());
    for (kind, properties) in &rules.needs().0 {
        let Some(described) = rules.catalog.described(kind) else { continue };
        wanted.extend(described.actions(properties));
        match &described.listing {
            Some(listing) => {
                let api = &described.kind.api;
                let made = listing.calls().filter(|c| called.contains(&format!("{api}:{}", c.operation)));
                tried.extend(made.map(|call| call.action.clone()));
            }
            // A typed API's calls do not bear its actions' names: all are made of a resource, and of none only the list.
            None => {
                let found =
                    probe.cells.iter().filter_map(|probed| probed.kinds.get(kind)).any(|k| k.count > 0);
                let nothing = BTreeSet::new();
                tried.extend(described.actions(if found { properties } else { &nothing }));
            }
        }
    }
    wanted.difference(&tried).cloned().collect()
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

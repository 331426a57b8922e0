//! `baascan register`: check, begin and show the agreements that people keep.

use super::doubts::doubts;
use super::rules::{checks_of, refuse_unknown_conditions, vendors_of, waivers_of};
use super::{Failure, Terminal};
use crate::cli::{ChainFormat, InitArgs, LintArgs, RegisterCommand, RuleArgs, ShowArgs};
use crate::diagnostic::Problem;
use crate::eligibility::Eligibility;
use crate::map::PlatformBaa;
use crate::record::Exit;
use crate::register::{self, Accepted, Direction, FoundVendor, NAMELESS, Register, Start};
use crate::resource::{Cells, Resource};
use crate::service::Catalog;
use crate::source::facts::{Facts, write_atomically};
use crate::vendor::Vendors;
use crate::waiver::Waivers;
use anyhow::Error;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Does what the command line asks.
pub(super) fn work(command: &RegisterCommand, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    match command {
        RegisterCommand::Lint(args) => lint(args, terminal),
        RegisterCommand::Init(args) => init(args, terminal),
        RegisterCommand::Show(args) => show(args, terminal),
        RegisterCommand::Schema => {
            let schema = serde_json::to_string_pretty(&register::schema()).map_err(Error::from)?;
            print(&(schema + "\n"), terminal)
        }
    }
}

/// Reads a register, and says what it is warned of.
fn loaded(path: &Path, terminal: &mut Terminal<'_>) -> Result<Register, Failure> {
    let register = Register::load(path, &Eligibility::builtin().slugs())?;
    for warning in &register.warnings {
        terminal.say(&warning.to_string());
    }
    Ok(register)
}

fn lint(args: &LintArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let register = loaded(&args.path, terminal)?;
    if register.agreements.iter().any(|agreement| !agreement.conditions.is_empty()) {
        refuse_unknown_conditions(&register, &checks_of(&[])?.1)?;
    }
    let vendors = vendors_of(&args.vendors)?;
    let of_vendors = doubts(&register, vendors.as_ref());
    let waivers = waivers_beside(&args.path, args.waivers.as_deref())?;
    let of_waivers = waivers.iter().flat_map(|w| &w.warnings);
    let more: Vec<&Problem> = of_vendors.iter().chain(of_waivers).collect();
    for warning in &more {
        terminal.say(&warning.to_string());
    }
    let upstream = register.agreements.iter().filter(|a| a.direction == Direction::Upstream).count();
    let all = register.agreements.len();
    let line = format!(
        "{}: {all} agreements ({upstream} upstream, {} downstream), {} vendors, {} facilities, {} insurance policies, \
         {} attestations, {}{} warnings\n",
        register.organization.name,
        all - upstream,
        register.vendors.len(),
        register.facilities.len(),
        register.insurance.len(),
        register.attestations.len(),
        waivers.as_ref().map_or_else(String::new, |w| format!("{} waivers, ", w.all().len())),
        register.warnings.len() + more.len()
    );
    print(&line, terminal)
}

fn waivers_beside(register: &Path, named: Option<&Path>) -> Result<Option<Waivers>, Failure> {
    let args = RuleArgs {
        register: Some(register.to_owned()),
        waivers: named.map(Path::to_owned),
        ..RuleArgs::default()
    };
    Ok(waivers_of(&args, None)?)
}

fn show(args: &ShowArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let register = loaded(&args.path, terminal)?;
    let on = args.as_of.unwrap_or_else(|| terminal.now().to_zoned(TimeZone::UTC).date());
    let text = match args.format {
        ChainFormat::Tree => register::tree(&register, on),
        ChainFormat::Mermaid => register::mermaid(&register, on),
        ChainFormat::Dot => register::dot(&register, on),
    };
    print(&text, terminal)
}

fn init(args: &InitArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let standing = |path: &&Path| path.symlink_metadata().is_ok();
    if let Some(path) = args.out.as_deref().filter(standing) {
        let says = format!("{} is there already, and is left alone; give another --out", path.display());
        return Err(Failure::Usage(says));
    }
    let (mut start, vendors) = args.from.as_deref().map(known).transpose()?.unwrap_or_default();
    question(&mut start, terminal);
    let text = register::starting_register(&start, &vendors);
    let Some(path) = &args.out else {
        return print(&text, terminal);
    };
    write_atomically(path, text.as_bytes())
        .map_err(|e| Failure::Usage(format!("cannot write to {}: {e}", path.display())))?;
    terminal
        .say(&format!("{0} is written; fill it in, and check it: baascan register lint {0}", path.display()));
    Ok(Exit::Clean)
}

/// What the facts of a scan tell: their accounts, where AWS's agreement is active, and the vendors that show themselves.
fn known(folder: &Path) -> Result<(Start, Vec<FoundVendor>), Failure> {
    if !folder.is_dir() || !Facts::are_below(folder).map_err(Error::from)? {
        return Err(Failure::Usage(format!("there are no facts in {}", folder.display())));
    }
    let facts = Facts::open(folder, Catalog::builtin()).map_err(Error::from)?;
    let mut start =
        Start { undeclared: facts.accounts().into_iter().map(str::to_owned).collect(), ..Start::default() };
    let vendors = found_vendors(&facts)?;
    let Some(day) = facts.latest().and_then(|ended| ended.get(..10)?.parse::<Date>().ok()) else {
        return Ok((start, vendors));
    };
    for account in start.undeclared.clone() {
        if let Some(accepted) = active(&facts, &account, day)? {
            join(&mut start.accepted, accepted);
        }
    }
    Ok((start, vendors))
}

/// The vendors that resources name, each with the first places that show it.
fn found_vendors(facts: &Facts) -> Result<Vec<FoundVendor>, Failure> {
    const PLACES: usize = 3;
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for read in facts.cells() {
        let each = &mut |resource: Resource| {
            for sighting in Vendors::builtin().sightings(&resource) {
                let name = resource.name.as_deref().unwrap_or(&resource.id);
                let place =
                    format!("{} of {} {name} in {}", sighting.signal, resource.kind, resource.account);
                seen.entry(sighting.vendor).or_default().insert(place);
            }
        };
        facts.resources(&read.start.cell, each).map_err(Error::from)?;
    }
    let found = |(id, places): (String, BTreeSet<String>)| {
        let name = Vendors::builtin().get(&id).map_or_else(|| id.clone(), |vendor| vendor.name.clone());
        let seen = places.into_iter().take(PLACES).collect::<Vec<_>>().join("; ");
        FoundVendor { id, name, seen }
    };
    Ok(seen.into_iter().map(found).collect())
}

/// AWS's agreement over one account, where AWS Artifact says that it is active on the day of reading.
fn active(facts: &Facts, account: &str, day: Date) -> Result<Option<Accepted>, Failure> {
    let mut platform = PlatformBaa::Read(Vec::new());
    for cell in facts.cells().iter().map(|read| &read.start.cell).filter(|cell| cell.account == account) {
        if cell.api == "artifact" {
            facts.resources(cell, &mut |resource| platform.add(&resource)).map_err(Error::from)?;
        }
    }
    let Some(found) = platform.best(day).filter(|found| found.is_active(day)) else {
        return Ok(None);
    };
    let effective = found.effective.as_deref().and_then(|since| since.get(..10)?.parse().ok());
    let organization = match found.scope {
        "organization" => facts.organization(account).ok().flatten(),
        _ => None,
    };
    let accounts = if organization.is_some() { Vec::new() } else { vec![account.to_owned()] };
    let source = format!("AWS Artifact, read on {day},");
    Ok(effective.map(|effective| Accepted { effective, accounts, organization, source }))
}

/// One agreement for an organization, and one for the accounts that accepted it on one day.
fn join(all: &mut Vec<Accepted>, accepted: Accepted) {
    let same = |other: &&mut Accepted| {
        other.organization == accepted.organization
            && (accepted.organization.is_some() || other.effective == accepted.effective)
    };
    match all.iter_mut().find(same) {
        Some(other) => other.accounts.extend(accepted.accounts),
        None => all.push(accepted),
    }
}

/// Asks what nobody but people know, where somebody can answer.
fn question(start: &mut Start, terminal: &mut Terminal<'_>) {
    if !terminal.can_ask() {
        return;
    }
    let name = format!("Legal name of your organization [{NAMELESS}]:");
    start.organization = answer(&name, &register::legal_name, terminal);
    let seen = match start.undeclared.as_slice() {
        [] => String::new(),
        accounts => format!(" (read were {})", accounts.join(", ")),
    };
    let accounts = format!("AWS account ids that hold PHI, with commas between{seen} [none yet]:");
    start.phi_accounts = answer(&accounts, &register::account_ids, terminal).unwrap_or_default();
    // Without an account there is nothing that it could be said to cover.
    if !start.accepted.is_empty() || start.phi_accounts.is_empty() {
        return;
    }
    let accepted = "First day of AWS's BAA, as AWS Artifact shows it, YYYY-MM-DD [not accepted yet]:";
    let effective = answer(accepted, &first_day, terminal);
    start.accepted.extend(effective.map(|effective| Accepted {
        effective,
        accounts: start.phi_accounts.clone(),
        organization: None,
        source: "whoever began this register".to_owned(),
    }));
}

/// Asks until the answer has its form; Enter, or nobody there, leaves it open.
fn answer<T>(
    question: &str,
    read: &dyn Fn(&str) -> Result<T, String>,
    terminal: &mut Terminal<'_>,
) -> Option<T> {
    loop {
        let typed = terminal.ask(question).filter(|typed| !typed.is_empty())?;
        match read(&typed) {
            Ok(answer) => return Some(answer),
            Err(why) => terminal.say(&why),
        }
    }
}

fn first_day(typed: &str) -> Result<Date, String> {
    typed.parse().map_err(|_| format!("{typed:?} is not a date such as 2026-03-01"))
}

fn print(text: &str, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    match terminal.data().write_all(text.as_bytes()) {
        // `| head` closes the pipe early; that is the reader's wish and no failure.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::from(error).into()),
        _ => Ok(Exit::Clean),
    }
}

#[cfg(test)]
mod tests;

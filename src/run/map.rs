//! `baascan map`: the map of a record in either direction, without an agreement, or on another day. It asks the record alone:
//! the register's agreements are in it.

use super::outputs::MapOutputs;
use super::{Failure, Terminal, opened};
use crate::cli::MapArgs;
use crate::diagnostic::did_you_mean;
use crate::map::{self, Evidence, Ground, Outcome, Outcomes, Place};
use crate::record::{AgreementStanding, Exit, INHERITED, Record, Service, VendorStanding};
use crate::register::{Agreement, Kin, Register, Vendor};
use crate::report::{View, plural};
use crate::vendor::Vendors;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Answers the question and writes it in every format asked for.
pub(super) fn show(args: &MapArgs, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let outputs = MapOutputs::open(&args.format)?;
    let folder = opened(&args.record)?;
    let mut view = View::of(&folder.record);
    if args.without.is_some() || args.as_of.is_some() {
        again(args, &folder.record, &mut view)?;
    }
    if let Some(service) = &args.service {
        of_service(service, &mut view)?;
    }
    if let Some(customer) = &args.customer {
        of_customer(customer, &mut view)?;
    }
    if let Some(facility) = &args.facility {
        of_facility(facility, &mut view)?;
    }
    outputs.write(&view, terminal)?;
    Ok(Exit::Clean)
}

/// Lays the register over the rows again: on another day, or without some of its agreements.
fn again(args: &MapArgs, record: &Record, view: &mut View) -> Result<(), Failure> {
    let Some(mut register) = record.register_again() else {
        return Err(Failure::Usage(
            "the record was made without a register, so there are no agreements to ask; scan with --register"
                .to_owned(),
        ));
    };
    let day = match args.as_of {
        Some(day) => day,
        None => view.day.parse().map_err(|e| anyhow::anyhow!("the record's date {}: {e}", view.day))?,
    };
    view.day = day.to_string();
    if let Some(out) = &args.without {
        remove(out, &mut register)?;
        view.question = format!("Map without {out}");
    }
    let before = view.services.clone();
    let kin = Kin::of(&register, day);
    for row in &mut view.services {
        restate(row, record, &kin);
    }
    for row in &mut view.vendors {
        if let Some(vendor) = register.vendors.iter().find(|vendor| vendor.id == row.id) {
            restate_vendor(row, vendor, &kin);
        }
    }
    view.agreements = register.agreements.iter().map(|a| restanding(record, a, day)).collect();
    view.answer = changes(&before, &view.services, record, view, args.without.as_deref());
    Ok(())
}

fn remove(out: &str, register: &mut Register) -> Result<(), Failure> {
    let named = |a: &Agreement| a.id == out || a.vendor.as_deref() == Some(out);
    if !register.agreements.iter().any(named) {
        let ids = register
            .agreements
            .iter()
            .flat_map(|a| std::iter::once(a.id.as_str()).chain(a.vendor.as_deref()));
        return Err(unknown("agreement or vendor", out, ids));
    }
    register.agreements.retain(|a| !named(a));
    Ok(())
}

/// The public form of an agreement on another day; what standing does not touch is the record's.
fn restanding(record: &Record, agreement: &Agreement, day: Date) -> AgreementStanding {
    let now = AgreementStanding::new(agreement, day);
    match record.agreements.iter().find(|a| a.id == agreement.id) {
        Some(told) => AgreementStanding { standing: now.standing, days_left: now.days_left, ..told.clone() },
        None => now,
    }
}

/// Where a vendor stands under a register on a day. What its terms leave out is asked again only where another agreement counts
/// now: the vendors that a scan was given with `--vendors` are not in the record.
fn restate_vendor(row: &mut VendorStanding, vendor: &Vendor, kin: &Kin<'_>) {
    let agreement = kin.register.agreement_with(vendor, kin.on);
    let counts = agreement.map(|a| a.id.clone());
    if counts != row.agreement {
        let known = Vendors::builtin().get(&vendor.id);
        row.carved_out = map::carved_out(vendor, agreement, known);
    }
    row.standing = agreement.map(|a| a.cover_word(kin.on).to_owned());
    row.customers = map::customers_of(kin, vendor).iter().map(|a| a.id.clone()).collect();
    row.agreement = counts;
}

/// Where a row stands under a register on a day.
fn restate(row: &mut Service, record: &Record, kin: &Kin<'_>) {
    let account = record.coverage.accounts.iter().find(|a| a.account == row.account);
    let ground = Ground {
        place: Place {
            account: &row.account,
            organization: account.and_then(|a| a.organization.as_deref()),
            service: &row.service,
            parent: row.feature_of.as_deref(),
        },
        organization_known: account.is_none_or(|a| a.organization_read),
        regions: &row.regions,
        eligibility: row.eligibility,
        phi: row.phi,
        unread: !row.unread.is_empty(),
    };
    // How conditions came out is known for the agreement that stood over the row when it was judged.
    let told = |a: &Agreement| match &row.condition {
        Some(word) if row.agreement.as_ref() == Some(&a.id) => Some(Outcome::of_word(word)),
        _ => map::conditions(a, &ground.place, &Outcomes::new()),
    };
    let stand = map::stand(&ground, Some(kin), &told);
    let same = stand.agreement == row.agreement;
    let evidence = stand.in_force.then_some(match row.evidence {
        Some(Evidence::Verified) if same => Evidence::Verified,
        _ => Evidence::Asserted,
    });
    let verdict = stand.verdict();
    let inherits = evidence.is_some() && !verdict.is_gap();
    row.inherited = if inherits { INHERITED.map(str::to_owned).to_vec() } else { Vec::new() };
    (row.verdict, row.verdicts, row.evidence) = (verdict, stand.verdicts, evidence);
    (row.agreement, row.customers) = (stand.agreement, stand.customers);
    (row.facilities, row.part_2) = (stand.facilities, stand.part_2);
}

/// What is different now, in sentences: rows that lose or gain cover, and the customers that rest on the ones that lose it.
fn changes(
    before: &[Service],
    after: &[Service],
    record: &Record,
    view: &View,
    without: Option<&str>,
) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut lost: BTreeSet<&str> = BTreeSet::new();
    for (old, new) in before.iter().zip(after).filter(|(old, new)| old.verdict != new.verdict) {
        sentences.push(format!(
            "{} in {}: {} becomes {}",
            new.name,
            new.account,
            old.verdict.as_str(),
            new.verdict.as_str()
        ));
        if new.verdict.is_gap() && !old.verdict.is_gap() {
            lost.extend(old.customers.iter().map(String::as_str));
        }
    }
    for vendor in &view.vendors {
        let old = record.vendors.iter().find(|v| v.id == vendor.id).and_then(|v| v.standing.as_deref());
        if old != vendor.standing.as_deref() {
            let word = |standing: Option<&str>| standing.unwrap_or("no agreement").to_owned();
            sentences.push(format!(
                "{}: {} becomes {}",
                vendor.id,
                word(old),
                word(vendor.standing.as_deref())
            ));
            if old == Some("in_force") {
                lost.extend(vendor.customers.iter().map(String::as_str));
            }
        }
    }
    if sentences.is_empty() {
        sentences.push("Nothing changes.".to_owned());
    } else if !lost.is_empty() {
        let ids: Vec<&str> = lost.into_iter().collect();
        let why = without.map_or_else(|| "then".to_owned(), |out| format!("without {out}"));
        sentences.push(format!("Customers whose data lose cover {why}: {}", ids.join(", ")));
    }
    sentences
}

/// Which customers rest on a service, or on a vendor.
fn of_service(slug: &str, view: &mut View) -> Result<(), Failure> {
    let is = |row: &Service| row.service == slug || row.feature_of.as_deref() == Some(slug);
    if !view.services.iter().any(is) && !view.vendors.iter().any(|v| v.id == slug) {
        let known = view.services.iter().map(|s| s.service.as_str());
        return Err(unknown(
            "service in use or vendor",
            slug,
            known.chain(view.vendors.iter().map(|v| v.id.as_str())),
        ));
    }
    view.question = format!("Who rests on {slug}");
    view.services.retain(is);
    view.vendors.retain(|v| v.id == slug);
    let customers: BTreeSet<String> = view
        .services
        .iter()
        .flat_map(|s| s.customers.clone())
        .chain(view.vendors.iter().flat_map(|v| v.customers.clone()))
        .collect();
    let facilities: BTreeSet<String> = view
        .services
        .iter()
        .flat_map(|s| s.facilities.clone())
        .chain(view.vendors.iter().flat_map(|v| v.facilities.clone()))
        .collect();
    view.answer.push(match customers.len() {
        0 => format!("No customer's agreement rests on {slug}."),
        _ => format!("Customers' agreements that rest on {slug}: {}.", joined(&customers)),
    });
    if !facilities.is_empty() {
        view.answer.push(format!("Facilities whose PHI rests on it: {}.", joined(&facilities)));
    }
    view.facilities.retain(|f| facilities.contains(&f.id));
    keep_agreements(view, &customers);
    Ok(())
}

/// Which services and vendors a customer's agreement rests on.
fn of_customer(id: &str, view: &mut View) -> Result<(), Failure> {
    let customers: Vec<AgreementStanding> =
        view.agreements.iter().filter(|a| a.direction == "upstream").cloned().collect();
    let wanted = id.to_lowercase();
    let is = |a: &&AgreementStanding| a.id == id || a.counterparty.to_lowercase() == wanted;
    let Some(customer) = customers.iter().find(is) else {
        return Err(unknown("customer's agreement", id, customers.iter().map(|a| a.id.as_str())));
    };
    view.question = format!("What the agreement {} ({}) rests on", customer.id, customer.counterparty);
    view.services.retain(|row| row.customers.contains(&customer.id));
    view.vendors.retain(|vendor| vendor.customers.contains(&customer.id));
    view.facilities.retain(|f| f.agreements.contains(&customer.id) || customer.facilities.contains(&f.id));
    let gaps: BTreeSet<String> =
        view.services.iter().filter(|row| row.verdict.is_gap()).map(|row| row.service.clone()).collect();
    view.answer.push(if customer.standing != "in_force" {
        format!("It is {}, so nothing rests on it.", customer.standing)
    } else {
        format!("It rests on {}.", extent(view))
    });
    if !gaps.is_empty() {
        view.answer.push(format!("Services without cover under it: {}.", joined(&gaps)));
    }
    keep_agreements(view, &BTreeSet::from([customer.id.clone()]));
    Ok(())
}

/// Which services and vendors a facility's PHI rests on.
fn of_facility(id: &str, view: &mut View) -> Result<(), Failure> {
    let Some(facility) = view.facilities.iter().find(|f| f.id == id || f.legal_name == id).cloned() else {
        return Err(unknown("facility", id, view.facilities.iter().map(|f| f.id.as_str())));
    };
    view.question = format!("What {} rests on", facility.legal_name);
    view.services.retain(|row| row.facilities.contains(&facility.id));
    view.vendors.retain(|vendor| vendor.facilities.contains(&facility.id));
    view.answer.push(format!(
        "Its PHI rests on {} services and {} vendors.",
        view.services.len(),
        view.vendors.len()
    ));
    view.facilities.retain(|f| f.id == facility.id);
    keep_agreements(view, &facility.agreements.iter().cloned().collect());
    Ok(())
}

/// Keeps the customers named and the agreements of the rows that are left.
fn keep_agreements(view: &mut View, customers: &BTreeSet<String>) {
    let rows = view.services.iter().filter_map(|row| row.agreement.clone());
    let named: BTreeSet<String> =
        rows.chain(view.vendors.iter().filter_map(|v| v.agreement.clone())).collect();
    view.agreements
        .retain(|a| customers.contains(&a.id) || (a.direction == "downstream" && named.contains(&a.id)));
}

/// How many services and vendors are left.
fn extent(view: &View) -> String {
    let (services, vendors) = (view.services.len() as u64, view.vendors.len() as u64);
    format!("{} of AWS and {}", plural(services, "service"), plural(vendors, "vendor"))
}

fn joined(ids: &BTreeSet<String>) -> String {
    ids.iter().cloned().collect::<Vec<_>>().join(", ")
}

fn unknown<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let known: BTreeSet<&str> = known.collect();
    let hint = did_you_mean(id, known.iter().copied()).map_or_else(
        || format!("; it has {}", known.iter().take(20).copied().collect::<Vec<_>>().join(", ")),
        |near| format!("; did you mean `{near}`?"),
    );
    Failure::Usage(format!("the record has no {what} `{id}`{hint}"))
}

//! An agreement as a resource: `Register::Agreement`.

use super::{
    Chain, Outcome, Weaker, day, document, document_unread, duty, entry, ids, insurance_unread, leftover,
    not_reviewed, weaker_than_promised,
};
use crate::register::{Agreement, Answer, Direction, Standing, Status, Term, Vendor};
use crate::resource::{Cause, Resource, Unread};
use serde_json::{Map, Value, json};

/// The resource, with what is unread marked.
pub(super) fn subject(chain: &Chain<'_>, agreement: &Agreement) -> Resource {
    let name = match agreement.direction {
        Direction::Downstream => format!("{} ({})", agreement.id, agreement.counterparty),
        Direction::Upstream => format!("{} (customer {})", agreement.id, agreement.counterparty),
    };
    let mut properties = standing(chain, agreement);
    properties.extend(scope(agreement));
    properties.extend(terms(agreement));
    properties.extend(document(chain.register, agreement.document.as_ref()));
    let properties = Value::Object(properties);
    let mut subject = entry("Agreement", &agreement.id, &name, &agreement.place, properties);
    if agreement.terms_not_reviewed().next().is_some() {
        not_reviewed(&mut subject, "TermsReviewed", "agreement.terms");
    }
    document_unread(&mut subject, chain.register, agreement.document.as_ref());
    relations(chain, agreement, &mut subject);
    signing(chain, agreement, &mut subject);
    flow_down(chain, agreement, &mut subject);
    conditions(chain, agreement, &mut subject);
    leftover::fill(chain, agreement, &mut subject);
    subject
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn standing(chain: &Chain<'_>, agreement: &Agreement) -> Map<String, Value> {
    let in_force = agreement.standing(chain.on) == Standing::InForce;
    let last = agreement.last_day().filter(|_| in_force);
    let since = chain.kin.in_force_since(agreement);
    let vendor = chain.register.vendor_of(agreement);
    // A vendor's row may say since when; of agreements that were signed one after another it means the one that counts.
    let counts =
        |v: &&Vendor| chain.register.agreement_with(v, chain.on).is_some_and(|a| a.id == agreement.id);
    let since_row = || vendor.filter(|v| v.phi_since.is_some()).filter(counts)?.phi_since;
    let phi_since = agreement.phi_since.or_else(since_row);
    members(json!({
        "Direction": agreement.direction.as_str(),
        "Counterparty": agreement.counterparty,
        "Vendor": agreement.vendor,
        "Status": agreement.status.as_str(),
        "Standing": agreement.standing(chain.on).as_str(),
        "Effective": day(agreement.effective),
        "Expires": day(agreement.expires),
        "Terminated": day(agreement.terminated),
        "InForceSince": day(since),
        "DaysLeft": last.map(|last| chain.days_until(last)),
        "Renewed": chain.kin.is_renewed(agreement),
        "PhiAllowed": vendor.and_then(|v| v.phi_allowed),
        "Owner": agreement.owner,
        "LastReviewed": day(agreement.last_reviewed),
        "Reason": agreement.reason,
        "Approver": agreement.approver,
        "PhiSince": day(phi_since),
        "PhiCameFirst": phi_since.map(|phi| since.is_none_or(|signed| phi < signed)),
    }))
}

fn scope(agreement: &Agreement) -> Map<String, Value> {
    members(json!({
        "NamesScope": agreement.names_scope(),
        "Accounts": agreement.accounts,
        "Regions": agreement.regions,
        "Services": agreement.services,
        "CarveOuts": agreement.carve_outs,
    }))
}

fn terms(agreement: &Agreement) -> Map<String, Value> {
    let words = |terms: &mut dyn Iterator<Item = Term>| terms.map(Term::as_str).collect::<Vec<_>>();
    members(json!({
        "MissingTerms": words(&mut agreement.terms_missing()),
        "UnreviewedTerms": words(&mut agreement.terms_not_reviewed()),
        "TermsReviewed": true,
    }))
}

/// Who and what rests on it.
fn relations(chain: &Chain<'_>, agreement: &Agreement, subject: &mut Resource) {
    let downstream = agreement.direction == Direction::Downstream;
    let customers = if downstream { ids(&chain.resting_on(agreement)) } else { Vec::new() };
    let rests = |row: &&crate::map::Row| match downstream {
        true => row.agreement.as_deref() == Some(agreement.id.as_str()),
        false => row.customers.contains(&agreement.id),
    };
    let services: Vec<String> =
        chain.rows.iter().filter(rests).map(|row| format!("{} in {}", row.service, row.account)).collect();
    let (recipients, without, untold) =
        if agreement.part_2 { duty::part_2(chain, agreement) } else { Default::default() };
    let none_without = without.is_empty();
    let allowed = duty::regions_allowed(agreement).filter(|_| !downstream);
    let (outside, unseen) =
        if allowed.is_some() { duty::regions_outside(chain, agreement) } else { Default::default() };
    let none_outside = outside.is_empty();
    subject.properties.extend(members(json!({
        "Customers": customers,
        "ServicesInUse": services,
        "Part2": agreement.part_2,
        "Qsoa": agreement.qsoa.as_str(),
        "QsoaReviewed": true,
        "Part2Recipients": recipients,
        "Part2Without": without,
        "RegionsAllowed": allowed,
        "RegionsOutside": outside,
    })));
    if agreement.qsoa == Answer::NotReviewed {
        not_reviewed(subject, "QsoaReviewed", "agreement.qsoa");
    }
    // What is found stands; that there is nothing is not known while some of it could not be seen.
    if none_without && untold {
        not_reviewed(subject, "Part2Without", "vendor.part_2, vendor.phi_allowed");
    }
    if let Some(why) = unseen.filter(|_| none_outside) {
        subject.property_unread("RegionsOutside", &why);
    }
}

fn signing(chain: &Chain<'_>, agreement: &Agreement, subject: &mut Resource) {
    let signed = agreement.signed_on.or(agreement.effective);
    let missing = signed.map(|on| duty::insurance_missing(&chain.register.insurance, on)).unwrap_or_default();
    let (lacks, known) = duty::signer_lacks(chain, agreement);
    subject.properties.extend(members(json!({
        "SignedOn": day(signed),
        "SignedBy": agreement.signed_by,
        "SignerLacks": lacks,
        "SignerKnown": true,
        "InsuranceKept": !chain.register.insurance.is_empty(),
        "InsuranceMissing": missing,
    })));
    insurance_unread(subject, chain.register, signed);
    if !known {
        not_reviewed(subject, "SignerKnown", "agreement.signed_by");
    }
}

fn flow_down(chain: &Chain<'_>, agreement: &Agreement, subject: &mut Resource) {
    let stands = agreement.status == Status::Executed || agreement.standing(chain.on) == Standing::InForce;
    let counts = agreement.direction == Direction::Downstream && stands;
    let (weaker, unknown) =
        if counts { weaker_than_promised(chain, agreement) } else { (Vec::new(), Vec::new()) };
    let clauses: Vec<Value> = weaker
        .iter()
        .map(|w| {
            json!({
                "Customer": w.customer, "Clause": w.clause, "Promised": w.promised, "Held": w.held, "Margin": w.margin,
            })
        })
        .collect();
    let accepted = agreement.flow_down.as_ref();
    subject.properties.extend(members(json!({
        "FlowDown": clauses,
        "FlowDownClauses": weaker.iter().map(Weaker::sentence).collect::<Vec<_>>(),
        "FlowDownKnown": true,
        "FlowDownReason": accepted.map(|r| &r.reason),
        "FlowDownInstead": accepted.map(|r| &r.instead),
        "FlowDownApprover": accepted.map(|r| &r.approver),
    })));
    if let Some(key) = unknown.first() {
        not_reviewed(subject, "FlowDownKnown", &format!("agreement.{key}"));
    }
}

/// What the document makes its cover depend on, over the accounts in which something rests on it.
fn conditions(chain: &Chain<'_>, agreement: &Agreement, subject: &mut Resource) {
    let (mut unmet, mut undecided) = (Vec::new(), None);
    for condition in &agreement.conditions {
        for account in chain.accounts_under(agreement, &condition.services) {
            match chain.outcome(&condition.check, &account) {
                Outcome::Held => {}
                Outcome::Failed => {
                    unmet.push(format!("{} ({} fails in {account})", condition.says, condition.check))
                }
                Outcome::Undecided(why) => {
                    let unread = || Unread::without_call("", Cause::NotCollected);
                    undecided.get_or_insert_with(|| why.unwrap_or_else(unread));
                }
            }
        }
    }
    let says: Vec<&str> = agreement.conditions.iter().map(|c| c.says.as_str()).collect();
    subject.properties.extend(members(json!({
        "Conditions": says,
        "ConditionsUnmet": unmet,
        "ConditionsDecided": true,
    })));
    if let Some(why) = undecided {
        subject.property_unread("ConditionsDecided", &why);
    }
}

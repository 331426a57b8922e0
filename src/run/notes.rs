//! What a reader must know before relying on a record.

use super::judging::{Moment, sorted};
use super::rules::Rules;
use crate::map::{SeenBy, Usage};
use crate::register::Register;
use crate::resource::Cells;
use crate::source::facts::Facts;
use std::collections::BTreeSet;

/// What a reader must know before relying on the record.
pub(super) fn notes(rules: &Rules, facts: &Facts, usage: &Usage, moment: &Moment) -> Vec<String> {
    let mut notes = Vec::new();
    match &rules.register {
        None => {
            notes.push("No register was given (--register), so nothing is said about agreements.".to_owned())
        }
        Some(register) if register.scope.is_none() => notes.push(
            "The register declares no [scope], so every account counts as in PHI scope, undeclared."
                .to_owned(),
        ),
        Some(_) => {}
    }
    notes.extend(rules.register.as_ref().and_then(|register| unread_accounts(register, facts)));
    if let Some(days) = rules.eligibility.is_stale(moment.day) {
        notes.push(format!(
            "The eligible list is {days} days old; compare it with {} or give a newer one with --eligibility.",
            rules.eligibility.source_url
        ));
    }
    for plan in facts.plans() {
        if let Some(why) = &plan.regions.unread {
            notes.push(format!(
                "The regions of account {} could not be listed ({}), so only those known were read.",
                plan.account, why.cause
            ));
        }
        if !plan.regions.disabled.is_empty() {
            let disabled = plan.regions.disabled.join(", ");
            notes.push(format!("Regions that account {} has not enabled: {disabled}.", plan.account));
        }
    }
    if !usage.unseen.is_empty() {
        let regions = sorted(usage.unseen.iter().map(|(_, region, _)| region.clone()));
        notes.push(format!(
            "Services without a description could not be seen by tag in {}: the map may lack rows.",
            regions.join(", ")
        ));
    }
    for (account, _, told) in usage.inventory().filter(|(_, by, _)| *by == SeenBy::ResourceExplorer) {
        if told.answered > 0 && told.services.is_empty() {
            notes.push(format!(
                "Resource Explorer shows nothing in account {account}: it has no index with a default view there, or an empty one."
            ));
        }
    }
    for (by, name) in [(SeenBy::ResourceExplorer, "Resource Explorer"), (SeenBy::Billing, "Cost Explorer")] {
        let unread =
            usage.inventory().filter(|(_, source, _)| *source == by).flat_map(|(_, _, told)| &told.unread);
        let causes = sorted(unread.map(|(_, cause)| cause.to_string()));
        if !causes.is_empty() {
            notes.push(format!(
                "{name} could not be asked everywhere ({}): the map rests on the other sources there.",
                causes.join(", ")
            ));
        }
    }
    if rules.register.is_some() && usage.rows().any(|(_, _, used)| used.created_at_moves) {
        notes.push(
            "Creation dates of S3 and RDS are no earlier than the true creation, for AWS moves them (S3 when a policy is \
             edited, RDS on a restore): where phi-before-baa rests on them, a finding holds and a pass says less."
                .to_owned(),
        );
    }
    if usage.left_out > 0 {
        let regions = rules.regions.iter().flatten().cloned().collect::<Vec<_>>().join(", ");
        notes.push(format!("Resources left out because they lie outside {regions}: {}.", usage.left_out));
    }
    let enabled: BTreeSet<&String> = facts.plans().iter().flat_map(|p| &p.regions.enabled).collect();
    let not_enabled: Vec<&str> = rules
        .regions
        .iter()
        .flatten()
        .filter(|region| !enabled.is_empty() && !enabled.contains(region))
        .map(String::as_str)
        .collect();
    if !not_enabled.is_empty() {
        notes.push(format!(
            "--regions names what is no enabled region of this account: {}.",
            not_enabled.join(", ")
        ));
    }
    notes
}

/// Accounts that the register names and the facts do not hold: misspelled, or not scanned. A plan is for some of them.
fn unread_accounts(register: &Register, facts: &Facts) -> Option<String> {
    if facts.are_a_part() {
        return None;
    }
    let scope = register.scope.iter().flat_map(|s| s.phi_accounts.iter().chain(&s.no_phi_accounts));
    let agreements = register.agreements.iter().flat_map(|a| &a.accounts);
    let facilities = register.facilities.iter().flat_map(|f| &f.accounts);
    let named: BTreeSet<&str> = scope.chain(agreements).chain(facilities).map(String::as_str).collect();
    let held = facts.accounts();
    let missing: Vec<&str> = named.into_iter().filter(|account| !held.contains(account)).collect();
    (!missing.is_empty()).then(|| {
        format!(
            "The register names accounts that these facts do not hold, so nothing of them was read: {}.",
            missing.join(", ")
        )
    })
}

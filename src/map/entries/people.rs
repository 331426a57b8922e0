//! What people keep beside agreements, as resources: the organization, facilities, insurance and attestations.

use super::{Chain, day, document, document_unread, duty, entry, insurance_unread, not_reviewed};
use crate::register::{Attestation, Direction, Done, Facility, Insurance};
use crate::resource::Resource;
use serde_json::{Value, json};

pub(super) fn organization(chain: &Chain<'_>) -> Resource {
    let register = chain.register;
    // Whoever has a customer's agreement, or lists an account with PHI, holds PHI.
    let upstream = register.agreements.iter().any(|a| a.direction == Direction::Upstream);
    let declared =
        register.scope.as_ref().is_some_and(|s| !s.phi_accounts.is_empty() || !s.phi_ous.is_empty());
    let properties = json!({
        "Name": register.organization.name,
        "InsuranceKept": !register.insurance.is_empty(),
        "InsuranceMissing": duty::insurance_missing(&register.insurance, chain.on),
        "HoldsPhi": upstream || declared,
    });
    let name = &register.organization.name;
    let mut subject = entry("Organization", name, name, &register.organization.place, properties);
    insurance_unread(&mut subject, register, Some(chain.on));
    subject
}

pub(super) fn facility(chain: &Chain<'_>, facility: &Facility) -> Resource {
    let agreements = chain.kin.agreements_of(facility);
    let documented = duty::authority_documented(chain, facility);
    let mut properties = json!({
        "LegalName": facility.legal_name,
        "SigningPath": facility.signing_path.map(|p| p.as_str()),
        "CanSign": facility.can_sign,
        "Authority": facility.authority_letter,
        "AuthorityDocumented": documented,
        "Accounts": facility.accounts,
        "Agreements": agreements,
    });
    with_document(&mut properties, chain, facility.authority_document.as_ref());
    let mut subject = entry("Facility", &facility.id, &facility.legal_name, &facility.place, properties);
    document_unread(&mut subject, chain.register, facility.authority_document.as_ref());
    match subject.unread_at("/properties/DocumentState").cloned() {
        Some(why) if documented.is_none() => subject.property_unread("AuthorityDocumented", &why),
        None if documented.is_none() => {
            not_reviewed(&mut subject, "AuthorityDocumented", "facility.authority_letter");
        }
        _ => {}
    }
    subject
}

pub(super) fn insurance(chain: &Chain<'_>, policy: &Insurance) -> Resource {
    let in_force = policy.holds_on(chain.on);
    let last = policy.expires.filter(|_| in_force);
    // Another policy of its kind that goes on where this one ends.
    let renewed = policy.expires.and_then(|d| d.tomorrow().ok()).is_some_and(|next| {
        chain
            .register
            .insurance
            .iter()
            .any(|p| p.kind == policy.kind && p.place != policy.place && p.holds_on(next))
    });
    let done = |done: Option<Done>| match done {
        Some(Done::Is(is)) => Some(is),
        Some(Done::On(on)) => Some(on <= chain.on),
        None => None,
    };
    let reviewed = done(policy.exclusions_reviewed);
    let properties = json!({
        "Kind": policy.kind,
        "Carrier": policy.carrier,
        "Bound": done(policy.bound),
        "InForce": in_force,
        "Effective": day(policy.effective),
        "Expires": day(policy.expires),
        "DaysLeft": last.map(|last| chain.days_until(last)),
        "Renewed": renewed,
        "ExclusionsReviewed": reviewed,
        "CoversPhi": policy.covers_phi,
    });
    let of = policy.effective.map_or_else(String::new, |day| format!(" of {day}"));
    let id = format!("{}{of}", policy.kind);
    let mut subject = entry("Insurance", &id, &id, &policy.place, properties);
    if reviewed.is_none() {
        not_reviewed(&mut subject, "ExclusionsReviewed", "insurance.exclusions_reviewed");
    }
    subject
}

pub(super) fn attestation(chain: &Chain<'_>, attestation: &Attestation) -> Resource {
    let good = |a: &&Attestation| a.kind == attestation.kind && a.expires.is_none_or(|last| chain.on <= last);
    let mut later = chain.register.attestations.iter().filter(good);
    let mut properties = json!({
        "Kind": attestation.kind.as_str(),
        "By": attestation.by,
        "Date": attestation.date.to_string(),
        "Expires": day(attestation.expires),
        "DaysLeft": attestation.expires.map(|last| chain.days_until(last)),
        "Renewed": later.any(|a| a.date > attestation.date),
    });
    with_document(&mut properties, chain, attestation.document.as_ref());
    let id = format!("{} of {}", attestation.kind, attestation.date);
    let mut subject = entry("Attestation", &id, &id, &attestation.place, properties);
    document_unread(&mut subject, chain.register, attestation.document.as_ref());
    subject
}

fn with_document(properties: &mut Value, chain: &Chain<'_>, named: Option<&crate::register::Document>) {
    if let Value::Object(members) = properties {
        members.extend(document(chain.register, named));
    }
}

//! What is said of an agreement, a vendor and a facility, in a few words each.

use super::{Agreement, Direction, Facility, Register, Standing, Vendor};
use crate::register::Status;
use jiff::civil::Date;

/// Where an agreement stands on a day, how soon it tells a breach, and what renews it.
pub(super) fn agreement(register: &Register, agreement: &Agreement, on: Date) -> Vec<String> {
    let standing = agreement.standing(on);
    let mut notes = standing_notes(register, agreement, standing);
    if standing != Standing::NotRequired {
        notes.push(notice(agreement));
    }
    let renewals = register.agreements.iter().filter(|a| a.predecessor.as_ref() == Some(&agreement.id));
    notes.extend(renewals.map(|renewal| format!("renewed by {}", renewal.id)));
    notes
}

fn standing_notes(register: &Register, agreement: &Agreement, standing: Standing) -> Vec<String> {
    match standing {
        Standing::InForce => {
            let since = register.in_force_since(agreement).or(agreement.effective);
            vec![
                since.map_or("in force".to_owned(), |day| format!("in force since {day}")),
                agreement.last_day().map_or("no planned end".to_owned(), |day| format!("until {day}")),
            ]
        }
        Standing::Pending => vec![match (agreement.status, agreement.effective) {
            (Status::Draft, _) => "pending: a draft".to_owned(),
            (Status::Sent, _) => "pending: sent, not signed".to_owned(),
            (_, Some(day)) => format!("pending: begins on {day}"),
            (_, None) => "pending".to_owned(),
        }],
        Standing::Lapsed => vec![match agreement.last_day().or(agreement.expires) {
            Some(day) => format!("lapsed: its last day was {day}"),
            None => "lapsed: ended, and nobody wrote when".to_owned(),
        }],
        Standing::NotRequired => {
            let reason = agreement.reason.as_deref().unwrap_or("nobody wrote why");
            let approver = agreement.approver.as_ref().map(|name| format!("decided by {name}"));
            let approver = approver.unwrap_or_else(|| "nobody is named who decided".to_owned());
            let mut notes = vec![format!("not required: {reason}"), approver];
            notes.extend(agreement.expires.map(|day| format!("until {day}")));
            notes
        }
    }
}

fn notice(agreement: &Agreement) -> String {
    let counted = |number: i64, unit: &str| {
        let plural = if number == 1 { "" } else { "s" };
        format!("breach notice within {number} {unit}{plural}")
    };
    match (agreement.breach_notice_hours, agreement.breach_notice_days) {
        (Some(hours), _) => counted(hours, "hour"),
        (None, Some(days)) => counted(days, "day"),
        (None, None) => "breach notice not written".to_owned(),
    }
}

/// What an agreement covers and leaves out.
pub(super) fn parts(agreement: &Agreement) -> Vec<(&'static str, Vec<String>)> {
    let tags = agreement.tags.iter().map(|tag| match tag.values.as_slice() {
        [] => tag.key.clone(),
        values => format!("{} = {}", tag.key, values.join(" or ")),
    });
    let conditions = agreement.conditions.iter().map(|condition| condition.check.clone());
    let mut parts = vec![
        ("organization", agreement.organization.iter().cloned().collect()),
        ("accounts", agreement.accounts.clone()),
        ("accounts there", agreement.vendor_accounts.clone()),
        ("regions", agreement.regions.clone()),
        ("services", agreement.services.clone()),
        ("surfaces", agreement.features.clone()),
        ("tags", tags.collect()),
        ("leaves out", agreement.carve_outs.clone()),
        ("only while", conditions.collect()),
    ];
    parts.retain(|(_, names): &(&str, Vec<String>)| !names.is_empty());
    if !agreement.names_scope() && agreement.status != Status::NotRequired {
        let says = match agreement.direction {
            Direction::Downstream => "nothing: it names neither accounts nor an organization",
            Direction::Upstream => "every service that may hold PHI",
        };
        parts.push(("covers", vec![says.to_owned()]));
    }
    parts
}

/// A row of the tracker.
pub(super) fn tracked(row: &Vendor) -> Vec<String> {
    let mut notes = vec![
        match row.phi_allowed {
            Some(true) => "PHI allowed",
            Some(false) => "PHI not allowed",
            None => "nobody said whether PHI is allowed",
        }
        .to_owned(),
    ];
    notes.extend(row.data.iter().map(|data| format!("data: {data}")));
    let surfaces = Some(row.surfaces.join(", ")).filter(|surfaces| !surfaces.is_empty());
    notes.extend(surfaces.map(|surfaces| format!("surfaces in use: {surfaces}")));
    let accounts = Some(row.accounts.join(", ")).filter(|accounts| !accounts.is_empty());
    notes.extend(accounts.map(|accounts| format!("used from {accounts}")));
    notes
}

/// A facility, with who signs for it.
pub(super) fn facility(facility: &Facility) -> String {
    let dba = facility.dba.as_ref().map(|dba| format!(" ({dba})")).unwrap_or_default();
    let signs = match facility.can_sign.as_slice() {
        [] => String::new(),
        names => format!(", signed for by {}", names.join(" or ")),
    };
    format!("{}{dba}{signs}", facility.legal_name)
}

//! The rows of the map as resources, so that the checks of category `baa` are checks like any other.

use super::{PlatformBaa, Row, Usage};
use crate::register::{Direction, Register, Standing, Status};
use crate::resource::{GLOBAL, Resource, Unread};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// `AWS::::Service`, one for each row. A row that is not read has its `Verdicts` unread.
pub fn service_subjects(rows: &[Row]) -> Vec<Resource> {
    rows.iter().map(service_subject).collect()
}

fn service_subject(row: &Row) -> Resource {
    let since = row.agreement_since.map(|d| d.to_string());
    let before = since.as_deref().map_or(0, |day| row.usage.created_before(day));
    let (created, arn) =
        row.usage.earliest.clone().map_or((Value::Null, Value::Null), |(c, a)| (json!(c), json!(a)));
    let mut subject = subject("AWS::::Service", &row.account, &row.service, &row.name);
    subject.properties = members(json!({
        "Service": row.service,
        "Name": row.name,
        "Account": row.account,
        "Regions": row.regions,
        "Eligibility": row.eligibility.as_str(),
        "Verdict": row.verdict.as_str(),
        "Verdicts": row.verdicts.iter().map(|v| v.as_str()).collect::<Vec<_>>(),
        "Phi": row.phi.as_str(),
        "Agreement": row.agreement,
        "AgreementEffective": since,
        "EarliestCreated": created,
        "EarliestArn": arn,
        "CreatedBefore": before,
        "CreatedAtMoves": row.usage.created_at_moves,
    }));
    if let Some(why) = row.unread.first() {
        for property in ["Verdict", "Verdicts", "CreatedBefore", "EarliestCreated", "EarliestArn"] {
            subject.property_unread(property, why);
        }
    }
    subject
}

/// `AWS::::Agreement`, one for each account: what the register and AWS Artifact each say of AWS's own agreement.
pub fn agreement_subjects(
    usage: &Usage,
    register: &Register,
    accounts: &[(String, Result<Option<String>, Unread>)],
    on: Date,
) -> Vec<Resource> {
    accounts
        .iter()
        .map(|(account, organization)| agreement_subject(usage, register, account, organization, on))
        .collect()
}

fn agreement_subject(
    usage: &Usage,
    register: &Register,
    account: &str,
    organization: &Result<Option<String>, Unread>,
    on: Date,
) -> Resource {
    let known = organization.as_ref().ok().and_then(|o| o.as_deref());
    let over = register
        .agreements
        .iter()
        .filter(|a| a.direction == Direction::Downstream && a.vendor.as_deref() == Some("aws"))
        .filter(|a| {
            a.accounts.iter().any(|x| x == account) || (known.is_some() && a.organization.as_deref() == known)
        })
        // the one in force, else the one signed last
        .max_by_key(|a| (a.standing(on) == Standing::InForce, a.effective));
    let word = over.map(|a| match (a.standing(on), a.status) {
        (Standing::Lapsed, Status::Executed) => "expired",
        (_, status) => status.as_str(),
    });
    let mut subject = subject("AWS::::Agreement", account, account, "AWS Business Associate Addendum");
    subject.properties = members(json!({
        "Account": account,
        "Register": word,
        "RegisterId": over.map(|a| a.id.clone()),
        "RegisterEffective": over.and_then(|a| a.effective).map(|d| d.to_string()),
        "ArtifactState": null,
        "ArtifactScope": null,
        "ArtifactEffective": null,
    }));
    match usage.platform(account) {
        Some(PlatformBaa::Read(Some(standing))) => {
            subject.properties.insert("ArtifactState".to_owned(), json!(standing.state));
            subject.properties.insert("ArtifactScope".to_owned(), json!(standing.scope));
            subject.properties.insert("ArtifactEffective".to_owned(), json!(standing.effective));
        }
        Some(PlatformBaa::Read(None)) => {}
        unread => {
            let why = match unread {
                Some(PlatformBaa::Unread(why)) => why.clone(),
                _ => Unread::without_call("", crate::resource::Cause::NotCollected),
            };
            for property in ["ArtifactState", "ArtifactScope", "ArtifactEffective"] {
                subject.property_unread(property, &why);
            }
        }
    }
    subject
}

fn subject(kind: &str, account: &str, id: &str, name: &str) -> Resource {
    Resource {
        kind: kind.to_owned(),
        id: id.to_owned(),
        arn: None,
        account: account.to_owned(),
        region: GLOBAL.to_owned(),
        name: Some(name.to_owned()),
        created_at: None,
        tags: Some(Vec::new()),
        properties: Map::new(),
        unread: Vec::new(),
    }
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

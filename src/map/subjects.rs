//! The rows of the map as resources, so that the checks of category `baa` are checks like any other.

use super::agreement::{names_account, of_aws};
use super::{Place, PlatformBaa, Row, Usage};
use crate::register::{Register, Standing, Status};
use crate::resource::{Cause, GLOBAL, NOT_SAID, Resource, Unread};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// `AWS::::Service`, one for each row. `Read` is unread where the row is not read whole, `Verdicts` too where nothing of
/// it was seen, and the dates where an older resource than those dated may exist.
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
        "Read": true,
    }));
    let unread: Option<&Unread> = row.unread.first();
    if let Some(why) = unread {
        // A gap that is found stands, whatever else could not be read; that there is none is not known.
        subject.property_unread("Read", why);
        if row.resources == 0 || row.cover_unread {
            subject.property_unread("Verdict", why);
            subject.property_unread("Verdicts", why);
        }
    }
    if let Some(why) = row.usage.undated.as_ref().or(unread).filter(|_| before == 0) {
        for property in ["CreatedBefore", "EarliestCreated", "EarliestArn"] {
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
        // A source that does not say which account it is for says nothing of an agreement over it.
        .filter(|(account, _)| account != NOT_SAID)
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
    let place = Place { account, organization: known, service: "", parent: None };
    let over = of_aws(register)
        .filter(|a| names_account(a, &place))
        // the one in force, else the one signed last
        .max_by_key(|a| (a.standing(on) == Standing::InForce, a.effective));
    let word = over.map(|a| match (a.standing(on), a.status) {
        (Standing::Lapsed, Status::Executed) => "expired",
        (_, status) => status.as_str(),
    });
    let mut subject = subject("AWS::::Agreement", account, account, "AWS Business Associate Addendum");
    let platform = usage.platform(account);
    let best = platform.and_then(|p| p.best(on));
    subject.properties = members(json!({
        "Account": account,
        "Register": word,
        "RegisterId": over.map(|a| a.id.clone()),
        "RegisterEffective": over.and_then(|a| a.effective).map(|d| d.to_string()),
        "RegisterInForce": over.is_some_and(|a| a.standing(on) == Standing::InForce),
        "ArtifactState": best.map(|s| s.state.clone()),
        "ArtifactScope": best.map(|s| s.scope),
        "ArtifactEffective": best.and_then(|s| s.effective.clone()),
        "ArtifactInForce": platform.is_some_and(|p| p.is_active(on)),
    }));
    let why = match platform {
        Some(PlatformBaa::Read(_)) => {
            return with_organization(subject, register, organization, over.is_some());
        }
        Some(PlatformBaa::Unread(why)) => why.clone(),
        None if usage.declared => Unread::not_in_source(""),
        None => Unread::without_call("", Cause::NotCollected),
    };
    for property in ["ArtifactState", "ArtifactScope", "ArtifactEffective", "ArtifactInForce"] {
        subject.property_unread(property, &why);
    }
    with_organization(subject, register, organization, over.is_some())
}

/// While the account's organization is not known, an agreement for one may be over it: what the register says is unread.
fn with_organization(
    mut subject: Resource,
    register: &Register,
    organization: &Result<Option<String>, Unread>,
    found: bool,
) -> Resource {
    if let Err(why) = organization
        && !found
        && of_aws(register).any(|a| a.organization.is_some())
    {
        for property in ["Register", "RegisterId", "RegisterEffective", "RegisterInForce"] {
            subject.property_unread(property, why);
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
        origin: None,
    }
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

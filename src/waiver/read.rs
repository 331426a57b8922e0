//! The file of waivers, from as written to valid.

use super::{Addressable, Known, Matching, Waiver, days_between, glob};
use crate::diagnostic::fields::{check_order, formed, place, required_text, text};
use crate::diagnostic::words::{ACCOUNT, Form, is_region};
use crate::diagnostic::{Table, ValidText, did_you_mean};
use crate::resource::{Arn, GLOBAL};
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::Spanned;

/// Where the map's rows, which nobody's ARN names, and a region's or an account's own settings are.
const REGION: Form = Form {
    is: |text| text == GLOBAL || is_region(text),
    name: "a region's code",
    help: "write it as AWS does: \"us-east-1\", or \"aws-global\" for what has none",
};

/// AWS's longest ARN. <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html>
const LONGEST_RESOURCE: usize = 2048;

/// Checks that say that an agreement is missing: no reason alone mends that.
const GAP: &str = "baa-gap";

/// Reads every `[[waiver]]`; a waiver that is not whole is noted and left out.
pub(super) fn all(root: Table<'_>, known: &Known<'_>) -> Vec<Waiver> {
    let mut waivers = Vec::new();
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    // A machine made what is wrong so often: to read on costs time and tells nobody anything.
    for table in root.tables("waiver").into_iter().take_while(|_| !root.is_full()) {
        let id = required_text(&table, "id", "write a short name that is unique in the file");
        if let Some(id) = &id {
            check_id(&table, id, &mut lines);
        }
        waivers.extend(waiver(table, id, waivers.len(), known));
    }
    root.finish();
    waivers
}

fn check_id(table: &Table<'_>, id: &ValidText, lines: &mut BTreeMap<String, usize>) {
    let line = table.file().line(id.span().start);
    if let Some(first) = lines.get(id.get_ref()) {
        let message = format!("`{}` is the id of another waiver too (line {first})", id.get_ref());
        table.problem(id.span(), message, "give each waiver an id of its own");
    } else {
        lines.insert(id.get_ref().clone(), line);
    }
}

fn waiver(table: Table<'_>, id: Option<ValidText>, number: usize, known: &Known<'_>) -> Option<Waiver> {
    let check = check(&table, known);
    let matching = table.one_of("match", Matching::WORDS).map_or(Matching::Exact, Spanned::into_inner);
    let account = formed(&table, "account", &ACCOUNT);
    let region = formed(&table, "region", &REGION);
    let resource = resource(&table, matching);
    if let Some(resource) = &resource {
        check_narrowing(&table, resource, account.as_ref(), region.as_ref());
    }
    let reason = required_text(&table, "reason", "write why the failure is accepted");
    let approved_by = required_text(&table, "approved_by", "write who accepted it");
    let (approved_on, expires_on) = days(&table, known);
    let compensating_control = text(&table, "compensating_control");
    let ticket = text(&table, "ticket");
    let recreated = table.bool("recreated").unwrap_or(false);
    let addressable = table.table("addressable").map(|table| addressable(table, known));
    if let Some(check) = &check {
        check_gap(&table, check);
        check_addressable(&table, check, known);
    }
    let place = place(&table);
    table.finish();
    Some(Waiver {
        number,
        id: id?.into_inner(),
        check: check?.into_inner(),
        resource: resource?.into_inner(),
        matching,
        account: account.map(Spanned::into_inner),
        region: region.map(Spanned::into_inner),
        reason: reason?.into_inner(),
        approved_by: approved_by?.into_inner(),
        approved_on: approved_on?,
        expires_on: expires_on?,
        compensating_control,
        ticket,
        recreated,
        addressable: addressable.flatten(),
        place,
    })
}

fn check(table: &Table<'_>, known: &Known<'_>) -> Option<ValidText> {
    let check = required_text(table, "check", "write the id of the check (`baascan checks list`)")?;
    if known.checks.contains(check.get_ref().as_str()) {
        return Some(check);
    }
    let near =
        table.is_drawn().then(|| did_you_mean(check.get_ref(), known.checks.iter().copied())).flatten();
    let hint = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    let message = format!("`{}` is not the id of a check", check.get_ref());
    table.problem(check.span(), message, format!("{hint}`baascan checks list` shows them"));
    None
}

/// `resource`, or `arn`, which means the same.
fn resource(table: &Table<'_>, matching: Matching) -> Option<ValidText> {
    const HELP: &str = "write the ARN that the finding shows, or its key where it has no ARN";
    if table.has("arn") && table.has("resource") {
        let span = table.span_of("arn").unwrap_or_else(|| table.span.clone());
        table.problem(span, "`arn` stands beside `resource`, and both name one thing", "keep one of them");
    }
    let key = if table.has("arn") { "arn" } else { "resource" };
    let resource = required_text(table, key, HELP)?;
    // Both are known here, whichever is written.
    let _ = (table.string("arn"), table.string("resource"));
    let written = resource.get_ref();
    let wild = written.contains(['*', '?']);
    if written.len() > LONGEST_RESOURCE {
        let message = format!("`{key}` is longer than {LONGEST_RESOURCE} bytes, and no ARN is");
        table.problem(resource.span(), message, HELP);
        return None;
    }
    match matching {
        Matching::Exact if !is_key(written) => {
            let message = format!("`{written}` is neither an ARN nor the key of a resource");
            let help = format!("{HELP}: \"AWS::::Service/111122223333/apprunner\"");
            table.problem(resource.span(), message, help);
            return None;
        }
        Matching::Exact if wild => {
            let what = if written.contains('*') { '*' } else { '?' };
            let message = format!("`{what}` is taken literally");
            table.warning(resource.span(), message, "write `match = \"glob\"` if it is meant to be wild");
        }
        Matching::Glob if glob::matches_everything(written) => {
            let message = format!("`{written}` matches every resource");
            table.problem(resource.span(), message, "name the resources: a waiver is over some of them");
            return None;
        }
        Matching::Glob if !wild => {
            let message = "`match = \"glob\"`, and nothing in it is wild";
            table.warning(resource.span(), message, "leave `match` out: it is one resource");
        }
        _ => {}
    }
    Some(resource)
}

/// An ARN, or kind and id: `AWS::S3::Bucket/ledger`.
fn is_key(text: &str) -> bool {
    let has_kind = || text.split_once('/').is_some_and(|(kind, id)| kind.contains("::") && !id.is_empty());
    if text.starts_with("arn:") { Arn::parse(text).is_some() } else { has_kind() }
}

/// What an ARN says of account and region must be what is written beside it.
fn check_narrowing(
    table: &Table<'_>,
    resource: &ValidText,
    account: Option<&ValidText>,
    region: Option<&ValidText>,
) {
    let Some(arn) = Arn::parse(resource.get_ref()) else {
        return;
    };
    for (key, in_arn, written) in [("account", arn.account, account), ("region", arn.region, region)] {
        let Some(written) = written.filter(|_| !in_arn.is_empty() && !in_arn.contains(['*', '?'])) else {
            continue;
        };
        if written.get_ref() != in_arn {
            let message = format!("`{key}` is {}, and the ARN's is {in_arn}", written.get_ref());
            table.problem(written.span(), message, "such a waiver matches nothing: one of the two is wrong");
        }
    }
}

fn days(table: &Table<'_>, known: &Known<'_>) -> (Option<Date>, Option<Date>) {
    let day = |key, help: &str| {
        let date = table.date(key);
        if !table.has(key) {
            table.missing(key, help);
        }
        date
    };
    let approved = day("approved_on", "write the day it was accepted: approved_on = 2026-03-01");
    let expires = day("expires_on", "write the last day it holds: expires_on = 2026-09-01");
    check_order(table, ("approved_on", approved.as_ref()), ("expires_on", expires.as_ref()));
    if let (Some(approved), Some(expires)) = (&approved, &expires) {
        check_life(table, *approved.get_ref(), expires, known.longest_days);
    }
    if let (Some(approved), Some(today)) = (&approved, known.today)
        && *approved.get_ref() > today
    {
        let message = format!("`approved_on` ({}) is yet to come", approved.get_ref());
        table.warning(approved.span(), message, "until then it holds over nothing");
    }
    (approved.map(Spanned::into_inner), expires.map(Spanned::into_inner))
}

fn check_life(table: &Table<'_>, approved: Date, expires: &Spanned<Date>, longest: i32) {
    let days = days_between(approved, *expires.get_ref());
    if days <= longest {
        return;
    }
    let last = approved.checked_add(jiff::Span::new().days(longest)).unwrap_or(Date::MAX);
    let message = format!("it holds for {days} days, and {longest} are the most");
    let help = format!("end it by {last}; somebody who looks at it again then can renew it");
    table.problem(expires.span(), message, help);
}

fn check_gap(table: &Table<'_>, check: &ValidText) {
    if check.get_ref().starts_with(GAP) && !table.has("compensating_control") {
        let message = format!("`{}` is waived without `compensating_control`", check.get_ref());
        let help = "write what stands in for the agreement: \"no PHI, attested by Kim on 2026-03-01\"";
        table.problem(check.span(), message, help);
    }
}

fn check_addressable(table: &Table<'_>, check: &ValidText, known: &Known<'_>) {
    if table.has("addressable") {
        return;
    }
    if let Some(citation) = (known.addressable_of)(check.get_ref()) {
        let message = format!("no [waiver.addressable] says why {citation} is not implemented");
        let help =
            "164.306(d)(3) wants that in writing: write `specification`, `not_reasonable` and `instead`";
        table.warning(check.span(), message, help);
    }
}

fn addressable(table: Table<'_>, known: &Known<'_>) -> Option<Addressable> {
    let help = "write the addressable specification: \"164.312(a)(2)(iv)\"";
    let specification = required_text(&table, "specification", help).filter(|citation| {
        let good = (known.is_addressable)(citation.get_ref());
        if !good {
            let message = format!("`{}` is no addressable specification", citation.get_ref());
            table.problem(citation.span(), message, "docs/hipaa.md shows which are; the others are required");
        }
        good
    });
    let not_reasonable =
        required_text(&table, "not_reasonable", "write why it is not reasonable and appropriate here");
    let instead = required_text(&table, "instead", "write the equivalent measure, or why there is none");
    table.finish();
    Some(Addressable {
        specification: specification?.into_inner(),
        not_reasonable: not_reasonable?.into_inner(),
        instead: instead?.into_inner(),
    })
}

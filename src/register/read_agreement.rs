//! One `[[agreement]]`, from as written to valid.

use super::agreement::{Agreement, Direction, LegalRole, Offshore, Status};
use super::fields::{
    check_order, document, formed, formed_list, place, required_text, required_word, slug_list, spanned_text,
    strip, text, text_list,
};
use super::read_parts::{condition, rationale, tag};
use super::terms::{Answer, Term};
use crate::diagnostic::words::{ACCOUNT, ORGANIZATION, REGION, TEXT};
use crate::diagnostic::{Place, Problem, SourceText, Table, ValidText};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;

/// An agreement with the places that later problems point at.
pub(super) struct Written {
    pub(super) agreement: Agreement,
    /// Its direction and status were readable; if not, nothing is concluded from them.
    pub(super) sound: bool,
    pub(super) file: Arc<SourceText>,
    pub(super) id: Range<usize>,
    pub(super) predecessor: Option<Range<usize>>,
    /// Where its scope is written: `accounts`, else `organization`, else the id.
    pub(super) scope: Range<usize>,
}

impl Written {
    pub(super) fn problem(&self, span: &Range<usize>, message: String, help: &str) -> Problem {
        Problem::new(&self.file, span.clone(), message).help(help)
    }
}

/// Reads an agreement; `None` when it has no id, and so nothing can refer to it.
pub(super) fn read(table: Table<'_>, known_services: &BTreeSet<String>) -> Option<Written> {
    let id = required_text(&table, "id", "write a short name that is unique in the register");
    let direction = required_word(&table, "direction", Direction::WORDS);
    let status = required_word(&table, "status", Status::WORDS);
    let counterparty = required_text(&table, "counterparty", "write the other side's legal name");
    let predecessor = spanned_text(&table, "predecessor");
    let scope = ["accounts", "organization"].iter().find_map(|key| table.span_of(key));
    let mut agreement = Agreement {
        id: id.as_ref().map(|id| id.get_ref().clone()).unwrap_or_default(),
        direction: direction.as_ref().map_or(Direction::Downstream, |d| *d.get_ref()),
        counterparty: counterparty.as_ref().map(|c| c.get_ref().clone()).unwrap_or_default(),
        vendor: vendor(&table),
        status: status.as_ref().map_or(Status::Draft, |s| *s.get_ref()),
        effective: None,
        expires: None,
        terminated: None,
        predecessor: predecessor.as_ref().map(|p| p.get_ref().clone()),
        accounts: strip(formed_list(&table, "accounts", &ACCOUNT)),
        organization: formed(&table, "organization", &ORGANIZATION).map(Spanned::into_inner),
        regions: strip(formed_list(&table, "regions", &REGION)),
        services: Vec::new(),
        carve_outs: Vec::new(),
        features: text_list(&table, "features"),
        vendor_accounts: text_list(&table, "vendor_accounts"),
        tags: table.tables("tag").into_iter().filter_map(tag).collect(),
        facilities: text_list(&table, "facilities"),
        conditions: table
            .tables("condition")
            .into_iter()
            .filter_map(|of| condition(of, known_services))
            .collect(),
        breach_notice_days: None,
        breach_notice_hours: None,
        terms: terms(&table),
        offshore: word(&table, "offshore", Offshore::WORDS).unwrap_or(Offshore::NotReviewed),
        part_2: table.bool("part_2").unwrap_or(false),
        qsoa: word(&table, "qsoa", Answer::WORDS).unwrap_or(Answer::NotReviewed),
        legal_role: word(&table, "legal_role", LegalRole::WORDS),
        signed_by: text(&table, "signed_by"),
        our_entity: text(&table, "our_entity"),
        signed_on: table.date("signed_on").map(Spanned::into_inner),
        phi_since: table.date("phi_since").map(Spanned::into_inner),
        flow_down: table.table("flow_down").and_then(rationale),
        reason: text(&table, "reason"),
        approver: text(&table, "approver"),
        document: document(&table, "document", "document_sha256"),
        owner: text(&table, "owner"),
        last_reviewed: table.date("last_reviewed").map(Spanned::into_inner),
        place: place(&table),
    };
    read_dates(&table, &mut agreement);
    read_services(&table, &mut agreement, known_services);
    read_notice(&table, &mut agreement);
    let sound = direction.is_some() && status.is_some();
    if sound {
        check_status(&table, &agreement, id.as_ref());
        check_aws(&table, &agreement, counterparty.as_ref());
    }
    let file = Arc::clone(table.file());
    table.finish();
    let id = id?.span();
    let scope = scope.unwrap_or_else(|| id.clone());
    Some(Written { agreement, sound, file, id, predecessor: predecessor.map(|p| p.span()), scope })
}

fn word<T: Copy>(table: &Table<'_>, key: &'static str, words: &[(&str, T)]) -> Option<T> {
    table.one_of(key, words).map(Spanned::into_inner)
}

fn terms(table: &Table<'_>) -> BTreeMap<Term, Answer> {
    let mut terms: BTreeMap<Term, Answer> =
        Term::WORDS.iter().map(|(_, term)| (*term, Answer::NotReviewed)).collect();
    if let Some(written) = table.table("terms") {
        for (word, term) in Term::WORDS {
            if let Some(answer) = written.string(word).and_then(|text| self::answer(&written, word, &text)) {
                terms.insert(*term, answer);
            }
        }
        written.finish();
    }
    terms
}

fn answer(table: &Table<'_>, term: &str, text: &ValidText) -> Option<Answer> {
    let found = Answer::WORDS.iter().find(|(word, _)| word == text.get_ref());
    if found.is_none() {
        let message = format!("`{term}` is answered {:?}", text.get_ref());
        table.problem(
            text.span(),
            message,
            "write what the document says of it: \"yes\", \"no\" or \"not_reviewed\"",
        );
    }
    found.map(|(_, answer)| *answer)
}

/// The vendor's short name; what can only mean AWS is refused, since nothing but `aws` makes the agreement AWS's.
fn vendor(table: &Table<'_>) -> Option<String> {
    const AWS: [&str; 6] = [
        "aws",
        "amazon",
        "amazon-web-services",
        "amazon web services",
        "amazon_web_services",
        "amazonwebservices",
    ];
    let vendor = spanned_text(table, "vendor")?;
    let name = vendor.get_ref();
    if name != "aws" && AWS.contains(&name.trim().to_lowercase().as_str()) {
        let message = format!("`{name}` is not the short name of AWS");
        table.problem(
            vendor.span(),
            message,
            "did you mean `aws`? Only that makes it the agreement with AWS",
        );
    }
    Some(vendor.into_inner())
}

/// What makes an agreement with AWS cover nothing.
fn check_aws(table: &Table<'_>, agreement: &Agreement, counterparty: Option<&ValidText>) {
    if agreement.direction != Direction::Downstream {
        return;
    }
    if let Some(counterparty) = counterparty.filter(|name| !table.has("vendor") && is_aws(name.get_ref())) {
        let message = format!("`{}` without vendor = \"aws\" covers no AWS service", agreement.id);
        table.warning(
            counterparty.span(),
            message,
            "write `vendor = \"aws\"` if this is the agreement with AWS",
        );
    }
    if agreement.vendor.as_deref() == Some("aws") && agreement.status == Status::NotRequired {
        // <https://www.hhs.gov/hipaa/for-professionals/special-topics/health-information-technology/cloud-computing/index.html>
        let place = table.span_of("status").unwrap_or_else(|| table.span.clone());
        let message = "AWS stores what it is given and is no conduit: `not_required` covers nothing here";
        table.warning(place, message, "accept the agreement in AWS Artifact, and write it as `executed`");
    }
}

/// Whether a legal name begins as those of AWS's companies do: "Amazon Web Services, Inc.", "AWS EMEA".
fn is_aws(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    ["amazon web services", "aws"]
        .iter()
        .filter_map(|start| name.strip_prefix(start))
        .any(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn read_dates(table: &Table<'_>, agreement: &mut Agreement) {
    let effective = table.date("effective");
    let expires = table.date("expires");
    let terminated = table.date("terminated");
    check_order(table, ("effective", effective.as_ref()), ("expires", expires.as_ref()));
    check_order(table, ("effective", effective.as_ref()), ("terminated", terminated.as_ref()));
    agreement.effective = effective.map(Spanned::into_inner);
    agreement.expires = expires.map(Spanned::into_inner);
    agreement.terminated = terminated.map(Spanned::into_inner);
}

fn read_services(table: &Table<'_>, agreement: &mut Agreement, known: &BTreeSet<String>) {
    let services = slug_list(table, "services", known);
    // What another vendor carves out has that vendor's names, and is no service of AWS.
    let of_another = agreement.direction == Direction::Downstream
        && agreement.vendor.as_deref().is_some_and(|v| v != "aws");
    let carve_outs = if of_another {
        formed_list(table, "carve_outs", &TEXT)
    } else {
        slug_list(table, "carve_outs", known)
    };
    let named: BTreeSet<&String> = services.iter().map(Spanned::get_ref).collect();
    for slug in carve_outs.iter().filter(|slug| named.contains(slug.get_ref())) {
        let message = format!("`{}` is both in `services` and in `carve_outs`", slug.get_ref());
        table.problem(slug.span(), message, "the agreement covers it or leaves it out: remove one");
    }
    agreement.services = strip(services);
    agreement.carve_outs = strip(carve_outs);
}

fn read_notice(table: &Table<'_>, agreement: &mut Agreement) {
    /// Ten years: more is a slip of the pen, and less never overflows when days become hours.
    const MOST_DAYS: i64 = 3650;
    let number = |key, most: i64| {
        let number = table.integer(key)?;
        if !(0..=most).contains(number.get_ref()) {
            let message = format!("`{key}` is {}, not from 0 to {most}", number.get_ref());
            table.problem(number.span(), message, "write the number that the document has");
            return None;
        }
        Some(number)
    };
    let days = number("breach_notice_days", MOST_DAYS);
    let hours = number("breach_notice_hours", MOST_DAYS * 24);
    if let (Some(_), Some(hours)) = (&days, &hours) {
        let message = "`breach_notice_hours` stands beside `breach_notice_days`";
        table.problem(hours.span(), message, "keep the one that the document counts in");
    }
    agreement.breach_notice_days = days.map(Spanned::into_inner);
    agreement.breach_notice_hours = hours.map(Spanned::into_inner);
}

/// What each status needs beside it.
fn check_status(table: &Table<'_>, agreement: &Agreement, id: Option<&ValidText>) {
    let place = table.span_of("status").unwrap_or_else(|| table.span.clone());
    match agreement.status {
        Status::Executed if !table.has("effective") => {
            let help = "write `effective = 2026-01-31`: the day from which it holds";
            table.problem(place, "an executed agreement without `effective`", help);
        }
        Status::NotRequired if !(table.has("reason") && table.has("approver")) => {
            let help = "write why none is required, and who decided so: until then a scan reports it";
            table.warning(place, "`not_required` without `reason` and `approver`", help);
        }
        Status::Terminated if !table.has("terminated") => {
            let help =
                "write `terminated`: until then it counts as ended before any day, and no renewal joins it";
            table.warning(place, "a terminated agreement without `terminated`", help);
        }
        _ => {}
    }
    // A scope that is written wrong was noted as that.
    let written = |key| {
        table.json(key).is_some_and(|list| list.get_ref().as_array().is_none_or(|list| !list.is_empty()))
    };
    let scoped = ["accounts", "features", "vendor_accounts", "tag", "facilities"].into_iter().any(written);
    if let Some(id) = id
        && agreement.direction == Direction::Downstream
        && agreement.status == Status::Executed
        && !agreement.names_scope()
        && !scoped
        && !table.has("organization")
    {
        let message = format!(
            "scope_unknown: `{}` names neither accounts nor an organization and covers nothing",
            id.get_ref()
        );
        let help = if agreement.is_with_aws() {
            "write `accounts = [\"111122223333\"]` or `organization = \"o-...\"`"
        } else {
            "write `accounts`, `organization`, or at the vendor `vendor_accounts` or `features`"
        };
        table.warning(id.span(), message, help);
    }
}

/// A place as problems name it: the line alone within one file, else the file too.
pub(super) fn seen_from(place: &Place, file: &SourceText) -> String {
    if place.file == file.path {
        format!("line {}", place.line)
    } else {
        format!("{}:{}", place.file.display(), place.line)
    }
}

//! The organization, vendors, facilities, insurance and attestations, from as written to valid.

use super::fields::{
    check_order, document, formed, formed_list, place, required_text, required_word, strip, text, text_list,
};
use super::read::{Entry, entry};
use super::read_parts::{assurance, vendor_account};
use super::tracker::{
    Attestation, Attested, Authority, Done, Facility, Insurance, Organization, SigningPath, Vendor,
};
use crate::diagnostic::words::{ACCOUNT, NPI, TEXT};
use crate::diagnostic::{Table, ValidText};
use toml::Spanned;

pub(super) fn organization(table: Table<'_>) -> Entry<Organization> {
    let name = required_text(&table, "name", "write the legal name, as agreements have it");
    let name = name.map(Spanned::into_inner).unwrap_or_default();
    let product_names = text_list(&table, "product_names");
    let entry = entry(&table, Organization { name, product_names, place: place(&table) });
    table.finish();
    entry
}

pub(super) fn vendor(table: Table<'_>) -> Option<Entry<Vendor>> {
    let id = required_text(&table, "id", "write a short name that is unique among the vendors");
    let vendor = Vendor {
        id: id.as_ref().map(|id| id.get_ref().clone()).unwrap_or_default(),
        name: text(&table, "name"),
        category: text(&table, "category"),
        data: text(&table, "data"),
        phi_allowed: table.bool("phi_allowed"),
        baa: text(&table, "baa"),
        surfaces: text_list(&table, "surfaces"),
        accounts: strip(formed_list(&table, "accounts", &ACCOUNT)),
        part_2: table.bool("part_2"),
        phi_since: table.date("phi_since").map(Spanned::into_inner),
        sandbox: text(&table, "sandbox"),
        production: text(&table, "production"),
        owner: text(&table, "owner"),
        admin_contact: text(&table, "admin_contact"),
        incident_contact: text(&table, "incident_contact"),
        auth: text(&table, "auth"),
        webhook_security: text(&table, "webhook_security"),
        retention: text(&table, "retention"),
        assurance: table.tables("assurance").into_iter().filter_map(assurance).collect(),
        place: place(&table),
    };
    let mut entry = entry(&table, vendor);
    entry.inner = table.span_of("baa");
    table.finish();
    entry.span = id?.span();
    Some(entry)
}

pub(super) fn facility(table: Table<'_>) -> Entry<Facility> {
    let legal_name = required_text(&table, "legal_name", "write the name that can sign");
    let legal_name = legal_name.map(Spanned::into_inner).unwrap_or_default();
    let id_span = table.span_of("id");
    let (authority, authority_letter) = authority(&table);
    let facility = Facility {
        id: text(&table, "id").unwrap_or_else(|| legal_name.clone()),
        legal_name,
        dba: text(&table, "dba"),
        address: text(&table, "address"),
        npi: formed(&table, "npi", &NPI).map(Spanned::into_inner),
        tax_id: text(&table, "tax_id"),
        owners: text_list(&table, "owners"),
        managing_entity: text(&table, "managing_entity"),
        can_sign: one_or_more(&table, "can_sign"),
        signing_path: signing_path(&table),
        authority,
        authority_letter,
        authority_document: document(&table, "authority_document", "authority_document_sha256"),
        accounts: strip(formed_list(&table, "accounts", &ACCOUNT)),
        vendor_accounts: table.tables("vendor_account").into_iter().filter_map(vendor_account).collect(),
        agreements: text_list(&table, "agreements"),
        approves_vendors: text(&table, "approves_vendors"),
        legal_contact: text(&table, "legal_contact"),
        compliance_contact: text(&table, "compliance_contact"),
        place: place(&table),
    };
    let mut entry = entry(&table, facility);
    entry.inner = table.span_of("agreements");
    table.finish();
    entry.span = id_span.unwrap_or(entry.span);
    entry
}

/// A text, or a list of them.
fn one_or_more(table: &Table<'_>, key: &'static str) -> Vec<String> {
    let listed = table.json(key).is_some_and(|value| value.get_ref().is_array());
    if listed { strip(formed_list(table, key, &TEXT)) } else { text(table, key).into_iter().collect() }
}

/// One of the four words, or a phrase that can only mean one of them.
fn signing_path(table: &Table<'_>) -> Option<SigningPath> {
    const PHRASES: [(&str, SigningPath); 4] = [
        ("managing entity", SigningPath::ManagingEntity),
        ("new entity", SigningPath::NewEntity),
        ("owner", SigningPath::Owners),
        ("facility", SigningPath::Facility),
    ];
    let text = spanned(table, "signing_path")?;
    let written = text.get_ref().to_lowercase();
    let word = SigningPath::WORDS.iter().find(|(word, _)| *word == written);
    let found = word.or_else(|| PHRASES.iter().find(|(phrase, _)| written.contains(phrase)));
    if found.is_none() {
        let words: Vec<&str> = SigningPath::WORDS.iter().map(|(word, _)| *word).collect();
        let help = format!("write one of {}", words.join(", "));
        table.problem(text.span(), format!("`{}` is no way to a signature", text.get_ref()), help);
    }
    found.map(|(_, path)| *path)
}

/// `authority_letter`: a word, or a sentence that begins with one ("received 2026-05-20").
fn authority(table: &Table<'_>) -> (Option<Authority>, Option<String>) {
    let Some(text) = spanned(table, "authority_letter") else {
        return (None, None);
    };
    let written = text.get_ref().to_lowercase().replace("not needed", "not_needed");
    let word = written.split(|c: char| !c.is_ascii_alphabetic() && c != '_').next().unwrap_or_default();
    let found = Authority::WORDS.iter().find(|(known, _)| *known == word).map(|(_, state)| *state);
    if found.is_none() {
        let words: Vec<&str> = Authority::WORDS.iter().map(|(word, _)| *word).collect();
        let message = format!("`{}` does not say whether the letter is here", text.get_ref());
        let help = format!("begin with one of {}: \"received 2026-05-20\"", words.join(", "));
        table.warning(text.span(), message, help);
    }
    (found, Some(text.into_inner()))
}

fn spanned(table: &Table<'_>, key: &'static str) -> Option<ValidText> {
    super::fields::spanned_text(table, key)
}

pub(super) fn insurance(table: Table<'_>) -> Entry<Insurance> {
    let kind = required_text(&table, "kind", "write \"cyber\", \"tech_eo\" or another word");
    let (effective, expires) = (table.date("effective"), table.date("expires"));
    check_order(&table, ("effective", effective.as_ref()), ("expires", expires.as_ref()));
    let insurance = Insurance {
        kind: kind.map(Spanned::into_inner).unwrap_or_default(),
        carrier: text(&table, "carrier"),
        bound: done(&table, "bound"),
        exclusions_reviewed: done(&table, "exclusions_reviewed"),
        effective: effective.map(Spanned::into_inner),
        expires: expires.map(Spanned::into_inner),
        covers_phi: table.bool("covers_phi"),
        policy: text(&table, "policy"),
        limit: text(&table, "limit"),
        document: document(&table, "document", "document_sha256"),
        place: place(&table),
    };
    let entry = entry(&table, insurance);
    table.finish();
    entry
}

fn done(table: &Table<'_>, key: &'static str) -> Option<Done> {
    match table.json(key)?.into_inner() {
        serde_json::Value::Bool(is) => Some(Done::Is(is)),
        _ => table.date(key).map(|day| Done::On(day.into_inner())),
    }
}

pub(super) fn attestation(table: Table<'_>) -> Option<Entry<Attestation>> {
    let kind = required_word(&table, "kind", Attested::WORDS);
    let by = required_text(&table, "by", "write who vouches for it");
    if !table.has("date") {
        table.missing("date", "write the day it was vouched for: date = 2026-10-01");
    }
    let (date, expires) = (table.date("date"), table.date("expires"));
    check_order(&table, ("date", date.as_ref()), ("expires", expires.as_ref()));
    let document = document(&table, "document", "document_sha256");
    let note = text(&table, "note");
    let place = place(&table);
    let entry = entry(&table, ());
    table.finish();
    let value = Attestation {
        kind: kind?.into_inner(),
        by: by?.into_inner(),
        date: date?.into_inner(),
        expires: expires.map(Spanned::into_inner),
        document,
        note,
        place,
    };
    Some(Entry { value, file: entry.file, span: entry.span, inner: None })
}

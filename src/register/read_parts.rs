//! Smaller tables within the register's entries, from as written to valid.

use super::fields::{check_order, document, place, required_text, slug_list, strip, text, text_list};
use super::parts::{Assurance, Condition, Rationale, Scoped, VendorAccount};
use crate::diagnostic::Table;
use std::collections::BTreeSet;
use toml::Spanned;

/// `[[agreement.tag]]`.
pub(super) fn tag(table: Table<'_>) -> Option<Scoped> {
    let key = required_text(&table, "key", "write the tag's key");
    let values = text_list(&table, "values");
    table.finish();
    Some(Scoped { key: key?.into_inner(), values })
}

/// `[[agreement.condition]]`.
pub(super) fn condition(table: Table<'_>, known_services: &BTreeSet<String>) -> Option<Condition> {
    let says = required_text(&table, "says", "write what the document asks, in a sentence");
    let check =
        required_text(&table, "check", "write the id of the check that tells (`baascan checks list`)");
    let services = strip(slug_list(&table, "services", known_services));
    let place = place(&table);
    table.finish();
    Some(Condition { says: says?.into_inner(), check: check?.into_inner(), services, place })
}

/// `[agreement.flow_down]`.
pub(super) fn rationale(table: Table<'_>) -> Option<Rationale> {
    let reason = required_text(&table, "reason", "write why the weaker promise was accepted");
    let instead =
        required_text(&table, "instead", "write what is done so that the stricter promise can be kept");
    let approver = required_text(&table, "approver", "write who decided that");
    let date = table.date("date").map(Spanned::into_inner);
    table.finish();
    Some(Rationale {
        reason: reason?.into_inner(),
        instead: instead?.into_inner(),
        approver: approver?.into_inner(),
        date,
    })
}

/// `[[vendor.assurance]]`.
pub(super) fn assurance(table: Table<'_>) -> Option<Assurance> {
    let kind = required_text(&table, "kind", "write \"soc2_type2\", \"hitrust\" or another word");
    let (from, to) = (table.date("period_from"), table.date("period_to"));
    let (issued, bridge) = (table.date("issued"), table.date("bridge_until"));
    check_order(&table, ("period_from", from.as_ref()), ("period_to", to.as_ref()));
    check_order(&table, ("period_from", from.as_ref()), ("issued", issued.as_ref()));
    check_order(&table, ("period_to", to.as_ref()), ("bridge_until", bridge.as_ref()));
    let assurance = Assurance {
        kind: kind.as_ref().map(|kind| kind.get_ref().clone()).unwrap_or_default(),
        period_from: from.map(Spanned::into_inner),
        period_to: to.map(Spanned::into_inner),
        issued: issued.map(Spanned::into_inner),
        bridge_until: bridge.map(Spanned::into_inner),
        document: document(&table, "document", "document_sha256"),
        reviewed: table.date("reviewed").map(Spanned::into_inner),
        reviewed_by: text(&table, "reviewed_by"),
        place: place(&table),
    };
    table.finish();
    kind.map(|_| assurance)
}

/// `[[facility.vendor_account]]`.
pub(super) fn vendor_account(table: Table<'_>) -> Option<VendorAccount> {
    let vendor = required_text(&table, "vendor", "write the vendor's short name");
    let account = required_text(&table, "account", "write the account, workspace or project there");
    table.finish();
    Some(VendorAccount { vendor: vendor?.into_inner(), account: account?.into_inner() })
}

//! One printable HTML page, without script or outside files: the map, and the vendors as SOC 2 CC9.2 asks of vendor
//! management. What is on it is escaped by the template.

use super::{View, listed, notice, term};
use crate::record::{AgreementStanding, AssuranceStanding, Service, VendorStanding, responsibility};
use crate::report::ReportError;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

const STYLE: &str = "body{font:13px/1.45 system-ui,sans-serif;color:#111;margin:24px auto;max-width:1080px;padding:0 16px}\
h1{font-size:20px;margin:0 0 4px}h2{font-size:15px;margin:24px 0 6px}p{margin:4px 0}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:4px 8px 4px 0;border-bottom:1px solid #ddd}\
th{border-bottom:2px solid #444;font-weight:600}tr{break-inside:avoid}.gap{color:#b00020;font-weight:600}.quiet{color:#555}\
@page{size:A4 landscape;margin:12mm}@media print{body{margin:0;max-width:none;font-size:10px}}";

pub(super) fn render(view: &View, out: &mut dyn Write) -> Result<(), ReportError> {
    let title = format!("{} as of {}", view.question, view.day);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) }
                @if let Some(organization) = &view.organization { p { "Register of " (organization) } }
                @for sentence in &view.answer { p { (sentence) } }
                (services(view))
                (customers(view))
                (facilities(view))
                (vendors(view))
                (safeguards(view))
                @for (name, hash) in &view.register_files { p class="quiet" { (name) ": SHA-256 " (hash) } }
                p class="quiet" {
                    "It says what the register and the facts say on that day. It is no legal advice and no certification."
                }
            }
        }
    };
    out.write_all(page.into_string().as_bytes())?;
    out.write_all(b"\n")?;
    Ok(())
}

fn services(view: &View) -> Markup {
    let mut accounts: BTreeMap<&str, Vec<&Service>> = BTreeMap::new();
    for row in &view.services {
        accounts.entry(&row.account).or_default().push(row);
    }
    html! {
        @for (account, rows) in &mut accounts {
            h2 { "Account " (account) }
            table {
                thead { tr {
                    th { "Service" } th { "Verdict" } th { "Agreement" } th { "Eligible" } th { "Regions" } th { "PHI" }
                    th { "Customers" } th { "Facilities" } th { "Failing" }
                } }
                tbody { @for row in sorted(rows) { (service(row)) } }
            }
        }
    }
}

fn sorted<'r>(rows: &mut [&'r Service]) -> Vec<&'r Service> {
    rows.sort_by_key(|row| (row.verdict, row.name.to_lowercase()));
    rows.to_vec()
}

fn service(row: &Service) -> Markup {
    let verdicts: Vec<&str> = row.verdicts.iter().map(|v| v.as_str()).collect();
    html! {
        tr {
            td { (row.name) }
            td class=[row.verdict.is_gap().then_some("gap")] { (verdicts.join(", ")) }
            td {
                (row.agreement.as_deref().unwrap_or("-"))
                @if let Some(evidence) = row.evidence { " (" (evidence.as_str()) ")" }
            }
            td {
                (row.eligibility.as_str())
                @if let Some(qualifier) = &row.qualifier { div class="quiet" { (qualifier) } }
            }
            td { (listed(&row.regions)) }
            td { (row.phi.as_str()) }
            td { (listed(&row.customers)) @if !row.part_2.is_empty() { div class="quiet" { "42 CFR Part 2: " (listed(&row.part_2)) } } }
            td { (listed(&row.facilities)) }
            td { (row.failing.len()) }
        }
    }
}

fn customers(view: &View) -> Markup {
    html! {
        @if view.customers().next().is_some() {
            h2 { "Customers" }
            table {
                thead { tr { th { "Customer" } th { "Agreement" } th { "Standing" } th { "Term" } th { "Breach notice" } th { "Services" } th { "Vendors" } } }
                tbody {
                    @for customer in view.customers() {
                        tr {
                            td { (customer.counterparty) }
                            td { (customer.id) }
                            td class=[gap(customer)] { (customer.standing) }
                            td { (term(customer)) }
                            td { (notice(customer)) }
                            td { (view.services.iter().filter(|s| s.customers.contains(&customer.id)).count()) }
                            td { (view.vendors.iter().filter(|v| v.customers.contains(&customer.id)).count()) }
                        }
                    }
                }
            }
        }
    }
}

fn gap(agreement: &AgreementStanding) -> Option<&'static str> {
    (agreement.standing != "in_force").then_some("gap")
}

fn facilities(view: &View) -> Markup {
    html! {
        @if !view.facilities.is_empty() {
            h2 { "Facilities" }
            table {
                thead { tr { th { "Facility" } th { "Accounts" } th { "At vendors" } th { "Agreements" } th { "Signs by" } th { "Who can sign" } th { "Letter of authority" } } }
                tbody {
                    @for facility in &view.facilities {
                        tr {
                            td { (facility.legal_name) }
                            td { (listed(&facility.accounts)) }
                            td { @for at in &facility.vendor_accounts { div { (at.vendor) ": " (at.account) } } }
                            td { (listed(&facility.agreements)) }
                            td { (facility.signing_path.as_deref().unwrap_or("-")) }
                            td { (listed(&facility.can_sign)) }
                            td { (facility.authority_letter.as_deref().unwrap_or("-")) }
                        }
                    }
                }
            }
        }
    }
}

fn vendors(view: &View) -> Markup {
    html! {
        @if !view.vendors.is_empty() {
            h2 { "Vendors (SOC 2 CC9.2)" }
            table {
                thead { tr {
                    th { "Vendor" } th { "Data" } th { "PHI" } th { "Agreement" } th { "Posture" } th { "Assurance" } th { "Production" }
                    th { "Owner, incident contact" } th { "Sign-in, retention" } th { "Seen as" }
                } }
                tbody { @for vendor in &view.vendors { (vendor_row(view, vendor)) } }
            }
        }
    }
}

fn vendor_row(view: &View, vendor: &VendorStanding) -> Markup {
    let standing = vendor.standing.as_deref().unwrap_or("no agreement");
    let lacking = vendor.phi_allowed == Some(true) && !matches!(standing, "in_force" | "not_required");
    let agreement = vendor.agreement.as_deref().and_then(|id| view.agreement(id));
    let phi = match vendor.phi_allowed {
        Some(true) => "allowed",
        Some(false) => "not allowed",
        None => "not reviewed",
    };
    let dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    html! {
        tr {
            td { (vendor.name.as_deref().unwrap_or(&vendor.id)) @if !vendor.surfaces.is_empty() { div class="quiet" { (vendor.surfaces.join(", ")) } } }
            td { (dash(&vendor.data)) }
            td { (phi) }
            td class=[lacking.then_some("gap")] {
                (standing)
                @if let Some(agreement) = agreement { div class="quiet" { (agreement.id) ", " (term(agreement)) ", notice " (notice(agreement)) } }
                @for carved in &vendor.carved_out { div class="gap" { (carved) } }
            }
            td { (vendor.posture.as_deref().unwrap_or("-")) }
            td { @for report in &vendor.assurance { div { (assurance(report)) } } @if vendor.assurance.is_empty() { "-" } }
            td { (dash(&vendor.production)) }
            td { (dash(&vendor.owner)) div class="quiet" { (dash(&vendor.incident_contact)) } }
            td { (dash(&vendor.auth)) div class="quiet" { (dash(&vendor.retention)) } }
            td { (seen_as(vendor)) }
        }
    }
}

/// By what the configuration shows a vendor; AWS is where it was read.
fn seen_as(vendor: &VendorStanding) -> String {
    match (vendor.id.as_str(), vendor.seen_as.is_empty()) {
        ("aws", _) => "the accounts above".to_owned(),
        (_, true) => "no technical path found".to_owned(),
        (_, false) => vendor.seen_as.join(", "),
    }
}

fn assurance(report: &AssuranceStanding) -> String {
    let to = report.bridge_until.as_ref().or(report.period_to.as_ref()).map_or("-", String::as_str);
    let bridge = if report.bridge_until.is_some() { " with bridge letter" } else { "" };
    let read =
        report.reviewed.as_ref().map_or_else(|| ", not read".to_owned(), |day| format!(", read {day}"));
    format!("{} until {to}{bridge}{read}", report.kind)
}

/// Who answers for which safeguard, once for all rows that have the same split.
fn safeguards(view: &View) -> Markup {
    let mut splits: BTreeMap<[String; 3], BTreeSet<&str>> = BTreeMap::new();
    for row in &view.services {
        let who = responsibility(row);
        let split = [who.inherited.join(", "), who.shared.join(", "), who.own.join(", ")];
        splits.entry(split).or_default().insert(&row.service);
    }
    html! {
        @if !splits.is_empty() {
            h2 { "Who answers for which safeguard (45 CFR)" }
            table {
                thead { tr { th { "Services" } th { "Inherited from AWS" } th { "Shared: AWS's mechanism, your configuration" } th { "Yours" } } }
                tbody {
                    @for ([inherited, shared, own], services) in &splits {
                        tr {
                            td { (services.iter().copied().collect::<Vec<_>>().join(", ")) }
                            td { @if inherited.is_empty() { "none" } @else { (inherited) } }
                            td { @if shared.is_empty() { "none" } @else { (shared) } }
                            td { (own) }
                        }
                    }
                }
            }
        }
    }
}

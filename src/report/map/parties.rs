//! Customers and vendors beside the map's rows, as text.

use super::table::{COLUMNS, underlined};
use super::{View, notice, term};
use crate::record::{AgreementStanding, VendorStanding};
use crate::report::{ReportError, summary::plural};
use std::io::Write;
use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::{Modify, Padding, Style, Width};

/// The customers' agreements, each with what rests on it.
pub(super) fn customers(view: &View, out: &mut dyn Write) -> Result<(), ReportError> {
    let customers: Vec<&AgreementStanding> = view.customers().collect();
    if customers.is_empty() {
        return Ok(());
    }
    let mut builder = Builder::default();
    builder.push_record(["Customer", "Agreement", "Standing", "Term", "Notice", "Rests on"]);
    for customer in customers {
        let services = view.services.iter().filter(|s| s.customers.contains(&customer.id)).count();
        let vendors = view.vendors.iter().filter(|v| v.customers.contains(&customer.id)).count();
        builder.push_record([
            customer.counterparty.clone(),
            customer.id.clone(),
            customer.standing.clone(),
            term(customer).replace(" to ", "\nto "),
            notice(customer),
            format!("{}\n{}", plural(services as u64, "service"), plural(vendors as u64, "vendor")),
        ]);
    }
    writeln!(out, "\nCustomers\n{}", page(builder))?;
    Ok(())
}

/// The vendor tracker: who may have PHI, and under which agreement.
pub(super) fn vendors(view: &View, out: &mut dyn Write) -> Result<(), ReportError> {
    if view.vendors.is_empty() {
        return Ok(());
    }
    let mut builder = Builder::default();
    builder.push_record(["Vendor", "PHI", "Agreement", "Standing", "Notice", "Customers", "Seen as"]);
    for vendor in &view.vendors {
        builder.push_record(row(view, vendor));
    }
    writeln!(out, "\nVendors\n{}", page(builder))?;
    Ok(())
}

fn row(view: &View, vendor: &VendorStanding) -> [String; 7] {
    let agreement = vendor.agreement.as_deref().and_then(|id| view.agreement(id));
    let phi = match vendor.phi_allowed {
        Some(true) => "allowed",
        Some(false) => "no",
        None => "not reviewed",
    };
    let mut standing = vendor.standing.clone().unwrap_or_else(|| "no agreement".to_owned());
    if !vendor.carved_out.is_empty() {
        standing.push_str("\ncarve-out");
    }
    [
        vendor.name.clone().unwrap_or_else(|| vendor.id.clone()),
        phi.to_owned(),
        vendor.agreement.clone().unwrap_or_else(|| "-".to_owned()),
        standing,
        agreement.map_or_else(|| "-".to_owned(), notice),
        super::listed(&vendor.customers).replace(", ", "\n"),
        super::listed(&vendor.seen_as).replace(", ", "\n"),
    ]
}

fn page(builder: Builder) -> String {
    let mut table = builder.build();
    table
        .with(Style::empty())
        .with(Padding::new(0, 2, 0, 0))
        .with(Modify::new(Columns::one(0)).with(Width::wrap(24).keep_words(true)))
        .with(Modify::new(Columns::new(1..6)).with(Width::wrap(16).keep_words(true)))
        .with(Width::wrap(COLUMNS).keep_words(true));
    underlined(&table.to_string())
}

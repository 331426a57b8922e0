//! Customers and vendors beside the map's rows, as text.

use super::table::underlined;
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
    writeln!(out, "\nCustomers\n{}", page(builder, &[24, 20, 9, 13, 11, 11]))?;
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
    writeln!(out, "\nVendors\n{}", page(builder, &[18, 12, 14, 12, 11, 16, 17]))?;
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
        few(&vendor.customers, "customer"),
        few(&vendor.seen_as, "signal"),
    ]
}

/// A table whose columns are as wide as these at most; all of them and two blanks between fit the page.
fn page(builder: Builder, widths: &[usize]) -> String {
    let mut table = builder.build();
    table.with(Style::empty()).with(Padding::new(0, 2, 0, 0));
    for (column, width) in widths.iter().enumerate() {
        // The padding counts as part of the cell.
        table.with(Modify::new(Columns::one(column)).with(Width::wrap(width + 2).keep_words(true)));
    }
    underlined(&table.to_string())
}

/// Few ids a line each, many as a count.
fn few(ids: &[String], word: &str) -> String {
    match ids.len() {
        0 => "-".to_owned(),
        1..=3 => ids.join("\n"),
        many => plural(many as u64, word),
    }
}

//! The map as Markdown: tables of services, vendors and customers.

use super::{View, listed, notice, term};
use crate::report::ReportError;
use std::io::Write;

pub(super) fn render(view: &View, out: &mut dyn Write) -> Result<(), ReportError> {
    let whose = view.organization.as_ref().map_or_else(String::new, |name| format!(", {}", escaped(name)));
    writeln!(out, "# {} as of {}{whose}\n", escaped(&view.question), view.day)?;
    for sentence in &view.answer {
        writeln!(out, "* {}", escaped(sentence))?;
    }
    if !view.answer.is_empty() {
        writeln!(out)?;
    }
    services(view, out)?;
    vendors(view, out)?;
    customers(view, out)?;
    if !view.register_files.is_empty() {
        writeln!(out)?;
    }
    for (name, hash) in &view.register_files {
        writeln!(out, "* {}: SHA-256 `{hash}`", escaped(name))?;
    }
    Ok(())
}

fn services(view: &View, out: &mut dyn Write) -> Result<(), ReportError> {
    if view.services.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "| service | account | verdict | agreement | eligible | regions | customers | facilities |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|---|")?;
    for row in &view.services {
        let verdicts: Vec<&str> = row.verdicts.iter().map(|v| v.as_str()).collect();
        let evidence = row.evidence.map_or_else(String::new, |e| format!(" ({})", e.as_str()));
        writeln!(
            out,
            "| {} | {} | {} | {}{evidence} | {} | {} | {} | {} |",
            escaped(&row.name),
            row.account,
            verdicts.join(", "),
            escaped(row.agreement.as_deref().unwrap_or("-")),
            row.eligibility.as_str(),
            listed(&row.regions),
            escaped(&listed(&row.customers)),
            escaped(&listed(&row.facilities)),
        )?;
    }
    Ok(())
}

fn vendors(view: &View, out: &mut dyn Write) -> Result<(), ReportError> {
    if view.vendors.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n| vendor | PHI | agreement | standing | data | customers |\n|---|---|---|---|---|---|")?;
    for vendor in &view.vendors {
        let phi = match vendor.phi_allowed {
            Some(true) => "allowed",
            Some(false) => "not allowed",
            None => "not reviewed",
        };
        writeln!(
            out,
            "| {} | {phi} | {} | {} | {} | {} |",
            escaped(vendor.name.as_deref().unwrap_or(&vendor.id)),
            escaped(vendor.agreement.as_deref().unwrap_or("-")),
            vendor.standing.as_deref().unwrap_or("no agreement"),
            escaped(vendor.data.as_deref().unwrap_or("-")),
            escaped(&listed(&vendor.customers)),
        )?;
    }
    Ok(())
}

fn customers(view: &View, out: &mut dyn Write) -> Result<(), ReportError> {
    if view.customers().next().is_none() {
        return Ok(());
    }
    writeln!(out, "\n| customer | agreement | standing | term | breach notice |\n|---|---|---|---|---|")?;
    for customer in view.customers() {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            escaped(&customer.counterparty),
            escaped(&customer.id),
            customer.standing,
            term(customer),
            notice(customer),
        )?;
    }
    Ok(())
}

/// A text in a table's cell.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace(['\r', '\n'], " ")
}

//! The map as comma-separated values (RFC 4180): a row a service and account, then a row a vendor.

use super::View;
use crate::record::responsibility;
use crate::report::ReportError;
use std::borrow::Cow;
use std::io::Write;

const HEADER: [&str; 20] = [
    "row",
    "account",
    "service",
    "name",
    "verdict",
    "verdicts",
    "agreement",
    "evidence",
    "eligibility",
    "qualifier",
    "regions",
    "resources",
    "phi",
    "customers",
    "facilities",
    "part_2",
    "failing",
    "inherited",
    "shared",
    "own",
];

pub(super) fn render(view: &View, out: &mut dyn Write) -> Result<(), ReportError> {
    let mut table = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    table.write_record(HEADER).map_err(failed)?;
    for service in &view.services {
        let who = responsibility(service);
        let verdicts: Vec<&str> = service.verdicts.iter().map(|v| v.as_str()).collect();
        let cells = [
            "service".to_owned(),
            service.account.clone(),
            service.service.clone(),
            service.name.clone(),
            service.verdict.as_str().to_owned(),
            verdicts.join(" "),
            service.agreement.clone().unwrap_or_default(),
            service.evidence.map_or("", |e| e.as_str()).to_owned(),
            service.eligibility.as_str().to_owned(),
            service.qualifier.clone().unwrap_or_default(),
            service.regions.join(" "),
            service.resources.to_string(),
            service.phi.as_str().to_owned(),
            service.customers.join(" "),
            service.facilities.join(" "),
            service.part_2.join(" "),
            service.failing.join(" "),
            who.inherited.join(" "),
            who.shared.join(" "),
            who.own.join(" "),
        ];
        table.write_record(cells.iter().map(|cell| inert(cell).into_owned())).map_err(failed)?;
    }
    for vendor in &view.vendors {
        let phi = match vendor.phi_allowed {
            Some(true) => "allowed",
            Some(false) => "not_allowed",
            None => "not_reviewed",
        };
        let mut cells: Vec<String> = vec![String::new(); HEADER.len()];
        cells[0] = "vendor".to_owned();
        cells[2].clone_from(&vendor.id);
        cells[3] = vendor.name.clone().unwrap_or_default();
        cells[4] = vendor.standing.clone().unwrap_or_else(|| "no_agreement".to_owned());
        cells[6] = vendor.agreement.clone().unwrap_or_default();
        cells[12] = phi.to_owned();
        cells[13] = vendor.customers.join(" ");
        cells[14] = vendor.facilities.join(" ");
        table.write_record(cells.iter().map(|cell| inert(cell).into_owned())).map_err(failed)?;
    }
    table.flush()?;
    Ok(())
}

/// A cell that a spreadsheet would run as a formula, with an apostrophe before it.
/// <https://owasp.org/www-community/attacks/CSV_Injection>
fn inert(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The file system's error as it is: a pipe that was closed has to be told from others.
fn failed(error: ::csv::Error) -> ReportError {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => ReportError::Write(error),
        other => ReportError::Write(std::io::Error::other(format!("{other:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_made_text() {
        for (cell, shown) in [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("s3", "s3"), ("", "")] {
            assert_eq!(inert(cell), shown);
        }
    }
}

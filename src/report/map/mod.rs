//! The service-to-BAA map in both directions: which customers rest on a service, which services a customer's agreement rests
//! on. A [`View`] is what of it was asked for; each format is a function of the view.

mod csv;
mod dot;
mod graph;
mod json;
mod markdown;
mod mermaid;
mod page;
mod parties;
mod table;

pub use json::{MapDocument, MapRow};
pub(super) use table::{COLUMNS, hanging, render as map_table, wrapped};

use super::ReportError;
use crate::record::{AgreementStanding, FacilityEntry, Record, Service, VendorStanding};
use std::collections::BTreeMap;
use std::io::Write;

/// What of a map was asked for.
#[derive(Debug, Clone)]
pub struct View {
    /// Whose map it is; `None` without a register.
    pub organization: Option<String>,
    /// The register's files by name, each with its SHA-256; its scope stands in one of them.
    pub register_files: BTreeMap<String, String>,
    /// The day it speaks of, `2026-11-22`.
    pub day: String,
    /// The question it answers, as a heading.
    pub question: String,
    /// The answer in sentences, where the question has one beyond the rows.
    pub answer: Vec<String>,
    /// The rows.
    pub services: Vec<Service>,
    /// The vendors.
    pub vendors: Vec<VendorStanding>,
    /// The agreements that the rows and vendors name, and the customers'.
    pub agreements: Vec<AgreementStanding>,
    /// The facilities that rest on them.
    pub facilities: Vec<FacilityEntry>,
}

impl View {
    /// The whole map of a record.
    pub fn of(record: &Record) -> Self {
        Self {
            organization: record.run.register.as_ref().map(|r| r.organization.clone()),
            register_files: record.run.register.as_ref().map(|r| r.files.clone()).unwrap_or_default(),
            day: record.run.as_of.get(..10).unwrap_or(&record.run.as_of).to_owned(),
            question: "Service-to-BAA map".to_owned(),
            answer: Vec::new(),
            services: record.services.clone(),
            vendors: record.vendors.clone(),
            agreements: record.agreements.clone(),
            facilities: record.facilities.clone(),
        }
    }

    /// The customers' agreements.
    fn customers(&self) -> impl Iterator<Item = &AgreementStanding> {
        self.agreements.iter().filter(|a| a.direction == "upstream")
    }

    fn agreement(&self, id: &str) -> Option<&AgreementStanding> {
        self.agreements.iter().find(|a| a.id == id)
    }
}

/// A format of the map, as `map --format` names it.
pub struct MapFormat {
    /// The word on the command line.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    /// Writes the view in this format.
    pub render: fn(&View, &mut dyn Write) -> Result<(), ReportError>,
}

/// Every format of the map.
pub const MAP_FORMATS: &[MapFormat] = &[
    MapFormat { name: "table", about: "for people, in 100 columns", render: table::render },
    MapFormat { name: "json", about: "one document, for programs", render: json::render },
    MapFormat { name: "csv", about: "a row a service and a vendor, for spreadsheets", render: csv::render },
    MapFormat { name: "markdown", about: "for tickets and wikis", render: markdown::render },
    MapFormat { name: "mermaid", about: "the chain as a Mermaid flowchart", render: mermaid::render },
    MapFormat { name: "dot", about: "the chain for Graphviz", render: dot::render },
    MapFormat {
        name: "page",
        about: "one printable HTML page: the map, and the vendors as SOC 2 CC9.2 asks",
        render: page::render,
    },
];

/// The map's format of a name.
pub fn map_format(name: &str) -> Option<&'static MapFormat> {
    MAP_FORMATS.iter().find(|f| f.name == name)
}

/// Words for how soon a breach must be told.
fn notice(agreement: &AgreementStanding) -> String {
    match agreement.notice_hours {
        None => "not written".to_owned(),
        Some(24) => "1 day".to_owned(),
        Some(hours) if hours % 24 == 0 => format!("{} days", hours / 24),
        Some(hours) => format!("{hours} hours"),
    }
}

/// Words for until when an agreement stands.
fn term(agreement: &AgreementStanding) -> String {
    let end = agreement.terminated.as_ref().or(agreement.expires.as_ref());
    match (&agreement.effective, end) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("to {to}"),
        (None, None) => "-".to_owned(),
    }
}

/// Ids in a cell; a dash for none.
fn listed(ids: &[String]) -> String {
    if ids.is_empty() { "-".to_owned() } else { ids.join(", ") }
}

//! What a register says of a vendor, against what the public can read of that vendor: warnings for whoever reads the documents.

use crate::diagnostic::{Problem, SourceText};
use crate::map::carved_out;
use crate::register::{Agreement, Direction, Place, Register, Status};
use crate::vendor::{Posture, Vendor as Known, Vendors};

/// Agreements that a vendor is known not to sign, and surfaces in use that it is known to leave out.
pub(super) fn doubts(register: &Register, vendors: &Vendors) -> Vec<Problem> {
    let mut problems = Vec::new();
    let executed = |a: &&Agreement| a.direction == Direction::Downstream && a.status == Status::Executed;
    for agreement in register.agreements.iter().filter(executed) {
        let named = agreement.vendor.as_deref().and_then(|vendor| vendors.find(vendor));
        if let Some(known) = named.or_else(|| vendors.find(&agreement.counterparty))
            && known.baa == Posture::No
        {
            problems.extend(never_signs(agreement, known));
        }
    }
    for vendor in register.vendors.iter().filter(|v| v.phi_allowed != Some(false)) {
        let known = vendors.find(&vendor.id).or_else(|| vendors.find(vendor.name.as_deref()?));
        let agreement = register
            .agreements
            .iter()
            .filter(|a| vendor.baa.as_deref() == Some(&a.id) || a.vendor.as_deref() == Some(&vendor.id))
            .max_by_key(|a| a.effective);
        for surface in carved_out(vendor, agreement, known) {
            let message = format!("`{}` uses a surface that no agreement covers: {surface}", vendor.id);
            let help = "keep PHI away from it, or write the surface into the agreement's `features` once the document names it";
            problems.extend(at(&vendor.place, message, help));
        }
    }
    problems
}

fn never_signs(agreement: &Agreement, known: &Known) -> Option<Problem> {
    let message = format!(
        "`{}` claims an executed agreement with {}, which is known not to sign one: {}",
        agreement.id, known.name, known.baa_note
    );
    let source = known.sources.first().map_or_else(String::new, |url| format!(" ({url}, {})", known.as_of));
    at(&agreement.place, message, &format!("read the document again, and write what it is{source}"))
}

/// A warning at the line of an entry; none where its file can no longer be read.
fn at(place: &Place, message: String, help: &str) -> Option<Problem> {
    let file = SourceText::read(&place.file).ok()?;
    let span = file.line_span(place.line);
    Some(Problem::new(&file, span, message).help(help).warning())
}

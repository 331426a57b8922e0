//! A waiver as valid.

use crate::diagnostic::Place;
use crate::diagnostic::words::words;
use jiff::civil::Date;
use serde::Serialize;

words! {
    /// How a waiver names what it is over.
    pub enum Matching {
        /// One resource, to the letter.
        Exact = "exact",
        /// `*` is any text and `?` any character, `/` and `:` among them.
        Glob = "glob",
    }
}

/// One `[[waiver]]`, valid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiver {
    /// Its place among the waivers of the file, from 0.
    pub number: usize,
    /// Its name, unique in the file.
    pub id: String,
    /// The id of the check whose failure is accepted.
    pub check: String,
    /// The ARN of the resource, or the key of one that has none; with [`Matching::Glob`] a pattern of them.
    pub resource: String,
    /// How `resource` is read.
    #[serde(rename = "match")]
    pub matching: Matching,
    /// The only account it holds in: twelve digits.
    pub account: Option<String>,
    /// The only region it holds in, or `aws-global`.
    pub region: Option<String>,
    /// Why the failure is accepted.
    pub reason: String,
    /// Who accepted it.
    pub approved_by: String,
    /// The first day it holds.
    pub approved_on: Date,
    /// The last day it holds.
    pub expires_on: Date,
    /// What is done instead; there on every waiver of a missing agreement.
    pub compensating_control: Option<String>,
    /// Where the decision is tracked.
    pub ticket: Option<String>,
    /// Whether it is also over a resource that was created after it was approved.
    pub recreated: bool,
    /// Why an addressable specification is not implemented, as 164.306(d)(3) asks.
    pub addressable: Option<Addressable>,
    /// Where it is written.
    pub place: Place,
}

/// `[waiver.addressable]`: the assessment that 45 CFR 164.306(d)(3) wants in writing.
/// <https://www.ecfr.gov/current/title-45/section-164.306>
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Addressable {
    /// The specification: `164.312(a)(2)(iv)`.
    pub specification: String,
    /// Why it is not reasonable and appropriate here: 164.306(d)(3)(ii)(B)(1).
    pub not_reasonable: String,
    /// The equivalent measure, or why there is none: 164.306(d)(3)(ii)(B)(2).
    pub instead: String,
}

//! The register that `baascan register init` writes: valid as it is, with an example of everything, commented out.
//!
//! A line of prose begins with `# `, a line that may be taken in with `#` alone. A test takes all of them in.

use crate::diagnostic::words::{self, Form};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Stands where nobody said whose register it is.
pub const NAMELESS: &str = "REPLACE: your legal name, as agreements have it";

/// What is known before anybody wrote a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Start {
    /// The legal name of the organization.
    pub organization: Option<String>,
    /// Accounts that hold PHI, as somebody said.
    pub phi_accounts: Vec<String>,
    /// Accounts that were read, and of which nobody said whether they hold PHI.
    pub undeclared: Vec<String>,
    /// AWS's agreement, where somebody or AWS Artifact says that it is accepted.
    pub accepted: Vec<Accepted>,
}

/// AWS's agreement, accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Its first day.
    pub effective: Date,
    /// The accounts it was accepted for.
    pub accounts: Vec<String>,
    /// The organization it was accepted for, instead of accounts.
    pub organization: Option<String>,
    /// Who says so, in a few words.
    pub source: String,
}

/// A vendor that shows itself in the configuration of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundVendor {
    /// Its short name.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it was seen, in a few words.
    pub seen: String,
}

/// The text of a register to start from.
pub fn starting_register(start: &Start, found_vendors: &[FoundVendor]) -> String {
    let mut text = head(start);
    heading(
        &mut text,
        "The agreement with AWS, accepted in AWS Artifact (artifact:ListCustomerAgreements tells)",
    );
    with_aws(&mut text, start);
    text.push_str(include_str!("agreements.toml"));
    heading(&mut text, "Vendors: who may touch what");
    vendors(&mut text, found_vendors);
    text.push_str(include_str!("entries.toml"));
    heading(&mut text, "Where PHI is: an account in neither list is undeclared, and counts as in scope");
    scope(&mut text, start);
    text.push_str(include_str!("scope.toml"));
    text
}

/// A legal name as somebody typed it.
///
/// # Errors
/// What is wrong with it.
pub fn legal_name(typed: &str) -> Result<String, String> {
    of_form(typed.trim(), &words::TEXT)
}

/// Account ids as somebody typed them, with commas or spaces between.
///
/// # Errors
/// What is wrong with the first that is none.
pub fn account_ids(typed: &str) -> Result<Vec<String>, String> {
    let ids = typed.split([',', ' ', ';']).map(|id| id.trim_matches(['"', '\''])).filter(|id| !id.is_empty());
    let ids: BTreeSet<String> = ids.map(|id| of_form(id, &words::ACCOUNT)).collect::<Result<_, _>>()?;
    Ok(ids.into_iter().collect())
}

/// Says only what it should have been: how files quote it is no matter here.
fn of_form(text: &str, form: &Form) -> Result<String, String> {
    if (form.is)(text) { Ok(text.to_owned()) } else { Err(format!("{text:?} is not {}", form.name)) }
}

fn head(start: &Start) -> String {
    let name = start.organization.as_deref().unwrap_or(NAMELESS);
    format!(
        "# The BAA register of this organization, begun with `baascan register init`.\n\
         # `baascan register lint PATH` checks it, docs/register.md tells how it is written, docs/register-keys.md names every key.\n\
         # Lines that begin with # and no space are examples: take away the # and make them true, or delete them.\n\
         # An editor with taplo checks while you write: `baascan register schema > register-1.json`, and as first line\n\
         # \"#:schema ./register-1.json\".\n\n\
         [organization]\nname = {}\n#product_names = [\"Harbor Scheduler\"]      # none of them can sign\n",
        quoted(name)
    )
}

fn heading(text: &mut String, says: &str) {
    let rule = "-".repeat(99);
    let _ = write!(text, "\n# {rule}\n# {says}\n# {rule}\n\n");
}

fn with_aws(text: &mut String, start: &Start) {
    if start.accepted.is_empty() {
        text.push_str("# Nobody said yet that it is accepted. Once it is: status = \"executed\", its first day, and the accounts it is for.\n");
        aws_agreement(text, "aws", None, &start.phi_accounts);
    }
    for (index, accepted) in start.accepted.iter().enumerate() {
        let id = if index == 0 { "aws".to_owned() } else { format!("aws-{}", index + 1) };
        let _ = writeln!(text, "# Accepted, as {} says.", one_line(&accepted.source));
        aws_agreement(text, &id, Some(accepted), &accepted.accounts);
    }
    let over_all = start.accepted.iter().any(|accepted| accepted.organization.is_some());
    let covered: BTreeSet<&String> = start.accepted.iter().flat_map(|a| &a.accounts).collect();
    let bare: Vec<&String> = start.phi_accounts.iter().filter(|id| !covered.contains(id)).collect();
    if !start.accepted.is_empty() && !over_all && !bare.is_empty() {
        let _ = writeln!(
            text,
            "# Not accepted for these accounts with PHI, as far as is known: {}",
            listed(&bare)
        );
    }
}

fn aws_agreement(text: &mut String, id: &str, accepted: Option<&Accepted>, accounts: &[String]) {
    let _ = write!(
        text,
        "[[agreement]]\nid = {}\ndirection = \"downstream\"                    # a vendor's promise to you\n\
         counterparty = \"Amazon Web Services, Inc.\"\n\
         vendor = \"aws\"                              # makes it the agreement that the map is about\n",
        quoted(id)
    );
    match accepted {
        None => text.push_str("status = \"draft\"\n#effective = 2026-01-31\n"),
        Some(accepted) => {
            let _ = writeln!(text, "status = \"executed\"\neffective = {}", accepted.effective);
        }
    }
    match accepted.and_then(|accepted| accepted.organization.as_deref()) {
        Some(organization) => {
            let _ = writeln!(text, "organization = {}", quoted(organization));
        }
        None => {
            let _ = writeln!(text, "accounts = {}", list(accounts));
            if accepted.is_none() {
                text.push_str("#organization = \"o-exampleorgid\"            # or for all accounts of the organization\n");
            }
        }
    }
    text.push_str(
        "#regions = [\"us-east-1\"]                    # limited to these\n\
         #carve_outs = [\"pinpoint\"]                  # leaves these services out\n\
         #breach_notice_days = 60\n\
         #\n\
         #[[agreement.condition]]                    # it covers these services only while this check passes\n\
         #says = \"prompts and answers do not reach the model's provider\"\n\
         #check = \"bedrock-no-provider-data-share\"\n\
         #services = [\"bedrock\"]\n",
    );
}

fn vendors(text: &mut String, found: &[FoundVendor]) {
    let mut written = BTreeSet::new();
    for vendor in found.iter().filter(|vendor| written.insert(&vendor.id)) {
        let _ = write!(
            text,
            "# Seen: {}. Nobody said yet what it may touch.\n[[vendor]]\nid = {}\nname = {}\n#phi_allowed = false\n\n",
            one_line(&vendor.seen),
            quoted(&vendor.id),
            quoted(&vendor.name)
        );
    }
}

fn scope(text: &mut String, start: &Start) {
    let _ = write!(text, "[scope]\nphi_accounts = {}\nno_phi_accounts = []\n", list(&start.phi_accounts));
    for account in start.undeclared.iter().filter(|account| !start.phi_accounts.contains(account)) {
        let _ = writeln!(
            text,
            "# {account} was read, and nobody said yet whether PHI is here: put it into one of the two"
        );
    }
}

/// A text as TOML has it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A list of texts as TOML has it; from the fourth on each has a line.
fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    if texts.len() > 3 {
        format!("[\n    {},\n]", texts.join(",\n    "))
    } else {
        format!("[{}]", texts.join(", "))
    }
}

fn listed(texts: &[&String]) -> String {
    texts.iter().map(|text| text.as_str()).collect::<Vec<_>>().join(", ")
}

/// A text that fits into a comment.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests;

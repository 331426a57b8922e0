//! A plan of Terraform or OpenTofu, as `terraform show -json` writes it: what will be there once it is applied.
//!
//! <https://developer.hashicorp.com/terraform/internals/json-format>

mod configuration;
mod expression;
mod file;
mod place;
mod plan;
mod references;
pub mod services;
mod value;

use super::declared::{Change, Declaration, Item};
use configuration::Configuration;
use plan::{Plan, ResourceChange};
use references::Index;
pub use services::slug;
use std::collections::BTreeSet;
use std::path::Path;

/// Where things are whose plan does not tell it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Twelve digits.
    pub account: Option<String>,
    /// A region's code.
    pub region: Option<String>,
}

/// Why a plan could not be read: whose fault it is and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}{}: {message}\n  {help}", line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct PlanError {
    /// The file.
    pub path: String,
    /// The 1-based line, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Reads a plan.
///
/// # Errors
/// When it is no plan, is cut off, or ended with errors.
pub fn read(path: &Path, options: &Options) -> Result<Declaration, PlanError> {
    parse(path, file::read(path)?, options)
}

/// Reads a plan from its bytes; `path` is what it is called in an error.
///
/// # Errors
/// As [`read`].
pub fn parse(path: &Path, bytes: Vec<u8>, options: &Options) -> Result<Declaration, PlanError> {
    let text = file::text_of(path, bytes)?;
    let plan = Plan::parse(path, &text)?;
    declaration(plan, options).map_err(|message| PlanError {
        path: path.display().to_string(),
        line: None,
        message,
        help: "make the plan again: terraform show -json PLAN > plan.json".to_owned(),
    })
}

fn declaration(mut plan: Plan<'_>, options: &Options) -> Result<Declaration, String> {
    let notes = plan.notes();
    let changes = plan.take_changes();
    let configuration = Configuration::of(&plan);
    let index = Index::of(changes.iter().filter(|change| change.is_managed()));
    let places = place::Places::of(&plan, &configuration, &changes, options);
    let made_at = plan.timestamp.as_deref().map(str::to_owned);
    let mut declaration = Declaration { made_at, notes, ..Declaration::default() };
    let mut seen = BTreeSet::new();
    let mut others = std::collections::BTreeMap::<&str, usize>::new();
    for change in changes.iter().filter(|change| change.is_managed()) {
        let Some(becomes) = becomes(change)? else { continue };
        if !seen.insert(change.address.as_ref()) {
            return Err(format!("the address `{}` stands in it twice", change.address));
        }
        if !change.is_of_aws() {
            *others.entry(change.provider()).or_default() += usize::from(becomes != Change::Kept);
            continue;
        }
        if change.is_replaced() {
            declaration.replaced.insert(change.address.to_string());
        }
        let values = value::values(change, becomes, &configuration, &index)?;
        let (account, region) = places.of_change(change, &values, &configuration);
        declaration.items.push(Item {
            address: change.address.to_string(),
            type_name: change.type_name.to_string(),
            values,
            account,
            region,
            file: None,
            line: None,
            change: becomes,
        });
    }
    let others: Vec<String> = others
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(provider, count)| format!("{provider} ({count})"))
        .collect();
    if !others.is_empty() {
        let list = others.join(", ");
        declaration.notes.push(format!("changes of other providers than AWS's are not judged: {list}"));
    }
    Ok(declaration)
}

/// What becomes of a thing; `None` for what a plan only reads, and for an old object that goes after its successor is there.
fn becomes(change: &ResourceChange<'_>) -> Result<Option<Change>, String> {
    if change.deposed.is_some() {
        return Ok(None);
    }
    let actions: Vec<&str> = change.change.actions.iter().map(AsRef::as_ref).collect();
    Ok(Some(match actions.as_slice() {
        ["no-op"] | ["forget"] => Change::Kept,
        ["create"] => Change::Create,
        ["update"] => Change::Update,
        // What is replaced is judged as it will be. A new id is one that nothing outside knows.
        ["delete", "create"] | ["create", "delete"] | ["create", "forget"] | ["forget", "create"] => {
            if change.id_is_unknown() { Change::Create } else { Change::Update }
        }
        ["delete"] => Change::Delete,
        ["read"] | [] => return Ok(None),
        other => {
            return Err(format!(
                "`{}` has the actions `{}`, which no known version has",
                change.address,
                other.join(", ")
            ));
        }
    }))
}

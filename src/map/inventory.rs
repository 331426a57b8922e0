//! The independent sources that tell which services are in use, what each of them told, and where they disagree.

use super::usage::SeenBy;
use crate::resource::{Cause, Resource};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The kind that the Resource Groups Tagging API lists: an ARN of any service.
pub(super) const TAGGED: &str = "AWS::ResourceGroupsTaggingAPI::Resource";
/// The kind that Resource Explorer lists: an ARN of any service that it indexes.
pub(super) const EXPLORED: &str = "AWS::ResourceExplorer2::Resource";
/// The kind that Cost Explorer lists: what a service cost in the last full month.
pub(super) const BILLED: &str = "AWS::CE::ServiceCost";

/// Lines of a bill that are no service.
/// <https://docs.aws.amazon.com/cost-management/latest/userguide/ce-filtering.html>
const NO_SERVICE: [&str; 9] = [
    "Tax",
    "Refund",
    "Credit",
    "NoService",
    "AWS Premium Support",
    "AWS Support",
    "AWS Support (Basic)",
    "AWS Support (Business)",
    "AWS Support (Enterprise)",
];

/// The source that lists a kind, where the kind is an inventory's and not a service's own.
pub(super) fn source_of(kind: &str) -> Option<SeenBy> {
    match kind {
        TAGGED => Some(SeenBy::Tag),
        EXPLORED => Some(SeenBy::ResourceExplorer),
        BILLED => Some(SeenBy::Billing),
        _ => None,
    }
}

/// What one source told of one account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The services it showed, each with what it counted: resources, or for the bill 1.
    pub services: BTreeMap<String, u64>,
    /// Where it could not be asked: the region and why.
    pub unread: BTreeSet<(String, Cause)>,
    /// Lists of it that were read to their end; each kind of each cell is one.
    pub answered: u64,
}

/// One line of a bill.
pub(super) struct Bill<'r> {
    /// The service as bills call it.
    pub(super) name: &'r str,
    /// Whether it cost something.
    pub(super) costs: bool,
}

/// The line of a bill that a resource is; `None` for lines that are no service, and for other accounts' lines.
pub(super) fn bill(resource: &Resource) -> Option<Bill<'_>> {
    // Grouped by service and linked account, in this order.
    let mut keys = resource.properties.get("Keys")?.as_array()?.iter().filter_map(Value::as_str);
    let (name, account) = (keys.next()?, keys.next());
    let own = account.is_none_or(|account| account == resource.account);
    let cost = resource.properties.get("UnblendedCost").and_then(Value::as_str);
    // What a bill does not say is no proof that it was free.
    let costs = cost.and_then(|cost| cost.parse::<f64>().ok()).is_none_or(|cost| cost > 0.0);
    (own && !NO_SERVICE.contains(&name)).then_some(Bill { name, costs })
}

/// What the sources say of one service, where they do not say the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Disagreement {
    /// Resources that only Resource Explorer showed.
    pub explored: u64,
    /// Whether the last month's bill names it.
    pub billed: bool,
    /// Whether all that the bill says of it is zero.
    pub free: bool,
}

impl Disagreement {
    /// The sentences for reports. `found` counts what lists and tags found.
    pub(super) fn sentences(&self, found: u64) -> Vec<String> {
        let mut sentences = Vec::new();
        if self.billed && found == 0 && self.explored == 0 {
            sentences.push(match self.free {
                true => "named by the bill at zero cost, and no resource was found".to_owned(),
                false => "billed, and no resource was found".to_owned(),
            });
        }
        if self.explored > 0 && found == 0 {
            sentences.push(format!("Resource Explorer shows {}, and no list shows any", self.explored));
        }
        sentences
    }
}

//! AWS's own agreement over an account, as AWS Artifact tells it.

use crate::resource::{Resource, Unread};
use serde_json::Value;

/// Agreement ids of AWS's Business Associate Addendum: account and organization, commercial and GovCloud partitions.
/// Source: the ids that `artifact:ListAgreements` answers, checked 2026-11-22.
const ADDENDUM: [&str; 4] = [
    "agreement-9c1kBcYznTkcpRIm",
    "agreement-y03aUwMAEorHtqjv",
    "agreement-Og8HCNyYwYNp8AR1",
    "agreement-B47fK0ArVebC9XE1",
];

/// What AWS Artifact says of the addendum over one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlatformBaa {
    /// It answered: the addendum that stands best, or none.
    Read(Option<Standing>),
    /// It could not be asked.
    Unread(Unread),
}

/// One accepted addendum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// `ACTIVE`, `CUSTOMER_TERMINATED` or `AWS_TERMINATED`. `ACTIVE` sorts first of the three by [`PlatformBaa::add`].
    pub state: String,
    /// `account` or `organization`.
    pub scope: &'static str,
    /// Since when, RFC 3339 UTC.
    pub effective: Option<String>,
}

impl PlatformBaa {
    /// Whether AWS says that the addendum is active.
    pub fn is_active(&self) -> bool {
        matches!(self, Self::Read(Some(standing)) if standing.state == "ACTIVE")
    }

    /// Takes one customer agreement into account; an active addendum beats a terminated one.
    pub fn add(&mut self, resource: &Resource) {
        let Self::Read(best) = self else { return };
        let text = |name: &str| resource.properties.get(name).and_then(Value::as_str);
        if !is_addendum(text("Id"), text("AgreementArn"), text("Name")) {
            return;
        }
        let Some(state) = text("State") else { return };
        let found = Standing {
            state: state.to_owned(),
            scope: if text("OrganizationArn").is_some() { "organization" } else { "account" },
            effective: text("EffectiveStart").map(str::to_owned),
        };
        let keep = best.as_ref().is_some_and(|b| b.state == "ACTIVE" || found.state != "ACTIVE");
        if !keep {
            *best = Some(found);
        }
    }
}

/// A customer agreement is the addendum when it is made from one of AWS's addendum agreements; custom and modified ones
/// carry another id and are told by their name.
fn is_addendum(id: Option<&str>, agreement_arn: Option<&str>, name: Option<&str>) -> bool {
    let known = |text: Option<&str>| text.is_some_and(|t| ADDENDUM.iter().any(|a| t.ends_with(a)));
    known(id)
        || known(agreement_arn)
        || name.is_some_and(|n| {
            let n = n.to_ascii_lowercase();
            n.contains("business associate")
        })
}

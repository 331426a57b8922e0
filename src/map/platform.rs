//! AWS's own agreement over an account, as AWS Artifact tells it.

use crate::resource::{Resource, Unread};
use jiff::civil::Date;
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
    /// It answered: every accepted addendum over the account.
    Read(Vec<Standing>),
    /// It could not be asked.
    Unread(Unread),
}

/// One accepted addendum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// `ACTIVE`, `CUSTOMER_TERMINATED` or `AWS_TERMINATED`.
    pub state: String,
    /// `account` or `organization`.
    pub scope: &'static str,
    /// Since when, RFC 3339 UTC.
    pub effective: Option<String>,
    /// Until when, RFC 3339 UTC.
    pub ends: Option<String>,
}

impl Standing {
    /// Whether it is active on a day, by AWS's state and dates.
    pub fn is_active(&self, on: Date) -> bool {
        let day = on.to_string();
        let date = |text: &Option<String>| text.as_deref().and_then(|t| t.get(..10)).map(str::to_owned);
        self.state == "ACTIVE"
            && date(&self.effective).is_none_or(|start| start <= day)
            && date(&self.ends).is_none_or(|end| end > day)
    }
}

impl PlatformBaa {
    /// Whether AWS says that an addendum is active on a day.
    pub fn is_active(&self, on: Date) -> bool {
        matches!(self, Self::Read(found) if found.iter().any(|s| s.is_active(on)))
    }

    /// The addendum that stands best on a day: an active one, else the one that began last.
    pub fn best(&self, on: Date) -> Option<&Standing> {
        match self {
            Self::Read(found) => found.iter().max_by_key(|s| (s.is_active(on), s.effective.clone())),
            Self::Unread(_) => None,
        }
    }

    /// Takes one customer agreement into account, if it is the addendum and over this account.
    pub fn add(&mut self, resource: &Resource) {
        let Self::Read(found) = self else { return };
        let text = |name: &str| resource.properties.get(name).and_then(Value::as_str);
        let organization = text("OrganizationArn").is_some();
        let elsewhere = !organization && text("AwsAccountId").is_some_and(|id| id != resource.account);
        let Some(state) = text("State").filter(|_| !elsewhere && is_addendum(&text)) else { return };
        found.push(Standing {
            state: state.to_owned(),
            scope: if organization { "organization" } else { "account" },
            effective: text("EffectiveStart").map(str::to_owned),
            ends: text("EffectiveEnd").map(str::to_owned),
        });
    }
}

/// A customer agreement is the addendum when it is made from one of AWS's addendum agreements. A custom or modified one
/// carries another id and is told by its name.
fn is_addendum<'r>(text: &dyn Fn(&str) -> Option<&'r str>) -> bool {
    let made_from = |id: &str| ADDENDUM.iter().any(|a| id.ends_with(a));
    let own_terms = matches!(text("Type"), Some("CUSTOM" | "MODIFIED"));
    text("Id").is_some_and(made_from)
        || text("AgreementArn").is_some_and(made_from)
        || text("Name").is_some_and(|name| {
            let name = name.to_ascii_lowercase();
            let mut words = name.split(|c: char| !c.is_ascii_alphanumeric());
            name.contains("business associate") || (own_terms && words.any(|w| matches!(w, "baa" | "hipaa")))
        })
}

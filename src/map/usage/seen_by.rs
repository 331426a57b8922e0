//! The sources that show a service in use.

use serde::{Deserialize, Serialize};

/// A source that showed a service in use.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SeenBy {
    /// The service's own list calls.
    List,
    /// The Resource Groups Tagging API.
    Tag,
    /// Resource Explorer.
    ResourceExplorer,
    /// Cost Explorer: the bill of the last full month.
    Billing,
    /// A plan or a template: it will be in use.
    Declared,
}

impl SeenBy {
    /// Every source.
    pub const ALL: [Self; 5] = [Self::List, Self::Tag, Self::ResourceExplorer, Self::Billing, Self::Declared];

    /// The word used in files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Tag => "tag",
            Self::ResourceExplorer => "resource_explorer",
            Self::Billing => "billing",
            Self::Declared => "declared",
        }
    }
}

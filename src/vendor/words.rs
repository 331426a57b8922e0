//! The closed lists of words that vendors' files and sightings may hold.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Declares an enum whose variants are words in files and in JSON: `WORDS` for readers, `as_str` for writers.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $word)] $variant,)* }

        impl $name {
            /// Every word with what it means, in the order of their declaration.
            pub const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),*];

            /// The word in files, JSON and reports.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

words! {
    /// Whether a vendor signs a BAA, as far as the public can tell. The executed agreement rules.
    Posture {
        /// On a normal paid plan, or by the customer's own click.
        Standard = "standard",
        /// On a named plan or edition, or with a paid addition.
        Gated = "gated",
        /// When asked, or without a plan being named.
        CaseByCase = "case-by-case",
        /// Not at all.
        No = "no",
        /// No public statement is known.
        Unknown = "unknown",
    }
}

words! {
    /// Who says so.
    Evidence {
        /// The vendor's own text.
        Primary = "primary",
        /// Somebody else's.
        Secondary = "secondary",
        /// Nobody's.
        None = "none",
    }
}

words! {
    /// By what a vendor was seen. Each of these is enough by itself, unless the vendor's file calls it weak.
    Signal {
        /// A role's trust policy lets the vendor's account in.
        TrustPolicy = "trust_policy",
        /// The policy of a resource, or a grant on a key, lets the vendor's account in.
        ResourcePolicy = "resource_policy",
        /// A function runs a layer of the vendor's.
        LambdaLayer = "lambda_layer",
        /// A role's trust policy lets identities of the vendor's provider in.
        OidcProvider = "oidc_provider",
        /// An event bus takes the vendor's events.
        PartnerEventSource = "partner_event_source",
        /// A VPC endpoint leads to the vendor.
        Privatelink = "privatelink",
        /// A container runs an image of the vendor's.
        Image = "image",
    }
}

words! {
    /// How far a sighting lets the vendor in: the most that any statement of it gives. What is not known may be more than
    /// reading, so it stands above it.
    Access {
        /// It lets nobody in: events come from the vendor, or the account calls the vendor.
        None = "none",
        /// It lists, describes, reads or decrypts.
        Read = "read",
        /// Another document tells: what a trusted role may do, what the role of a function may do.
        Unknown = "unknown",
        /// It changes, sends or runs something.
        Write = "write",
        /// It does everything, or changes who may do what.
        Admin = "admin",
    }
}

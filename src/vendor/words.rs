//! The closed lists of words that vendors' files and sightings may hold.

use crate::diagnostic::words::words;

words! {
    /// Whether a vendor signs a BAA, as far as the public can tell. The executed agreement rules.
    pub enum Posture {
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
    pub enum Evidence {
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
    pub enum Signal {
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
    pub enum Access {
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

//! What is checked, and which provisions of HIPAA a check speaks to.

mod citation;

pub use citation::{Citation, Requirement, Safeguard, all, citation};

//! baascan reads the configuration of AWS accounts, judges it against HIPAA's safeguards and maps every service in use to
//! the business associate agreement that covers it.
//!
//! The house, a sentence a room, in the direction data flows:
pub mod check;
pub mod diagnostic;
pub mod resource;
pub mod service;

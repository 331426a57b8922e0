//! Plans and templates through the program as a user runs it: what is known, what is not, what a secret is, where a finding
//! stands, what a change introduces, and what becomes of a hostile file.

mod before_and_after;
mod defaults;
mod formats;
mod gate;
mod hostile;
mod judged;
mod mistakes;
mod modules;
mod places;
mod plans;
mod secrets;
#[path = "../support/mod.rs"]
mod support;
mod templates;
mod twins;
mod unknowns;

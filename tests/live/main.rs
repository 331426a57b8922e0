//! The built program against an emulated AWS, healthy and broken in every way that a call can break.

#[path = "../support/mod.rs"]
mod support;

mod denied;
mod estate;
mod faults;
mod login;
mod policy;
mod regions;
mod signed;
mod stops;
mod whole;
mod world;

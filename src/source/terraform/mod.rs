//! Plans of Terraform and OpenTofu.

pub mod services;

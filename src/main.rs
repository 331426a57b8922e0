//! The `baascan` program.
fn main() {}

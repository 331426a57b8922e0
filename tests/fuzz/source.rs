//! Of the room that reads, the readers of files alone: the SDK stays out.

#[path = "../../src/source/cloudformation/mod.rs"]
pub mod cloudformation;
#[path = "../../src/source/declared/mod.rs"]
pub mod declared;
#[path = "../../src/source/terraform/mod.rs"]
pub mod terraform;

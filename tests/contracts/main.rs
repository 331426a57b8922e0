//! What others build on: exit codes, file formats, words, and the folders people write.

mod exits;
mod formats;
mod gate;
mod gate_baseline;
mod gate_change;
mod gate_register;
mod gate_saved;
mod map;
mod map_formats;
mod organizations;
mod own_checks;
mod pipelines;
mod records;
mod register;
mod selections;
#[path = "../support/mod.rs"]
mod support;
mod waivers;
mod waivers_written;
mod words;
mod world;

//! Where resources come from: live AWS, recorded facts, plans, templates.

pub mod aws;
pub mod cloudformation;
pub mod declared;
pub mod facts;
pub mod terraform;

use crate::resource::{KindReport, Resource};
use std::collections::BTreeMap;

/// Takes resources over from a collector, in the order in which they shall stand in the facts.
pub trait Sink: Send {
    /// Takes one resource.
    fn resource(&mut self, resource: Resource);
}

impl Sink for Vec<Resource> {
    fn resource(&mut self, resource: Resource) {
        self.push(resource);
    }
}

/// What became of each kind that a collector was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// By the kind's name.
    pub kinds: BTreeMap<String, KindReport>,
}

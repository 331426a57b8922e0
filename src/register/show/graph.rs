//! The chain as nodes and edges, which `mermaid` and `dot` write down each in its way.

use super::{Chain, GAP, Link, Party};
use crate::register::Standing;

/// What a node stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Us,
    Party,
    Agreement(Standing),
    Gap,
    Detail,
}

impl Look {
    /// Every look with the name of its class and its colour. Every label says in words what its colour says.
    pub(super) const ALL: [(Self, &'static str, &'static str); 8] = [
        (Self::Us, "us", "#dbe9ff"),
        (Self::Party, "party", "#f4f4f4"),
        (Self::Agreement(Standing::InForce), "inforce", "#d9f2d9"),
        (Self::Agreement(Standing::Pending), "pending", "#fff3c4"),
        (Self::Agreement(Standing::Lapsed), "lapsed", "#f9d6d5"),
        (Self::Agreement(Standing::NotRequired), "notrequired", "#e8e8e8"),
        (Self::Gap, "gap", "#f9d6d5"),
        (Self::Detail, "detail", "#ffffff"),
    ];

    /// Its class and its colour.
    pub(super) fn class(self) -> (&'static str, &'static str) {
        Self::ALL
            .iter()
            .find(|(look, ..)| *look == self)
            .map_or(("party", "#f4f4f4"), |(_, class, colour)| (class, colour))
    }
}

/// A box with lines of text.
pub(super) struct Node {
    /// A letter and a number: no word that a language keeps for itself.
    pub(super) id: String,
    pub(super) lines: Vec<String>,
    pub(super) look: Look,
}

/// Boxes, and the arrows between them by their ids; a dotted one stands where something is missing.
#[derive(Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<(String, String, bool)>,
}

impl Graph {
    pub(super) fn of(chain: &Chain<'_>) -> Self {
        let mut graph = Self::default();
        let us = graph.node(vec![chain.us.to_owned(), format!("on {}", chain.on)], Look::Us);
        for party in &chain.customers {
            graph.customer(party, &us);
        }
        for party in &chain.vendors {
            graph.vendor(party, &us);
        }
        graph
    }

    /// Facilities, their customer, the agreement with what it rests on, us.
    fn customer(&mut self, party: &Party, us: &str) {
        let customer = self.party(party);
        for facility in &party.facilities {
            let facility = self.node(vec![facility.clone()], Look::Detail);
            self.edges.push((facility, customer.clone(), false));
        }
        for link in &party.links {
            let agreement = self.agreement(link, true);
            self.edges.push((customer.clone(), agreement.clone(), false));
            self.edges.push((agreement, us.to_owned(), false));
        }
        if party.links.is_empty() {
            self.gap(&customer, us, &customer);
        }
    }

    /// Us, the agreement, the vendor, and what the agreement covers there.
    fn vendor(&mut self, party: &Party, us: &str) {
        let vendor = self.party(party);
        for link in &party.links {
            let agreement = self.agreement(link, false);
            self.edges.push((us.to_owned(), agreement.clone(), false));
            self.edges.push((agreement, vendor.clone(), false));
            if !link.parts.is_empty() {
                let lines = [format!("by {}", link.id)].into_iter().chain(part_lines(link)).collect();
                let covered = self.node(lines, Look::Detail);
                self.edges.push((vendor.clone(), covered, false));
            }
        }
        if party.links.is_empty() {
            self.gap(us, &vendor, &vendor);
        }
    }

    fn party(&mut self, party: &Party) -> String {
        let lines = [party.name.clone()].into_iter().chain(party.notes.iter().cloned()).collect();
        self.node(lines, Look::Party)
    }

    fn agreement(&mut self, link: &Link, with_parts: bool) -> String {
        let lines = [format!("agreement {}", link.id)].into_iter().chain(link.notes.iter().cloned());
        let parts = part_lines(link).filter(|_| with_parts);
        self.node(lines.chain(parts).collect(), Look::Agreement(link.standing))
    }

    fn gap(&mut self, from: &str, to: &str, number: &str) {
        let gap = format!("g{}", &number[1..]);
        self.nodes.push(Node { id: gap.clone(), lines: vec![GAP.to_owned()], look: Look::Gap });
        self.edges.push((from.to_owned(), gap.clone(), true));
        self.edges.push((gap, to.to_owned(), true));
    }

    fn node(&mut self, lines: Vec<String>, look: Look) -> String {
        let id = format!("n{}", self.nodes.len());
        self.nodes.push(Node { id: id.clone(), lines, look });
        id
    }
}

fn part_lines(link: &Link) -> impl Iterator<Item = String> + '_ {
    link.parts.iter().map(|(what, names)| format!("{what}: {}", names.join(", ")))
}

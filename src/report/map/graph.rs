//! The chain as a graph: customers, us, AWS and vendors, and what each agreement stands over.

use super::{View, notice};
use crate::map::Verdict;
use std::collections::BTreeMap;

/// What a node is, which is how it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A customer.
    Customer,
    /// The organization whose register it is.
    Us,
    /// AWS or another vendor.
    Vendor,
    /// A service of AWS, in one account.
    Service,
}

/// A node.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) key: String,
    pub(super) shape: Shape,
    pub(super) lines: Vec<String>,
    /// Whether something is missing at it.
    pub(super) gap: bool,
}

/// An edge, from the one who is promised to the one it rests on.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) label: String,
    pub(super) gap: bool,
}

/// Nodes and edges, in the order of the view.
#[derive(Debug, Clone, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
}

impl Graph {
    pub(super) fn of(view: &View) -> Self {
        let mut graph = Self::default();
        let us = view.organization.clone().unwrap_or_else(|| "this organization".to_owned());
        graph.node("us", Shape::Us, vec![us], false);
        graph.customers(view);
        graph.services(view);
        graph.without_phi(view);
        graph.vendors(view);
        graph
    }

    fn node(&mut self, key: &str, shape: Shape, lines: Vec<String>, gap: bool) {
        self.nodes.push(Node { key: key.to_owned(), shape, lines, gap });
    }

    fn edge(&mut self, from: &str, to: &str, label: String, gap: bool) {
        self.edges.push(Edge { from: from.to_owned(), to: to.to_owned(), label, gap });
    }

    fn customers(&mut self, view: &View) {
        for (number, customer) in view.customers().enumerate() {
            let key = format!("c{number}");
            let gap = customer.standing != "in_force";
            let of_it = |f: &&crate::record::FacilityEntry| {
                f.agreements.contains(&customer.id) || customer.facilities.contains(&f.id)
            };
            let mut lines = vec![customer.counterparty.clone(), customer.id.clone()];
            let others =
                view.facilities.iter().filter(of_it).filter(|f| f.legal_name != customer.counterparty);
            lines.extend(others.map(|f| f.legal_name.clone()));
            self.node(&key, Shape::Customer, lines, gap);
            self.edge(&key, "us", format!("{}, notice {}", customer.standing, notice(customer)), gap);
        }
    }

    fn services(&mut self, view: &View) {
        let mut agreements: BTreeMap<String, String> = BTreeMap::new();
        for (number, row) in view.services.iter().filter(|row| !asks_for_nothing(row.verdict)).enumerate() {
            let over = row.agreement.clone().unwrap_or_default();
            let next = format!("a{}", agreements.len());
            let agreement = agreements.entry(over.clone()).or_insert_with(|| next.clone()).clone();
            if agreement == next {
                self.aws(view, &agreement, &over);
            }
            let key = format!("s{number}");
            let verdicts: Vec<&str> = row.verdicts.iter().map(|v| v.as_str()).collect();
            let gap = row.verdict.is_gap();
            let lines = vec![row.name.clone(), row.account.clone(), verdicts.join(", ")];
            self.node(&key, Shape::Service, lines, gap);
            self.edge(&agreement, &key, String::new(), gap);
        }
    }

    /// What asks for no agreement is one node an account: nothing of the view is lost, and nothing is drawn that rests on nothing.
    fn without_phi(&mut self, view: &View) {
        let mut names: BTreeMap<(Verdict, &str), Vec<String>> = BTreeMap::new();
        for row in view.services.iter().filter(|row| asks_for_nothing(row.verdict)) {
            names.entry((row.verdict, &row.account)).or_default().push(row.name.clone());
        }
        for (number, ((verdict, account), names)) in names.into_iter().enumerate() {
            let lead = [format!("{}: {}", verdict.as_str(), verdict.meaning()), account.to_owned()];
            let lines = lead.into_iter().chain(names).collect();
            self.node(&format!("t{number}"), Shape::Service, lines, false);
        }
    }

    fn aws(&mut self, view: &View, key: &str, id: &str) {
        let Some(agreement) = view.agreement(id) else {
            self.node(key, Shape::Vendor, vec!["AWS".to_owned(), "no agreement".to_owned()], true);
            return self.edge("us", key, "none".to_owned(), true);
        };
        let gap = agreement.standing != "in_force";
        self.node(key, Shape::Vendor, vec![agreement.counterparty.clone(), agreement.id.clone()], gap);
        self.edge("us", key, format!("{}, notice {}", agreement.standing, notice(agreement)), gap);
    }

    fn vendors(&mut self, view: &View) {
        for (number, vendor) in view.vendors.iter().filter(|v| v.id != "aws").enumerate() {
            let key = format!("v{number}");
            let standing = vendor.standing.as_deref().unwrap_or("no agreement");
            let covered = matches!(standing, "in_force" | "not_required");
            let gap = vendor.phi_allowed != Some(false) && (!covered || !vendor.carved_out.is_empty());
            let phi = match vendor.phi_allowed {
                Some(true) => "PHI allowed",
                Some(false) => "no PHI",
                None => "PHI: not reviewed",
            };
            let mut lines = vec![vendor.name.clone().unwrap_or_else(|| vendor.id.clone()), phi.to_owned()];
            if !vendor.surfaces.is_empty() {
                lines.push(vendor.surfaces.join(", "));
            }
            self.node(&key, Shape::Vendor, lines, gap);
            let told = vendor.agreement.as_deref().and_then(|id| view.agreement(id));
            let label = told.map_or_else(
                || standing.to_owned(),
                |a| {
                    if a.notice_hours.is_some() {
                        format!("{standing}, notice {}", notice(a))
                    } else {
                        standing.to_owned()
                    }
                },
            );
            self.edge("us", &key, label, gap);
        }
    }
}

const fn asks_for_nothing(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Tooling | Verdict::NoPhi)
}

//! The chain for Graphviz: <https://graphviz.org/doc/info/lang.html>.

use super::Chain;
use super::graph::{Graph, Look};
use crate::register::Register;
use jiff::civil::Date;
use std::fmt::Write;

/// The chain as it stands on a day, as a graph in DOT.
pub fn dot(register: &Register, on: Date) -> String {
    let graph = Graph::of(&Chain::of(register, on));
    let mut text =
        "digraph chain {\n  rankdir=LR;\n  node [shape=box, style=filled, fontname=\"sans-serif\"];\n"
            .to_owned();
    for node in &graph.nodes {
        let lines: Vec<String> = node.lines.iter().map(|line| escaped(line)).collect();
        let style = if node.look == Look::Gap { ", style=\"filled,dashed\"" } else { "" };
        let colour = node.look.class().1;
        let _ =
            writeln!(text, "  {} [label=\"{}\", fillcolor=\"{colour}\"{style}];", node.id, lines.join("\\n"));
    }
    for (from, to, dotted) in &graph.edges {
        let _ = writeln!(text, "  {from} -> {to}{};", if *dotted { " [style=dashed]" } else { "" });
    }
    text.push_str("}\n");
    text
}

/// A text within quotes: a backslash would begin an escape, a quote would end it, and a line end is written as one.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace("\r\n", "\\n").replace(['\n', '\r'], "\\n")
}

//! The chain for Graphviz. <https://graphviz.org/doc/info/lang.html>

use super::View;
use super::graph::{Graph, Shape};
use crate::report::ReportError;
use std::io::Write;

pub(super) fn render(view: &View, out: &mut dyn Write) -> Result<(), ReportError> {
    let graph = Graph::of(view);
    writeln!(out, "digraph chain {{")?;
    writeln!(out, "  label={};", quoted(&format!("{} as of {}", view.question, view.day)))?;
    writeln!(
        out,
        "  rankdir=LR;\n  node [fontname=\"Helvetica\", fontsize=10];\n  edge [fontname=\"Helvetica\", fontsize=9];"
    )?;
    for node in &graph.nodes {
        let shape = match node.shape {
            Shape::Customer => "ellipse",
            Shape::Us => "doubleoctagon",
            Shape::Vendor => "box",
            Shape::Service => "box, style=rounded",
        };
        let colour = if node.gap { ", color=\"#b00020\"" } else { "" };
        writeln!(out, "  {} [label={}, shape={shape}{colour}];", node.key, quoted(&node.lines.join("\n")))?;
    }
    for edge in &graph.edges {
        let style = if edge.gap { ", style=dashed, color=\"#b00020\"" } else { "" };
        writeln!(out, "  {} -> {} [label={}{style}];", edge.from, edge.to, quoted(&edge.label))?;
    }
    writeln!(out, "}}")?;
    Ok(())
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let safe: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{safe}\"")
}

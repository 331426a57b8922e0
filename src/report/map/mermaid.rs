//! The chain as a Mermaid flowchart. <https://mermaid.js.org/syntax/flowchart.html>

use super::View;
use super::graph::{Graph, Shape};
use crate::report::ReportError;
use std::io::Write;

pub(super) fn render(view: &View, out: &mut dyn Write) -> Result<(), ReportError> {
    let graph = Graph::of(view);
    writeln!(out, "%% {} as of {}", one_line(&view.question), view.day)?;
    writeln!(out, "flowchart LR")?;
    for node in &graph.nodes {
        let label = label(&node.lines);
        let (open, close) = match node.shape {
            Shape::Customer => ("([", "])"),
            Shape::Us => ("[[", "]]"),
            Shape::Vendor => ("[", "]"),
            Shape::Service => ("(", ")"),
        };
        let class = if node.gap { ":::gap" } else { "" };
        writeln!(out, "  {}{open}\"{label}\"{close}{class}", node.key)?;
    }
    for edge in &graph.edges {
        let arrow = if edge.gap { "-.->" } else { "-->" };
        if edge.label.is_empty() {
            writeln!(out, "  {} {arrow} {}", edge.from, edge.to)?;
        } else {
            writeln!(out, "  {} {arrow}|\"{}\"| {}", edge.from, escaped(&edge.label), edge.to)?;
        }
    }
    writeln!(out, "  classDef gap stroke:#b00020,stroke-width:2px,stroke-dasharray:4 3")?;
    Ok(())
}

fn label(lines: &[String]) -> String {
    lines.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br/>")
}

/// A text in a quoted label; what has a meaning there is written as Mermaid's entity.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => safe.push_str("#quot;"),
            '#' => safe.push_str("#35;"),
            '<' => safe.push_str("#lt;"),
            '>' => safe.push_str("#gt;"),
            '`' => safe.push_str("#96;"),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

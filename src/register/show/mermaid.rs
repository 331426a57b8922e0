//! The chain for Mermaid: <https://mermaid.js.org/syntax/flowchart.html>.

use super::Chain;
use super::graph::{Graph, Look};
use crate::register::Register;
use jiff::civil::Date;
use std::fmt::Write;

/// The chain as it stands on a day, as a Mermaid flowchart.
pub fn mermaid(register: &Register, on: Date) -> String {
    let graph = Graph::of(&Chain::of(register, on));
    let mut text = "flowchart LR\n".to_owned();
    for node in &graph.nodes {
        let lines: Vec<String> = node.lines.iter().map(|line| escaped(line)).collect();
        let _ = writeln!(text, "  {}[\"{}\"]:::{}", node.id, lines.join("<br/>"), node.look.class().0);
    }
    for (from, to, dotted) in &graph.edges {
        let _ = writeln!(text, "  {from} {} {to}", if *dotted { "-.->" } else { "-->" });
    }
    for (look, class, colour) in Look::ALL {
        if graph.nodes.iter().any(|node| node.look == look) {
            let _ = writeln!(text, "  classDef {class} fill:{colour},stroke:#555555,color:#000000");
        }
    }
    text
}

/// A text within quotes: whatever is neither a letter, a digit nor harmless becomes a numbered entity, so that no markup, list
/// or keyword is left to be read.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for (index, c) in text.chars().enumerate() {
        // At the start a digit with a full stop, or a dash, would make a list.
        let harmless = c.is_alphanumeric() || (index > 0 && " ,.:-/'=%@+".contains(c));
        if index == 0 && c.is_ascii_digit() || !harmless {
            let _ = write!(escaped, "#{};", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

//! The chain as plain text, for people: within 100 columns, whatever the names are.

use super::{Chain, GAP, Link, Party};
use crate::register::Register;
use jiff::civil::Date;

/// No line is longer, in characters.
const COLUMNS: usize = 100;

/// A line of the tree with what hangs below it.
struct Branch {
    text: String,
    below: Vec<Branch>,
}

/// The chain as it stands on a day, as a tree.
pub fn tree(register: &Register, on: Date) -> String {
    let chain = Chain::of(register, on);
    let mut page = String::new();
    wrapped(&mut page, &format!("{}, the chain on {}", chain.us, chain.on), "", "");
    for (heading, parties, none) in [
        ("customers: what we promise", &chain.customers, "no agreement with a customer, and no facility"),
        ("vendors: what is promised to us", &chain.vendors, "no agreement with a vendor, and no vendor"),
    ] {
        page.push('\n');
        let mut branches: Vec<Branch> = parties.iter().map(party).collect();
        if branches.is_empty() {
            branches.push(leaf(none.to_owned()));
        }
        wrapped(&mut page, heading, "", "");
        hang(&mut page, &branches, "");
    }
    page
}

fn leaf(text: String) -> Branch {
    Branch { text, below: Vec::new() }
}

fn party(party: &Party) -> Branch {
    let mut below: Vec<Branch> = party.notes.iter().cloned().map(leaf).collect();
    below.extend(party.facilities.iter().map(|facility| leaf(format!("facility: {facility}"))));
    below.extend(party.links.iter().map(link));
    if party.links.is_empty() {
        below.push(leaf(GAP.to_owned()));
    }
    Branch { text: party.name.clone(), below }
}

fn link(link: &Link) -> Branch {
    let part = |(what, names): &(&str, Vec<String>)| leaf(format!("{what}: {}", names.join(", ")));
    Branch {
        text: format!("agreement {}: {}", link.id, link.notes.join(", ")),
        below: link.parts.iter().map(part).collect(),
    }
}

fn hang(page: &mut String, branches: &[Branch], indent: &str) {
    let last = branches.len().saturating_sub(1);
    for (index, branch) in branches.iter().enumerate() {
        let (hook, rest) = if index == last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let below = format!("{indent}{rest}");
        let trunk = if branch.below.is_empty() { "  " } else { "│ " };
        wrapped(page, &branch.text, &format!("{indent}{hook}"), &format!("{below}{trunk}"));
        hang(page, &branch.below, &below);
    }
}

/// Adds a text, broken between words, and within one that is longer than a line.
fn wrapped(page: &mut String, text: &str, first: &str, further: &str) {
    let mut line = first.to_owned();
    let mut used = first.chars().count();
    let mut empty = true;
    for word in text.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        if !empty && used + 1 + word.len() > COLUMNS {
            page.push_str(&(line + "\n"));
            (line, used, empty) = (further.to_owned(), further.chars().count(), true);
        }
        while used + word.len() > COLUMNS {
            let rest = word.split_off(COLUMNS - used);
            page.push_str(&format!("{line}{}\n", word.iter().collect::<String>()));
            (line, used, word) = (further.to_owned(), further.chars().count(), rest);
        }
        if !empty {
            line.push(' ');
            used += 1;
        }
        line.extend(&word);
        used += word.len();
        empty = false;
    }
    page.push_str(line.trim_end());
    page.push('\n');
}

//! YAML with places: events of the parser, made into a tree without recursion.

mod tags;

use super::json::{Fault, twice};
use super::node::{At, DEEPEST, Entry, Kind, MOST_VALUES, Node};
use super::scalar;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Reads the one document of a YAML text; what is wrong within a readable text are faults beside it.
pub(super) fn parse(text: &str) -> Result<(Node, Vec<Fault>), Fault> {
    let mut tree = Tree::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| broken(error.marker(), error.info()))?;
        tree.event(event, place(&span))?;
    }
    let node = tree.root.unwrap_or_else(|| Node::new(At { line: 1, ..At::default() }, Kind::Null));
    Ok((node, tree.faults))
}

/// The parser's own bound on depth comes in the words of this room.
fn broken(marker: &Marker, info: &str) -> Fault {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let at = At { line: number(marker.line()), column: number(marker.col()), width: 1 };
    let message = match info {
        "recursion limit exceeded" => format!("more than {DEEPEST} lists and maps stand in one another"),
        _ => format!("the YAML is broken: {info}"),
    };
    Fault { at, message }
}

fn place(span: &Span) -> At {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let width = if span.start.line() == span.end.line() {
        span.end.col().saturating_sub(span.start.col())
    } else {
        0
    };
    At { line: number(span.start.line()), column: number(span.start.col()), width: number(width) }
}

/// The tree as far as it is read.
#[derive(Default)]
struct Tree {
    open: Vec<Frame>,
    anchors: BTreeMap<usize, Node>,
    root: Option<Node>,
    weight: usize,
    faults: Vec<Fault>,
}

/// A list or a map whose end has not come yet.
struct Frame {
    at: At,
    anchor: usize,
    tag: Option<String>,
    filling: Filling,
}

enum Filling {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, seen: BTreeMap<String, (u32, usize)>, key: Option<(At, String)> },
}

impl Tree {
    fn event(&mut self, event: Event<'_>, at: At) -> Result<(), Fault> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let node = Node::new(at, tags::scalar(&text, style, tag.as_deref()));
                let tag = local(tag.as_ref());
                self.add(node, anchor, tag, matches!(style, ScalarStyle::Plain).then_some(&*text))
            }
            Event::SequenceStart(anchor, tag) => {
                self.start(at, anchor, local(tag.as_ref()), Filling::List(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                let filling = Filling::Map { entries: Vec::new(), seen: BTreeMap::new(), key: None };
                self.start(at, anchor, local(tag.as_ref()), filling)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(frame) = self.open.pop() else { return Ok(()) };
                let kind = match frame.filling {
                    Filling::List(elements) => Kind::List(elements),
                    Filling::Map { entries, .. } => Kind::Map(entries),
                };
                self.add(Node::new(frame.at, kind), frame.anchor, frame.tag, None)
            }
            Event::Alias(anchor) => {
                let fault = || Fault { at, message: "this alias names what has not ended yet".to_owned() };
                let weight = self.anchors.get(&anchor).ok_or_else(fault)?.weight();
                self.weigh(weight, at)?;
                let node = self.anchors.get(&anchor).cloned().ok_or_else(fault)?;
                self.place(node, None)
            }
            Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::StreamStart
            | Event::StreamEnd
            | Event::Nothing => Ok(()),
        }
    }

    fn start(&mut self, at: At, anchor: usize, tag: Option<String>, filling: Filling) -> Result<(), Fault> {
        if self.open.len() > DEEPEST {
            let message = format!("more than {DEEPEST} lists and maps stand in one another");
            return Err(Fault { at, message });
        }
        self.open.push(Frame { at, anchor, tag, filling });
        Ok(())
    }

    fn weigh(&mut self, weight: usize, at: At) -> Result<(), Fault> {
        self.weight += weight;
        if self.weight > MOST_VALUES {
            let message = format!("the file holds more than {MOST_VALUES} values, with its aliases followed");
            return Err(Fault { at, message });
        }
        Ok(())
    }

    /// A value is whole: its tag is read, its anchor kept, and it goes where it belongs.
    fn add(
        &mut self,
        node: Node,
        anchor: usize,
        tag: Option<String>,
        plain: Option<&str>,
    ) -> Result<(), Fault> {
        let own = if let Kind::Text(text) = &node.kind { 1 + text.len() / 64 } else { 1 };
        self.weigh(own, node.at)?;
        let tagged = tag.is_some();
        let node = match tag {
            Some(tag) => tags::long_form(node, &tag).unwrap_or_else(|(node, fault)| {
                self.faults.push(fault);
                node
            }),
            None => node,
        };
        if anchor > 0 {
            self.weigh(node.weight(), node.at)?;
            self.anchors.insert(anchor, node.clone());
        }
        self.place(node, plain.filter(|_| !tagged))
    }

    fn place(&mut self, node: Node, plain: Option<&str>) -> Result<(), Fault> {
        let Some(frame) = self.open.last_mut() else {
            if self.root.is_none() {
                self.root = Some(node);
            } else if node.kind != Kind::Null {
                self.faults
                    .push(Fault { at: node.at, message: "a second YAML document begins here".to_owned() });
            }
            return Ok(());
        };
        match &mut frame.filling {
            Filling::List(elements) => elements.push(node),
            Filling::Map { entries, seen, key } => match key.take() {
                None => *key = Some((node.at, key_text(&node, plain)?)),
                Some((_, name)) if name == MERGE => merge(entries, seen, node)?,
                Some((at, name)) => match seen.get(&name).copied() {
                    Some((first, _)) if first > 0 => {
                        self.faults.push(Fault { at, message: twice(&name, first) });
                    }
                    // What was merged in gives way to what is written.
                    Some((_, index)) => {
                        seen.insert(name.clone(), (at.line, index));
                        entries[index] = Entry { at, key: name, value: node };
                    }
                    None => {
                        seen.insert(name.clone(), (at.line, entries.len()));
                        entries.push(Entry { at, key: name, value: node });
                    }
                },
            },
        }
        Ok(())
    }
}

/// The key that merges another map in. A text `"<<"` in quotes is a key like any other, which nobody has seen yet.
const MERGE: &str = "<<";

/// A key is its text as written: `2012-10-17`, `yes` and `0123` are no other key for being written without quotes.
fn key_text(node: &Node, plain: Option<&str>) -> Result<String, Fault> {
    plain.map(str::to_owned).or_else(|| node.scalar()).ok_or_else(|| Fault {
        at: node.at,
        message: format!("a key is a text, and here stands {}", node.word()),
    })
}

/// `<<: *defaults`: members that are not written beside it. CloudFormation itself refuses this form; `aws cloudformation
/// package` and `sam` resolve it before they upload.
fn merge(
    entries: &mut Vec<Entry>,
    seen: &mut BTreeMap<String, (u32, usize)>,
    node: Node,
) -> Result<(), Fault> {
    let at = node.at;
    let maps = match node.kind {
        Kind::Map(_) => vec![node],
        Kind::List(elements) if elements.iter().all(Node::is_map) => elements,
        _ => return Err(Fault { at, message: "`<<` takes a map, or a list of maps".to_owned() }),
    };
    for map in maps {
        let Kind::Map(members) = map.kind else { continue };
        for entry in members {
            if !seen.contains_key(&entry.key) {
                seen.insert(entry.key.clone(), (0, entries.len()));
                entries.push(entry);
            }
        }
    }
    Ok(())
}

/// The name of a tag of CloudFormation's: `!Ref` as `Ref`.
fn local(tag: Option<&Cow<'_, Tag>>) -> Option<String> {
    let tag = tag?;
    (tag.handle == "!" && !tag.suffix.is_empty()).then(|| tag.suffix.clone())
}

/// The value of a scalar by its style.
fn untagged(text: &str, style: ScalarStyle) -> Kind {
    if matches!(style, ScalarStyle::Plain) { scalar::plain(text) } else { Kind::Text(text.to_owned()) }
}

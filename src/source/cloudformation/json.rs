//! JSON with places. YAML's parser would take most of it, but not surrogate pairs, nor tabs everywhere.

use super::node::{At, DEEPEST, Entry, Kind, MOST_VALUES, Node};
use std::collections::BTreeMap;

/// What keeps a text from being read, and where.
pub(super) struct Fault {
    pub(super) at: At,
    pub(super) message: String,
}

/// Reads one JSON value; keys that stand twice in a map are faults beside it.
pub(super) fn parse(text: &str) -> Result<(Node, Vec<Fault>), Fault> {
    let mut reader = Reader { text, at: 0, line: 1, line_start: 0, weight: 0, faults: Vec::new() };
    reader.space();
    let node = reader.value(0)?;
    reader.space();
    if reader.at < text.len() {
        return Err(reader.fault("something follows the end of the JSON value"));
    }
    Ok((node, reader.faults))
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    line_start: usize,
    weight: usize,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn place(&self) -> At {
        // Lines longer than this are not drawn, and counting in them would take long.
        const LONGEST: usize = 2000;
        let before = self.text.get(self.line_start..self.at).filter(|before| before.len() < LONGEST);
        let column = before.map_or(0, |before| before.chars().count());
        At { line: self.line, column: u32::try_from(column).unwrap_or(0), width: 1 }
    }

    fn fault(&self, message: impl Into<String>) -> Fault {
        Fault { at: self.place(), message: message.into() }
    }

    fn space(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.peek() {
            self.at += 1;
            if byte == b'\n' {
                self.line += 1;
                self.line_start = self.at;
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, Fault> {
        self.weight += 1;
        if depth > DEEPEST {
            return Err(self.fault(format!("more than {DEEPEST} lists and maps stand in one another")));
        }
        if self.weight > MOST_VALUES {
            return Err(self.fault(format!("the file holds more than {MOST_VALUES} values")));
        }
        let at = self.place();
        let kind = match self.peek() {
            Some(b'{') => self.map(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => {
                let text = self.string()?;
                self.weight += text.len() / 64;
                Kind::Text(text)
            }
            Some(_) => self.word()?,
            None => return Err(self.fault("the file ends within a JSON value")),
        };
        let width = self.place().column.saturating_sub(at.column).max(1);
        Ok(Node::new(At { width: if self.line == at.line { width } else { 1 }, ..at }, kind))
    }

    fn map(&mut self, depth: usize) -> Result<Kind, Fault> {
        let mut entries = Vec::new();
        let mut seen = BTreeMap::new();
        self.at += 1;
        self.space();
        while self.peek() != Some(b'}') {
            let place = self.place();
            if self.peek() != Some(b'"') {
                return Err(self.fault("a key in quotes should stand here"));
            }
            let key = self.string()?;
            let width = self.place().column.saturating_sub(place.column).max(1);
            let at = At { width, ..place };
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.fault("a colon should stand here"));
            }
            self.at += 1;
            self.space();
            let value = self.value(depth + 1)?;
            if let Some(first) = seen.insert(key.clone(), at.line) {
                self.faults.push(Fault { at, message: twice(&key, first) });
            }
            entries.push(Entry { at, key, value });
            self.next(b'}')?;
        }
        self.at += 1;
        Ok(Kind::Map(entries))
    }

    fn list(&mut self, depth: usize) -> Result<Kind, Fault> {
        let mut elements = Vec::new();
        self.at += 1;
        self.space();
        while self.peek() != Some(b']') {
            elements.push(self.value(depth + 1)?);
            self.next(b']')?;
        }
        self.at += 1;
        Ok(Kind::List(elements))
    }

    /// A comma and what follows it, or the end.
    fn next(&mut self, end: u8) -> Result<(), Fault> {
        self.space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.space();
                if self.peek() == Some(end) {
                    return Err(self.fault("nothing follows the comma"));
                }
                Ok(())
            }
            Some(byte) if byte == end => Ok(()),
            Some(_) => Err(self.fault(format!("a comma or {:?} should stand here", char::from(end)))),
            None => Err(self.fault("the file ends within a JSON value")),
        }
    }

    /// A text: its end is sought here, its escapes are left to `serde_json`.
    fn string(&mut self) -> Result<String, Fault> {
        let bytes = self.text.as_bytes();
        let mut end = self.at + 1;
        while let Some(byte) = bytes.get(end) {
            match byte {
                b'"' => break,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        let raw =
            self.text.get(self.at..=end).ok_or_else(|| self.fault("the text's closing quote is missing"))?;
        let text =
            serde_json::from_str(raw).map_err(|_| self.fault("this text holds what JSON does not allow"))?;
        self.at = end + 1;
        Ok(text)
    }

    fn word(&mut self) -> Result<Kind, Fault> {
        let rest = self.text.get(self.at..).unwrap_or("");
        let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b)).count();
        let word = rest.get(..length).unwrap_or("");
        let kind = match word {
            "null" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            _ => match serde_json::from_str(word) {
                Ok(number) => Kind::Number(number),
                Err(_) => return Err(self.fault("a JSON value should stand here")),
            },
        };
        self.at += length;
        Ok(kind)
    }
}

/// The words for a key that stands twice.
pub(super) fn twice(key: &str, first: u32) -> String {
    let key: String = key.chars().take(80).collect();
    format!("the key `{key}` stands here a second time: first in line {first}")
}

//! Reading TOML that people wrote: typed getters that keep spans, note every problem and notice keys nobody asked for.

use super::{Problem, Problems, SourceText, did_you_mean};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::{Datetime, Offset};

/// So many errors of one file are kept.
pub(crate) const MOST: usize = 100_000;

/// A text with its place in the file.
pub type ValidText = Spanned<String>;

/// One TOML file, parsed, with the problems found so far.
pub struct Document<'a> {
    file: &'a Arc<SourceText>,
    root: Spanned<DeTable<'a>>,
    /// Where the text is not TOML, in order: what the parser made of it is judged no further.
    broken: Vec<Range<usize>>,
    problems: RefCell<Vec<Problem>>,
}

impl<'a> Document<'a> {
    /// Parses the file; every syntax error becomes a problem, and what could be understood is still readable.
    pub fn parse(file: &'a Arc<SourceText>) -> Self {
        Self::parse_until(file, file.text.len())
    }

    /// The same of the text before a byte offset.
    pub fn parse_until(file: &'a Arc<SourceText>, end: usize) -> Self {
        let (root, errors) = DeTable::parse_recoverable(file.text.get(..end).unwrap_or(&file.text));
        let problems: Vec<Problem> = errors.iter().take(MOST).map(|e| syntax_problem(file, e)).collect();
        let mut broken: Vec<Range<usize>> = problems.iter().map(|p| p.span.clone()).collect();
        broken.sort_by_key(|span| span.start);
        Self { file, root, broken, problems: RefCell::new(problems) }
    }

    /// The file's top level.
    pub fn root(&self) -> Table<'_> {
        Table {
            file: self.file,
            table: self.root.get_ref(),
            span: 0..0,
            broken: &self.broken,
            problems: &self.problems,
            asked: RefCell::default(),
        }
    }

    /// All that was found wrong.
    pub fn into_problems(self) -> Problems {
        Problems(self.problems.into_inner())
    }
}

/// One table of the file. Ask for keys, then call [`Table::finish`], which reports the keys nobody asked for.
pub struct Table<'d> {
    file: &'d Arc<SourceText>,
    table: &'d DeTable<'d>,
    /// Where the table stands: its header, for problems of the table as a whole.
    pub span: Range<usize>,
    broken: &'d [Range<usize>],
    problems: &'d RefCell<Vec<Problem>>,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'d> Table<'d> {
    fn raw(&self, key: &'static str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.asked.borrow_mut().insert(key);
        self.table.get(key)
    }

    /// Whether the parser already refused what stands at this place, and made up a value in its stead.
    fn is_broken(&self, span: &Range<usize>) -> bool {
        let next = self.broken.partition_point(|b| b.end < span.start);
        let made_up = *span == (0..0) && !self.broken.is_empty();
        made_up || self.broken.get(next).is_some_and(|b| b.start <= span.end)
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        if self.is_broken(&value.span()) || self.is_full() {
            return;
        }
        self.problem(
            value.span(),
            format!("`{key}` is {}, not {wanted}", article(value.get_ref().type_str())),
            format!("write {wanted}"),
        );
    }

    /// The file this table stands in.
    pub fn file(&self) -> &'d Arc<SourceText> {
        self.file
    }

    /// The 1-based line where it stands.
    pub fn line(&self) -> usize {
        self.file.line(self.span.start)
    }

    /// Notes an error at a place in this file. After the first [`MOST`] no more are kept: a machine made that file.
    pub fn problem(&self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        if !self.is_full() {
            let problem = Problem::new(self.file, span, message).help(help);
            self.problems.borrow_mut().push(problem);
        }
    }

    /// Whether so few problems were noted that another one will be drawn: what costs to find out for it is worth it.
    pub fn is_drawn(&self) -> bool {
        self.problems.borrow().len() < super::DRAWN
    }

    /// Whether no more problems are kept.
    pub(crate) fn is_full(&self) -> bool {
        self.problems.borrow().len() >= MOST
    }

    /// Notes a warning at a place in this file.
    pub fn warning(&self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        if self.problems.borrow().len() >= MOST / 2 {
            return; // the other half is for errors: no number of warnings hides one
        }
        let problem = Problem::new(self.file, span, message).help(help).warning();
        self.problems.borrow_mut().push(problem);
    }

    /// Notes that a key must be there and is not.
    pub fn missing(&self, key: &str, help: impl Into<String>) {
        self.problem(self.span.clone(), format!("`{key}` is missing"), help);
    }

    /// Whether the key is written, whatever its type.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The span of a key's value, if it is written.
    pub fn span_of(&self, key: &str) -> Option<Range<usize>> {
        self.table.get(key).map(Spanned::span)
    }

    /// The keys as written, each with its span. Marks none of them as asked for.
    pub fn keys(&self) -> Vec<ValidText> {
        self.table.keys().map(|k| Spanned::new(k.span(), k.get_ref().to_string())).collect()
    }

    /// A text.
    pub fn string(&self, key: &'static str) -> Option<ValidText> {
        let value = self.raw(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(Spanned::new(value.span(), text.to_owned())),
            None => {
                self.wrong_type(key, value, "a text in quotes");
                None
            }
        }
    }

    /// A text that must be there and not be empty.
    pub fn required(&self, key: &'static str, help: &str) -> Option<ValidText> {
        if !self.has(key) {
            self.raw(key);
            self.missing(key, help);
            return None;
        }
        let text = self.string(key)?;
        if text.get_ref().trim().is_empty() {
            self.problem(text.span(), format!("`{key}` is empty"), help);
            return None;
        }
        Some(text)
    }

    /// One word of a closed list.
    pub fn one_of<T: Clone>(&self, key: &'static str, words: &[(&str, T)]) -> Option<Spanned<T>> {
        let text = self.string(key)?;
        match words.iter().find(|(w, _)| w == text.get_ref()) {
            Some((_, value)) => Some(Spanned::new(text.span(), value.clone())),
            None => {
                let list: Vec<&str> = words.iter().map(|(w, _)| *w).collect();
                let hint = did_you_mean(text.get_ref(), list.iter().copied())
                    .map(|w| format!("did you mean `{w}`? "))
                    .unwrap_or_default();
                self.problem(
                    text.span(),
                    format!("`{}` is not a known {key}", text.get_ref()),
                    format!("{hint}known: {}", list.join(", ")),
                );
                None
            }
        }
    }

    /// `true` or `false`.
    pub fn bool(&self, key: &'static str) -> Option<bool> {
        let value = self.raw(key)?;
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.wrong_type(key, value, "true or false");
        }
        found
    }

    /// A whole number.
    pub fn integer(&self, key: &'static str) -> Option<Spanned<i64>> {
        let value = self.raw(key)?;
        let number =
            value.get_ref().as_integer().and_then(|i| i64::from_str_radix(i.as_str(), i.radix()).ok());
        if number.is_none() {
            self.wrong_type(key, value, "a whole number");
        }
        number.map(|n| Spanned::new(value.span(), n))
    }

    /// A calendar date (`2026-03-01`, unquoted); a date with time and offset counts as its UTC date.
    pub fn date(&self, key: &'static str) -> Option<Spanned<jiff::civil::Date>> {
        let value = self.raw(key)?;
        let date = value.get_ref().as_datetime().and_then(calendar_date);
        if date.is_none() {
            self.wrong_type(key, value, "a date such as 2026-03-01, without quotes");
        }
        date.map(|d| Spanned::new(value.span(), d))
    }

    /// A list of texts; elements of another type are noted and left out.
    pub fn strings(&self, key: &'static str) -> Option<Vec<ValidText>> {
        let value = self.raw(key)?;
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of texts");
            return None;
        };
        let mut texts = Vec::new();
        for element in array {
            match element.get_ref().as_str() {
                Some(text) => texts.push(Spanned::new(element.span(), text.to_owned())),
                None => self.wrong_type(key, element, "a text in quotes"),
            }
        }
        Some(texts)
    }

    /// A table under this one.
    pub fn table(&self, key: &'static str) -> Option<Table<'d>> {
        let value = self.raw(key)?;
        let table = self.sub(value);
        if table.is_none() {
            self.wrong_type(key, value, &format!("a table: [{key}]"));
        }
        table
    }

    /// A list of tables (`[[key]]`); empty when the key is not written.
    pub fn tables(&self, key: &'static str) -> Vec<Table<'d>> {
        let Some(value) = self.raw(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, &format!("a list of tables: [[{key}]]"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for element in array {
            match self.sub(element) {
                Some(table) => tables.push(table),
                None => self.wrong_type(key, element, &format!("a table: [[{key}]]")),
            }
        }
        tables
    }

    /// The tables under a table whose keys people choose (`[related.flow_logs]`), in the order of their names.
    pub fn named_tables(&self, key: &'static str) -> Vec<(ValidText, Table<'d>)> {
        let Some(parent) = self.table(key) else {
            return Vec::new();
        };
        let mut tables = Vec::new();
        for (name, value) in parent.table {
            match parent.sub(value) {
                Some(table) => {
                    tables.push((Spanned::new(name.span(), name.get_ref().to_string()), table));
                }
                None => self.wrong_type(name.get_ref(), value, "a table"),
            }
        }
        tables
    }

    /// Any value as JSON (dates as RFC 3339 text); the text `"null"` stays text.
    pub fn json(&self, key: &'static str) -> Option<Spanned<serde_json::Value>> {
        let value = self.raw(key)?;
        Some(Spanned::new(value.span(), to_json(value.get_ref())))
    }

    fn sub(&self, value: &'d Spanned<DeValue<'d>>) -> Option<Table<'d>> {
        Some(Table {
            file: self.file,
            table: value.get_ref().as_table()?,
            span: value.span(),
            broken: self.broken,
            problems: self.problems,
            asked: RefCell::default(),
        })
    }

    /// Reports the keys nobody asked for, each with the nearest known one.
    pub fn finish(self) {
        let asked = self.asked.borrow();
        let unknown = self.table.keys().filter(|key| !asked.contains(key.get_ref().as_ref()));
        for key in unknown.take_while(|_| !self.is_full()) {
            let hint = Some(key.get_ref())
                .filter(|_| self.is_drawn())
                .and_then(|key| did_you_mean(key, asked.iter().copied()))
                .map(|near| format!("did you mean `{near}`? "))
                .unwrap_or_default();
            let known: Vec<&str> = asked.iter().copied().collect();
            self.problem(
                key.span(),
                format!("unknown key `{}`", key.get_ref()),
                format!("{hint}known here: {}", known.join(", ")),
            );
        }
    }
}

fn syntax_problem(file: &Arc<SourceText>, error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(0..0);
    let said = error.message();
    if let Some(why) = said.strip_prefix("invalid date, ").or_else(|| said.strip_prefix("invalid datetime, "))
    {
        let written = file.text.get(span.clone()).unwrap_or("this");
        let message = format!("`{written}` is not a date: {why}");
        return Problem::new(file, span, message).help("write a day that exists, such as 2026-03-01");
    }
    if said == "duplicate key" {
        return Problem::new(file, span, "this is written twice in one table")
            .help("keep one of them; a second entry of a list begins with its own [[header]]");
    }
    Problem::new(file, span, format!("not valid TOML: {said}"))
        .help("TOML's syntax: https://toml.io/en/v1.1.0")
}

fn article(type_name: &str) -> String {
    let an = type_name.starts_with(['a', 'i', 'o']);
    format!("{} {type_name}", if an { "an" } else { "a" })
}

fn calendar_date(value: &Datetime) -> Option<jiff::civil::Date> {
    let date = value.date?;
    let day = jiff::civil::Date::new(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    )
    .ok()?;
    let (Some(time), Some(Offset::Custom { minutes })) = (value.time, value.offset) else {
        return Some(day);
    };
    let at = day.at(i8::try_from(time.hour).ok()?, i8::try_from(time.minute).ok()?, 0, 0);
    at.checked_sub(jiff::Span::new().minutes(minutes)).ok().map(|t| t.date())
}

fn to_json(value: &DeValue<'_>) -> serde_json::Value {
    use serde_json::Value;
    match value {
        DeValue::String(s) => Value::from(s.as_ref()),
        DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).map_or(Value::Null, Value::from),
        DeValue::Float(f) => f.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(b) => Value::from(*b),
        DeValue::Datetime(d) => Value::from(d.to_string()),
        DeValue::Array(a) => a.iter().map(|v| to_json(v.get_ref())).collect(),
        DeValue::Table(t) => t.iter().map(|(k, v)| (k.get_ref().to_string(), to_json(v.get_ref()))).collect(),
    }
}

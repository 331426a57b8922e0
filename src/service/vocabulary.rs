//! `checks/vocabulary.toml`: the names that CloudFormation lacks, and the kinds that the scan makes itself.

use super::description_field::read_properties;
use super::{Kind, Shape};
use crate::diagnostic::{Document, Problems, SourceText, Table};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A name that CloudFormation does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The kind.
    pub kind: String,
    /// The property, with dots where it is nested; `None`: the kind itself.
    pub property: Option<String>,
    /// What it is.
    pub note: String,
    /// AWS Config's or the API's page about it; the scan's own kinds have none.
    pub url: Option<String>,
}

/// Everything the vocabulary says.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Names.
    pub words: Vec<Word>,
    /// Kinds that no API lists: the scan makes them.
    pub synthetic: Vec<Kind>,
}

impl Vocabulary {
    /// Whether it has the kind, or the property (dotted path) of the kind.
    pub fn has(&self, kind: &str, property: Option<&str>) -> bool {
        self.words.iter().any(|w| w.kind == kind && w.property.as_deref() == property)
    }
}

/// Reads the vocabulary.
///
/// # Errors
/// All that is wrong with it.
pub(super) fn read(file: &Arc<SourceText>) -> Result<Vocabulary, Problems> {
    let document = Document::parse(file);
    let vocabulary = read_root(document.root());
    document.into_problems().or(vocabulary)
}

fn read_root(table: Table<'_>) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    for entry in table.tables("kind") {
        read_kind(entry, &mut vocabulary);
    }
    for entry in table.tables("property") {
        let kind = entry.required("kind", "the kind that has it");
        let names = entry.strings("names");
        if names.as_ref().is_none_or(Vec::is_empty) {
            entry.missing("names", "the properties, with dots where they are nested: names = [\"KeyState\"]");
        }
        let note = entry.required("note", "what it is, in a sentence");
        let url = entry.required("url", "the page of AWS Config or of the API that has it");
        entry.finish();
        if let (Some(kind), Some(names), Some(note), Some(url)) = (kind, names, note, url) {
            vocabulary.words.extend(names.into_iter().map(|name| Word {
                kind: kind.get_ref().clone(),
                property: Some(name.into_inner()),
                note: note.get_ref().clone(),
                url: Some(url.get_ref().clone()),
            }));
        }
    }
    table.finish();
    vocabulary
}

fn read_kind(table: Table<'_>, vocabulary: &mut Vocabulary) {
    let name = table.required("name", "the kind's name");
    let note = table.required("note", "what it is, in a sentence");
    let synthetic = table.has("properties");
    let url = if synthetic {
        None
    } else {
        table.required("url", "the page of AWS Config or of the API that has it")
    };
    let mut properties = BTreeMap::new();
    if synthetic {
        let (fields, _) = read_properties(&table, true, false, &[]);
        properties =
            fields.iter().map(|(name, p)| (name.clone(), p.field.shape())).collect::<BTreeMap<_, Shape>>();
    }
    table.finish();
    let (Some(name), Some(note)) = (name, note) else {
        return;
    };
    let name = name.into_inner();
    if synthetic {
        vocabulary.synthetic.push(Kind {
            name: name.clone(),
            api: String::new(),
            service: String::new(),
            service_by: None,
            properties,
            created_at_moves: None,
            shows_use: false,
        });
    }
    let url = url.map(|t| t.into_inner());
    vocabulary.words.push(Word { kind: name, property: None, note: note.into_inner(), url });
}

use super::*;
use crate::diagnostic::words;
use crate::diagnostic::{Problem, SourceText};
use crate::register::read::Contents;
use crate::register::{Answer, Attested, Direction, LegalRole, Offshore, SigningPath, Status, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every table of the schema with its header in TOML, those it lies in before it.
fn tables(schema: &Value) -> Vec<(Vec<String>, &Value)> {
    fn walk<'s>(headers: &[String], path: &str, table: &'s Value, found: &mut Vec<(Vec<String>, &'s Value)>) {
        found.push((headers.to_vec(), table));
        for (key, below) in table["properties"].as_object().into_iter().flatten() {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let (inner, header) = match (&below["type"], &below["items"]["type"]) {
                (kind, _) if kind == "object" => (below, format!("[{path}]")),
                (_, kind) if kind == "object" => (&below["items"], format!("[[{path}]]")),
                _ => continue,
            };
            walk(&[headers, &[header]].concat(), &path, inner, found);
        }
    }
    let mut found = Vec::new();
    walk(&[], "", schema, &mut found);
    found
}

/// What the reader says of one file.
fn problems(text: &str) -> Vec<Problem> {
    let mut contents = Contents::default();
    contents.add(&SourceText::new("baa.toml", text), &BTreeSet::new());
    contents.problems
}

/// The keys that the reader asks a table for, as it lists them beside one that it does not know, and those it misses.
fn asked(headers: &[String]) -> (BTreeSet<String>, BTreeSet<String>) {
    let all = problems(&format!("{}\nno_such_key = 1\n", headers.join("\n")));
    let unknown: Vec<&Problem> = all.iter().filter(|p| p.message == "unknown key `no_such_key`").collect();
    assert_eq!(unknown.len(), 1, "{headers:?}: {all:?}");
    let help = unknown[0].help.clone().unwrap_or_default();
    let known = help.split("known here: ").nth(1).expect("the list").split(", ").map(str::to_owned).collect();
    // Only what is missing in the last table: others are missed on the lines before.
    let line = headers.len();
    let missing = all
        .iter()
        .filter(|p| p.line() == line)
        .filter_map(|p| Some(p.message.strip_suffix("` is missing")?.strip_prefix('`')?.to_owned()))
        .collect();
    (known, missing)
}

#[test]
fn every_table_has_the_keys_that_the_reader_asks_for_and_requires_those_it_misses() {
    let schema = schema();
    let tables = tables(&schema);
    assert_eq!(tables.len(), 17, "a register, its eight entries and eight tables within them");
    for (headers, table) in tables {
        let keys: BTreeSet<String> = table["properties"].as_object().expect("keys").keys().cloned().collect();
        let required: BTreeSet<String> = table["required"]
            .as_array()
            .map(|keys| keys.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            .unwrap_or_default();
        assert_eq!((keys, required), asked(&headers), "{headers:?}");
        assert_eq!(table["additionalProperties"], false, "{headers:?}");
    }
}

#[test]
fn every_key_says_what_it_means() {
    let schema = schema();
    for (headers, table) in tables(&schema) {
        for (key, below) in table["properties"].as_object().expect("keys") {
            let description = below["description"].as_str().unwrap_or_default();
            assert!(description.len() > 3 && description.ends_with('.'), "{headers:?} {key}: {description}");
        }
    }
}

#[test]
fn every_word_of_every_closed_list_is_in_it() {
    fn enums(value: &Value, found: &mut BTreeSet<Vec<String>>) {
        if let Some(words) = value["enum"].as_array() {
            found.insert(words.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        }
        match value {
            Value::Object(members) => members.values().for_each(|below| enums(below, found)),
            Value::Array(elements) => elements.iter().for_each(|below| enums(below, found)),
            _ => {}
        }
    }
    fn list<T>(words: &[(&str, T)]) -> Vec<String> {
        words.iter().map(|(word, _)| (*word).to_owned()).collect()
    }
    let schema = schema();
    let mut found = BTreeSet::new();
    enums(&schema, &mut found);
    let expected = BTreeSet::from([
        list(Direction::WORDS),
        list(Status::WORDS),
        list(LegalRole::WORDS),
        list(Offshore::WORDS),
        list(Answer::WORDS),
        list(SigningPath::WORDS),
        list(Attested::WORDS),
    ]);
    assert_eq!(found, expected);
    let terms = &schema["properties"]["agreement"]["items"]["properties"]["terms"]["properties"];
    let terms: BTreeSet<&String> = terms.as_object().expect("terms").keys().collect();
    assert_eq!(terms, list(Term::WORDS).iter().collect());
    let letter = &schema["properties"]["facility"]["items"]["properties"]["authority_letter"]["description"];
    for (word, _) in crate::register::Authority::WORDS {
        assert!(letter.as_str().is_some_and(|text| text.contains(&format!("`{word}`"))), "{word}");
    }
}

#[test]
fn its_patterns_and_the_readers_forms_agree() {
    let forms: BTreeMap<&str, (Value, words::Form)> = [
        ("Account", schema_of::<forms::Account>(), words::ACCOUNT),
        ("Organization", schema_of::<forms::OrganizationId>(), words::ORGANIZATION),
        ("Unit", schema_of::<forms::UnitId>(), words::ORGANIZATIONAL_UNIT),
        ("Region", schema_of::<forms::Region>(), words::REGION),
        ("Sha256", schema_of::<forms::Sha256>(), words::SHA256),
        ("Npi", schema_of::<forms::Npi>(), words::NPI),
        ("Arn", schema_of::<forms::Arn>(), words::ARN),
    ]
    .map(|(name, schema, form)| (name, (schema, form)))
    .into();
    let mut texts: Vec<String> = [
        "",
        " ",
        "1111-2222-3333",
        "11112222333",
        "1111222233334",
        "o-short",
        "o-UPPERCASE00",
        "exampleorgid",
        "ou-ab12",
        "us-east-1a",
        "us-gov-west-1",
        "us--1",
        "US-EAST-1",
        "virginia",
        "arn:aws:s3",
        "arn:aws:s3:::b",
        "arn:aws:iam::1:role/a:b",
    ]
    .map(str::to_owned)
    .into();
    texts.push("0A".repeat(32));
    texts.extend(forms.values().filter_map(|(schema, _)| schema["examples"][0].as_str().map(str::to_owned)));
    for (name, (schema, form)) in &forms {
        let validator = jsonschema::validator_for(schema).expect("a schema");
        for text in &texts {
            assert_eq!(validator.is_valid(&Value::from(text.as_str())), (form.is)(text), "{name}: {text:?}");
        }
        assert!((form.is)(schema["examples"][0].as_str().expect("an example")), "{name}");
    }
}

#[test]
fn a_document_out_of_the_folder_is_refused_by_both() {
    let validator = jsonschema::validator_for(&schema_of::<forms::Path>()).expect("a schema");
    for (path, within) in [
        ("documents/a.pdf", true),
        ("./a..b.pdf", true),
        ("/a.pdf", false),
        ("../a.pdf", false),
        ("a/../../b.pdf", false),
        ("a/..", false),
        ("a\\b.pdf", false),
    ] {
        assert_eq!(validator.is_valid(&Value::from(path)), within, "schema: {path}");
        let found = problems(&format!("[[insurance]]\nkind = \"cyber\"\ndocument = '{path}'\n"));
        assert_eq!(found.is_empty(), within, "reader: {path}: {found:?}");
    }
}

fn schema_of<T: JsonSchema>() -> Value {
    Value::from(schemars::schema_for!(T))
}

/// A TOML file as an editor holds it against a schema: dates are texts.
pub(in crate::register) fn as_json(text: &str) -> Value {
    fn json(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(day) => day.to_string().into(),
            toml::Value::Array(elements) => elements.into_iter().map(json).collect(),
            toml::Value::Table(members) => {
                members.into_iter().map(|(key, value)| (key, json(value))).collect()
            }
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Boolean(is) => is.into(),
            toml::Value::Float(number) => number.into(),
        }
    }
    json(toml::Value::Table(text.parse().expect("TOML")))
}

fn files(register: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/registers").join(register);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a register")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    files
}

#[test]
fn the_registers_of_the_fixtures_are_valid_by_it_and_the_malformed_one_is_not() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    for register in ["clinic", "expired", "none", "pending"] {
        for file in files(register) {
            let value = as_json(&fs::read_to_string(&file).expect("a file"));
            let errors: Vec<String> =
                validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", file.display());
        }
    }
    let text = fs::read_to_string(&files("malformed")[0]).expect("a file");
    // The day that does not exist is not even TOML.
    let value = as_json(&text.replace("2026-02-30", "2026-02-28"));
    assert!(validator.iter_errors(&value).count() > 5);
}

#[test]
fn what_only_two_keys_together_tell_is_refused_too() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    let head = "[[agreement]]\nid = \"a\"\ndirection = \"upstream\"\ncounterparty = \"b\"\n";
    for (text, good) in [
        (format!("{head}status = \"draft\"\n"), true),
        (format!("{head}status = \"executed\"\n"), false),
        (format!("{head}status = \"executed\"\neffective = 2026-01-01\n"), true),
        (format!("{head}status = \"draft\"\nbreach_notice_days = 1\nbreach_notice_hours = 1\n"), false),
        (format!("{head}status = \"draft\"\ndocument_sha256 = \"{}\"\n", "0".repeat(64)), false),
        ("[[scope.exclusion]]\nreason = \"a\"\napprover = \"b\"\n".to_owned(), false),
        ("[[scope.exclusion]]\nreason = \"a\"\napprover = \"b\"\nservice = \"s3\"\n".to_owned(), true),
    ] {
        assert_eq!(validator.is_valid(&as_json(&text)), good, "{text}");
    }
}

#[test]
fn every_key_is_on_the_page() {
    let (schema, page) = (schema(), keys_page());
    for (headers, table) in tables(&schema).into_iter().skip(1) {
        let header = headers.last().expect("a header");
        let section = page.split(&format!("\n## `{header}`\n")).nth(1).expect("a section");
        let section = section.split("\n## ").next().unwrap_or_default();
        for key in table["properties"].as_object().expect("keys").keys() {
            assert!(section.contains(&format!("\n| `{key}` | ")), "{header} {key}");
        }
    }
}

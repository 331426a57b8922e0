//! Takes values out of an answer, where a description says that they are.

mod csv;

use crate::service::{Field, Form, Items, ItemsForm};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Every value at a dotted path; lists on the way are walked through, and the last one stays whole.
fn raw<'a>(roots: &[&'a Value], path: &str) -> Vec<&'a Value> {
    let mut nodes: Vec<&Value> = roots.to_vec();
    if path == "." {
        return nodes;
    }
    for word in path.split('.') {
        let (name, chosen) = selector(word);
        nodes = nodes.into_iter().flat_map(elements).filter_map(|node| node.get(name)).collect();
        if let Some((key, wanted)) = chosen {
            let is = |node: &&Value| text(&[node], key).as_deref() == Some(wanted);
            nodes = nodes.into_iter().flat_map(elements).filter(is).collect();
        }
    }
    nodes.into_iter().filter(|node| !node.is_null()).collect()
}

/// `entry[key=Policy]` apart: the name, and what the elements taken have to say.
fn selector(word: &str) -> (&str, Option<(&str, &str)>) {
    let chosen = word.strip_suffix(']').and_then(|word| word.split_once('['));
    chosen.map_or((word, None), |(name, inside)| (name, inside.split_once('=')))
}

fn elements(node: &Value) -> impl Iterator<Item = &Value> {
    let list = node.as_array().map(Vec::as_slice);
    list.unwrap_or_else(|| std::slice::from_ref(node)).iter()
}

/// Every value at a dotted path, lists taken apart.
pub(super) fn nodes<'a>(roots: &[&'a Value], path: &str) -> Vec<&'a Value> {
    raw(roots, path).into_iter().flat_map(elements).filter(|node| !node.is_null()).collect()
}

/// The items of a list.
///
/// # Errors
/// When a table is not there, or is none: an empty one has a row of headings.
pub(super) fn items<'a>(page: &'a Value, items: &Items) -> Result<Vec<Cow<'a, Value>>, Mismatch> {
    match items.form {
        ItemsForm::Elements => Ok(nodes(&[page], &items.path).into_iter().map(Cow::Borrowed).collect()),
        ItemsForm::Csv => {
            let rows = first(&[page], &items.path).and_then(csv::rows).ok_or(Mismatch)?;
            Ok(rows.into_iter().map(Cow::Owned).collect())
        }
    }
}

/// The first value at a dotted path.
pub(super) fn first<'a>(roots: &[&'a Value], path: &str) -> Option<&'a Value> {
    nodes(roots, path).into_iter().next()
}

/// The value at a dotted path as text.
pub(super) fn text(roots: &[&Value], path: &str) -> Option<String> {
    first(roots, path).and_then(word)
}

/// A scalar as text, the same for JSON's `true` and XML's.
pub(super) fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}

/// How an answer is to be read.
#[derive(Clone, Copy)]
pub(super) struct Answer {
    /// XML tells an empty list by the element around it, JSON by the list itself.
    pub(super) xml: bool,
}

impl Answer {
    /// One field: its value, or `null` when AWS left it out.
    ///
    /// # Errors
    /// When something of another form stands there.
    pub(super) fn field(self, field: &Field, roots: &[&Value]) -> Result<Value, Mismatch> {
        let value = match &field.form {
            Form::List(element) => self.list(element, field, roots)?,
            // In XML a map is a list of entries with a key and a value.
            Form::KeyValues if self.xml => entries(&nodes(roots, &field.path))?,
            form => match first(roots, &field.path) {
                Some(node) => self.value(form, &field.values, node)?,
                None => Value::Null,
            },
        };
        match (&value, &field.absent) {
            (Value::Null, Some(absent)) => Ok(absent.value.clone()),
            _ => Ok(value),
        }
    }

    fn list(self, element: &Form, field: &Field, roots: &[&Value]) -> Result<Value, Mismatch> {
        let found = raw(roots, &field.path);
        if found.is_empty() && !(self.xml && around(roots, &field.path)) {
            return Ok(Value::Null);
        }
        let found = found.into_iter().flat_map(elements).filter(|node| !node.is_null());
        found.map(|node| self.value(element, &field.values, node)).collect()
    }

    fn value(self, form: &Form, values: &BTreeMap<String, Value>, node: &Value) -> Result<Value, Mismatch> {
        if !values.is_empty() {
            return word(node).and_then(|w| values.get(&w).cloned()).ok_or(Mismatch);
        }
        match form {
            Form::Object(members) => self.object(members, node),
            Form::List(element) => elements(node).map(|node| self.value(element, values, node)).collect(),
            Form::KeyValues => key_values(node),
            Form::Bool => match word(node).as_deref() {
                Some("true") => Ok(true.into()),
                Some("false") => Ok(false.into()),
                _ => Err(Mismatch),
            },
            Form::Int => integer(node).map(Value::from).ok_or(Mismatch),
            Form::String => node.as_str().map(Value::from).ok_or(Mismatch),
            Form::Time => time(node).map(Value::from).ok_or(Mismatch),
            Form::Json => document(node, |text| Some(text.to_owned())),
            Form::UrlencodedJson => document(node, percent_decoded),
            Form::JsonObject(members) => {
                let read = node.as_str().and_then(|text| serde_json::from_str(text).ok()).ok_or(Mismatch)?;
                self.object(members, &read)
            }
        }
    }

    fn object(self, members: &BTreeMap<String, Field>, node: &Value) -> Result<Value, Mismatch> {
        // An XML element without content reads as an empty text.
        let empty = Value::Object(Map::new());
        let node = match node {
            Value::Object(_) => node,
            Value::String(text) if self.xml && text.trim().is_empty() => &empty,
            _ => return Err(Mismatch),
        };
        let read = members.iter().map(|(name, field)| Ok((name.clone(), self.field(field, &[node])?)));
        Ok(Value::Object(read.collect::<Result<_, Mismatch>>()?))
    }
}

/// Something stands in an answer that is not what the API's model says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mismatch;

fn around(roots: &[&Value], path: &str) -> bool {
    match path.rsplit_once('.') {
        Some((parent, _)) => !raw(roots, parent).is_empty(),
        None => !roots.is_empty(),
    }
}

fn integer(node: &Value) -> Option<i64> {
    match node {
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64().filter(|f| f.fract() == 0.0 && f.abs() < 9e15)?;
            format!("{float:.0}").parse().ok()
        }),
        _ => None,
    }
}

/// RFC 3339 UTC in whole seconds, from seconds since 1970, RFC 3339 or HTTP's form.
pub(super) fn time(node: &Value) -> Option<String> {
    let timestamp = match node {
        // Some APIs count milliseconds: as seconds, these would lie beyond the year 5000.
        Value::Number(number) => match integer(&json!(number.as_f64()?.floor()))? {
            millis if millis > 100_000_000_000 => Timestamp::from_millisecond(millis).ok()?,
            seconds => Timestamp::from_second(seconds).ok()?,
        },
        Value::String(text) => {
            let text = text.trim();
            text.parse::<Timestamp>()
                .ok()
                .or_else(|| jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp()))
                .or_else(|| Timestamp::from_second(text.split('.').next()?.parse().ok()?).ok())?
        }
        _ => return None,
    };
    Timestamp::from_second(timestamp.as_second()).ok().map(|t| t.to_string())
}

/// Statement ids are free text that people write, and decide nothing: they stay in AWS.
pub(super) fn drop_statement_ids(document: &mut Value) {
    let statements = match document.get_mut("Statement") {
        Some(Value::Array(statements)) => statements.as_mut_slice(),
        Some(one) => std::slice::from_mut(one),
        None => return,
    };
    for statement in statements.iter_mut().filter_map(Value::as_object_mut) {
        statement.remove("Sid");
    }
}

fn document(node: &Value, open: impl Fn(&str) -> Option<String>) -> Result<Value, Mismatch> {
    match node {
        Value::String(text) if text.trim().is_empty() => Ok(Value::Null),
        Value::String(text) => {
            let read = open(text).and_then(|text| serde_json::from_str(&text).ok());
            read.map(without_statement_ids).ok_or(Mismatch)
        }
        Value::Object(_) => Ok(without_statement_ids(node.clone())),
        _ => Err(Mismatch),
    }
}

fn without_statement_ids(mut document: Value) -> Value {
    drop_statement_ids(&mut document);
    document
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'%' {
            bytes.push(*byte);
            continue;
        }
        let digits = rest.get(..2).and_then(|d| std::str::from_utf8(d).ok())?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = rest.get(2..)?;
    }
    String::from_utf8(bytes).ok()
}

fn entries(found: &[&Value]) -> Result<Value, Mismatch> {
    if found.is_empty() {
        return Ok(Value::Null);
    }
    let pair = |node: &&Value| Some((text(&[node], "key")?, text(&[node], "value")));
    let mut pairs: Vec<(String, Option<String>)> =
        found.iter().map(|node| pair(node).ok_or(Mismatch)).collect::<Result<_, _>>()?;
    pairs.sort();
    Ok(pairs.into_iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect())
}

fn key_values(node: &Value) -> Result<Value, Mismatch> {
    let map = node.as_object().ok_or(Mismatch)?;
    let mut pairs: Vec<(&String, &Value)> = map.iter().collect();
    pairs.sort_by_key(|(key, _)| *key);
    Ok(pairs.into_iter().map(|(key, value)| json!({ "Key": key, "Value": word(value) })).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::Absent;

    const JSON: Answer = Answer { xml: false };
    const XML: Answer = Answer { xml: true };

    fn field(path: &str, form: Form) -> Field {
        Field { path: path.to_owned(), form, values: BTreeMap::new(), absent: None }
    }

    #[test]
    fn a_list_is_null_when_left_out_and_empty_when_it_is_there() {
        let keys = field("A.Keys", Form::List(Box::new(Form::String)));
        assert_eq!(JSON.field(&keys, &[&json!({"A": {}})]), Ok(Value::Null));
        assert_eq!(JSON.field(&keys, &[&json!({"A": {"Keys": []}})]), Ok(json!([])));
        let members = field("Keys.member", Form::List(Box::new(Form::String)));
        assert_eq!(XML.field(&members, &[&json!({})]), Ok(Value::Null));
        assert_eq!(XML.field(&members, &[&json!({"Keys": [""]})]), Ok(json!([])));
        assert_eq!(XML.field(&members, &[&json!({"Keys": [{"member": ["a", "b"]}]})]), Ok(json!(["a", "b"])));
    }

    #[test]
    fn a_list_may_be_of_one_member_of_each_element() {
        let arns = field("Layers.Arn", Form::List(Box::new(Form::String)));
        let answer = json!({"Layers": [{"Arn": "a", "CodeSize": 1}, {"Arn": "b"}]});
        assert_eq!(JSON.field(&arns, &[&answer]), Ok(json!(["a", "b"])));
        assert_eq!(JSON.field(&arns, &[&json!({})]), Ok(Value::Null));
    }

    #[test]
    fn every_declared_member_is_written() {
        let members = BTreeMap::from([
            ("Id".to_owned(), field("Id", Form::String)),
            ("Days".to_owned(), field("Days", Form::Int)),
        ]);
        let rules = field("Rules", Form::List(Box::new(Form::Object(members))));
        let answer = json!({"Rules": [{"Id": "a", "Secret": "x"}, {"Days": 3}]});
        let expected = json!([{"Id": "a", "Days": null}, {"Id": null, "Days": 3}]);
        assert_eq!(JSON.field(&rules, &[&answer]), Ok(expected));
    }

    #[test]
    fn words_become_values_and_an_unknown_word_is_no_value() {
        let mut status = field("Status", Form::String);
        status.values =
            BTreeMap::from([("ENABLED".to_owned(), json!(true)), ("DISABLED".to_owned(), json!(false))]);
        assert_eq!(JSON.field(&status, &[&json!({"Status": "DISABLED"})]), Ok(json!(false)));
        assert_eq!(JSON.field(&status, &[&json!({"Status": "PENDING"})]), Err(Mismatch));
        status.absent = Some(Absent { value: json!(false), url: "https://docs.aws.amazon.com/".to_owned() });
        assert_eq!(JSON.field(&status, &[&json!({})]), Ok(json!(false)));
    }

    #[test]
    fn another_type_than_declared_is_a_mismatch() {
        assert_eq!(JSON.field(&field("A", Form::Bool), &[&json!({"A": "yes"})]), Err(Mismatch));
        assert_eq!(JSON.field(&field("A", Form::Int), &[&json!({"A": 1.5})]), Err(Mismatch));
        assert_eq!(JSON.field(&field("A", Form::String), &[&json!({"A": {}})]), Err(Mismatch));
        assert_eq!(JSON.field(&field("A", Form::Json), &[&json!({"A": "{"})]), Err(Mismatch));
    }

    #[test]
    fn times_of_every_protocol_become_whole_seconds_in_utc() {
        for (written, expected) in [
            (json!(1_700_000_000.75), "2023-11-14T22:13:20Z"),
            (json!(1_700_000_000_750_i64), "2023-11-14T22:13:20Z"),
            (json!("2023-11-14T23:13:20.5+01:00"), "2023-11-14T22:13:20Z"),
            (json!("Tue, 14 Nov 2023 22:13:20 GMT"), "2023-11-14T22:13:20Z"),
        ] {
            assert_eq!(time(&written).as_deref(), Some(expected), "{written}");
        }
        assert_eq!(time(&json!("soon")), None);
    }

    #[test]
    fn documents_are_read_encoded_or_not_and_maps_become_lists() {
        let policy = field("P", Form::UrlencodedJson);
        assert_eq!(JSON.field(&policy, &[&json!({"P": "%7B%22a%22%3A1%7D"})]), Ok(json!({"a": 1})));
        let signed = json!({"P": r#"{"Statement":[{"Sid":"ask Jane","Effect":"Deny"}]}"#});
        assert_eq!(
            JSON.field(&field("P", Form::Json), &[&signed]),
            Ok(json!({"Statement": [{"Effect": "Deny"}]}))
        );
        let map = field("M", Form::KeyValues);
        let expected = json!([{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "true"}]);
        assert_eq!(JSON.field(&map, &[&json!({"M": {"b": true, "a": 1}})]), Ok(expected));
    }
}

//! AWS's query protocols, and XML answers. <https://smithy.io/2.0/aws/protocols/aws-query-protocol.html>

use super::{Filled, Found, Request, encode, plain};
use crate::service::Protocol;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

pub(super) fn request(filled: &Filled<'_>) -> Request {
    let mut form = vec![
        ("Action".to_owned(), filled.operation.to_owned()),
        ("Version".to_owned(), filled.version.to_owned()),
    ];
    for (name, value) in &filled.parameters {
        flatten(name, value, filled.protocol, &mut form);
    }
    let pairs: Vec<String> = form.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect();
    Request {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        headers: BTreeMap::from([(
            "content-type".to_owned(),
            "application/x-www-form-urlencoded; charset=utf-8".to_owned(),
        )]),
        body: pairs.join("&"),
    }
}

/// Nested parameters become dotted names; lists count from 1, under `member` except in EC2's dialect.
fn flatten(name: &str, value: &Value, protocol: Protocol, form: &mut Vec<(String, String)>) {
    match value {
        Value::Array(list) => {
            let member = if protocol == Protocol::Ec2Query { "" } else { ".member" };
            for (index, element) in list.iter().enumerate() {
                flatten(&format!("{name}{member}.{}", index + 1), element, protocol, form);
            }
        }
        Value::Object(members) => {
            for (key, value) in members {
                flatten(&format!("{name}.{key}"), value, protocol, form);
            }
        }
        scalar => form.push((name.to_owned(), plain(scalar))),
    }
}

/// The answer without its wrappers: the query protocol puts `<OpResult>` into `<OpResponse>`.
pub(super) fn decode(protocol: Protocol, operation: &str, body: &[u8]) -> Result<Value, String> {
    let (name, root) = parse(body)?;
    // A proxy's page, or an error that came with 200, must not read as an answer without items.
    let right = match protocol {
        Protocol::RestXml => !["html", "HTML", "Error", "ErrorResponse"].contains(&name.as_str()),
        _ => name == format!("{operation}Response"),
    };
    if !right {
        return Err(format!("the answer is a `{name}`"));
    }
    let wrapper = format!("{operation}Result");
    Ok(match root.get(&wrapper).and_then(|wrapped| wrapped.get(0)) {
        Some(Value::Object(inner)) => Value::Object(inner.clone()),
        Some(_) => Value::Object(Map::new()),
        None if root.is_object() => root,
        None => Value::Object(Map::new()),
    })
}

/// An element being read.
#[derive(Default)]
struct Open {
    name: String,
    members: Map<String, Value>,
    text: String,
}

impl Open {
    fn close(self) -> Value {
        if self.members.is_empty() { Value::String(self.text) } else { Value::Object(self.members) }
    }
}

/// The document's root element and its name: a text when it holds no elements, else an object of lists.
fn parse(body: &[u8]) -> Result<(String, Value), String> {
    let text = std::str::from_utf8(body).map_err(|e| format!("the answer is not UTF-8: {e}"))?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut stack: Vec<Open> = Vec::new();
    loop {
        match reader.read_event().map_err(|e| format!("the answer is no XML: {e}"))? {
            Event::Start(element) => {
                let name = element.local_name().as_ref().to_owned();
                stack.push(Open { name, ..Open::default() });
            }
            Event::End(_) => {
                let Some(closed) = stack.pop() else {
                    return Err("the answer is no XML: an end without a start".to_owned());
                };
                let name = closed.name.clone();
                let value = closed.close();
                match stack.last_mut() {
                    None => return Ok((name, value)),
                    Some(parent) => {
                        match parent.members.entry(name).or_insert_with(|| Value::Array(Vec::new())) {
                            Value::Array(list) => list.push(value),
                            other => *other = Value::Array(vec![value]),
                        }
                    }
                }
            }
            Event::Text(text) => push(&mut stack, &text.xml10_content()),
            Event::CData(text) => push(&mut stack, &text.xml10_content()),
            Event::GeneralRef(reference) => push(&mut stack, &resolve(&reference)?),
            Event::Eof => return Err("the answer is cut off".to_owned()),
            _ => {}
        }
    }
}

fn push(stack: &mut [Open], text: &str) {
    if let Some(open) = stack.last_mut() {
        open.text.push_str(text);
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Some(character) = reference.resolve_char_ref().map_err(|e| format!("the answer is no XML: {e}"))? {
        return Ok(character.to_string());
    }
    let name = reference.xml10_content();
    quick_xml::escape::resolve_predefined_entity(&name)
        .map(str::to_owned)
        .ok_or_else(|| format!("the answer is no XML: unknown entity `{name}`"))
}

/// `<ErrorResponse><Error>` in the query protocol and in REST, `<Response><Errors><Error>` in EC2's, `<Error>` alone in S3's.
pub(super) fn error(body: &[u8]) -> Found {
    let Ok((_, root)) = parse(body) else {
        return Found::default();
    };
    let first = |value: &Value, key: &str| value.get(key).and_then(|list| list.get(0)).cloned();
    let text = |value: &Value, key: &str| first(value, key).and_then(|v| v.as_str().map(str::to_owned));
    let error =
        first(&root, "Errors").and_then(|errors| first(&errors, "Error")).or_else(|| first(&root, "Error"));
    let error = error.as_ref().unwrap_or(&root);
    let id = |value: &Value| text(value, "RequestId").or_else(|| text(value, "RequestID"));
    Found {
        code: text(error, "Code"),
        message: text(error, "Message"),
        request_id: id(&root).or_else(|| id(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn filled(protocol: Protocol, parameters: Value) -> String {
        let Value::Object(parameters) = parameters else { panic!("a table") };
        let filled = Filled {
            protocol,
            version: "1",
            target_prefix: "",
            operation: "ListX",
            method: "POST",
            path: String::new(),
            headers: BTreeMap::new(),
            parameters,
        };
        request(&filled).body
    }

    #[test]
    fn nested_parameters_are_flattened_as_each_dialect_has_it() {
        let parameters = json!({"Filter": [{"Name": "a b", "Value": ["x", true]}]});
        assert_eq!(
            filled(Protocol::Query, parameters.clone()),
            "Action=ListX&Version=1&Filter.member.1.Name=a%20b&Filter.member.1.Value.member.1=x&Filter.member.1.Value.member.2=true"
        );
        assert_eq!(
            filled(Protocol::Ec2Query, parameters),
            "Action=ListX&Version=1&Filter.1.Name=a%20b&Filter.1.Value.1=x&Filter.1.Value.2=true"
        );
    }

    #[test]
    fn a_page_of_a_proxy_is_no_answer() {
        for (protocol, body) in [
            (Protocol::Query, "<html><body>sign in</body></html>"),
            (Protocol::RestXml, "<html><body>sign in</body></html>"),
            (Protocol::RestXml, "<Error><Code>InternalError</Code></Error>"),
            (Protocol::Ec2Query, "<OtherResponse/>"),
            (Protocol::RestXml, "not XML"),
            (Protocol::RestXml, "<a><b></a>"),
            (Protocol::RestXml, ""),
        ] {
            assert!(decode(protocol, "ListX", body.as_bytes()).is_err(), "{body}");
        }
    }

    #[test]
    fn texts_keep_their_entities_and_sections() {
        let answer = decode(Protocol::RestXml, "X", b"<R><A>a&lt;b&#38;<![CDATA[<c>]]></A><A/></R>")
            .expect("it is XML");
        assert_eq!(answer, json!({"A": ["a<b&<c>", ""]}));
    }

    #[test]
    fn errors_are_found_wherever_each_dialect_puts_them() {
        for body in [
            "<ErrorResponse><Error><Code>X</Code><Message>m</Message></Error><RequestId>r</RequestId></ErrorResponse>",
            "<Response><Errors><Error><Code>X</Code><Message>m</Message></Error></Errors><RequestID>r</RequestID></Response>",
            "<Error><Code>X</Code><Message>m</Message><RequestId>r</RequestId></Error>",
        ] {
            let text = |word: &str| Some(word.to_owned());
            let expected = Found { code: text("X"), message: text("m"), request_id: text("r") };
            assert_eq!(error(body.as_bytes()), expected, "{body}");
        }
        assert_eq!(error(b"<html>"), Found::default());
    }
}

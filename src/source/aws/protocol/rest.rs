//! Requests of the REST protocols. <https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html>

use super::{Filled, Request, encode, plain};
use crate::service::Protocol;
use serde_json::Value;

pub(super) fn request(filled: Filled<'_>) -> Request {
    let mut headers = filled.headers;
    if filled.protocol == Protocol::RestJson {
        // API Gateway answers in HAL to whoever does not ask for JSON.
        // https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html
        headers.insert("accept".to_owned(), "application/json".to_owned());
    }
    if filled.method != "GET" {
        headers.insert("content-type".to_owned(), "application/json".to_owned());
        let body = Value::Object(filled.parameters).to_string();
        return Request { method: filled.method.to_owned(), path: filled.path, headers, body };
    }
    let mut path = filled.path;
    for (name, value) in &filled.parameters {
        let values = match value {
            Value::Array(list) => list.iter().collect(),
            single => vec![single],
        };
        for value in values {
            path.push(if path.contains('?') { '&' } else { '?' });
            path.push_str(&format!("{}={}", encode(name), encode(&plain(value))));
        }
    }
    Request { method: "GET".to_owned(), path, headers, body: String::new() }
}

//! AWS's JSON protocols. <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html>

use super::{Filled, Found, Request};
use aws_smithy_runtime_api::http::Headers;
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) fn request(filled: &Filled<'_>, content_type: &str) -> Request {
    Request {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        headers: BTreeMap::from([
            ("content-type".to_owned(), content_type.to_owned()),
            ("x-amz-target".to_owned(), format!("{}.{}", filled.target_prefix, filled.operation)),
        ]),
        body: Value::Object(filled.parameters.clone()).to_string(),
    }
}

pub(super) fn decode(body: &[u8]) -> Result<Value, String> {
    let value: Value = serde_json::from_slice(body).map_err(|e| format!("the answer is no JSON: {e}"))?;
    if value.is_object() { Ok(value) } else { Err("the answer is no JSON object".to_owned()) }
}

/// The code is in a header or in `__type` or `code`, perhaps with a namespace before and an address behind it.
/// <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization>
pub(super) fn error(headers: &Headers, body: &[u8]) -> Found {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
    let code = headers
        .get("x-amzn-errortype")
        .map(str::to_owned)
        .or_else(|| text("__type"))
        .or_else(|| text("code"));
    let code = code.and_then(|code| {
        let code = code.rsplit('#').next()?.split(':').next()?.trim().to_owned();
        (!code.is_empty()).then_some(code)
    });
    let message = text("message").or_else(|| text("Message")).or_else(|| text("errorMessage"));
    Found { code, message, request_id: None }
}

//! How requests are written and answers are read, protocol by protocol.

mod json;
mod query_xml;
mod rest;

use crate::service::Protocol;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;

/// One request, before endpoint and signature.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Request {
    /// `GET` or `POST`.
    pub(super) method: String,
    /// Path and query string.
    pub(super) path: String,
    /// Headers.
    pub(super) headers: BTreeMap<String, String>,
    /// The body.
    pub(super) body: String,
}

/// What a request is made from, every placeholder filled in.
pub(super) struct Filled<'a> {
    pub(super) protocol: Protocol,
    pub(super) version: &'a str,
    pub(super) target_prefix: &'a str,
    pub(super) operation: &'a str,
    pub(super) method: &'a str,
    pub(super) path: String,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) parameters: Map<String, Value>,
}

impl Filled<'_> {
    /// Writes the request.
    pub(super) fn request(self) -> Request {
        match self.protocol {
            Protocol::Query | Protocol::Ec2Query => query_xml::request(&self),
            Protocol::RestJson | Protocol::RestXml => rest::request(self),
            Protocol::Json10 => json::request(&self, "application/x-amz-json-1.0"),
            Protocol::Json11 | Protocol::Typed => json::request(&self, "application/x-amz-json-1.1"),
        }
    }
}

/// Reads the body of a successful answer. XML becomes objects whose members are lists, since XML does not say what is one;
/// texts stay texts.
///
/// # Errors
/// What is wrong with the body. A body that is cut off is never taken for an empty answer.
pub(super) fn decode(protocol: Protocol, operation: &str, body: &[u8]) -> Result<Value, String> {
    if protocol.is_xml() { query_xml::decode(protocol, operation, body) } else { json::decode(body) }
}

/// An error answer of AWS.
#[derive(Debug)]
pub(super) struct ServiceError {
    metadata: ErrorMetadata,
}

impl ServiceError {
    /// Reads code, message and request id from wherever the protocol puts them.
    pub(super) fn read(protocol: Protocol, headers: &Headers, body: &[u8]) -> Self {
        // What stands before an API, or for it, may answer in XML where the API itself speaks JSON.
        let xml = protocol.is_xml() || body.trim_ascii_start().starts_with(b"<");
        let found = if xml { query_xml::error(body) } else { json::error(headers, body) };
        let mut builder = ErrorMetadata::builder();
        if let Some(code) = found.code {
            builder = builder.code(code);
        }
        if let Some(message) = found.message {
            builder = builder.message(message);
        }
        if let Some(id) = found.request_id {
            builder = builder.custom("aws_request_id", id);
        }
        Self { metadata: builder.build() }
    }
}

impl ProvideErrorMetadata for ServiceError {
    fn meta(&self) -> &ErrorMetadata {
        &self.metadata
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.metadata.fmt(f)
    }
}

impl std::error::Error for ServiceError {}

/// What an error answer says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
}

/// Percent-encodes all but unreserved characters, as AWS's signatures have it.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// A parameter as it stands in a form or a query string.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

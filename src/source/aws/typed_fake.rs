//! A stand-in for AWS in tests of the typed collectors: answers by what is asked, and remembers the questions.

use crate::resource::{Resource, Unread};
use crate::service::{Catalog, Needs, Shape};
use crate::source::aws::{CallLog, CellContext};
use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex};

/// One answer of the stand-in.
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, &'static str)>,
    body: String,
}

/// An answer with a body.
pub(crate) fn ok(body: impl Into<String>) -> Answer {
    Answer { status: 200, headers: Vec::new(), body: body.into() }
}

/// An error as S3 writes it, without an envelope, and as RDS does, within one; each SDK finds its own.
pub(crate) fn error(status: u16, code: &str) -> Answer {
    let error = format!("<Error><Code>{code}</Code><Message>no</Message></Error>");
    Answer { status, headers: Vec::new(), body: error }
}

impl Answer {
    /// The same answer in the envelope of the query protocol.
    pub(crate) fn enveloped(mut self) -> Self {
        self.body = format!("<ErrorResponse>{}<RequestId>r</RequestId></ErrorResponse>", self.body);
        self
    }

    /// The same answer with a header.
    pub(crate) fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }
}

type Answers = dyn Fn(&str) -> Answer + Send + Sync;

/// Answers each question, `METHOD uri body`, by a function.
#[derive(Clone)]
pub(crate) struct Fake {
    answers: Arc<Answers>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fake")
    }
}

impl HttpClient for Fake {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Fake {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = String::from_utf8_lossy(request.body().bytes().unwrap_or_default());
        let question = format!("{} {} {body}", request.method(), request.uri());
        let answer = (self.answers)(&question);
        self.asked.lock().expect("no test panics here").push(question);
        let status = StatusCode::try_from(answer.status).expect("a status");
        let mut response = HttpResponse::new(status, SdkBody::from(answer.body));
        for (name, value) in answer.headers {
            response.headers_mut().insert(name, value);
        }
        HttpConnectorFuture::ready(Ok(response))
    }
}

impl Fake {
    /// A stand-in that answers by this function.
    pub(crate) fn new(answers: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        Self { answers: Arc::new(answers), asked: Arc::default() }
    }

    /// The questions so far that contain a text.
    pub(crate) fn asked(&self, text: &str) -> Vec<String> {
        let asked = self.asked.lock().expect("no test panics here");
        asked.iter().filter(|question| question.contains(text)).cloned().collect()
    }

    fn sdk(&self) -> SdkConfig {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret", None, None, "test");
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .retry_config(RetryConfig::disabled())
            .http_client(SharedHttpClient::new(self.clone()))
            .build()
    }

    /// Runs a collector with everything needed, or only `needs`.
    pub(crate) async fn read<T>(
        &self,
        needs: Option<Needs>,
        collector: impl AsyncFnOnce(CellContext<'_>) -> T,
    ) -> T {
        let catalog = Catalog::builtin();
        let needs = needs.unwrap_or_else(|| Needs::everything(catalog));
        let tag_keys = BTreeSet::from(["phi".to_owned()]);
        let sdk = self.sdk();
        collector(CellContext {
            today: jiff::civil::date(2026, 11, 22),
            sample: None,
            account: "111122223333",
            region: "us-east-1",
            partition: "aws",
            sdk: &sdk,
            calls: Arc::new(CallLog::default()),
            needs: &needs,
            tag_keys: &tag_keys,
            concurrency: 4,
        })
        .await
    }
}

/// Holds a resource against its description: every declared member is there or explained, and nothing else is.
pub(crate) fn assert_declared(resource: &Resource) {
    let kind = Catalog::builtin().kind(&resource.kind).expect("the kind is described");
    let shape = Shape::Object(kind.properties.clone());
    let properties = Value::Object(resource.properties.clone());
    assert_shape(resource, "/properties", &shape, &properties);
    assert!(resource.tags.is_some() || resource.unread_at("/tags").is_some(), "{}: tags", resource.id);
}

fn assert_shape(resource: &Resource, path: &str, shape: &Shape, value: &Value) {
    let at = format!("{} {}{path}: {value}", resource.kind, resource.id);
    match (shape, value) {
        (_, Value::Null) | (Shape::Json, _) | (Shape::Bool, Value::Bool(_)) => {}
        (Shape::String | Shape::Time, Value::String(_)) => {}
        (Shape::Int, Value::Number(number)) => assert!(number.is_i64(), "{at}"),
        (Shape::List(element), Value::Array(values)) => {
            for (index, value) in values.iter().enumerate() {
                assert_shape(resource, &format!("{path}/{index}"), element, value);
            }
        }
        (Shape::Object(members), Value::Object(values)) => assert_members(resource, path, members, values),
        _ => panic!("{at} is not {shape:?}"),
    }
}

fn assert_members(
    resource: &Resource,
    path: &str,
    members: &BTreeMap<String, Shape>,
    values: &serde_json::Map<String, Value>,
) {
    for (name, shape) in members {
        let path = format!("{path}/{name}");
        match values.get(name) {
            Some(value) => assert_shape(resource, &path, shape, value),
            None => assert!(
                resource.unread_at(&path).is_some(),
                "{}: {path} is missing without a reason",
                resource.id
            ),
        }
    }
    for name in values.keys() {
        assert!(members.contains_key(name), "{}: {path}/{name} is not declared", resource.id);
    }
}

/// The entry that explains why a property is missing.
pub(crate) fn unread<'a>(resource: &'a Resource, property: &str) -> &'a Unread {
    resource.unread_at(&format!("/properties/{property}")).expect("the property is unread")
}

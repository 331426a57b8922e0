//! One signed call: the SDK's own orchestrator, retries and signatures, with the protocols of a description.

use super::shared::Shared;
use crate::resource::{Cause, Unread};
use crate::service::{Api, Call};
use crate::source::aws::CellContext;
use crate::source::aws::calls::CallCounter;
use crate::source::aws::endpoint::endpoint;
use crate::source::aws::patience::Patience;
use crate::source::aws::protocol::{Filled, Request, ServiceError, decode};
use crate::source::aws::refusal;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_runtime::auth::SigV4OperationSigningConfig;
use aws_runtime::auth::sigv4::{SCHEME_ID, SigV4AuthScheme};
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime::client::retries::classifiers::{HttpStatusCodeClassifier, TransientErrorClassifier};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::static_resolver::StaticAuthSchemeOptionResolver;
use aws_smithy_runtime_api::client::auth::{
    AuthSchemeOptionResolverParams, SharedAuthScheme, SharedAuthSchemeOptionResolver,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::Layer;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::SigningName;
use aws_types::region::{Region, SigningRegion};
use serde_json::Value;

/// Calls the operations of one API in one region.
pub(super) struct Caller<'a> {
    pub(super) api: &'a Api,
    pub(super) context: &'a CellContext<'a>,
    /// The region that is asked.
    pub(super) region: String,
    url: String,
    /// Answers that several kinds ask for.
    pub(super) shared: Shared,
}

impl<'a> Caller<'a> {
    pub(super) fn new(api: &'a Api, context: &'a CellContext<'a>) -> Self {
        let found = endpoint(api, context.account, context.region, context.partition, context.sdk);
        let shared = Shared::of(api, context.needs);
        Self { api, context, region: found.region, url: found.url, shared }
    }

    /// Sends one request and reads its answer.
    ///
    /// A description may tell errors of one code apart by their message, as `Code: beginning of the message`: such an error's
    /// code is then that text.
    pub(super) async fn send(&self, filled: Filled<'_>, call: &Call) -> Result<Value, Unread> {
        let action = call.action.as_str();
        let operation = self.operation(filled.operation);
        let answer = operation.invoke(filled.request()).await;
        answer.map_err(|error| {
            let mut unread = refusal::unread(action, &error);
            let meta = error.as_service_error().map(ProvideErrorMetadata::meta);
            if let (Some(code), Some(message)) = (&unread.code, meta.and_then(|meta| meta.message())) {
                let told = format!("{code}: {message}");
                if let Some(text) =
                    call.not_configured.iter().find(|t| t.contains(": ") && told.starts_with(*t))
                {
                    unread.code = Some(text.clone());
                }
            }
            tracing::debug!(action, cause = %unread.cause, code = unread.code, "call failed");
            unread
        })
    }

    fn operation(&self, name: &str) -> Operation<Request, Value, ServiceError> {
        let sdk = self.context.sdk;
        let url = self.url.clone();
        let (protocol, operation) = (self.api.protocol, name.to_owned());
        let mut builder = Operation::builder()
            .service_name(self.api.id.clone())
            .operation_name(name.to_owned())
            .endpoint_url(&url)
            .standard_retry(&sdk.retry_config().cloned().unwrap_or_else(RetryConfig::standard))
            .timeout_config(sdk.timeout_config().cloned().unwrap_or_else(|| TimeoutConfig::builder().build()))
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .with_connection_poisoning()
            .interceptor(CallCounter::new(&self.context.calls, self.api.id.clone()))
            .interceptor(Patience)
            .retry_classifier(AwsErrorCodeClassifier::<ServiceError>::new())
            .retry_classifier(TransientErrorClassifier::<ServiceError>::new())
            .retry_classifier(HttpStatusCodeClassifier::default())
            .runtime_plugin(self.signing());
        if let Some(client) = sdk.http_client() {
            builder = builder.http_client(client);
        }
        if let Some(sleep) = sdk.sleep_impl() {
            builder = builder.sleep_impl(sleep);
        }
        if let Some(time) = sdk.time_source() {
            builder = builder.time_source(time);
        }
        builder
            .serializer(http_request)
            .deserializer(move |response: &HttpResponse| {
                let body = response.body().bytes().unwrap_or_default();
                if response.status().is_success() {
                    decode(protocol, &operation, body).map_err(OrchestratorError::other)
                } else {
                    Err(OrchestratorError::operation(ServiceError::read(protocol, response.headers(), body)))
                }
            })
            .build()
    }

    /// Signature Version 4 with the user's credentials.
    fn signing(&self) -> StaticRuntimePlugin {
        let sdk = self.context.sdk;
        let mut signing = SigV4OperationSigningConfig {
            region: Some(SigningRegion::from(Region::new(self.region.clone()))),
            name: Some(SigningName::from(self.api.signing_name.clone())),
            ..SigV4OperationSigningConfig::default()
        };
        if self.api.signing_name == "s3" {
            // S3 signs paths as they are, and wants the body's hash in a header.
            // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
            signing.signing_options.double_uri_encode = false;
            signing.signing_options.normalize_uri_path = false;
            signing.signing_options.content_sha256_header = true;
        }
        let mut layer = Layer::new("described");
        layer.store_put(signing);
        layer.store_put(AuthSchemeOptionResolverParams::new(()));
        let mut components = RuntimeComponentsBuilder::new("described");
        components.push_auth_scheme(SharedAuthScheme::new(SigV4AuthScheme::new()));
        components.set_auth_scheme_option_resolver(Some(SharedAuthSchemeOptionResolver::new(
            StaticAuthSchemeOptionResolver::new(vec![SCHEME_ID]),
        )));
        if let Some(credentials) = sdk.credentials_provider() {
            components.set_identity_resolver(SCHEME_ID, credentials);
        }
        if let Some(cache) = sdk.identity_cache() {
            components.set_identity_cache(Some(cache));
        }
        StaticRuntimePlugin::new().with_config(layer.freeze()).with_runtime_components(components)
    }
}

fn http_request(request: Request) -> Result<HttpRequest, BoxError> {
    let mut http = HttpRequest::new(SdkBody::from(request.body.clone()));
    http.set_method(&request.method)?;
    http.set_uri(request.path)?;
    let headers = http.headers_mut();
    headers.insert("user-agent", concat!("baascan/", env!("CARGO_PKG_VERSION")));
    if !request.body.is_empty() {
        headers.insert("content-length", request.body.len().to_string());
    }
    for (name, value) in request.headers {
        headers.try_insert(name, value)?;
    }
    Ok(http)
}

/// An answer that came and cannot be used.
pub(super) fn unusable(action: &str, code: &str) -> Unread {
    Unread {
        action: Some(action.to_owned()),
        code: Some(code.to_owned()),
        ..Unread::without_call("", Cause::Failed)
    }
}

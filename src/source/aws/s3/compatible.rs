//! Answers of endpoints that speak S3 without being S3. Some name the root element of an answer after the operation, which
//! other SDKs let pass and Rust's refuses; the name of the root decides nothing, so it is put right before the SDK reads it.

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;

/// Names that such endpoints use, each with S3's own:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html>,
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html>.
const ROOTS: [(&str, &str); 2] = [
    ("GetBucketVersioningResponse", "VersioningConfiguration"),
    ("GetBucketNotificationResponse", "NotificationConfiguration"),
];

/// A client that puts the root elements of answers right.
#[derive(Debug)]
pub(super) struct RootNames(pub(super) SharedHttpClient);

impl HttpClient for RootNames {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Connector(self.0.http_connector(settings, components)))
    }
}

#[derive(Debug)]
struct Connector(SharedHttpConnector);

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let answer = self.0.call(request);
        HttpConnectorFuture::new(async move { put_right(answer.await?).await })
    }
}

async fn put_right(mut answer: HttpResponse) -> Result<HttpResponse, ConnectorError> {
    let body = ByteStream::new(answer.take_body()).collect().await;
    let body = body.map_err(|error| ConnectorError::io(error.into()))?.to_vec();
    *answer.body_mut() = match std::str::from_utf8(&body).ok().and_then(renamed) {
        Some(text) => {
            // The SDK holds the body against it.
            answer.headers_mut().remove("content-length");
            SdkBody::from(text)
        }
        None => SdkBody::from(body),
    };
    Ok(answer)
}

/// The answer with S3's own root element, when it has one of the others.
fn renamed(text: &str) -> Option<String> {
    let (found, own) = ROOTS.into_iter().find(|(found, _)| text.contains(&format!("<{found}")))?;
    Some(
        text.replace(&format!("<{found}"), &format!("<{own}"))
            .replace(&format!("</{found}>"), &format!("</{own}>")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_named_after_the_operation_is_put_right() {
        let text = r#"<?xml version="1.0"?><GetBucketVersioningResponse xmlns="x"><Status>Enabled</Status></GetBucketVersioningResponse>"#;
        let own = r#"<?xml version="1.0"?><VersioningConfiguration xmlns="x"><Status>Enabled</Status></VersioningConfiguration>"#;
        assert_eq!(renamed(text).as_deref(), Some(own));
        assert_eq!(
            renamed("<GetBucketNotificationResponse/>").as_deref(),
            Some("<NotificationConfiguration/>")
        );
    }

    #[test]
    fn every_other_answer_stays_as_it_is() {
        assert_eq!(renamed("<VersioningConfiguration/>"), None);
        assert_eq!(renamed(r#"{"Version":"2012-10-17"}"#), None);
    }
}

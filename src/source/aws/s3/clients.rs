//! One S3 client for each region that holds a bucket.

use super::compatible::RootNames;
use crate::source::aws::client::endpoint_override;
use crate::source::aws::patience::Patience;
use crate::source::aws::{CallCounter, CellContext};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, Region, RequestChecksumCalculation, ResponseChecksumValidation};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Makes each region's client once; all of them share connections and credentials.
pub(super) struct Clients {
    template: Builder,
    home: String,
    made: Mutex<BTreeMap<String, Client>>,
}

impl Clients {
    /// The home region is the caller's own, which any partition's S3 answers `ListBuckets` from.
    pub(super) fn new(ctx: &CellContext<'_>) -> Self {
        let home = ctx.sdk.region().map_or_else(|| default_region(ctx.partition), Region::as_ref).to_owned();
        let mut template = Builder::from(ctx.sdk)
            // Nothing here reads or writes objects, the only bodies S3 keeps checksums of.
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .interceptor(CallCounter::new(&ctx.calls, "s3"))
            .interceptor(Patience);
        if endpoint_override(ctx.sdk, "S3").is_some() {
            // An endpoint set by hand has no host name for each bucket, and may not be S3 itself.
            template = template.force_path_style(true);
            template.set_http_client(
                ctx.sdk.http_client().map(|client| SharedHttpClient::new(RootNames(client))),
            );
        }
        Self { template, home, made: Mutex::default() }
    }

    /// Where the account as a whole is asked.
    pub(super) fn home(&self) -> Client {
        self.of(&self.home)
    }

    /// The client of one region.
    pub(super) fn of(&self, region: &str) -> Client {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = made.get(region) {
            return client.clone();
        }
        let config = self.template.clone().region(Region::new(region.to_owned())).build();
        let client = Client::from_conf(config);
        made.insert(region.to_owned(), client.clone());
        client
    }

    /// The home region's code.
    pub(super) fn home_region(&self) -> &str {
        &self.home
    }
}

/// Where S3 is asked when nobody named a region: the first of each partition.
/// <https://docs.aws.amazon.com/general/latest/gr/s3.html>
fn default_region(partition: &str) -> &'static str {
    match partition {
        "aws-cn" => "cn-north-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    }
}

/// The region that a bucket's location constraint means. The oldest two names differ:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html>.
pub(super) fn region_of(constraint: Option<&str>) -> &str {
    match constraint {
        None | Some("") => "us-east-1",
        Some("EU") => "eu-west-1",
        Some(region) => region,
    }
}

/// The region that S3 names when it was asked in the wrong one: by header, or in the body of `AuthorizationHeaderMalformed`.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>
pub(super) fn redirected_to(code: Option<&str>, answer: &HttpResponse) -> Option<String> {
    let elsewhere = matches!(
        code,
        Some(
            "PermanentRedirect"
                | "TemporaryRedirect"
                | "AuthorizationHeaderMalformed"
                | "IllegalLocationConstraintException"
        )
    ) || matches!(answer.status().as_u16(), 301 | 307);
    if !elsewhere {
        return None;
    }
    if let Some(region) = answer.headers().get("x-amz-bucket-region") {
        return Some(region.to_owned());
    }
    let body = String::from_utf8_lossy(answer.body().bytes()?);
    let (_, rest) = body.split_once("<Region>")?;
    rest.split_once("</Region>").map(|(region, _)| region.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_runtime_api::http::StatusCode;
    use aws_smithy_types::body::SdkBody;

    fn answer(status: u16, header: Option<&'static str>, body: &'static str) -> HttpResponse {
        let status = StatusCode::try_from(status).expect("a status");
        let mut answer = HttpResponse::new(status, SdkBody::from(body));
        if let Some(region) = header {
            answer.headers_mut().insert("x-amz-bucket-region", region);
        }
        answer
    }

    #[test]
    fn the_oldest_location_constraints_are_regions() {
        assert_eq!(region_of(None), "us-east-1");
        assert_eq!(region_of(Some("")), "us-east-1");
        assert_eq!(region_of(Some("EU")), "eu-west-1");
        assert_eq!(region_of(Some("ap-southeast-9")), "ap-southeast-9");
    }

    #[test]
    fn a_permanent_redirect_names_the_region_in_a_header() {
        let moved = answer(301, Some("eu-central-1"), "");
        assert_eq!(redirected_to(Some("PermanentRedirect"), &moved).as_deref(), Some("eu-central-1"));
        assert_eq!(redirected_to(None, &moved).as_deref(), Some("eu-central-1"));
    }

    #[test]
    fn a_malformed_authorization_header_names_the_region_in_header_or_body() {
        let code = Some("AuthorizationHeaderMalformed");
        let body = "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-2</Region></Error>";
        assert_eq!(redirected_to(code, &answer(400, None, body)).as_deref(), Some("eu-west-2"));
        assert_eq!(redirected_to(code, &answer(400, Some("us-west-2"), body)).as_deref(), Some("us-west-2"));
        assert_eq!(redirected_to(code, &answer(400, None, "")), None);
    }

    #[test]
    fn a_refusal_that_carries_the_header_is_no_redirect() {
        assert_eq!(redirected_to(Some("AccessDenied"), &answer(403, Some("eu-west-2"), "")), None);
    }
}

//! What an error of AWS means: refused, throttled, out of time, out of reach, or failed.

use super::offered::is_offered;
use super::protocol::ServiceError;
use super::reach::is_unknown_host;
use crate::resource::{Cause, Unread};
use crate::service::Protocol;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use std::error::Error;

/// Codes that mean: this identity may not.
///
/// Common errors: <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>;
/// EC2's: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>;
/// S3's: <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>.
const DENIED: [&str; 12] = [
    "AccessDenied",
    "AccessDeniedException",
    "AccessDeniedFault",
    "AuthorizationError",
    "AuthorizationErrorException",
    "AllAccessDisabled",
    "AccountProblem",
    "NotAuthorized",
    "NotAuthorizedException",
    "UnauthorizedOperation",
    "UnauthorizedAccess",
    "ForbiddenException",
];

/// Codes that mean: too many calls. The SDK's own list, <https://docs.rs/aws-runtime/latest/aws_runtime/retries/classifiers/>,
/// and S3's `ServiceUnavailable`'s neighbour `SlowDown`.
const THROTTLED: [&str; 16] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "ThrottlingError",
    "TooManyRequests",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// Codes that mean: these credentials are over, or were never good.
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>
const EXPIRED: [&str; 11] = [
    "ExpiredToken",
    "ExpiredTokenException",
    "RequestExpired",
    "TokenRefreshRequired",
    "InvalidToken",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "InvalidAccessKeyId",
    "AuthFailure",
    "SignatureDoesNotMatch",
    "InvalidSignatureException",
];

/// Codes that mean: no answer in time.
const TIMEOUT: [&str; 3] = ["RequestTimeout", "RequestTimeoutException", "RequestTimedOut"];

/// Codes by which AWS says that this account has not enabled the service here.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>,
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>
const DISABLED: [&str; 4] =
    ["OptInRequired", "SubscriptionRequiredException", "RegionDisabledException", "DisabledRegion"];

/// Whether a refusal means that the account has not enabled the service or the region.
pub(crate) fn is_disabled(unread: &Unread) -> bool {
    unread.code.as_deref().is_some_and(|code| DISABLED.contains(&code))
}

/// The cause behind an error code and HTTP status.
pub(crate) fn cause(code: Option<&str>, status: Option<u16>) -> Cause {
    match code {
        Some(c) if EXPIRED.contains(&c) => return Cause::ExpiredCredentials,
        Some(c) if DENIED.contains(&c) => return Cause::Denied,
        Some(c) if THROTTLED.contains(&c) => return Cause::Throttled,
        Some(c) if TIMEOUT.contains(&c) => return Cause::Timeout,
        _ => {}
    }
    match status {
        // A HEAD-like answer without a body has no code; 403 says enough.
        Some(403) if code.is_none() => Cause::Denied,
        Some(429) => Cause::Throttled,
        _ => Cause::Failed,
    }
}

/// Whether an answer, of any protocol, tells of throttling.
pub(crate) fn is_throttled(answer: &HttpResponse) -> bool {
    let status = answer.status().as_u16();
    if status < 400 {
        return false;
    }
    let body = answer.body().bytes().unwrap_or_default();
    let protocol = if body.trim_ascii_start().starts_with(b"<") { Protocol::Query } else { Protocol::Json11 };
    let error = ServiceError::read(protocol, answer.headers(), body);
    cause(error.code(), Some(status)) == Cause::Throttled
}

/// The code of a call to a host whose name nobody knows.
const UNKNOWN_HOST: &str = "UnknownHost";

/// Whether an API could not be asked because it is not offered in the region: there is no such host, and AWS's endpoint data
/// know the region and do not list the API there. A host that should be there and is not is out of reach.
pub(super) fn is_not_offered(unread: &Unread, endpoint_prefix: &str, region: &str) -> bool {
    unread.code.as_deref() == Some(UNKNOWN_HOST) && is_offered(endpoint_prefix, region) == Some(false)
}

/// Explains an SDK error. `action` is the IAM action of the call; the path stays empty for the caller to fill in.
pub(crate) fn unread<E>(action: &str, error: &SdkError<E, HttpResponse>) -> Unread
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let (cause, code) = match error {
        SdkError::ServiceError(service) => {
            let (code, status) = (service.err().code(), service.raw().status().as_u16());
            let shown = code.map_or_else(|| format!("HTTP {status}"), str::to_owned);
            (cause(code, Some(status)), Some(shown))
        }
        SdkError::TimeoutError(_) => (Cause::Timeout, None),
        SdkError::DispatchFailure(failure) if failure.is_timeout() => (Cause::Timeout, None),
        SdkError::DispatchFailure(failure) => match failure.as_connector_error() {
            Some(connector) if is_unknown_host(connector) => {
                (Cause::Unreachable, Some(UNKNOWN_HOST.to_owned()))
            }
            Some(connector) => undispatched(connector),
            None => (Cause::Unreachable, None),
        },
        SdkError::ResponseError(response) => {
            let status = response.raw().status().as_u16();
            (cause(None, Some(status)), Some(format!("UnreadableAnswer (HTTP {status})")))
        }
        other => undispatched(other),
    };
    Unread {
        path: String::new(),
        cause,
        action: Some(action.to_owned()),
        code,
        request_id: error.request_id().or_else(|| in_body(error)).map(str::to_owned),
    }
}

/// The request id that the query protocols write into the body.
fn in_body<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Option<&str> {
    error.as_service_error().and_then(|e| e.meta().request_id())
}

/// An error before any answer: credentials that could not be had, or no connection.
fn undispatched(error: &(dyn Error + 'static)) -> (Cause, Option<String>) {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(credentials) = error.downcast_ref::<CredentialsError>() {
            let code = match credentials {
                CredentialsError::CredentialsNotLoaded(_) => "CredentialsNotLoaded",
                CredentialsError::ProviderTimedOut(_) => "CredentialsTimedOut",
                CredentialsError::InvalidConfiguration(_) => "InvalidConfiguration",
                _ => "CredentialsError",
            };
            return (Cause::ExpiredCredentials, Some(code.to_owned()));
        }
        next = error.source();
    }
    match error.downcast_ref::<aws_smithy_runtime_api::client::result::ConnectorError>() {
        Some(_) => (Cause::Unreachable, None),
        None => (Cause::Failed, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_runtime_api::client::result::ConnectorError;
    use aws_smithy_runtime_api::http::StatusCode;
    use aws_smithy_types::body::SdkBody;
    use aws_smithy_types::error::ErrorMetadata;

    fn answered(status: u16, code: Option<&str>) -> SdkError<ErrorMetadata, HttpResponse> {
        let status = StatusCode::try_from(status).expect("a status");
        let mut response = HttpResponse::new(status, SdkBody::empty());
        response.headers_mut().insert("x-amz-request-id", "r-1");
        let mut error = ErrorMetadata::builder();
        if let Some(code) = code {
            error = error.code(code);
        }
        SdkError::service_error(error.build(), response)
    }

    #[test]
    fn each_code_has_the_cause_that_aws_documents() {
        for (code, status, expected) in [
            ("AccessDenied", 403, Cause::Denied),
            ("UnauthorizedOperation", 403, Cause::Denied),
            ("AuthorizationError", 403, Cause::Denied),
            ("SlowDown", 503, Cause::Throttled),
            ("RequestLimitExceeded", 503, Cause::Throttled),
            ("TooManyRequestsException", 429, Cause::Throttled),
            ("ExpiredToken", 400, Cause::ExpiredCredentials),
            ("UnrecognizedClientException", 400, Cause::ExpiredCredentials),
            ("RequestTimeout", 400, Cause::Timeout),
            ("InternalError", 500, Cause::Failed),
            ("ServerSideEncryptionConfigurationNotFoundError", 404, Cause::Failed),
        ] {
            assert_eq!(cause(Some(code), Some(status)), expected, "{code}");
        }
    }

    #[test]
    fn a_refusal_carries_action_code_and_request_id() {
        let unread = unread("s3:GetBucketPolicy", &answered(403, Some("AccessDenied")));
        assert_eq!(unread.cause, Cause::Denied);
        assert_eq!(unread.action.as_deref(), Some("s3:GetBucketPolicy"));
        assert_eq!(unread.code.as_deref(), Some("AccessDenied"));
        assert_eq!(unread.request_id.as_deref(), Some("r-1"));
    }

    #[test]
    fn an_answer_without_a_code_shows_its_status() {
        let refused = unread("s3:ListBuckets", &answered(403, None));
        assert_eq!((refused.cause, refused.code.as_deref()), (Cause::Denied, Some("HTTP 403")));
        assert_eq!(unread("s3:ListBuckets", &answered(500, None)).cause, Cause::Failed);
    }

    #[test]
    fn throttling_is_told_in_every_protocol() {
        let answer = |status: u16, header: Option<&'static str>, body: &'static str| {
            let status = StatusCode::try_from(status).expect("a status");
            let mut answer = HttpResponse::new(status, SdkBody::from(body));
            if let Some(header) = header {
                answer.headers_mut().insert("x-amzn-errortype", header);
            }
            is_throttled(&answer)
        };
        assert!(answer(503, None, "<Error><Code>SlowDown</Code></Error>"));
        assert!(answer(
            400,
            None,
            r#"{"__type": "com.amazon.coral#ThrottlingException", "message": "slow"}"#
        ));
        assert!(answer(400, None, r#"{"message":"slow","__type":"ThrottlingException"}"#));
        assert!(answer(400, Some("ThrottlingException:http://internal"), "{}"));
        assert!(answer(429, None, ""));
        assert!(!answer(400, None, r#"{"__type":"AccessDeniedException"}"#));
        assert!(!answer(500, None, "<Error><Code>InternalError</Code></Error>"));
        assert!(!answer(200, None, "<Code>SlowDown</Code>"));
    }

    #[test]
    fn no_connection_is_unreachable_and_no_time_is_timeout() {
        let dispatch = |error| SdkError::<ErrorMetadata, HttpResponse>::dispatch_failure(error);
        let refused = dispatch(ConnectorError::io("connection refused".into()));
        assert_eq!(unread("s3:ListBuckets", &refused).cause, Cause::Unreachable);
        let late = dispatch(ConnectorError::timeout("too late".into()));
        assert_eq!(unread("s3:ListBuckets", &late).cause, Cause::Timeout);
        let late = SdkError::<ErrorMetadata, HttpResponse>::timeout_error("too late");
        assert_eq!(unread("s3:ListBuckets", &late).cause, Cause::Timeout);
    }

    #[test]
    fn an_api_without_a_host_is_not_offered_only_where_the_endpoint_data_agree() {
        let asked = |resolver: &str| {
            let failed = ConnectorError::io(format!("dns error: {resolver}").into());
            unread(
                "healthlake:ListFHIRDatastores",
                &SdkError::<ErrorMetadata, HttpResponse>::dispatch_failure(failed),
            )
        };
        for unknown in ["Name or service not known", "Name does not resolve"] {
            let unread = asked(unknown);
            assert_eq!((unread.cause, unread.code.as_deref()), (Cause::Unreachable, Some(UNKNOWN_HOST)));
        }
        assert_eq!(
            asked("Temporary failure in name resolution").code,
            None,
            "nobody could be asked for the name"
        );
        let unread = asked("Name or service not known");
        assert!(is_not_offered(&unread, "healthlake", "ap-northeast-3"));
        assert!(!is_not_offered(&unread, "kms", "ap-northeast-3"), "it should be there");
        assert!(!is_not_offered(&unread, "healthlake", "xx-new-1"), "a region that the data do not know");
        let refused = Unread { code: None, ..unread };
        assert!(!is_not_offered(&refused, "healthlake", "ap-northeast-3"), "nobody answered");
    }

    #[test]
    fn credentials_that_cannot_be_had_are_said_to_be_so() {
        let error = CredentialsError::not_loaded("none found");
        let failed = SdkError::<ErrorMetadata, HttpResponse>::dispatch_failure(ConnectorError::other(
            error.into(),
            None,
        ));
        let unread = unread("sts:GetCallerIdentity", &failed);
        assert_eq!(unread.cause, Cause::ExpiredCredentials);
        assert_eq!(unread.code.as_deref(), Some("CredentialsNotLoaded"));
    }
}

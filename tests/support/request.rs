//! What a request to AWS asks for, as far as its form tells.
use hyper::body::Bytes;
use hyper::header::HeaderMap;
use hyper::http::request::Parts;
use std::collections::BTreeMap;

/// One request, as the fake endpoint understood it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The signing name in the credential scope (`s3`, `rds`, `tagging`); empty when unsigned.
    pub(crate) service: String,
    /// The region in the credential scope; empty when unsigned.
    pub(crate) region: String,
    /// From `X-Amz-Target`, `Action=`, or for S3 from method and query; REST APIs are told by their path instead.
    pub(crate) operation: Option<String>,
    /// The HTTP method.
    pub(crate) method: String,
    /// The path, still encoded.
    pub(crate) path: String,
    /// The query's keys and values, still encoded; a key alone has an empty value.
    pub(crate) query: BTreeMap<String, String>,
    /// The body as text.
    pub(crate) body: String,
    /// The Host header.
    pub(crate) host: String,
    /// `x-amz-account-id`, which S3 Control carries.
    pub(crate) account: Option<String>,
}

/// How an API writes its errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    S3,
    RestXml,
    Query,
    Ec2,
    Json,
    RestJson,
}

impl Seen {
    /// Reads a request's head and body.
    pub(crate) fn read(head: &Parts, body: &Bytes) -> Seen {
        let (service, region) = scope(&head.headers);
        let body = String::from_utf8_lossy(body).into_owned();
        let query = pairs(head.uri.query().unwrap_or_default());
        let method = head.method.as_str().to_owned();
        let path = head.uri.path().to_owned();
        let target = text(&head.headers, "x-amz-target");
        let operation = target
            .and_then(|target| target.rsplit('.').next().map(str::to_owned))
            .or_else(|| pairs(&body).remove("Action").filter(|action| !action.is_empty()))
            .or_else(|| query.get("Action").cloned())
            .or_else(|| (service == "s3").then(|| s3_operation(&method, &path, &query)).flatten());
        let host = text(&head.headers, "host").unwrap_or_default();
        let account = text(&head.headers, "x-amz-account-id");
        Seen { service, region, operation, method, path, query, body, host, account }
    }

    /// The protocol whose errors the caller will understand.
    pub(crate) fn protocol(&self) -> Protocol {
        let s3_control = self.account.is_some() || self.path.starts_with("/v20180820/");
        match self.service.as_str() {
            "s3" if s3_control => Protocol::RestXml,
            "s3" => Protocol::S3,
            "cloudfront" | "route53" => Protocol::RestXml,
            "ec2" => Protocol::Ec2,
            _ if self.body.starts_with('{') && self.operation.is_some() => Protocol::Json,
            _ if self.operation.is_some() => Protocol::Query,
            _ => Protocol::RestJson,
        }
    }
}

/// Service and region of `Authorization: … Credential=key/date/region/service/aws4_request, …`.
fn scope(headers: &HeaderMap) -> (String, String) {
    let authorization = text(headers, "authorization").unwrap_or_default();
    let credential =
        authorization.split_once("Credential=").map(|(_, rest)| rest.to_owned()).unwrap_or_default();
    let mut parts = credential.split([',', ' ']).next().unwrap_or_default().split('/').skip(2);
    let region = parts.next().unwrap_or_default().to_owned();
    (parts.next().unwrap_or_default().to_owned(), region)
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn pairs(form: &str) -> BTreeMap<String, String> {
    let pairs = form.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(k, v)| (k.into(), v.into())).collect()
}

/// The S3 operation of a path-style request; the table holds the reads of buckets.
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html>
fn s3_operation(method: &str, path: &str, query: &BTreeMap<String, String>) -> Option<String> {
    const READS: [(&str, &str); 18] = [
        ("accelerate", "GetBucketAccelerateConfiguration"),
        ("acl", "GetBucketAcl"),
        ("cors", "GetBucketCors"),
        ("encryption", "GetBucketEncryption"),
        ("lifecycle", "GetBucketLifecycleConfiguration"),
        ("location", "GetBucketLocation"),
        ("logging", "GetBucketLogging"),
        ("notification", "GetBucketNotificationConfiguration"),
        ("object-lock", "GetObjectLockConfiguration"),
        ("ownershipControls", "GetBucketOwnershipControls"),
        ("policy", "GetBucketPolicy"),
        ("policyStatus", "GetBucketPolicyStatus"),
        ("publicAccessBlock", "GetPublicAccessBlock"),
        ("replication", "GetBucketReplication"),
        ("tagging", "GetBucketTagging"),
        ("versioning", "GetBucketVersioning"),
        ("website", "GetBucketWebsite"),
        ("list-type", "ListObjectsV2"),
    ];
    let bucket = path.trim_matches('/');
    match method {
        _ if path.starts_with("/v20180820/") => None,
        "GET" if bucket.is_empty() => Some("ListBuckets".into()),
        "HEAD" if !bucket.contains('/') => Some("HeadBucket".into()),
        "GET" if bucket.contains('/') => Some("GetObject".into()),
        "GET" => READS.iter().find(|(key, _)| query.contains_key(*key)).map(|(_, name)| (*name).to_owned()),
        _ => None,
    }
}

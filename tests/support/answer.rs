//! What the fake endpoint can answer.
use super::request::{Protocol, Seen};
use hyper::body::Bytes;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// An answer, or what is done to the answer of the endpoint behind.
#[derive(Clone)]
pub(crate) enum Answer {
    /// A body written by the test.
    Fixed(Reply),
    /// An error in the protocol of the request: status, code, message.
    Error(u16, String, String),
    /// S3's way of saying that a bucket lives in another region.
    Redirect(String),
    /// The answer from behind with its true length announced and only half of its body sent.
    CutOff,
    /// Silence for so long, then the answer from behind.
    Hang(Duration),
    /// The answer from behind with another body.
    Amended(Arc<dyn Fn(Bytes) -> Bytes + Send + Sync>),
}

/// One HTTP response.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Reply {
    fn new(status: u16, kind: &str, body: String) -> Reply {
        let headers =
            vec![("content-type".into(), kind.into()), ("x-amzn-requestid".into(), REQUEST_ID.into())];
        Reply { status, headers, body: Bytes::from(body) }
    }
}

/// The request id that every answer of the fake endpoint itself carries.
pub(crate) const REQUEST_ID: &str = "00000000-0000-4000-8000-000000000000";

impl Answer {
    /// A JSON document.
    pub(crate) fn json(body: &Value) -> Answer {
        Answer::Fixed(Reply::new(200, "application/json", body.to_string()))
    }

    /// A text, XML mostly, with a status of the test's choice.
    pub(crate) fn text(status: u16, body: &str) -> Answer {
        Answer::Fixed(Reply::new(status, "text/xml", body.into()))
    }

    /// An error in the protocol of the request.
    pub(crate) fn error(status: u16, code: &str) -> Answer {
        Answer::Error(status, code.into(), format!("{code} by the fake endpoint"))
    }

    /// The protocol's own form of "you may not"; the status is put right when the request is known.
    pub(crate) fn denied() -> Answer {
        Answer::error(0, "AccessDenied")
    }

    /// The protocol's own form of "not so fast".
    pub(crate) fn throttled() -> Answer {
        Answer::error(0, "Throttling")
    }

    /// A server error.
    pub(crate) fn failed() -> Answer {
        Answer::error(500, "InternalError")
    }

    /// 301 with the bucket's region.
    pub(crate) fn redirect(region: &str) -> Answer {
        Answer::Redirect(region.into())
    }

    /// Half a page.
    pub(crate) fn cut_off() -> Answer {
        Answer::CutOff
    }

    /// No answer for so long.
    pub(crate) fn hang(time: Duration) -> Answer {
        Answer::Hang(time)
    }

    /// The answer from behind, rewritten.
    pub(crate) fn amended(change: impl Fn(Bytes) -> Bytes + Send + Sync + 'static) -> Answer {
        Answer::Amended(Arc::new(change))
    }

    /// A fixed answer with one header more.
    pub(crate) fn header(self, name: &str, value: &str) -> Answer {
        match self {
            Answer::Fixed(mut reply) => {
                reply.headers.push((name.into(), value.into()));
                Answer::Fixed(reply)
            }
            other => other,
        }
    }
}

/// An error as the request's protocol writes it. Codes and statuses: <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>,
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html> and the common errors page of each JSON API.
pub(crate) fn error(seen: &Seen, status: u16, code: &str, message: &str) -> Reply {
    let protocol = seen.protocol();
    let json = matches!(protocol, Protocol::Json | Protocol::RestJson);
    let code = match (code, protocol) {
        ("AccessDenied", Protocol::Ec2) => "UnauthorizedOperation",
        ("AccessDenied", _) if json => "AccessDeniedException",
        ("Throttling", Protocol::Ec2) => "RequestLimitExceeded",
        ("Throttling", Protocol::S3 | Protocol::RestXml) => "SlowDown",
        ("Throttling", _) if json => "ThrottlingException",
        _ => code,
    };
    let status = match (status, code, protocol) {
        (0, "AccessDeniedException", Protocol::Json) | (0, "ThrottlingException", Protocol::Json) => 400,
        (0, "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation", _) => 403,
        (0, "SlowDown" | "RequestLimitExceeded", _) => 503,
        (0, "ThrottlingException", _) => 429,
        (0, _, _) => 400,
        _ => status,
    };
    let inner = format!("<Code>{code}</Code><Message>{message}</Message>");
    let id = format!("<RequestId>{REQUEST_ID}</RequestId>");
    match protocol {
        Protocol::S3 => {
            let mut reply = Reply::new(status, "application/xml", format!("<Error>{inner}{id}</Error>"));
            reply.headers.push(("x-amz-request-id".into(), REQUEST_ID.into()));
            reply
        }
        Protocol::RestXml | Protocol::Query => {
            let body =
                format!("<ErrorResponse><Error><Type>Sender</Type>{inner}</Error>{id}</ErrorResponse>");
            Reply::new(status, "text/xml", body)
        }
        Protocol::Ec2 => {
            let id = format!("<RequestID>{REQUEST_ID}</RequestID>");
            Reply::new(
                status,
                "text/xml",
                format!("<Response><Errors><Error>{inner}</Error></Errors>{id}</Response>"),
            )
        }
        Protocol::Json => {
            let body = json!({ "__type": code, "message": message }).to_string();
            Reply::new(status, "application/x-amz-json-1.1", body)
        }
        Protocol::RestJson => {
            let mut reply = Reply::new(status, "application/json", json!({ "message": message }).to_string());
            reply.headers.push(("x-amzn-errortype".into(), code.into()));
            reply
        }
    }
}

/// AWS's business associate addendum as `artifact:ListCustomerAgreements` lists it. Times are seconds since 1970, the default of
/// REST-JSON bodies: <https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html>
pub(crate) struct Agreement(Value);

impl Agreement {
    /// Accepted for one account; `start` in seconds since 1970.
    pub(crate) fn account(account: &str, start: i64) -> Agreement {
        let name = "AWS Business Associate Addendum";
        Agreement(agreement(account, name, "agreement-9c1kBcYznTkcpRIm", start))
    }

    /// Accepted by the management account for the organisation.
    pub(crate) fn organization(management: &str, organization: &str, start: i64) -> Agreement {
        let name = "AWS Organizations Business Associate Addendum";
        let mut summary = agreement(management, name, "agreement-y03aUwMAEorHtqjv", start);
        let arn = format!("arn:aws:organizations::{management}:organization/{organization}");
        summary["organizationArn"] = Value::from(arn);
        Agreement(summary)
    }

    /// Ended by the customer at this time.
    pub(crate) fn terminated(mut self, end: i64) -> Agreement {
        self.0["state"] = Value::from("CUSTOMER_TERMINATED");
        self.0["effectiveEnd"] = Value::from(end);
        self
    }
}

fn agreement(account: &str, name: &str, id: &str, start: i64) -> Value {
    let own = format!("customer-agreement-{account}ABCDE");
    json!({
        "name": name, "id": own, "arn": format!("arn:aws:artifact::{account}:customer-agreement/{own}"),
        "agreementArn": format!("arn:aws:artifact:::agreement/{id}"), "awsAccountId": account,
        "effectiveStart": start, "state": "ACTIVE", "type": "DEFAULT",
        "description": "Terms for accounts that hold protected health information",
    })
}

/// The answer of `artifact:ListCustomerAgreements`: `Rule::path("artifact", "GET", "/v1/customer-agreement/list")`.
pub(crate) fn agreements(list: &[Agreement]) -> Answer {
    let list: Vec<&Value> = list.iter().map(|agreement| &agreement.0).collect();
    Answer::json(&json!({ "customerAgreements": list }))
}

/// The answer of `account:ListRegions`, from pairs of region and opt-in status: `Rule::path("account", "POST", "/listRegions")`.
pub(crate) fn regions(list: &[(&str, &str)]) -> Answer {
    let region = |(name, status): &(&str, &str)| json!({ "RegionName": name, "RegionOptStatus": status });
    Answer::json(&json!({ "Regions": list.iter().map(region).collect::<Vec<_>>() }))
}

/// Adds tagged resources to the last page of `tag:GetResources`: `Rule::operation("tagging", "GetResources")`.
pub(crate) fn adding_resources(list: &[(String, Vec<(String, String)>)]) -> Answer {
    let tag = |(key, value): &(String, String)| json!({ "Key": key, "Value": value });
    let mapping = |(arn, tags): &(String, Vec<(String, String)>)| json!({ "ResourceARN": arn, "Tags": tags.iter().map(tag).collect::<Vec<_>>() });
    let added: Vec<Value> = list.iter().map(mapping).collect();
    Answer::amended(move |body| {
        let mut page: Value = serde_json::from_slice(&body).expect("GetResources answers in JSON");
        let last = page["PaginationToken"].as_str().is_none_or(str::is_empty);
        if let (true, Some(mappings)) = (last, page["ResourceTagMappingList"].as_array_mut()) {
            mappings.extend(added.iter().cloned());
        }
        Bytes::from(page.to_string())
    })
}

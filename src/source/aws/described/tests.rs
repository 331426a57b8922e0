//! Drives each protocol with answers as AWS writes them, over a real connection.

mod outer;

use super::*;
use crate::resource::Resource;
use crate::service::{Catalog, Needs};
use crate::source::aws::CallLog;
use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::identity::SharedIdentityCache;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// Status and body for a request, which is given whole.
type Answers = fn(&str) -> (u16, &'static str);

/// A server that answers from `answers` until the test ends; its address.
fn serve(answers: Answers) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("its address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            answer_one(stream, answers);
        }
    });
    format!("http://{address}")
}

fn answer_one(mut stream: TcpStream, answers: Answers) {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).expect("a request");
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if read == 0 || body.len() >= length.map_or(0, |l| l.parse().expect("a number")) {
            break;
        }
    }
    let request = String::from_utf8_lossy(&request);
    assert!(request.contains("AWS4-HMAC-SHA256"), "unsigned: {request}");
    let (status, body) = answers(&request);
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nx-amzn-requestid: r-1\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).expect("an answer");
}

fn sdk(endpoint: &str) -> SdkConfig {
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "example", None, None, "tests");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .identity_cache(SharedIdentityCache::new(
            aws_smithy_runtime::client::identity::IdentityCache::no_cache(),
        ))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .retry_config(RetryConfig::disabled())
        .endpoint_url(endpoint)
        .build()
}

async fn read(api: &str, region: &str, answers: Answers) -> (Vec<Resource>, Outcome, Arc<CallLog>) {
    let catalog = Catalog::builtin();
    let (sdk, needs, calls) =
        (sdk(&serve(answers)), Needs::everything(catalog), Arc::new(CallLog::default()));
    let tag_keys = BTreeSet::from(["phi".to_owned()]);
    let context = CellContext {
        today: jiff::civil::date(2026, 11, 22),
        sample: None,
        account: "111122223333",
        region,
        partition: "aws",
        sdk: &sdk,
        calls: Arc::clone(&calls),
        needs: &needs,
        tag_keys: &tag_keys,
        concurrency: 4,
    };
    let mut sink = Vec::new();
    let outcome = collect(catalog.api(api).expect("it is described"), &context, &mut sink).await;
    (sink, outcome, calls)
}

#[tokio::test]
async fn the_query_protocol_tells_who_asks() {
    let (resources, outcome, _) = read("sts", GLOBAL, |request| {
        assert!(request.ends_with("Action=GetCallerIdentity&Version=2011-06-15"), "{request}");
        (
            200,
            r#"<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/a&amp;b</Arn><UserId>AIDA</UserId>
          <Account>111122223333</Account></GetCallerIdentityResult>
          <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>"#,
        )
    })
    .await;
    assert_eq!(outcome.kinds["AWS::STS::CallerIdentity"].state, KindState::Read);
    assert_eq!(resources[0].properties["Arn"], "arn:aws:iam::111122223333:user/a&b");
    assert_eq!(resources[0].properties["Account"], "111122223333");
}

#[tokio::test]
async fn a_refusal_is_denied_with_action_code_and_request_id() {
    let (_, outcome, _) = read("sts", GLOBAL, |_| {
        (
            403,
            "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error>\
               <RequestId>r-2</RequestId></ErrorResponse>",
        )
    })
    .await;
    let report = &outcome.kinds["AWS::STS::CallerIdentity"];
    assert_eq!(report.state, KindState::Denied);
    let unread = report.unread.as_ref().expect("why");
    assert_eq!(unread.action.as_deref(), Some("sts:GetCallerIdentity"));
    assert_eq!(unread.code.as_deref(), Some("AccessDenied"));
    assert_eq!(unread.request_id.as_deref(), Some("r-1"));
}

#[tokio::test]
async fn ec2s_dialect_lists_regions_and_reports_its_own_errors() {
    let (resources, _, _) = read("ec2", GLOBAL, |request| {
        assert!(request.contains("AllRegions=true"), "{request}");
        (200, "<DescribeRegionsResponse><requestId>r</requestId><regionInfo><item><regionName>us-east-1</regionName>\
               <optInStatus>opt-in-not-required</optInStatus></item><item><regionName>af-south-1</regionName></item>\
               </regionInfo></DescribeRegionsResponse>")
    })
    .await;
    assert_eq!(resources.len(), 2);
    assert_eq!(resources[1].properties["OptInStatus"], Value::Null);
    let (_, outcome, calls) = read("ec2", GLOBAL, |_| {
        (503, "<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>slow</Message></Error></Errors>\
               <RequestID>r</RequestID></Response>")
    })
    .await;
    let unread = outcome.kinds["AWS::EC2::Region"].unread.as_ref().expect("why");
    assert_eq!(unread.cause, Cause::Throttled);
    assert_eq!(calls.throttled(), 1);
}

fn kms(request: &str) -> (u16, &'static str) {
    let is = |operation: &str| request.contains(&format!("x-amz-target: TrentService.{operation}\r\n"));
    if is("ListKeys") && request.contains("Marker") {
        (
            200,
            r#"{"Keys":[{"KeyId":"k2","KeyArn":"arn:aws:kms:us-east-1:111122223333:key/k2"}],"Truncated":false}"#,
        )
    } else if is("ListKeys") {
        (
            200,
            r#"{"Keys":[{"KeyId":"k1","KeyArn":"arn:aws:kms:us-east-1:111122223333:key/k1"}],"NextMarker":"m","Truncated":true}"#,
        )
    } else if is("DescribeKey") && request.contains("k2") {
        (
            200,
            r#"{"KeyMetadata":{"KeyId":"k2","KeyManager":"AWS","KeySpec":"SYMMETRIC_DEFAULT","CreationDate":1.7e9,"Enabled":true}}"#,
        )
    } else if is("DescribeKey") {
        (
            200,
            r#"{"KeyMetadata":{"KeyId":"k1","KeyManager":"CUSTOMER","KeySpec":"SYMMETRIC_DEFAULT","Origin":"AWS_KMS","CreationDate":1700000000.25,"Enabled":true}}"#,
        )
    } else if is("GetKeyRotationStatus") {
        (400, r#"{"__type":"com.amazonaws#AccessDeniedException:http://x","message":"no"}"#)
    } else if is("GetKeyPolicy") {
        (200, r#"{"Policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"}"#)
    } else if is("ListResourceTags") {
        (
            200,
            r#"{"Tags":[{"TagKey":"phi","TagValue":"yes"},{"TagKey":"owner","TagValue":"jo"}],"Truncated":false}"#,
        )
    } else {
        (400, r#"{"__type":"NotFoundException"}"#)
    }
}

#[tokio::test]
async fn json_pages_are_followed_and_a_denied_detail_is_unread() {
    let (resources, outcome, calls) = read("kms", "us-east-1", kms).await;
    assert_eq!(outcome.kinds["AWS::KMS::Key"].count, 2);
    let (own, awss) = (&resources[0], &resources[1]);
    assert_eq!(own.created_at.as_deref(), Some("2023-11-14T22:13:20Z"));
    assert_eq!(own.properties["KeyPolicy"]["Version"], "2012-10-17");
    assert_eq!(own.properties["Enabled"], true);
    let rotation = own.unread_at("/properties/EnableKeyRotation").expect("why");
    assert_eq!(
        (rotation.cause, rotation.action.as_deref()),
        (Cause::Denied, Some("kms:GetKeyRotationStatus"))
    );
    assert!(!own.properties.contains_key("EnableKeyRotation"));
    assert_eq!(own.unread_at("/properties/Grants").map(|u| u.cause), Some(Cause::GoneDuringScan));
    let tags: Vec<_> = own.tags.iter().flatten().map(|t| (t.key.as_str(), t.value.as_deref())).collect();
    assert_eq!(tags, [("owner", None), ("phi", Some("yes"))]);
    assert_eq!(awss.properties["EnableKeyRotation"], Value::Null);
    assert_eq!(awss.properties["Grants"], Value::Null);
    assert!(awss.unread.is_empty());
    assert_eq!(calls.calls()["kms:ListKeys"], 2);
    assert_eq!(calls.calls()["kms:GetKeyPolicy"], 1);
}

#[tokio::test]
async fn rest_xml_lists_are_read_at_every_depth() {
    let (resources, _, _) = read("cloudfront", GLOBAL, |request| {
        if request.starts_with("GET /2020-05-31/tagging?Resource=arn%3Aaws%3Acloudfront%3A%3A111122223333%3Adistribution%2FE1 ") {
            return (200, "<Tags><Items><Tag><Key>phi</Key><Value>no</Value></Tag></Items></Tags>");
        }
        if request.starts_with("GET /2020-05-31/distribution/E1/config ") {
            return (200, "<DistributionConfig><Logging><Enabled>false</Enabled></Logging></DistributionConfig>");
        }
        assert!(request.starts_with("GET /2020-05-31/distribution?MaxItems=100 "), "{request}");
        (200, "<DistributionList><IsTruncated>false</IsTruncated><Items><DistributionSummary><Id>E1</Id>\
               <ARN>arn:aws:cloudfront::111122223333:distribution/E1</ARN><Enabled>true</Enabled><Origins><Quantity>1</Quantity><Items>\
               <Origin><Id>o</Id><DomainName>b.s3.amazonaws.com</DomainName><S3OriginConfig><OriginAccessIdentity/></S3OriginConfig></Origin>\
               </Items></Origins></DistributionSummary></Items></DistributionList>")
    })
    .await;
    let config = &resources[0].properties["DistributionConfig"];
    assert_eq!(config["Enabled"], true);
    assert_eq!(config["Origins"][0]["S3OriginConfig"]["OriginAccessIdentity"], "");
    assert_eq!(config["Origins"][0]["OriginAccessControlId"], Value::Null);
    assert_eq!(config["ViewerCertificate"], Value::Null);
    assert_eq!(resources[0].tags.as_ref().map(Vec::len), Some(1));
}

#[tokio::test]
async fn an_account_without_a_public_access_block_has_four_nulls() {
    let (resources, outcome, _) = read("s3control", GLOBAL, |request| {
        assert!(request.contains("x-amz-account-id: 111122223333"), "{request}");
        (
            404,
            "<ErrorResponse><Error><Code>NoSuchPublicAccessBlockConfiguration</Code></Error></ErrorResponse>",
        )
    })
    .await;
    assert_eq!(outcome.kinds["AWS::S3::AccountPublicAccessBlock"].state, KindState::Read);
    assert_eq!(resources[0].properties.len(), 4);
    assert!(resources[0].properties.values().all(Value::is_null));
}

#[tokio::test]
async fn a_page_token_that_comes_back_ends_the_listing_as_partial() {
    let (resources, outcome, _) = read("artifact", GLOBAL, |request| {
        assert!(request.starts_with("GET /v1/customer-agreement/list?maxResults=300"), "{request}");
        (200, r#"{"customerAgreements":[{"id":"a","name":"AWS Business Associate Addendum","state":"ACTIVE","effectiveStart":"2025-03-01T00:00:00.5Z"}],"nextToken":"t"}"#)
    })
    .await;
    let report = &outcome.kinds["AWS::Artifact::CustomerAgreement"];
    assert_eq!(resources[0].properties["EffectiveStart"], "2025-03-01T00:00:00Z");
    assert_eq!(report.state, KindState::Partial);
    assert_eq!(report.unread.as_ref().and_then(|u| u.code.as_deref()), Some("PageTokenRepeated"));
}

#[tokio::test]
async fn an_answer_that_is_cut_off_is_never_an_empty_list() {
    for (api, region, kind, answers) in [
        ("ec2", GLOBAL, "AWS::EC2::Region", (|_| (200, "<DescribeRegionsResponse><regionInfo>")) as Answers),
        ("artifact", GLOBAL, "AWS::Artifact::CustomerAgreement", |_| (200, r#"{"customerAgreements":["#)),
        ("kms", "us-east-1", "AWS::KMS::Key", |_| (200, "")),
        ("cloudfront", GLOBAL, "AWS::CloudFront::Distribution", |_| (200, "")),
    ] {
        let (resources, outcome, _) = read(api, region, answers).await;
        assert_eq!((resources.len(), outcome.kinds[kind].state), (0, KindState::Failed), "{api}");
        assert_eq!(outcome.kinds[kind].unread.as_ref().map(|u| u.cause), Some(Cause::Failed), "{api}");
    }
}

#[tokio::test]
async fn what_nobody_needs_is_not_asked_and_says_so() {
    let catalog = Catalog::builtin();
    let (sdk, calls) = (sdk(&serve(kms)), Arc::new(CallLog::default()));
    let mut needs = Needs::default();
    needs.add("AWS::KMS::Key", "KeyState");
    let tag_keys = BTreeSet::new();
    let context = CellContext {
        today: jiff::civil::date(2026, 11, 22),
        sample: None,
        account: "111122223333",
        region: "us-east-1",
        partition: "aws",
        sdk: &sdk,
        calls: Arc::clone(&calls),
        needs: &needs,
        tag_keys: &tag_keys,
        concurrency: 1,
    };
    let mut sink: Vec<Resource> = Vec::new();
    collect(catalog.api("kms").expect("it is described"), &context, &mut sink).await;
    assert_eq!(calls.calls().keys().collect::<Vec<_>>(), ["kms:DescribeKey", "kms:ListKeys"]);
    assert_eq!(sink[0].unread_at("/properties/KeyPolicy").map(|u| u.cause), Some(Cause::NotCollected));
    assert_eq!(sink[0].unread_at("/tags").map(|u| u.cause), Some(Cause::NotCollected));
}

const ORDERED: &str = r#"<GenerateCredentialReportResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <GenerateCredentialReportResult><State>STARTED</State></GenerateCredentialReportResult></GenerateCredentialReportResponse>"#;

/// A report in base64: `user,arn,mfa_active,password_last_used`, the root user and ana.
const REPORT: &str = "<GetCredentialReportResponse><GetCredentialReportResult><Content>\
    dXNlcixhcm4sbWZhX2FjdGl2ZSxwYXNzd29yZF9sYXN0X3VzZWQKPHJvb3RfYWNjb3VudD4sYXJuOmF3czppYW06OjExMTEyMjIyMzMzMzpyb290LHRydWUsbm9faW5mb3JtYXRpb24KYW5hLGFybjphd3M6aWFtOjoxMTExMjIyMjMzMzM6dXNlci9hbmEsdHJ1ZSwyMDI2LTAxLTAyVDAzOjA0OjA1KzAwOjAwCg==</Content><ReportFormat>text/csv</ReportFormat></GetCredentialReportResult></GetCredentialReportResponse>";

#[tokio::test]
async fn rows_of_a_credential_report_are_resources() {
    let (resources, outcome, calls) = read("iam", GLOBAL, |request| {
        if request.contains("Action=GenerateCredentialReport") {
            (200, ORDERED)
        } else if request.contains("Action=GetCredentialReport") {
            (200, REPORT)
        } else {
            (403, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>")
        }
    })
    .await;
    assert_eq!(outcome.kinds["AWS::IAM::CredentialReport"].state, KindState::Read);
    let rows: Vec<&Resource> = resources.iter().filter(|r| r.kind == "AWS::IAM::CredentialReport").collect();
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:user/ana"]);
    assert_eq!(rows[0].name.as_deref(), Some("<root_account>"));
    assert_eq!(rows[1].properties["MfaActive"], true);
    assert_eq!(rows[0].properties["PasswordLastUsed"], Value::Null);
    assert_eq!(rows[1].properties["PasswordLastUsed"], "2026-01-02T03:04:05Z");
    assert_eq!(calls.calls()["iam:GenerateCredentialReport"], 1);
}

#[tokio::test]
async fn a_credential_report_that_is_no_table_is_never_an_account_without_users() {
    let (_, outcome, _) =
        read("iam", GLOBAL, |request| match request.contains("Action=GenerateCredentialReport") {
            true => (200, ORDERED),
            false => (
                200,
                "<GetCredentialReportResponse><GetCredentialReportResult/></GetCredentialReportResponse>",
            ),
        })
        .await;
    let report = &outcome.kinds["AWS::IAM::CredentialReport"];
    assert_eq!(report.state, KindState::Failed);
    assert_eq!(report.unread.as_ref().and_then(|u| u.code.as_deref()), Some("UnexpectedAnswer"));
}

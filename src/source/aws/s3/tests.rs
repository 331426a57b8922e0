use super::*;
use crate::resource::{Cause, KindState, Resource};
use crate::service::Needs;
use crate::source::aws::typed::fake::{Answer, Fake, assert_declared, error, ok, unread};
use serde_json::{Value, json};

const TWO: &str = "<ListAllMyBucketsResult><Buckets>\
    <Bucket><Name>bare</Name><CreationDate>2025-03-01T10:20:30.000Z</CreationDate><BucketRegion>us-east-1</BucketRegion></Bucket>\
    <Bucket><Name>charts</Name><CreationDate>2025-03-02T10:20:30.000Z</CreationDate><BucketRegion>eu-west-1</BucketRegion></Bucket>\
    </Buckets></ListAllMyBucketsResult>";

/// Each part of a bucket: its query, and what S3 answers where nothing is configured.
const EMPTY: [(&str, u16, &str); 14] = [
    ("?encryption", 404, "ServerSideEncryptionConfigurationNotFoundError"),
    ("?publicAccessBlock", 404, "NoSuchPublicAccessBlockConfiguration"),
    ("?ownershipControls", 404, "OwnershipControlsNotFoundError"),
    ("?lifecycle", 404, "NoSuchLifecycleConfiguration"),
    ("?replication", 404, "ReplicationConfigurationNotFoundError"),
    ("?object-lock", 404, "ObjectLockConfigurationNotFoundError"),
    ("?website", 404, "NoSuchWebsiteConfiguration"),
    ("?cors", 404, "NoSuchCORSConfiguration"),
    ("?tagging", 404, "NoSuchTagSet"),
    ("?policyStatus", 404, "NoSuchBucketPolicy"),
    ("?policy", 404, "NoSuchBucketPolicy"),
    ("?acl", 200, "<AccessControlPolicy><Owner><ID>75aa</ID></Owner></AccessControlPolicy>"),
    ("?logging", 200, "<BucketLoggingStatus/>"),
    ("?notification", 200, "<NotificationConfiguration/>"),
];

/// What a bucket answers on which nobody configured anything; versioning as given.
fn bare(question: &str, versioning: &str) -> Answer {
    if question.contains("max-buckets") {
        return ok(TWO);
    }
    if question.contains("?versioning") {
        return ok(format!("<VersioningConfiguration>{versioning}</VersioningConfiguration>"));
    }
    let known = EMPTY.iter().find(|(query, _, _)| question.contains(query));
    let (_, status, text) = known.unwrap_or_else(|| panic!("nobody should ask {question}"));
    if *status == 200 { ok(*text) } else { error(*status, text) }
}

async fn read_all(fake: &Fake, needs: Option<Needs>) -> (Vec<Resource>, Outcome) {
    fake.read(needs, async |ctx| {
        let mut resources = Vec::new();
        let outcome = read(&ctx, &mut resources).await;
        resources.iter().for_each(assert_declared);
        (resources, outcome)
    })
    .await
}

#[tokio::test]
async fn a_bucket_without_any_configuration_is_null_throughout() {
    let fake = Fake::new(|question| bare(question, ""));
    let (buckets, outcome) = read_all(&fake, None).await;
    assert_eq!(outcome.kinds[BUCKET].state, KindState::Read);
    assert_eq!((outcome.kinds[BUCKET].count, buckets.len()), (2, 2));
    let bucket = &buckets[0];
    assert!(bucket.unread.is_empty(), "{:?}", bucket.unread);
    assert_eq!(bucket.arn.as_deref(), Some("arn:aws:s3:::bare"));
    assert_eq!(bucket.created_at.as_deref(), Some("2025-03-01T10:20:30Z"));
    assert_eq!(bucket.tags, Some(Vec::new()));
    let said = ["BucketName", "AccessControlList", "NotificationConfiguration", "ObjectLockEnabled"];
    for (name, value) in bucket.properties.iter().filter(|(name, _)| !said.contains(&name.as_str())) {
        assert_eq!(value, &Value::Null, "{name}");
    }
    assert_eq!(bucket.properties["ObjectLockEnabled"], json!(false));
}

#[tokio::test]
async fn nothing_is_asked_that_an_earlier_answer_rules_out() {
    let fake = Fake::new(|question| bare(question, ""));
    read_all(&fake, None).await;
    for query in ["?policyStatus", "?object-lock", "?replication", "?location"] {
        assert!(fake.asked(query).is_empty(), "{query}");
    }
    let fake = Fake::new(|question| bare(question, "<Status>Enabled</Status>"));
    read_all(&fake, None).await;
    for query in ["?object-lock", "?replication"] {
        assert_eq!(fake.asked(query).len(), 2, "{query}");
    }
}

#[tokio::test]
async fn each_bucket_is_asked_in_its_own_region() {
    let fake = Fake::new(|question| bare(question, ""));
    let (buckets, _) = read_all(&fake, None).await;
    assert_eq!(buckets[1].region, "eu-west-1");
    assert!(fake.asked("charts").iter().all(|question| question.contains("eu-west-1")));
}

#[tokio::test]
async fn every_refused_part_is_unread_as_denied_and_the_rest_is_kept() {
    let parts = [
        ("?encryption", "BucketEncryption", "s3:GetEncryptionConfiguration"),
        ("?publicAccessBlock", "PublicAccessBlockConfiguration", "s3:GetBucketPublicAccessBlock"),
        ("?ownershipControls", "OwnershipControls", "s3:GetBucketOwnershipControls"),
        ("?acl", "AccessControlList", "s3:GetBucketAcl"),
        ("?policy ", "PolicyDocument", "s3:GetBucketPolicy"),
        ("?versioning", "VersioningConfiguration", "s3:GetBucketVersioning"),
        ("?object-lock", "ObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration"),
        ("?replication", "ReplicationConfiguration", "s3:GetReplicationConfiguration"),
        ("?logging", "LoggingConfiguration", "s3:GetBucketLogging"),
        ("?lifecycle", "LifecycleConfiguration", "s3:GetLifecycleConfiguration"),
        ("?website", "WebsiteConfiguration", "s3:GetBucketWebsite"),
        ("?cors", "CorsConfiguration", "s3:GetBucketCORS"),
        ("?notification", "NotificationConfiguration", "s3:GetBucketNotification"),
    ];
    for (query, property, action) in parts {
        let fake = Fake::new(move |question| {
            let refused = question.contains(query);
            if refused { error(403, "AccessDenied") } else { bare(question, "<Status>Enabled</Status>") }
        });
        let (buckets, _) = read_all(&fake, None).await;
        let why = unread(&buckets[0], property);
        assert_eq!((why.cause, why.action.as_deref()), (Cause::Denied, Some(action)), "{property}");
        assert_eq!(why.code.as_deref(), Some("AccessDenied"));
        let expected = if property == "ObjectLockConfiguration" { 2 } else { 1 };
        assert_eq!(buckets[0].unread.len(), expected, "{:?}", buckets[0].unread);
    }
}

#[tokio::test]
async fn refused_tags_are_unread_and_not_empty() {
    let fake = Fake::new(|question| {
        if question.contains("?tagging") { error(403, "AccessDenied") } else { bare(question, "") }
    });
    let (buckets, _) = read_all(&fake, None).await;
    assert_eq!(buckets[0].tags, None);
    assert_eq!(buckets[0].unread_at("/tags").map(|why| why.cause), Some(Cause::Denied));
}

#[tokio::test]
async fn a_tag_keeps_its_value_only_when_the_scope_names_its_key() {
    let tags = "<Tagging><TagSet><Tag><Key>phi</Key><Value>yes</Value></Tag><Tag><Key>owner</Key><Value>Jane</Value></Tag></TagSet></Tagging>";
    let fake =
        Fake::new(move |question| if question.contains("?tagging") { ok(tags) } else { bare(question, "") });
    let (buckets, _) = read_all(&fake, None).await;
    assert_eq!(json!(buckets[0].tags), json!([{ "Key": "phi", "Value": "yes" }, { "Key": "owner" }]));
}

#[tokio::test]
async fn a_code_that_means_nothing_configured_elsewhere_is_a_failure_here() {
    let fake = Fake::new(|question| {
        if question.contains("?cors") { error(404, "NoSuchWebsiteConfiguration") } else { bare(question, "") }
    });
    let (buckets, _) = read_all(&fake, None).await;
    assert_eq!(unread(&buckets[0], "CorsConfiguration").cause, Cause::Failed);
}

#[tokio::test]
async fn a_bucket_deleted_during_the_scan_is_gone_and_not_refused() {
    let fake = Fake::new(|question| {
        let listing = question.contains("max-buckets");
        if !listing && question.contains("charts") { error(404, "NoSuchBucket") } else { bare(question, "") }
    });
    let (buckets, outcome) = read_all(&fake, None).await;
    assert_eq!(outcome.kinds[BUCKET].count, 2);
    assert!(buckets[0].unread.is_empty());
    assert!(!buckets[1].unread.is_empty());
    assert!(buckets[1].unread.iter().all(|why| why.cause == Cause::GoneDuringScan));
    assert!(fake.asked("charts").len() < 14, "calls that cannot succeed are not made");
}

#[tokio::test]
async fn a_redirect_is_followed_once_and_teaches_the_region() {
    let fake = Fake::new(|question| {
        if question.contains("bare") && !question.contains("eu-central-1") {
            return error(301, "PermanentRedirect").header("x-amz-bucket-region", "eu-central-1");
        }
        bare(question, "")
    });
    let (buckets, _) = read_all(&fake, None).await;
    assert_eq!(buckets[0].region, "eu-central-1");
    assert!(buckets[0].unread.is_empty(), "{:?}", buckets[0].unread);
}

#[tokio::test]
async fn redirects_without_end_are_a_failure() {
    let fake = Fake::new(|question| {
        if !question.contains("?cors") {
            return bare(question, "");
        }
        let other = if question.contains("eu-central-1") { "eu-west-3" } else { "eu-central-1" };
        error(301, "PermanentRedirect").header("x-amz-bucket-region", other)
    });
    let (buckets, _) = read_all(&fake, None).await;
    assert_eq!(unread(&buckets[0], "CorsConfiguration").cause, Cause::Failed);
}

#[tokio::test]
async fn a_region_that_the_listing_leaves_out_is_asked_for() {
    let one = "<ListAllMyBucketsResult><Buckets><Bucket><Name>old</Name></Bucket></Buckets></ListAllMyBucketsResult>";
    for (location, region) in [("", "us-east-1"), ("EU", "eu-west-1"), ("ap-south-1", "ap-south-1")] {
        let fake = Fake::new(move |question| match question {
            q if q.contains("max-buckets") => ok(one),
            q if q.contains("?location") => {
                ok(format!("<LocationConstraint>{location}</LocationConstraint>"))
            }
            q => bare(q, ""),
        });
        let (buckets, _) = read_all(&fake, None).await;
        assert_eq!(buckets[0].region, region);
        assert_eq!(buckets[0].created_at, None);
    }
}

#[tokio::test]
async fn a_refused_listing_is_the_kinds_report() {
    let fake = Fake::new(|_| error(403, "AccessDenied"));
    let (buckets, outcome) = read_all(&fake, None).await;
    assert!(buckets.is_empty());
    let report = &outcome.kinds[BUCKET];
    assert_eq!(report.state, KindState::Denied);
    assert_eq!(report.unread.as_ref().and_then(|why| why.action.as_deref()), Some("s3:ListAllMyBuckets"));
}

#[tokio::test]
async fn what_nobody_needs_is_not_asked_for_and_said_to_be_uncollected() {
    let mut needs = Needs::default();
    needs.add(BUCKET, "BucketEncryption");
    let fake = Fake::new(|question| bare(question, ""));
    let (buckets, _) = read_all(&fake, Some(needs)).await;
    assert_eq!(fake.asked("").len(), 3, "{:?}", fake.asked(""));
    assert_eq!(unread(&buckets[0], "PolicyDocument").cause, Cause::NotCollected);
    assert_eq!(buckets[0].properties["BucketEncryption"], Value::Null);
}

#[tokio::test]
async fn a_policy_that_is_no_json_is_unread() {
    let fake = Fake::new(|question| match question {
        q if q.contains("?policyStatus") => ok("<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>"),
        q if q.contains("?policy") => ok("{"),
        q => bare(q, ""),
    });
    let (buckets, _) = read_all(&fake, None).await;
    assert_eq!(unread(&buckets[0], "PolicyDocument").code.as_deref(), Some("PolicyIsNotJson"));
    assert_eq!(buckets[0].properties["PolicyStatus"], json!({ "IsPublic": false }));
}

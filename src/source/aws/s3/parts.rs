//! The parts of a bucket: the call behind each property, its IAM action, and the code that says that there is none.
//!
//! IAM actions: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>.
//! Codes: <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html> and each call's own page beside it.

use super::bucket::Bucket;
use super::{access, data, traffic};
use crate::resource::{Cause, Tag, Unread};
use crate::service::TAGS;
use aws_sdk_s3::Client;
use futures::future::LocalBoxFuture;
use futures::stream::FuturesOrdered;
use futures::{FutureExt, StreamExt};
use serde_json::{Value, json};

/// A value, `null` when S3 says that there is none, or why it could not be read.
type Part = Result<Value, Unread>;

/// Everything that was asked of one bucket.
pub(super) struct Parts {
    /// By property, in the order they are written.
    pub(super) properties: Vec<(&'static str, Part)>,
    /// The bucket's tags.
    pub(super) tags: Result<Vec<Tag>, Unread>,
}

/// Asks for all parts at once, as far as the permits go. Each part wakes alone: `join!` would poll them all whenever one of
/// them has news, and calls to AWS are deep.
pub(super) async fn read(b: &Bucket<'_>) -> Parts {
    let asked = FuturesOrdered::from_iter([
        async { vec![("BucketName", Ok(json!(b.name())))] }.boxed_local(),
        part(b, "BucketEncryption", encryption(b)),
        part(b, "PublicAccessBlockConfiguration", public_access_block(b)),
        part(b, "OwnershipControls", ownership_controls(b)),
        part(b, "AccessControlList", access_control_list(b)),
        part(b, "LoggingConfiguration", logging(b)),
        part(b, "LifecycleConfiguration", lifecycle(b)),
        part(b, "WebsiteConfiguration", website(b)),
        part(b, "CorsConfiguration", cors(b)),
        part(b, "NotificationConfiguration", notification(b)),
        versioned(b).map(Vec::from).boxed_local(),
        policies(b).map(Vec::from).boxed_local(),
    ]);
    let (properties, tags) = tokio::join!(asked.concat(), tags(b));
    Parts { properties, tags }
}

/// One property of a call of its own.
fn part<'b>(
    b: &'b Bucket<'_>,
    property: &'static str,
    ask: impl Future<Output = Part> + 'b,
) -> LocalBoxFuture<'b, Vec<(&'static str, Part)>> {
    async move { vec![(property, needed(b, property, ask).await)] }.boxed_local()
}

/// Asks only for what is needed; the rest is said to be uncollected.
async fn needed<T>(
    b: &Bucket<'_>,
    property: &str,
    ask: impl Future<Output = Result<T, Unread>>,
) -> Result<T, Unread> {
    if b.needs(property) { ask.await } else { Err(Unread::without_call("", Cause::NotCollected)) }
}

/// Versioning first: where it is not on, Object Lock and replication cannot be, and are not asked for.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html>,
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html#replication-requirements>
async fn versioned(b: &Bucket<'_>) -> [(&'static str, Part); 4] {
    let versioning = needed(b, "VersioningConfiguration", versioning(b)).await;
    let off = versioning.as_ref().is_ok_and(|versioning| versioning["Status"] != "Enabled");
    let (lock, replication) = if off {
        (Ok(Value::Null), Ok(Value::Null))
    } else {
        let lock = async {
            if b.needs("ObjectLockEnabled") {
                object_lock(b).await
            } else {
                needed(b, "ObjectLockConfiguration", object_lock(b)).await
            }
        };
        tokio::join!(lock, needed(b, "ReplicationConfiguration", replication(b)))
    };
    [
        ("VersioningConfiguration", versioning),
        ("ObjectLockEnabled", lock.clone().map(|lock| data::object_lock_enabled(&lock))),
        ("ObjectLockConfiguration", lock),
        ("ReplicationConfiguration", replication),
    ]
}

/// The policy, then what S3 makes of it. A bucket without a policy has no status either.
async fn policies(b: &Bucket<'_>) -> [(&'static str, Part); 2] {
    let policy = needed(b, "PolicyDocument", policy(b)).await;
    let status = match &policy {
        Ok(Value::Null) => Ok(Value::Null),
        _ => needed(b, "PolicyStatus", policy_status(b)).await,
    };
    [("PolicyDocument", policy), ("PolicyStatus", status)]
}

async fn encryption(b: &Bucket<'_>) -> Part {
    let none = ["ServerSideEncryptionConfigurationNotFoundError"];
    let call = |s3: Client| s3.get_bucket_encryption().bucket(b.name()).send();
    Ok(or_null(b.ask("s3:GetEncryptionConfiguration", &none, call).await?, data::encryption))
}

async fn public_access_block(b: &Bucket<'_>) -> Part {
    let none = ["NoSuchPublicAccessBlockConfiguration"];
    let call = |s3: Client| s3.get_public_access_block().bucket(b.name()).send();
    Ok(or_null(b.ask("s3:GetBucketPublicAccessBlock", &none, call).await?, access::public_access_block))
}

async fn ownership_controls(b: &Bucket<'_>) -> Part {
    let none = ["OwnershipControlsNotFoundError"];
    let call = |s3: Client| s3.get_bucket_ownership_controls().bucket(b.name()).send();
    Ok(or_null(b.ask("s3:GetBucketOwnershipControls", &none, call).await?, access::ownership_controls))
}

async fn access_control_list(b: &Bucket<'_>) -> Part {
    let call = |s3: Client| s3.get_bucket_acl().bucket(b.name()).send();
    Ok(or_null(b.ask("s3:GetBucketAcl", &[], call).await?, access::access_control_list))
}

async fn logging(b: &Bucket<'_>) -> Part {
    let call = |s3: Client| s3.get_bucket_logging().bucket(b.name()).send();
    Ok(or_null(b.ask("s3:GetBucketLogging", &[], call).await?, traffic::logging))
}

async fn lifecycle(b: &Bucket<'_>) -> Part {
    let none = ["NoSuchLifecycleConfiguration"];
    let call = |s3: Client| s3.get_bucket_lifecycle_configuration().bucket(b.name()).send();
    Ok(or_null(b.ask("s3:GetLifecycleConfiguration", &none, call).await?, data::lifecycle))
}

async fn website(b: &Bucket<'_>) -> Part {
    let none = ["NoSuchWebsiteConfiguration"];
    let call = |s3: Client| s3.get_bucket_website().bucket(b.name()).send();
    Ok(or_null(b.ask("s3:GetBucketWebsite", &none, call).await?, traffic::website))
}

async fn cors(b: &Bucket<'_>) -> Part {
    let none = ["NoSuchCORSConfiguration"];
    let call = |s3: Client| s3.get_bucket_cors().bucket(b.name()).send();
    Ok(or_null(b.ask("s3:GetBucketCORS", &none, call).await?, traffic::cors))
}

async fn notification(b: &Bucket<'_>) -> Part {
    let call = |s3: Client| s3.get_bucket_notification_configuration().bucket(b.name()).send();
    Ok(or_null(b.ask("s3:GetBucketNotification", &[], call).await?, traffic::notification))
}

async fn versioning(b: &Bucket<'_>) -> Part {
    let call = |s3: Client| s3.get_bucket_versioning().bucket(b.name()).send();
    Ok(or_null(b.ask("s3:GetBucketVersioning", &[], call).await?, data::versioning))
}

async fn object_lock(b: &Bucket<'_>) -> Part {
    let none = ["ObjectLockConfigurationNotFoundError"];
    let call = |s3: Client| s3.get_object_lock_configuration().bucket(b.name()).send();
    Ok(or_null(b.ask("s3:GetBucketObjectLockConfiguration", &none, call).await?, data::object_lock))
}

async fn replication(b: &Bucket<'_>) -> Part {
    let none = ["ReplicationConfigurationNotFoundError"];
    let call = |s3: Client| s3.get_bucket_replication().bucket(b.name()).send();
    Ok(or_null(b.ask("s3:GetReplicationConfiguration", &none, call).await?, data::replication))
}

async fn policy(b: &Bucket<'_>) -> Part {
    const ACTION: &str = "s3:GetBucketPolicy";
    let call = |s3: Client| s3.get_bucket_policy().bucket(b.name()).send();
    let Some(answer) = b.ask(ACTION, &["NoSuchBucketPolicy"], call).await? else { return Ok(Value::Null) };
    access::policy(&answer).map_err(|_| Unread {
        action: Some(ACTION.to_owned()),
        code: Some("PolicyIsNotJson".to_owned()),
        ..Unread::without_call("", Cause::Failed)
    })
}

async fn policy_status(b: &Bucket<'_>) -> Part {
    let call = |s3: Client| s3.get_bucket_policy_status().bucket(b.name()).send();
    Ok(or_null(
        b.ask("s3:GetBucketPolicyStatus", &["NoSuchBucketPolicy"], call).await?,
        access::policy_status,
    ))
}

async fn tags(b: &Bucket<'_>) -> Result<Vec<Tag>, Unread> {
    let call = |s3: Client| s3.get_bucket_tagging().bucket(b.name()).send();
    let answer = needed(b, TAGS, b.ask("s3:GetBucketTagging", &["NoSuchTagSet"], call)).await?;
    let tags = answer.map(|answer| answer.tag_set).unwrap_or_default();
    Ok(tags.into_iter().map(|tag| b.ctx.tag(tag.key, Some(tag.value))).collect())
}

fn or_null<O>(answer: Option<O>, map: impl Fn(&O) -> Value) -> Value {
    answer.as_ref().map_or(Value::Null, map)
}

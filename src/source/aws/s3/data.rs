//! How a bucket keeps its objects: S3's answers as CloudFormation's properties.

use aws_sdk_s3::operation::get_bucket_encryption::GetBucketEncryptionOutput;
use aws_sdk_s3::operation::get_bucket_lifecycle_configuration::GetBucketLifecycleConfigurationOutput;
use aws_sdk_s3::operation::get_bucket_replication::GetBucketReplicationOutput;
use aws_sdk_s3::operation::get_bucket_versioning::GetBucketVersioningOutput;
use aws_sdk_s3::operation::get_object_lock_configuration::GetObjectLockConfigurationOutput;
use aws_sdk_s3::types::{LifecycleRule, ObjectLockEnabled, ReplicationRule, ServerSideEncryptionRule};
use serde_json::{Value, json};

/// `BucketEncryption`.
pub(super) fn encryption(out: &GetBucketEncryptionOutput) -> Value {
    let Some(configuration) = out.server_side_encryption_configuration() else { return Value::Null };
    let rules: Vec<Value> = configuration.rules().iter().map(encryption_rule).collect();
    json!({ "ServerSideEncryptionConfiguration": rules })
}

fn encryption_rule(rule: &ServerSideEncryptionRule) -> Value {
    json!({
        "BucketKeyEnabled": rule.bucket_key_enabled(),
        "ServerSideEncryptionByDefault": rule.apply_server_side_encryption_by_default().map(|default| json!({
            "SSEAlgorithm": default.sse_algorithm().as_str(),
            "KMSMasterKeyID": default.kms_master_key_id(),
        })),
    })
}

/// `VersioningConfiguration`. A bucket that was never versioned answers without a status:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html>.
pub(super) fn versioning(out: &GetBucketVersioningOutput) -> Value {
    let Some(status) = out.status() else { return Value::Null };
    json!({ "Status": status.as_str(), "MFADelete": out.mfa_delete().map(|mfa| mfa.as_str()) })
}

/// `LifecycleConfiguration`.
pub(super) fn lifecycle(out: &GetBucketLifecycleConfigurationOutput) -> Value {
    json!({ "Rules": out.rules().iter().map(lifecycle_rule).collect::<Vec<_>>() })
}

fn lifecycle_rule(rule: &LifecycleRule) -> Value {
    let transitions = rule.transitions.as_ref().map(|transitions| {
        let each = transitions.iter().map(|t| {
            json!({ "StorageClass": t.storage_class().map(|class| class.as_str()), "TransitionInDays": t.days() })
        });
        each.collect::<Vec<_>>()
    });
    let noncurrent = rule.noncurrent_version_transitions.as_ref().map(|transitions| {
        let each = transitions.iter().map(|t| {
            json!({ "StorageClass": t.storage_class().map(|class| class.as_str()), "TransitionInDays": t.noncurrent_days() })
        });
        each.collect::<Vec<_>>()
    });
    json!({
        "Id": rule.id(),
        "Status": rule.status().as_str(),
        "ExpirationInDays": rule.expiration().and_then(|expiration| expiration.days()),
        "NoncurrentVersionExpiration": rule
            .noncurrent_version_expiration()
            .map(|expiration| json!({ "NoncurrentDays": expiration.noncurrent_days() })),
        "AbortIncompleteMultipartUpload": rule
            .abort_incomplete_multipart_upload()
            .map(|abort| json!({ "DaysAfterInitiation": abort.days_after_initiation() })),
        "Transitions": transitions,
        "NoncurrentVersionTransitions": noncurrent,
    })
}

/// `ReplicationConfiguration`.
pub(super) fn replication(out: &GetBucketReplicationOutput) -> Value {
    let Some(configuration) = out.replication_configuration() else { return Value::Null };
    let rules: Vec<Value> = configuration.rules().iter().map(replication_rule).collect();
    json!({ "Role": configuration.role(), "Rules": rules })
}

fn replication_rule(rule: &ReplicationRule) -> Value {
    json!({
        "Id": rule.id(),
        "Status": rule.status().as_str(),
        "Destination": rule.destination().map(|destination| json!({
            "Bucket": destination.bucket(),
            "Account": destination.account(),
        })),
    })
}

/// `ObjectLockConfiguration`.
pub(super) fn object_lock(out: &GetObjectLockConfigurationOutput) -> Value {
    let Some(configuration) = out.object_lock_configuration() else { return Value::Null };
    json!({
        "ObjectLockEnabled": configuration.object_lock_enabled().map(|enabled| enabled.as_str()),
        "Rule": configuration.rule().map(|rule| json!({
            "DefaultRetention": rule.default_retention().map(|retention| json!({
                "Mode": retention.mode().map(|mode| mode.as_str()),
                "Days": retention.days(),
                "Years": retention.years(),
            })),
        })),
    })
}

/// `ObjectLockEnabled`: S3 tells it only inside [`object_lock`]'s answer, or by saying that there is none.
pub(super) fn object_lock_enabled(configuration: &Value) -> Value {
    let enabled = configuration.get("ObjectLockEnabled").and_then(Value::as_str);
    Value::Bool(enabled == Some(ObjectLockEnabled::Enabled.as_str()))
}

#[cfg(test)]
#[path = "data_tests.rs"]
mod tests;

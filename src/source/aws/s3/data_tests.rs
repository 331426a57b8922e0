use super::*;
use aws_sdk_s3::types::{
    AbortIncompleteMultipartUpload, BucketVersioningStatus, DefaultRetention, Destination, ExpirationStatus,
    LifecycleExpiration, MfaDeleteStatus, NoncurrentVersionExpiration, ObjectLockConfiguration,
    ObjectLockRetentionMode, ObjectLockRule, ReplicationConfiguration, ReplicationRuleStatus,
    ServerSideEncryption, ServerSideEncryptionByDefault, ServerSideEncryptionConfiguration, Transition,
    TransitionStorageClass,
};

#[test]
fn an_empty_answer_says_that_nothing_is_configured() {
    assert_eq!(encryption(&GetBucketEncryptionOutput::builder().build()), Value::Null);
    assert_eq!(versioning(&GetBucketVersioningOutput::builder().build()), Value::Null);
    assert_eq!(replication(&GetBucketReplicationOutput::builder().build()), Value::Null);
    assert_eq!(object_lock(&GetObjectLockConfigurationOutput::builder().build()), Value::Null);
}

#[test]
fn an_encryption_rule_without_a_default_is_written_whole() {
    let configuration = ServerSideEncryptionConfiguration::builder()
        .rules(ServerSideEncryptionRule::builder().build())
        .build()
        .expect("rules are set");
    let out =
        GetBucketEncryptionOutput::builder().server_side_encryption_configuration(configuration).build();
    assert_eq!(
        encryption(&out),
        json!({ "ServerSideEncryptionConfiguration": [{ "BucketKeyEnabled": null, "ServerSideEncryptionByDefault": null }] })
    );
}

#[test]
fn encryption_tells_algorithm_key_and_bucket_key() {
    let default = ServerSideEncryptionByDefault::builder()
        .sse_algorithm(ServerSideEncryption::AwsKms)
        .kms_master_key_id("alias/charts")
        .build()
        .expect("an algorithm is set");
    let rule = ServerSideEncryptionRule::builder()
        .apply_server_side_encryption_by_default(default)
        .bucket_key_enabled(true)
        .build();
    let configuration =
        ServerSideEncryptionConfiguration::builder().rules(rule).build().expect("rules are set");
    let out =
        GetBucketEncryptionOutput::builder().server_side_encryption_configuration(configuration).build();
    assert_eq!(
        encryption(&out),
        json!({ "ServerSideEncryptionConfiguration": [{
            "BucketKeyEnabled": true,
            "ServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/charts" },
        }] })
    );
}

#[test]
fn versioning_without_mfa_delete_says_null() {
    let out = GetBucketVersioningOutput::builder().status(BucketVersioningStatus::Suspended).build();
    assert_eq!(versioning(&out), json!({ "Status": "Suspended", "MFADelete": null }));
    let out = GetBucketVersioningOutput::builder()
        .status(BucketVersioningStatus::Enabled)
        .mfa_delete(MfaDeleteStatus::Enabled)
        .build();
    assert_eq!(versioning(&out), json!({ "Status": "Enabled", "MFADelete": "Enabled" }));
}

#[test]
fn a_bare_lifecycle_rule_writes_every_member() {
    let rule = LifecycleRule::builder().status(ExpirationStatus::Disabled).build().expect("a status is set");
    let out = GetBucketLifecycleConfigurationOutput::builder().rules(rule).build();
    assert_eq!(
        lifecycle(&out),
        json!({ "Rules": [{
            "Id": null, "Status": "Disabled", "ExpirationInDays": null, "NoncurrentVersionExpiration": null,
            "AbortIncompleteMultipartUpload": null, "Transitions": null, "NoncurrentVersionTransitions": null,
        }] })
    );
}

#[test]
fn a_full_lifecycle_rule_keeps_days_and_classes() {
    let rule = LifecycleRule::builder()
        .id("old")
        .status(ExpirationStatus::Enabled)
        .expiration(LifecycleExpiration::builder().days(2200).build())
        .noncurrent_version_expiration(NoncurrentVersionExpiration::builder().noncurrent_days(30).build())
        .abort_incomplete_multipart_upload(
            AbortIncompleteMultipartUpload::builder().days_after_initiation(7).build(),
        )
        .transitions(Transition::builder().days(90).storage_class(TransitionStorageClass::Glacier).build())
        .build()
        .expect("a status is set");
    let out = GetBucketLifecycleConfigurationOutput::builder().rules(rule).build();
    assert_eq!(
        lifecycle(&out)["Rules"][0],
        json!({
            "Id": "old", "Status": "Enabled", "ExpirationInDays": 2200,
            "NoncurrentVersionExpiration": { "NoncurrentDays": 30 },
            "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 7 },
            "Transitions": [{ "StorageClass": "GLACIER", "TransitionInDays": 90 }],
            "NoncurrentVersionTransitions": null,
        })
    );
}

#[test]
fn replication_tells_where_copies_go() {
    let rule = ReplicationRule::builder()
        .status(ReplicationRuleStatus::Enabled)
        .destination(
            Destination::builder()
                .bucket("arn:aws:s3:::copies")
                .account("444455556666")
                .build()
                .expect("a bucket"),
        )
        .build()
        .expect("a status is set");
    let configuration = ReplicationConfiguration::builder()
        .role("arn:aws:iam::111122223333:role/copy")
        .rules(rule)
        .build()
        .expect("role and rules are set");
    let out = GetBucketReplicationOutput::builder().replication_configuration(configuration).build();
    assert_eq!(
        replication(&out),
        json!({ "Role": "arn:aws:iam::111122223333:role/copy", "Rules": [{
            "Id": null, "Status": "Enabled",
            "Destination": { "Bucket": "arn:aws:s3:::copies", "Account": "444455556666" },
        }] })
    );
}

#[test]
fn object_lock_without_a_rule_is_still_enabled() {
    let bare = ObjectLockConfiguration::builder().object_lock_enabled(ObjectLockEnabled::Enabled).build();
    let value =
        object_lock(&GetObjectLockConfigurationOutput::builder().object_lock_configuration(bare).build());
    assert_eq!(value, json!({ "ObjectLockEnabled": "Enabled", "Rule": null }));
    assert_eq!(object_lock_enabled(&value), json!(true));
    assert_eq!(object_lock_enabled(&Value::Null), json!(false));
}

#[test]
fn object_lock_tells_its_default_retention() {
    let retention = DefaultRetention::builder().mode(ObjectLockRetentionMode::Compliance).years(6).build();
    let locked = ObjectLockConfiguration::builder()
        .object_lock_enabled(ObjectLockEnabled::Enabled)
        .rule(ObjectLockRule::builder().default_retention(retention).build())
        .build();
    let out = GetObjectLockConfigurationOutput::builder().object_lock_configuration(locked).build();
    assert_eq!(
        object_lock(&out)["Rule"],
        json!({ "DefaultRetention": { "Mode": "COMPLIANCE", "Days": null, "Years": 6 } })
    );
}

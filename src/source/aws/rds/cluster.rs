//! Database clusters: one answer of RDS's, three kinds by engine.

use super::engine::Engine;
use super::instance::secret;
use crate::source::aws::typed::object;
use aws_sdk_rds::types::{DbCluster, DbClusterMember};
use serde_json::{Map, Value, json};

/// The properties of the kind that `engine` has.
pub(super) fn properties(engine: Engine, cluster: &DbCluster) -> Map<String, Value> {
    match engine {
        Engine::Rds => relational(cluster),
        Engine::DocDb => documents(cluster),
        Engine::Neptune => graph(cluster),
    }
}

/// `AWS::RDS::DBCluster`.
fn relational(c: &DbCluster) -> Map<String, Value> {
    object(json!({
        "DBClusterIdentifier": c.db_cluster_identifier(),
        "Engine": c.engine(),
        "EngineMode": c.engine_mode(),
        "EngineVersion": c.engine_version(),
        "StorageEncrypted": c.storage_encrypted(),
        "KmsKeyId": c.kms_key_id(),
        "BackupRetentionPeriod": c.backup_retention_period(),
        "MultiAZ": c.multi_az(),
        "AvailabilityZones": c.availability_zones,
        "EnableCloudwatchLogsExports": c.enabled_cloudwatch_logs_exports,
        "DeletionProtection": c.deletion_protection(),
        "EnableIAMDatabaseAuthentication": c.iam_database_authentication_enabled(),
        "DBClusterParameterGroupName": c.db_cluster_parameter_group(),
        "MasterUsername": c.master_username(),
        "MasterUserSecret": c.master_user_secret().map(secret),
        "BacktrackWindow": c.backtrack_window(),
        "CopyTagsToSnapshot": c.copy_tags_to_snapshot(),
        "DBClusterMembers": members(c),
        "PubliclyAccessible": c.publicly_accessible(),
        "AutoMinorVersionUpgrade": c.auto_minor_version_upgrade(),
        "PerformanceInsightsEnabled": c.performance_insights_enabled(),
        "PerformanceInsightsKmsKeyId": c.performance_insights_kms_key_id(),
        "GlobalClusterIdentifier": c.global_cluster_identifier(),
        "ReplicationSourceIdentifier": c.replication_source_identifier(),
        "Port": c.port(),
    }))
}

/// `AWS::DocDB::DBCluster`.
fn documents(c: &DbCluster) -> Map<String, Value> {
    object(json!({
        "DBClusterIdentifier": c.db_cluster_identifier(),
        "EngineVersion": c.engine_version(),
        "StorageEncrypted": c.storage_encrypted(),
        "KmsKeyId": c.kms_key_id(),
        "BackupRetentionPeriod": c.backup_retention_period(),
        "EnableCloudwatchLogsExports": c.enabled_cloudwatch_logs_exports,
        "DeletionProtection": c.deletion_protection(),
        "DBClusterParameterGroupName": c.db_cluster_parameter_group(),
        "MasterUsername": c.master_username(),
        "CopyTagsToSnapshot": c.copy_tags_to_snapshot(),
        "AvailabilityZones": c.availability_zones,
        "DBClusterMembers": members(c),
        "MultiAZ": c.multi_az(),
    }))
}

/// `AWS::Neptune::DBCluster`.
fn graph(c: &DbCluster) -> Map<String, Value> {
    object(json!({
        "DBClusterIdentifier": c.db_cluster_identifier(),
        "EngineVersion": c.engine_version(),
        "StorageEncrypted": c.storage_encrypted(),
        "KmsKeyId": c.kms_key_id(),
        "BackupRetentionPeriod": c.backup_retention_period(),
        "EnableCloudwatchLogsExports": c.enabled_cloudwatch_logs_exports,
        "IamAuthEnabled": c.iam_database_authentication_enabled(),
        "DeletionProtection": c.deletion_protection(),
        "DBClusterParameterGroupName": c.db_cluster_parameter_group(),
        "CopyTagsToSnapshot": c.copy_tags_to_snapshot(),
        "AvailabilityZones": c.availability_zones,
        "DBClusterMembers": members(c),
        "MultiAZ": c.multi_az(),
    }))
}

fn members(c: &DbCluster) -> Option<Vec<Value>> {
    Some(c.db_cluster_members.as_ref()?.iter().map(member).collect())
}

fn member(member: &DbClusterMember) -> Value {
    json!({
        "DBInstanceIdentifier": member.db_instance_identifier(),
        "IsClusterWriter": member.is_cluster_writer(),
        "DBClusterParameterGroupStatus": member.db_cluster_parameter_group_status(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_answer_is_null_in_every_property_of_every_engine() {
        let empty = DbCluster::builder().build();
        for (engine, count) in [(Engine::Rds, 25), (Engine::DocDb, 13), (Engine::Neptune, 13)] {
            let properties = properties(engine, &empty);
            assert_eq!(properties.len(), count, "{engine:?}");
            assert!(properties.values().all(Value::is_null), "{properties:?}");
        }
    }

    #[test]
    fn a_cluster_keeps_its_members_whole() {
        let cluster = DbCluster::builder()
            .db_cluster_identifier("charts")
            .engine("neptune")
            .iam_database_authentication_enabled(true)
            .db_cluster_members(DbClusterMember::builder().db_instance_identifier("charts-1").build())
            .build();
        let members = json!([{
            "DBInstanceIdentifier": "charts-1", "IsClusterWriter": null, "DBClusterParameterGroupStatus": null,
        }]);
        for engine in Engine::ALL {
            assert_eq!(properties(engine, &cluster)["DBClusterMembers"], members, "{engine:?}");
        }
        assert_eq!(properties(Engine::Neptune, &cluster)["IamAuthEnabled"], json!(true));
        assert_eq!(properties(Engine::Rds, &cluster)["EnableIAMDatabaseAuthentication"], json!(true));
    }
}

//! Database instances: one answer of RDS's, three kinds by engine.

use super::engine::Engine;
use crate::source::aws::typed::{object, seconds};
use aws_sdk_rds::types::{CertificateDetails, DbInstance, DbSubnetGroup, MasterUserSecret};
use serde_json::{Map, Value, json};

/// The properties of the kind that `engine` has.
pub(super) fn properties(engine: Engine, instance: &DbInstance) -> Map<String, Value> {
    match engine {
        Engine::Rds => relational(instance),
        Engine::DocDb => documents(instance),
        Engine::Neptune => graph(instance),
    }
}

/// The parameter group it runs with.
pub(super) fn parameter_group(instance: &DbInstance) -> Option<&str> {
    instance.db_parameter_groups().first()?.db_parameter_group_name()
}

/// The option group it runs with.
pub(super) fn option_group(instance: &DbInstance) -> Option<&str> {
    instance.option_group_memberships().first()?.option_group_name()
}

/// `AWS::RDS::DBInstance`.
fn relational(i: &DbInstance) -> Map<String, Value> {
    object(json!({
        "DBInstanceIdentifier": i.db_instance_identifier(),
        "DBClusterIdentifier": i.db_cluster_identifier(),
        "DBInstanceClass": i.db_instance_class(),
        "Engine": i.engine(),
        "EngineVersion": i.engine_version(),
        "StorageEncrypted": i.storage_encrypted(),
        "KmsKeyId": i.kms_key_id(),
        "PubliclyAccessible": i.publicly_accessible(),
        "BackupRetentionPeriod": i.backup_retention_period(),
        "MultiAZ": i.multi_az(),
        "EnableCloudwatchLogsExports": i.enabled_cloudwatch_logs_exports,
        "DeletionProtection": i.deletion_protection(),
        "MonitoringInterval": i.monitoring_interval(),
        "AutoMinorVersionUpgrade": i.auto_minor_version_upgrade(),
        "EnableIAMDatabaseAuthentication": i.iam_database_authentication_enabled(),
        "EnablePerformanceInsights": i.performance_insights_enabled(),
        "PerformanceInsightsKMSKeyId": i.performance_insights_kms_key_id(),
        "DBParameterGroupName": parameter_group(i),
        "OptionGroupName": option_group(i),
        "MasterUsername": i.master_username(),
        "MasterUserSecret": i.master_user_secret().map(secret),
        "CACertificateIdentifier": i.ca_certificate_identifier(),
        "CertificateDetails": i.certificate_details().map(certificate),
        "CopyTagsToSnapshot": i.copy_tags_to_snapshot(),
        "SourceDBInstanceIdentifier": i.read_replica_source_db_instance_identifier(),
        "DBSubnetGroupName": i.db_subnet_group().and_then(|group| group.db_subnet_group_name()),
        "VpcId": i.db_subnet_group().and_then(|group| group.vpc_id()),
        "SubnetIds": i.db_subnet_group().map(subnets),
        "AvailabilityZone": i.availability_zone(),
        "DBInstanceStatus": i.db_instance_status(),
        "ReadReplicaDBInstanceIdentifiers": i.read_replica_db_instance_identifiers,
        "Port": port(i),
    }))
}

/// `AWS::DocDB::DBInstance`.
fn documents(i: &DbInstance) -> Map<String, Value> {
    object(json!({
        "DBInstanceIdentifier": i.db_instance_identifier(),
        "DBClusterIdentifier": i.db_cluster_identifier(),
        "DBInstanceClass": i.db_instance_class(),
        "AutoMinorVersionUpgrade": i.auto_minor_version_upgrade(),
        "CACertificateIdentifier": i.ca_certificate_identifier(),
        "AvailabilityZone": i.availability_zone(),
        "EnablePerformanceInsights": i.performance_insights_enabled(),
        "CertificateDetails": i.certificate_details().map(certificate),
        "PubliclyAccessible": i.publicly_accessible(),
        "DBInstanceStatus": i.db_instance_status(),
    }))
}

/// `AWS::Neptune::DBInstance`.
fn graph(i: &DbInstance) -> Map<String, Value> {
    object(json!({
        "DBInstanceIdentifier": i.db_instance_identifier(),
        "DBClusterIdentifier": i.db_cluster_identifier(),
        "DBInstanceClass": i.db_instance_class(),
        "AutoMinorVersionUpgrade": i.auto_minor_version_upgrade(),
        "AvailabilityZone": i.availability_zone(),
        "DBParameterGroupName": parameter_group(i),
        "PubliclyAccessible": i.publicly_accessible(),
        "DBInstanceStatus": i.db_instance_status(),
    }))
}

/// The subnets that the instance may be moved to.
fn subnets(group: &DbSubnetGroup) -> Vec<&str> {
    group.subnets().iter().filter_map(|subnet| subnet.subnet_identifier()).collect()
}

/// Where the master user's password is kept; the password itself is never in the answer.
pub(super) fn secret(secret: &MasterUserSecret) -> Value {
    json!({ "SecretArn": secret.secret_arn(), "KmsKeyId": secret.kms_key_id() })
}

fn certificate(details: &CertificateDetails) -> Value {
    json!({ "CAIdentifier": details.ca_identifier(), "ValidTill": details.valid_till().and_then(seconds) })
}

/// The endpoint's port, as CloudFormation's text. `DbInstancePort` is 0 where RDS does not fill it.
fn port(i: &DbInstance) -> Option<String> {
    let own = i.db_instance_port().filter(|port| *port > 0);
    i.endpoint().and_then(|endpoint| endpoint.port()).or(own).map(|port| port.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_rds::primitives::DateTime;
    use aws_sdk_rds::types::{DbParameterGroupStatus, Endpoint};

    #[test]
    fn an_empty_answer_is_null_in_every_property_of_every_engine() {
        let empty = DbInstance::builder().build();
        for (engine, count) in [(Engine::Rds, 32), (Engine::DocDb, 10), (Engine::Neptune, 8)] {
            let properties = properties(engine, &empty);
            assert_eq!(properties.len(), count, "{engine:?}");
            assert!(properties.values().all(Value::is_null), "{properties:?}");
        }
    }

    #[test]
    fn an_instance_keeps_its_values() {
        let instance = DbInstance::builder()
            .db_instance_identifier("charts")
            .engine("postgres")
            .storage_encrypted(false)
            .backup_retention_period(0)
            .enabled_cloudwatch_logs_exports("postgresql")
            .db_parameter_groups(
                DbParameterGroupStatus::builder().db_parameter_group_name("default.postgres16").build(),
            )
            .endpoint(Endpoint::builder().port(5432).address("charts.example.com").build())
            .certificate_details(
                CertificateDetails::builder()
                    .ca_identifier("rds-ca-rsa2048-g1")
                    .valid_till(DateTime::from_secs_f64(1_800_000_000.5))
                    .build(),
            )
            .master_user_secret(MasterUserSecret::builder().secret_arn("arn:aws:secretsmanager:::s").build())
            .build();
        let properties = properties(Engine::Rds, &instance);
        assert_eq!(properties["StorageEncrypted"], json!(false));
        assert_eq!(properties["BackupRetentionPeriod"], json!(0));
        assert_eq!(properties["EnableCloudwatchLogsExports"], json!(["postgresql"]));
        assert_eq!(properties["DBParameterGroupName"], json!("default.postgres16"));
        assert_eq!(properties["Port"], json!("5432"));
        assert_eq!(
            properties["CertificateDetails"],
            json!({ "CAIdentifier": "rds-ca-rsa2048-g1", "ValidTill": "2027-01-15T08:00:00Z" })
        );
        assert_eq!(
            properties["MasterUserSecret"],
            json!({ "SecretArn": "arn:aws:secretsmanager:::s", "KmsKeyId": null })
        );
        assert_eq!(properties["MultiAZ"], Value::Null);
    }

    #[test]
    fn a_port_of_zero_is_none() {
        assert_eq!(port(&DbInstance::builder().db_instance_port(0).build()), None);
        assert_eq!(port(&DbInstance::builder().db_instance_port(1433).build()), Some("1433".to_owned()));
    }
}

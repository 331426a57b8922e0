//! What the bad twin is planted with, and the sound one is not: each is found where it stands.

use crate::judged::{bad, good};

/// The mistakes, by what has them.
const PLANTED: [(&str, &[&str]); 55] = [
    ("module.assistant[0].aws_bedrock_guardrail.letters", &["bedrock-guardrail-filters-identifiers"]),
    ("module.assistant[0].aws_bedrockagent_agent.letters", &["bedrock-agent-guardrail"]),
    ("module.assistant[0].aws_cloudwatch_log_group.prompts", &["cloudwatch-log-group-retention"]),
    ("module.audit.aws_cloudtrail.this", &["cloudtrail-cloudwatch-logs", "cloudtrail-log-file-validation"]),
    (
        "module.audit.aws_s3_bucket.audit",
        &["s3-bucket-default-encryption-kms", "s3-bucket-ssl-requests-only"],
    ),
    ("module.charts.aws_backup_plan.this", &["backup-plan-frequency-retention"]),
    (
        "module.charts.aws_backup_vault.this",
        &[
            "backup-recovery-point-manual-deletion-disabled",
            "backup-vault-lock",
            "backup-vault-policy-not-public",
        ],
    ),
    (
        "module.charts.aws_db_instance.charts",
        &[
            "rds-instance-auto-minor-version-upgrade",
            "rds-instance-backup-enabled",
            "rds-instance-deletion-protection",
            "rds-instance-iam-authentication",
            "rds-instance-logging",
            "rds-instance-multi-az",
            "rds-instance-not-public",
            "rds-instance-require-tls",
            "rds-instance-storage-encrypted",
        ],
    ),
    (
        "module.charts.aws_docdb_cluster.imaging[0]",
        &[
            "documentdb-audit-logging",
            "documentdb-backup-retention",
            "documentdb-cluster-deletion-protection",
            "documentdb-require-tls",
        ],
    ),
    (
        r#"module.charts.aws_dynamodb_table.this["consents"]"#,
        &["dynamodb-table-deletion-protection", "dynamodb-table-pitr-enabled"],
    ),
    ("module.charts.aws_efs_file_system.scans", &["efs-enforce-tls"]),
    ("module.charts.aws_elasticache_replication_group.sessions[0]", &["elasticache-auth-enabled"]),
    (
        "module.charts.aws_memorydb_cluster.vitals[0]",
        &["memorydb-automatic-snapshots", "memorydb-tls-enabled"],
    ),
    (
        "module.charts.aws_neptune_cluster.referrals[0]",
        &[
            "neptune-audit-logging",
            "neptune-backup-retention",
            "neptune-cluster-deletion-protection",
            "neptune-iam-authentication",
        ],
    ),
    (
        "module.charts.aws_rds_cluster.notes",
        &[
            "rds-cluster-backup-enabled",
            "rds-cluster-deletion-protection",
            "rds-cluster-iam-authentication",
            "rds-cluster-logging",
            "rds-cluster-require-tls",
            "rds-cluster-storage-encrypted",
        ],
    ),
    ("module.compute.aws_api_gateway_resource.charts", &["apigateway-authorization-required"]),
    (
        "module.compute.aws_api_gateway_stage.live",
        &[
            "apigateway-access-logging",
            "apigateway-stage-execution-logging",
            "apigateway-stage-no-data-trace",
            "apigateway-stage-xray-tracing",
        ],
    ),
    (
        "module.compute.aws_cloudfront_distribution.portal[0]",
        &["cloudfront-minimum-tls-version", "cloudfront-viewer-https"],
    ),
    ("module.compute.aws_codebuild_project.portal", &["codebuild-logging-enabled"]),
    ("module.compute.aws_ecr_repository.portal", &["ecr-image-tags-immutable", "ecr-repository-not-public"]),
    ("module.compute.aws_ecs_cluster.this", &["ecs-cluster-container-insights"]),
    ("module.compute.aws_ecs_service.portal", &["ecs-service-no-public-ip"]),
    (
        "module.compute.aws_ecs_task_definition.portal",
        &["ecs-container-readonly-root-filesystem", "ecs-task-logging"],
    ),
    ("module.compute.aws_eks_cluster.research[0]", &["eks-endpoint-not-public"]),
    (
        "module.compute.aws_instance.dicom",
        &["ec2-instance-detailed-monitoring", "ec2-instance-imdsv2-required", "ec2-instance-no-public-ip"],
    ),
    (
        r#"module.compute.aws_lambda_function.this["intake"]"#,
        &["lambda-function-in-vpc", "lambda-function-not-public", "lambda-runtime-supported"],
    ),
    ("module.compute.aws_lambda_function_url.results[0]", &["lambda-function-url-not-public"]),
    (
        "module.compute.aws_lb.portal",
        &["alb-drop-invalid-headers", "alb-waf-enabled", "elbv2-access-logging", "elbv2-deletion-protection"],
    ),
    ("module.compute.aws_lb_listener.plain", &["alb-http-to-https-redirect"]),
    (
        "module.compute.aws_sagemaker_notebook_instance.research[0]",
        &[
            "sagemaker-notebook-in-vpc",
            "sagemaker-notebook-kms-key",
            "sagemaker-notebook-no-direct-internet",
            "sagemaker-notebook-no-root-access",
        ],
    ),
    ("module.compute.aws_transfer_server.payers[0]", &["transfer-server-secure-protocols"]),
    ("module.identity.aws_cognito_identity_pool.patients", &["cognito-no-guest-access"]),
    (
        "module.identity.aws_cognito_user_pool.patients",
        &["cognito-user-pool-mfa", "cognito-user-pool-password-policy"],
    ),
    (
        "module.identity.aws_iam_account_password_policy.this",
        &[
            "iam-password-policy-lowercase",
            "iam-password-policy-max-age",
            "iam-password-policy-min-length",
            "iam-password-policy-number",
            "iam-password-policy-symbol",
            "iam-password-policy-uppercase",
        ],
    ),
    (
        "module.identity.aws_iam_policy.coders",
        &[
            "iam-customer-policy-no-admin-access",
            "iam-customer-policy-no-blocked-kms-actions",
            "iam-policy-no-privilege-escalation",
            "iam-policy-no-service-full-access",
            "iam-policy-no-wildcard-marketplace-subscribe",
        ],
    ),
    ("module.identity.aws_iam_role.coders", &["iam-role-trust-restricted"]),
    ("module.identity.aws_iam_user.interface[0]", &["iam-user-in-group", "iam-user-no-direct-policies"]),
    (r#"module.keys.aws_kms_key.this["backup"]"#, &["kms-key-not-public", "kms-key-rotation-enabled"]),
    ("module.lake.aws_athena_workgroup.analysts", &["athena-workgroup-enforced", "athena-workgroup-logging"]),
    ("module.lake.aws_glue_job.deidentify", &["glue-job-security-configuration"]),
    (
        "module.lake.aws_opensearch_domain.notes[0]",
        &[
            "opensearch-https-required",
            "opensearch-in-vpc",
            "opensearch-node-to-node-encryption",
            "opensearch-tls-1-2",
        ],
    ),
    (
        "module.lake.aws_redshift_cluster.warehouse[0]",
        &[
            "redshift-cluster-enhanced-vpc-routing",
            "redshift-cluster-not-public",
            "redshift-cluster-require-tls",
        ],
    ),
    (
        r#"module.lake.aws_s3_bucket.zone["curated"]"#,
        &[
            "s3-bucket-access-logging",
            "s3-bucket-acl-prohibited",
            "s3-bucket-lifecycle-aborts-incomplete-uploads",
            "s3-bucket-versioning",
        ],
    ),
    (r#"module.lake.aws_s3_bucket.zone["landing"]"#, &["s3-bucket-object-lock", "s3-bucket-replication"]),
    ("module.messaging.aws_kinesis_firehose_delivery_stream.archive", &["firehose-delivery-errors-logged"]),
    ("module.messaging.aws_kinesis_stream.vitals", &["kinesis-stream-retention"]),
    ("module.messaging.aws_mq_broker.interfaces[0]", &["mq-broker-logging", "mq-broker-not-public"]),
    (
        "module.messaging.aws_msk_cluster.devices[0]",
        &["msk-authentication-required", "msk-broker-logging", "msk-encryption-in-transit"],
    ),
    ("module.messaging.aws_sesv2_configuration_set.letters", &["ses-configuration-set-tls"]),
    ("module.messaging.aws_sfn_state_machine.admission", &["stepfunctions-logging"]),
    (r#"module.messaging.aws_sns_topic.this["alerts"]"#, &["sns-topic-enforce-tls"]),
    ("module.network.aws_route53_zone.public", &["route53-query-logging"]),
    (
        "module.network.aws_security_group.database",
        &["security-group-no-open-database-ports", "security-group-open-only-authorized-ports"],
    ),
    ("module.network.aws_security_group.service", &["security-group-no-open-ssh"]),
    ("module.network.aws_vpc.this", &["vpc-flow-logs-enabled"]),
];

#[test]
fn every_mistake_that_is_planted_is_found_in_the_bad_twin_and_not_in_the_sound_one() {
    let mut missed = Vec::new();
    for (address, checks) in PLANTED {
        for check in checks {
            let is =
                |line: &&serde_json::Value| line["check"] == *check && line["resource"]["address"] == address;
            let verdict =
                |lines: &[serde_json::Value]| lines.iter().find(is).map(|line| line["verdict"].clone());
            let (bad, good) = (verdict(&bad().lines), verdict(&good().lines));
            if bad != Some("fail".into()) || good == Some("fail".into()) {
                missed.push(format!("{check} over {address}: bad {bad:?}, good {good:?}"));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

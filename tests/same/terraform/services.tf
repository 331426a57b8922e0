resource "aws_sns_topic" "sound" {
  name              = "estate-results"
  kms_master_key_id = aws_kms_key.sound.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow", Principal = "*", Action = ["sns:Publish"]
        Resource  = "arn:aws:sns:us-east-1:555566667777:estate-results"
        Condition = { StringEquals = { "aws:SourceAccount" = "555566667777" } }
      },
      {
        Effect    = "Deny", Principal = "*", Action = "sns:Publish"
        Resource  = "arn:aws:sns:us-east-1:555566667777:estate-results"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_sns_topic" "bad" {
  name = "estate-open"
}

resource "aws_sns_topic_policy" "bad" {
  arn = aws_sns_topic.bad.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow", Principal = "*", Action = ["sns:Publish", "sns:Subscribe"]
      Resource = "arn:aws:sns:us-east-1:555566667777:estate-open"
    }]
  })
}

resource "aws_sqs_queue" "sound" {
  name              = "estate-referrals"
  kms_master_key_id = aws_kms_key.sound.arn
}

resource "aws_sqs_queue_policy" "sound" {
  queue_url = aws_sqs_queue.sound.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow", Principal = { AWS = "arn:aws:iam::555566667777:root" }, Action = "sqs:*"
        Resource = "arn:aws:sqs:us-east-1:555566667777:estate-referrals"
      },
      {
        Effect    = "Deny", Principal = "*", Action = "sqs:*"
        Resource  = "arn:aws:sqs:us-east-1:555566667777:estate-referrals"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_sqs_queue" "bad" {
  name                    = "estate-scratch"
  sqs_managed_sse_enabled = false
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow", Principal = "*", Action = "sqs:ReceiveMessage"
      Resource = "arn:aws:sqs:us-east-1:555566667777:estate-scratch"
    }]
  })
}

resource "aws_kinesis_stream" "sound" {
  name             = "estate-vitals"
  shard_count      = 1
  retention_period = 168
  encryption_type  = "KMS"
  kms_key_id       = aws_kms_key.sound.arn
}

resource "aws_kinesis_resource_policy" "sound" {
  resource_arn = aws_kinesis_stream.sound.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow", Principal = { AWS = "arn:aws:iam::888877776666:root" }, Action = "kinesis:GetRecords"
      Resource = "arn:aws:kinesis:us-east-1:555566667777:stream/estate-vitals"
    }]
  })
}

resource "aws_kinesis_stream" "bad" {
  name        = "estate-scratch"
  shard_count = 1
}

resource "aws_kinesis_resource_policy" "bad" {
  resource_arn = aws_kinesis_stream.bad.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow", Principal = "*", Action = "kinesis:GetRecords"
      Resource = "arn:aws:kinesis:us-east-1:555566667777:stream/estate-scratch"
    }]
  })
}

resource "aws_kinesis_firehose_delivery_stream" "sound" {
  name        = "estate-claims"
  destination = "extended_s3"
  server_side_encryption {
    enabled = true
  }
  extended_s3_configuration {
    role_arn   = local.role
    bucket_arn = "arn:aws:s3:::estate-deliveries"
    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = "/aws/kinesisfirehose/estate"
      log_stream_name = "deliveries"
    }
  }
}

resource "aws_kinesis_firehose_delivery_stream" "bad" {
  name        = "estate-scratch"
  destination = "extended_s3"
  extended_s3_configuration {
    role_arn   = local.role
    bucket_arn = "arn:aws:s3:::estate-deliveries"
  }
}

resource "aws_kinesis_video_stream" "sound" {
  name                    = "estate-visits"
  data_retention_in_hours = 24
  kms_key_id              = aws_kms_key.sound.arn
}

resource "aws_kinesis_video_stream" "bad" {
  name                    = "estate-lobby"
  data_retention_in_hours = 24
}

resource "aws_mq_broker" "sound" {
  broker_name                = "estate-charts"
  engine_type                = "ActiveMQ"
  engine_version             = "5.18"
  host_instance_type         = "mq.m5.large"
  auto_minor_version_upgrade = true
  encryption_options {
    kms_key_id        = aws_kms_key.sound.arn
    use_aws_owned_key = false
  }
  logs {
    audit   = true
    general = true
  }
  user {
    username = "charts"
    password = "not-a-password"
  }
}

resource "aws_mq_broker" "bad" {
  broker_name         = "estate-scratch"
  engine_type         = "ActiveMQ"
  engine_version      = "5.18"
  host_instance_type  = "mq.m5.large"
  publicly_accessible = true
  user {
    username = "scratch"
    password = "not-a-password"
  }
}

resource "aws_msk_cluster" "sound" {
  cluster_name           = "estate-charts"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 2
  broker_node_group_info {
    client_subnets  = local.subnets
    instance_type   = "kafka.m5.large"
    security_groups = [local.group]
    connectivity_info {
      public_access {
        type = "DISABLED"
      }
    }
  }
  client_authentication {
    sasl {
      iam = true
    }
  }
  encryption_info {
    encryption_at_rest_kms_key_arn = aws_kms_key.sound.arn
    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }
  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = "/estate/kafka"
      }
    }
  }
}

resource "aws_msk_cluster" "bad" {
  cluster_name           = "estate-scratch"
  kafka_version          = "3.6.0"
  number_of_broker_nodes = 2
  broker_node_group_info {
    client_subnets  = local.subnets
    instance_type   = "kafka.m5.large"
    security_groups = [local.group]
    connectivity_info {
      public_access {
        type = "SERVICE_PROVIDED_EIPS"
      }
    }
  }
  client_authentication {
    unauthenticated = true
  }
  encryption_info {
    encryption_in_transit {
      client_broker = "TLS_PLAINTEXT"
    }
  }
}

resource "aws_cloudwatch_event_bus" "sound" {
  name = "estate-orders"
}

resource "aws_cloudwatch_event_bus_policy" "sound" {
  event_bus_name = aws_cloudwatch_event_bus.sound.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow", Principal = "*", Action = "events:PutEvents"
      Resource  = "arn:aws:events:us-east-1:555566667777:event-bus/estate-orders"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-abcde12345" } }
    }]
  })
}

resource "aws_cloudwatch_event_bus" "bad" {
  name = "estate-open"
}

resource "aws_cloudwatch_event_bus_policy" "bad" {
  event_bus_name = aws_cloudwatch_event_bus.bad.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow", Principal = "*", Action = "events:PutEvents"
      Resource = "arn:aws:events:us-east-1:555566667777:event-bus/estate-open"
    }]
  })
}

resource "aws_sfn_activity" "sound" {
  name = "estate-review"
  encryption_configuration {
    kms_key_id = aws_kms_key.sound.arn
    type       = "CUSTOMER_MANAGED_KMS_KEY"
  }
}

resource "aws_sfn_activity" "bad" {
  name = "estate-scratch"
}

resource "aws_cloudtrail" "sound" {
  name                       = "clinic"
  s3_bucket_name             = "clinic-cloudtrail"
  is_multi_region_trail      = true
  enable_log_file_validation = true
  kms_key_id                 = aws_kms_key.sound.arn
  cloud_watch_logs_group_arn = "arn:aws:logs:us-east-1:555566667777:log-group:/clinic/trail:*"
  cloud_watch_logs_role_arn  = local.role
}

resource "aws_cloudtrail" "bad" {
  name           = "before-the-merger"
  s3_bucket_name = "clinic-cloudtrail"
  enable_logging = false
}

resource "aws_cloudwatch_log_group" "sound" {
  name              = "/estate/trail"
  kms_key_id        = aws_kms_key.sound.arn
  retention_in_days = 2192
}

resource "aws_cloudwatch_log_data_protection_policy" "sound" {
  log_group_name = aws_cloudwatch_log_group.sound.name
  policy_document = jsonencode({
    Name    = "health"
    Version = "2021-06-01"
    Statement = [
      { Sid = "a", DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"], Operation = { Audit = { FindingsDestination = {} } } },
      { Sid = "b", DataIdentifier = ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"], Operation = { Deidentify = { MaskConfig = {} } } },
    ]
  })
}

resource "aws_cloudwatch_log_group" "bad" {
  name              = "/estate/scratch"
  retention_in_days = 7
}

resource "aws_cloudwatch_log_resource_policy" "sound" {
  policy_name = "dns"
  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow", Principal = { Service = "route53.amazonaws.com" }, Action = "logs:PutLogEvents", Resource = "*"
    }]
  })
}

resource "aws_cloudwatch_log_resource_policy" "bad" {
  policy_name = "open"
  policy_document = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "logs:*", Resource = "*" }]
  })
}

resource "aws_cloudwatch_metric_alarm" "sound" {
  alarm_name          = "estate-errors"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "Errors"
  namespace           = "AWS/Lambda"
  period              = 60
  statistic           = "Sum"
  threshold           = 1
  alarm_actions       = ["arn:aws:sns:us-east-1:555566667777:estate-oncall"]
}

resource "aws_cloudwatch_metric_alarm" "bad" {
  alarm_name          = "estate-mute"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "Errors"
  namespace           = "AWS/Lambda"
  period              = 60
  statistic           = "Sum"
  threshold           = 1
}

resource "aws_secretsmanager_secret" "sound" {
  name       = "estate/charts"
  kms_key_id = aws_kms_key.sound.arn
}

resource "aws_secretsmanager_secret_rotation" "sound" {
  secret_id           = aws_secretsmanager_secret.sound.id
  rotation_lambda_arn = "arn:aws:lambda:us-east-1:555566667777:function:rotate"
  rotation_rules {
    automatically_after_days = 30
  }
}

resource "aws_secretsmanager_secret_policy" "sound" {
  secret_arn = aws_secretsmanager_secret.sound.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow", Principal = { AWS = "arn:aws:iam::555566667777:role/charts" }
      Action = "secretsmanager:GetSecretValue", Resource = "*"
    }]
  })
}

resource "aws_secretsmanager_secret" "bad" {
  name = "estate/legacy"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "secretsmanager:GetSecretValue", Resource = "*" }]
  })
}

resource "aws_ssm_parameter" "sound" {
  name  = "/estate/db/password"
  type  = "SecureString"
  value = "not-a-password"
}

resource "aws_ssm_parameter" "bad" {
  name  = "/estate/DatabasePassword"
  type  = "String"
  value = "not-a-password"
}

resource "aws_ssm_document" "sound" {
  name          = "estate-steps"
  document_type = "Command"
  content       = jsonencode({ schemaVersion = "2.2", description = "steps", mainSteps = [] })
}

resource "aws_ssm_document" "bad" {
  name          = "estate-steps"
  document_type = "Command"
  permissions = {
    type        = "Share"
    account_ids = "All"
  }
  content = jsonencode({ schemaVersion = "2.2", description = "steps", mainSteps = [] })
}

resource "aws_guardduty_detector" "sound" {
  enable = true
}

resource "aws_iam_role" "sound" {
  name = "app"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role" "bad" {
  name                 = "vendor"
  max_session_duration = 43200
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::888877776666:root" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "bad" {
  name   = "everything"
  role   = aws_iam_role.bad.id
  policy = local.admin_policy
}

resource "aws_iam_policy" "sound" {
  name = "charts-read"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::charts/*" }]
  })
}

resource "aws_iam_policy" "bad" {
  name   = "everything"
  policy = local.admin_policy
}

resource "aws_iam_group" "sound" {
  name = "clinicians"
}

resource "aws_iam_user" "sound" {
  name = "ana"
}

resource "aws_iam_user_group_membership" "sound" {
  user   = aws_iam_user.sound.name
  groups = [aws_iam_group.sound.name]
}

resource "aws_iam_group" "bad" {
  name = "former-staff"
}

resource "aws_iam_group_policy" "bad" {
  name   = "everything"
  group  = aws_iam_group.bad.name
  policy = local.admin_policy
}

resource "aws_iam_user" "bad" {
  name = "ben"
}

resource "aws_iam_user_policy" "bad" {
  name   = "everything"
  user   = aws_iam_user.bad.name
  policy = local.admin_policy
}

resource "aws_cognito_user_pool" "sound" {
  name                = "estate-patients"
  deletion_protection = "ACTIVE"
  mfa_configuration   = "ON"
  software_token_mfa_configuration {
    enabled = true
  }
  password_policy {
    minimum_length                   = 14
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = true
    require_uppercase                = true
    temporary_password_validity_days = 3
  }
  user_pool_add_ons {
    advanced_security_mode = "ENFORCED"
  }
}

resource "aws_cognito_user_pool" "bad" {
  name = "estate-staging"
}

resource "aws_cognito_identity_pool" "sound" {
  identity_pool_name = "estate_portal"
}

resource "aws_cognito_identity_pool" "bad" {
  identity_pool_name               = "estate_portal"
  allow_unauthenticated_identities = true
  allow_classic_flow               = true
}

resource "aws_appsync_graphql_api" "sound" {
  name                = "estate-charts"
  authentication_type = "AWS_IAM"
  log_config {
    cloudwatch_logs_role_arn = local.role
    exclude_verbose_content  = true
    field_log_level          = "ERROR"
  }
}

resource "aws_wafv2_web_acl_association" "graphql" {
  resource_arn = aws_appsync_graphql_api.sound.arn
  web_acl_arn  = aws_wafv2_web_acl.sound.arn
}

resource "aws_appsync_graphql_api" "bad" {
  name                = "estate-charts"
  authentication_type = "API_KEY"
  log_config {
    cloudwatch_logs_role_arn = local.role
    field_log_level          = "ERROR"
  }
}

resource "aws_appsync_api_cache" "sound" {
  api_id                     = aws_appsync_graphql_api.sound.id
  api_caching_behavior       = "FULL_REQUEST_CACHING"
  type                       = "SMALL"
  ttl                        = 60
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
}

resource "aws_appsync_api_cache" "bad" {
  api_id               = aws_appsync_graphql_api.bad.id
  api_caching_behavior = "FULL_REQUEST_CACHING"
  type                 = "SMALL"
  ttl                  = 60
}

resource "aws_athena_workgroup" "sound" {
  name = "estate-clinical"
  configuration {
    result_configuration {
      output_location = "s3://estate-results/"
      encryption_configuration {
        encryption_option = "SSE_KMS"
        kms_key_arn       = aws_kms_key.sound.arn
      }
    }
  }
}

resource "aws_athena_workgroup" "bad" {
  name = "estate-scratch"
  configuration {
    enforce_workgroup_configuration    = false
    publish_cloudwatch_metrics_enabled = false
    result_configuration {
      output_location = "s3://estate-scratch/"
    }
  }
}

resource "aws_glue_connection" "sound" {
  name            = "estate-visits"
  connection_type = "JDBC"
  connection_properties = {
    JDBC_CONNECTION_URL = "jdbc:postgresql://charts:5432/charts"
    JDBC_ENFORCE_SSL    = "true"
  }
}

resource "aws_glue_connection" "bad" {
  name            = "estate-scratch"
  connection_type = "JDBC"
  connection_properties = {
    JDBC_CONNECTION_URL = "jdbc:postgresql://charts:5432/charts"
  }
}

resource "aws_glue_job" "sound" {
  name                   = "estate-visits"
  role_arn               = local.role
  security_configuration = "estate-visits"
  command {
    script_location = "s3://estate-code/visits.py"
  }
}

resource "aws_glue_job" "bad" {
  name     = "estate-scratch"
  role_arn = local.role
  command {
    script_location = "s3://estate-code/scratch.py"
  }
}

resource "aws_glue_security_configuration" "sound" {
  name = "estate-visits"
  encryption_configuration {
    cloudwatch_encryption {
      cloudwatch_encryption_mode = "SSE-KMS"
      kms_key_arn                = aws_kms_key.sound.arn
    }
    job_bookmarks_encryption {
      job_bookmarks_encryption_mode = "CSE-KMS"
      kms_key_arn                   = aws_kms_key.sound.arn
    }
    s3_encryption {
      s3_encryption_mode = "SSE-KMS"
      kms_key_arn        = aws_kms_key.sound.arn
    }
  }
}

resource "aws_glue_security_configuration" "bad" {
  name = "estate-scratch"
  encryption_configuration {
    cloudwatch_encryption {
    }
    job_bookmarks_encryption {
    }
    s3_encryption {
    }
  }
}

resource "aws_transfer_server" "sound" {
  endpoint_type               = "VPC"
  protocols                   = ["SFTP"]
  security_policy_name        = "TransferSecurityPolicy-2024-01"
  structured_log_destinations = ["arn:aws:logs:us-east-1:555566667777:log-group:/transfer/charts:*"]
  endpoint_details {
    vpc_id     = "vpc-0a1b2c3d4e5f60718"
    subnet_ids = local.subnets
  }
}

resource "aws_transfer_server" "bad" {
  protocols            = ["SFTP", "FTP"]
  security_policy_name = "TransferSecurityPolicy-2018-11"
}

resource "aws_dms_replication_instance" "sound" {
  replication_instance_id    = "estate-charts"
  replication_instance_class = "dms.t3.medium"
  kms_key_arn                = aws_kms_key.sound.arn
  publicly_accessible        = false
  auto_minor_version_upgrade = true
}

resource "aws_dms_replication_instance" "bad" {
  replication_instance_id    = "estate-scratch"
  replication_instance_class = "dms.t3.medium"
  publicly_accessible        = true
  auto_minor_version_upgrade = false
}

resource "aws_dms_endpoint" "sound" {
  endpoint_id   = "estate-charts-documents"
  endpoint_type = "source"
  engine_name   = "mongodb"
  kms_key_arn   = aws_kms_key.sound.arn
  ssl_mode      = "verify-full"
  mongodb_settings {
    auth_type = "password"
  }
}

resource "aws_dms_endpoint" "bad" {
  endpoint_id   = "estate-scratch-documents"
  endpoint_type = "source"
  engine_name   = "mongodb"
  mongodb_settings {
    auth_type = "no"
  }
}

resource "aws_datasync_task" "sound" {
  name                     = "estate-charts"
  source_location_arn      = "arn:aws:datasync:us-east-1:555566667777:location/loc-0a1b2c3d4e5f60718"
  destination_location_arn = "arn:aws:datasync:us-east-1:555566667777:location/loc-0a1b2c3d4e5f60719"
  cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:555566667777:log-group:/aws/datasync"
  options {
    log_level   = "TRANSFER"
    verify_mode = "ONLY_FILES_TRANSFERRED"
  }
}

resource "aws_datasync_task" "bad" {
  name                     = "estate-scratch"
  source_location_arn      = "arn:aws:datasync:us-east-1:555566667777:location/loc-0a1b2c3d4e5f60718"
  destination_location_arn = "arn:aws:datasync:us-east-1:555566667777:location/loc-0a1b2c3d4e5f60719"
  options {
    log_level   = "OFF"
    verify_mode = "NONE"
  }
}

resource "aws_codepipeline" "sound" {
  name     = "estate-charts"
  role_arn = local.role
  artifact_store {
    location = "estate-artifacts"
    type     = "S3"
    encryption_key {
      id   = aws_kms_key.sound.arn
      type = "KMS"
    }
  }
  stage {
    name = "Source"
    action {
      name             = "Source"
      category         = "Source"
      owner            = "AWS"
      provider         = "S3"
      version          = "1"
      output_artifacts = ["code"]
      configuration    = { S3Bucket = "estate-code", S3ObjectKey = "charts.zip" }
    }
  }
  stage {
    name = "Approve"
    action {
      name     = "Approve"
      category = "Approval"
      owner    = "AWS"
      provider = "Manual"
      version  = "1"
    }
  }
}

resource "aws_codepipeline" "bad" {
  name     = "estate-scratch"
  role_arn = local.role
  artifact_store {
    location = "estate-artifacts"
    type     = "S3"
  }
  stage {
    name = "Source"
    action {
      name             = "Source"
      category         = "Source"
      owner            = "AWS"
      provider         = "S3"
      version          = "1"
      output_artifacts = ["code"]
      configuration    = { S3Bucket = "estate-code", S3ObjectKey = "charts.zip" }
    }
  }
  stage {
    name = "Approve"
    action {
      name     = "Approve"
      category = "Approval"
      owner    = "AWS"
      provider = "Manual"
      version  = "1"
    }
  }
}

resource "aws_kendra_index" "sound" {
  name                = "estate-1"
  role_arn            = local.role
  edition             = "ENTERPRISE_EDITION"
  user_context_policy = "USER_TOKEN"
}

resource "aws_kendra_index" "bad" {
  name     = "estate-2"
  role_arn = local.role
  edition  = "ENTERPRISE_EDITION"
}

resource "aws_bedrock_guardrail" "sound" {
  name                      = "estate"
  blocked_input_messaging   = "No"
  blocked_outputs_messaging = "No"
  kms_key_arn               = aws_kms_key.sound.arn
  sensitive_information_policy_config {
    pii_entities_config {
      action = "ANONYMIZE"
      type   = "NAME"
    }
  }
}

resource "aws_bedrock_guardrail" "bad" {
  name                      = "estate-loose"
  blocked_input_messaging   = "No"
  blocked_outputs_messaging = "No"
}

resource "aws_opensearchserverless_collection" "sound" {
  name = "estate-charts"
}

resource "aws_cloudformation_stack" "sound" {
  name         = "estate-charts"
  template_url = "https://estate-code.s3.amazonaws.com/charts.yaml"
}

resource "aws_storagegateway_nfs_file_share" "sound" {
  client_list   = ["10.20.0.0/24"]
  gateway_arn   = "arn:aws:storagegateway:us-east-1:555566667777:gateway/sgw-0A1B2C3D"
  location_arn  = "arn:aws:s3:::estate-files"
  role_arn      = local.role
  kms_encrypted = true
  kms_key_arn   = aws_kms_key.sound.arn
}

resource "aws_storagegateway_nfs_file_share" "bad" {
  client_list  = ["0.0.0.0/0"]
  gateway_arn  = "arn:aws:storagegateway:us-east-1:555566667777:gateway/sgw-0A1B2C3D"
  location_arn = "arn:aws:s3:::estate-files"
  role_arn     = local.role
}

resource "aws_storagegateway_smb_file_share" "sound" {
  gateway_arn   = "arn:aws:storagegateway:us-east-1:555566667777:gateway/sgw-0A1B2C3D"
  location_arn  = "arn:aws:s3:::estate-files"
  role_arn      = local.role
  kms_encrypted = true
  kms_key_arn   = aws_kms_key.sound.arn
}

resource "aws_storagegateway_smb_file_share" "bad" {
  authentication = "GuestAccess"
  gateway_arn    = "arn:aws:storagegateway:us-east-1:555566667777:gateway/sgw-0A1B2C3D"
  location_arn   = "arn:aws:s3:::estate-files"
  role_arn       = local.role
}

resource "aws_lightsail_database" "sound" {
  relational_database_name = "estate-charts"
  blueprint_id             = "mysql_8_0"
  bundle_id                = "micro_2_0"
  master_database_name     = "charts"
  master_username          = "charts"
  master_password          = "not-a-password"
  backup_retention_enabled = true
}

resource "aws_lightsail_database" "bad" {
  relational_database_name = "estate-portal"
  blueprint_id             = "mysql_8_0"
  bundle_id                = "micro_2_0"
  master_database_name     = "portal"
  master_username          = "portal"
  master_password          = "not-a-password"
  backup_retention_enabled = false
  publicly_accessible      = true
}

resource "aws_ssoadmin_permission_set" "sound" {
  name             = "readers"
  instance_arn     = "arn:aws:sso:::instance/ssoins-0a1b2c3d4e5f6071"
  session_duration = "PT4H"
}

resource "aws_ssoadmin_permission_set" "bad" {
  name             = "night-shift"
  instance_arn     = "arn:aws:sso:::instance/ssoins-0a1b2c3d4e5f6071"
  session_duration = "PT12H"
}

resource "aws_sesv2_configuration_set" "sound" {
  configuration_set_name = "estate-portal"
  delivery_options {
    tls_policy = "REQUIRE"
  }
}

resource "aws_sesv2_configuration_set" "bad" {
  configuration_set_name = "estate-portal"
}

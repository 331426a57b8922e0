resource "aws_instance" "sound" {
  ami                         = "ami-0a1b2c3d4e5f60718"
  instance_type               = "m5.xlarge"
  subnet_id                   = aws_subnet.sound.id
  vpc_security_group_ids      = [aws_security_group.sound.id]
  associate_public_ip_address = false
  monitoring                  = true
  ebs_optimized               = true
  iam_instance_profile        = "charts"
  enclave_options {
    enabled = true
  }
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
}

resource "aws_instance" "bad" {
  ami                         = "ami-0a1b2c3d4e5f60718"
  instance_type               = "m5.xlarge"
  subnet_id                   = aws_subnet.bad.id
  vpc_security_group_ids      = [aws_security_group.bad.id]
  associate_public_ip_address = true
  ebs_optimized               = false
  enclave_options {
    enabled = true
  }
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "optional"
    http_put_response_hop_limit = 64
  }
}

resource "aws_launch_template" "sound" {
  name = "estate-charts"
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      encrypted   = true
      volume_size = 30
    }
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
  network_interfaces {
    device_index                = 0
    associate_public_ip_address = false
  }
}

resource "aws_launch_template" "bad" {
  name = "estate-portal"
  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      encrypted   = false
      volume_size = 30
    }
  }
  network_interfaces {
    device_index                = 0
    associate_public_ip_address = true
  }
}

resource "aws_launch_configuration" "sound" {
  name                        = "estate-web"
  image_id                    = "ami-0a1b2c3d4e5f60718"
  instance_type               = "m5.large"
  associate_public_ip_address = false
  ebs_block_device {
    device_name = "/dev/xvda"
    encrypted   = true
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}

resource "aws_launch_configuration" "bad" {
  name                        = "estate-web"
  image_id                    = "ami-0a1b2c3d4e5f60718"
  instance_type               = "m5.large"
  associate_public_ip_address = true
  ebs_block_device {
    device_name = "/dev/xvda"
    encrypted   = false
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "optional"
  }
}

resource "aws_autoscaling_group" "sound" {
  name                 = "estate-web"
  min_size             = 2
  max_size             = 4
  availability_zones   = ["us-east-1a", "us-east-1b"]
  health_check_type    = "ELB"
  load_balancers       = ["estate-portal"]
  launch_configuration = aws_launch_configuration.sound.name
}

resource "aws_autoscaling_group" "bad" {
  name                 = "estate-web-west"
  min_size             = 1
  max_size             = 4
  availability_zones   = ["us-east-1a"]
  load_balancers       = ["estate-portal"]
  launch_configuration = aws_launch_configuration.bad.name
}

resource "aws_lambda_function" "sound" {
  function_name                  = "estate-intake"
  role                           = local.role
  runtime                        = "python3.13"
  handler                        = "app.handler"
  s3_bucket                      = "estate-code"
  s3_key                         = "intake.zip"
  kms_key_arn                    = aws_kms_key.sound.arn
  reserved_concurrent_executions = 20
  environment {
    variables = { STAGE = "prod" }
  }
  dead_letter_config {
    target_arn = "arn:aws:sqs:us-east-1:555566667777:estate-intake-failed"
  }
  tracing_config {
    mode = "Active"
  }
  vpc_config {
    subnet_ids         = local.subnets
    security_group_ids = [local.group]
  }
}

resource "aws_lambda_permission" "sound" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.sound.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "arn:aws:execute-api:us-east-1:555566667777:a1b2c3/*"
}

resource "aws_lambda_function" "bad" {
  function_name = "estate-scratch"
  role          = local.role
  runtime       = "python3.8"
  handler       = "app.handler"
  s3_bucket     = "estate-code"
  s3_key        = "scratch.zip"
  environment {
    variables = { STAGE = "prod" }
  }
}

resource "aws_lambda_permission" "bad" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.bad.function_name
  principal     = "*"
}

resource "aws_lambda_function_url" "sound" {
  function_name      = aws_lambda_function.sound.function_name
  authorization_type = "AWS_IAM"
  cors {
    allow_origins = ["https://portal.example.com"]
  }
}

resource "aws_lambda_function_url" "bad" {
  function_name      = "estate-loose"
  authorization_type = "NONE"
  cors {
    allow_origins = ["*"]
  }
}

resource "aws_ecs_cluster" "sound" {
  name = "estate-charts"
  setting {
    name  = "containerInsights"
    value = "enabled"
  }
  configuration {
    execute_command_configuration {
      kms_key_id = aws_kms_key.sound.arn
      logging    = "OVERRIDE"
      log_configuration {
        cloud_watch_encryption_enabled = true
        cloud_watch_log_group_name     = "/ecs/exec"
      }
    }
  }
}

resource "aws_ecs_cluster" "bad" {
  name = "estate-scratch"
  setting {
    name  = "containerInsights"
    value = "disabled"
  }
}

resource "aws_ecs_task_definition" "sound" {
  family       = "estate-charts"
  network_mode = "host"
  container_definitions = jsonencode([{
    name                   = "app"
    image                  = "app:1"
    memory                 = 512
    user                   = "1000"
    privileged             = false
    readonlyRootFilesystem = true
    logConfiguration       = { logDriver = "awslogs", options = { "awslogs-group" = "/ecs/charts" } }
  }])
  volume {
    name = "charts"
    efs_volume_configuration {
      file_system_id     = "fs-0a1b2c3d"
      transit_encryption = "ENABLED"
    }
  }
}

resource "aws_ecs_task_definition" "bad" {
  family       = "estate-scratch"
  network_mode = "host"
  container_definitions = jsonencode([{
    name            = "app"
    image           = "app:1"
    memory          = 512
    privileged      = true
    linuxParameters = { capabilities = { add = ["SYS_ADMIN"] } }
  }])
  volume {
    name = "charts"
    efs_volume_configuration {
      file_system_id = "fs-0a1b2c3d"
    }
  }
}

resource "aws_ecs_service" "sound" {
  name             = "estate-charts"
  cluster          = aws_ecs_cluster.sound.id
  task_definition  = aws_ecs_task_definition.sound.arn
  launch_type      = "FARGATE"
  platform_version = "LATEST"
  desired_count    = 2
  network_configuration {
    subnets          = local.subnets
    assign_public_ip = false
  }
}

resource "aws_ecs_service" "bad" {
  name                   = "estate-scratch"
  cluster                = aws_ecs_cluster.bad.id
  task_definition        = aws_ecs_task_definition.bad.arn
  launch_type            = "FARGATE"
  platform_version       = "1.3.0"
  enable_execute_command = true
  desired_count          = 2
  network_configuration {
    subnets          = local.subnets
    assign_public_ip = true
  }
}

resource "aws_eks_cluster" "sound" {
  name                      = "estate-charts"
  role_arn                  = local.role
  enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
  access_config {
    authentication_mode = "API"
  }
  encryption_config {
    provider {
      key_arn = aws_kms_key.sound.arn
    }
    resources = ["secrets"]
  }
  vpc_config {
    subnet_ids              = local.subnets
    endpoint_private_access = true
    endpoint_public_access  = false
  }
}

resource "aws_eks_cluster" "bad" {
  name                      = "estate-scratch"
  role_arn                  = local.role
  enabled_cluster_log_types = ["api"]
  access_config {
    authentication_mode = "CONFIG_MAP"
  }
  vpc_config {
    subnet_ids = local.subnets
  }
}

resource "aws_eks_node_group" "sound" {
  cluster_name    = "estate-charts"
  node_group_name = "estate-charts"
  node_role_arn   = local.role
  subnet_ids      = local.subnets
  scaling_config {
    desired_size = 2
    max_size     = 4
    min_size     = 2
  }
  remote_access {
    ec2_ssh_key               = "ops"
    source_security_group_ids = ["sg-0a1b2c3d"]
  }
}

resource "aws_eks_node_group" "bad" {
  cluster_name    = "estate-scratch"
  node_group_name = "estate-scratch"
  node_role_arn   = local.role
  subnet_ids      = local.subnets
  scaling_config {
    desired_size = 2
    max_size     = 4
    min_size     = 2
  }
  remote_access {
    ec2_ssh_key = "ops"
  }
}

resource "aws_batch_job_definition" "sound" {
  name = "estate-charts"
  type = "container"
  container_properties = jsonencode({
    image       = "app:1"
    vcpus       = 1
    memory      = 512
    environment = [{ name = "STAGE", value = "prod" }]
  })
}

resource "aws_batch_job_definition" "bad" {
  name = "estate-scratch"
  type = "container"
  container_properties = jsonencode({
    image       = "app:1"
    vcpus       = 1
    memory      = 512
    privileged  = true
    environment = [{ name = "DB_PASSWORD", value = "not-a-password" }]
  })
}

resource "aws_codebuild_project" "sound" {
  name         = "estate-charts"
  service_role = local.role
  artifacts {
    type     = "S3"
    location = "estate-artifacts"
  }
  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"
    environment_variable {
      name  = "DB_PASSWORD"
      type  = "SECRETS_MANAGER"
      value = "estate/charts"
    }
  }
  source {
    type     = "GITHUB"
    location = "https://github.com/example/charts.git"
    auth {
      type     = "CODECONNECTIONS"
      resource = "arn:aws:codeconnections:us-east-1:555566667777:connection/0a1b2c3d"
    }
  }
}

resource "aws_codebuild_project" "bad" {
  name               = "estate-scratch"
  service_role       = local.role
  project_visibility = "PUBLIC_READ"
  artifacts {
    type                = "S3"
    location            = "estate-artifacts"
    encryption_disabled = true
  }
  environment {
    compute_type = "BUILD_GENERAL1_SMALL"
    image        = "aws/codebuild/standard:7.0"
    type         = "LINUX_CONTAINER"
    environment_variable {
      name  = "AWS_ACCESS_KEY_ID"
      value = "nobody"
    }
    environment_variable {
      name  = "API_TOKEN"
      value = "nothing"
    }
  }
  logs_config {
    cloudwatch_logs {
      status = "DISABLED"
    }
  }
  source {
    type         = "GITHUB"
    location     = "https://github.com/example/scratch.git"
    insecure_ssl = true
  }
}

resource "aws_codebuild_report_group" "sound" {
  name = "estate-charts"
  type = "TEST"
  export_config {
    type = "S3"
    s3_destination {
      bucket         = "estate-reports"
      encryption_key = aws_kms_key.sound.arn
    }
  }
}

resource "aws_codebuild_report_group" "bad" {
  name = "estate-scratch"
  type = "TEST"
  export_config {
    type = "S3"
    s3_destination {
      bucket              = "estate-reports"
      encryption_disabled = true
      encryption_key      = aws_kms_key.sound.arn
    }
  }
}

resource "aws_emr_security_configuration" "sound" {
  name = "estate-charts"
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableAtRestEncryption    = true
      EnableInTransitEncryption = true
      AtRestEncryptionConfiguration = {
        S3EncryptionConfiguration        = { EncryptionMode = "SSE-KMS", AwsKmsKey = "alias/charts" }
        LocalDiskEncryptionConfiguration = { EncryptionKeyProviderType = "AwsKms", AwsKmsKey = "alias/charts" }
      }
      InTransitEncryptionConfiguration = {
        TLSCertificateConfiguration = { CertificateProviderType = "PEM", S3Object = "s3://estate-code/certs.zip" }
      }
    }
  })
}

resource "aws_emr_security_configuration" "bad" {
  name = "estate-scratch"
  configuration = jsonencode({
    EncryptionConfiguration = { EnableAtRestEncryption = false, EnableInTransitEncryption = false }
  })
}

resource "aws_emr_cluster" "sound" {
  name                   = "estate-charts"
  release_label          = "emr-7.1.0"
  service_role           = local.role
  log_uri                = "s3n://estate-logs/emr/"
  security_configuration = aws_emr_security_configuration.sound.name
  kerberos_attributes {
    realm              = "EC2.INTERNAL"
    kdc_admin_password = "not-a-password"
  }
  ec2_attributes {
    instance_profile = local.role
  }
  master_instance_group {
    instance_type = "m5.xlarge"
  }
}

resource "aws_emr_cluster" "bad" {
  name          = "estate-scratch"
  release_label = "emr-7.1.0"
  service_role  = local.role
  ec2_attributes {
    instance_profile = local.role
  }
  master_instance_group {
    instance_type = "m5.xlarge"
  }
}

resource "aws_emrserverless_application" "sound" {
  name          = "estate-charts"
  release_label = "emr-7.1.0"
  type          = "spark"
}

resource "aws_mwaa_environment" "sound" {
  name                  = "estate-charts"
  dag_s3_path           = "dags"
  execution_role_arn    = local.role
  source_bucket_arn     = "arn:aws:s3:::estate-dags"
  kms_key               = aws_kms_key.sound.arn
  webserver_access_mode = "PRIVATE_ONLY"
  network_configuration {
    security_group_ids = [local.group]
    subnet_ids         = local.subnets
  }
  logging_configuration {
    dag_processing_logs {
      enabled   = true
      log_level = "INFO"
    }
    scheduler_logs {
      enabled   = true
      log_level = "INFO"
    }
    task_logs {
      enabled   = true
      log_level = "INFO"
    }
    webserver_logs {
      enabled   = true
      log_level = "INFO"
    }
    worker_logs {
      enabled   = true
      log_level = "INFO"
    }
  }
}

resource "aws_mwaa_environment" "bad" {
  name                  = "estate-scratch"
  dag_s3_path           = "dags"
  execution_role_arn    = local.role
  source_bucket_arn     = "arn:aws:s3:::estate-dags"
  webserver_access_mode = "PUBLIC_ONLY"
  network_configuration {
    security_group_ids = [local.group]
    subnet_ids         = local.subnets
  }
}

resource "aws_sagemaker_notebook_instance" "sound" {
  name                   = "estate-cohorts"
  role_arn               = local.role
  instance_type          = "ml.t3.medium"
  subnet_id              = local.subnets[0]
  security_groups        = [local.group]
  kms_key_id             = aws_kms_key.sound.arn
  root_access            = "Disabled"
  direct_internet_access = "Disabled"
  instance_metadata_service_configuration {
    minimum_instance_metadata_service_version = "2"
  }
}

resource "aws_sagemaker_notebook_instance" "bad" {
  name          = "estate-scratch"
  role_arn      = local.role
  instance_type = "ml.t3.medium"
}

resource "aws_sagemaker_domain" "sound" {
  domain_name             = "estate-studio"
  auth_mode               = "IAM"
  vpc_id                  = "vpc-0a1b2c3d4e5f60718"
  subnet_ids              = local.subnets
  kms_key_id              = aws_kms_key.sound.arn
  app_network_access_type = "VpcOnly"
  default_user_settings {
    execution_role = local.role
  }
}

resource "aws_sagemaker_domain" "bad" {
  domain_name = "estate-studio"
  auth_mode   = "IAM"
  vpc_id      = "vpc-0a1b2c3d4e5f60718"
  subnet_ids  = local.subnets
  default_user_settings {
    execution_role = local.role
  }
}

resource "aws_sagemaker_model" "sound" {
  name                     = "estate-risk"
  execution_role_arn       = local.role
  enable_network_isolation = true
  primary_container {
    image = "555566667777.dkr.ecr.us-east-1.amazonaws.com/risk:1"
  }
  vpc_config {
    security_group_ids = [local.group]
    subnets            = local.subnets
  }
}

resource "aws_sagemaker_model" "bad" {
  name               = "estate-scratch"
  execution_role_arn = local.role
  primary_container {
    image = "555566667777.dkr.ecr.us-east-1.amazonaws.com/risk:1"
  }
}

resource "aws_sagemaker_endpoint_configuration" "sound" {
  name        = "estate-risk"
  kms_key_arn = aws_kms_key.sound.arn
  production_variants {
    model_name             = "estate-risk"
    instance_type          = "ml.m5.large"
    initial_instance_count = 1
  }
  data_capture_config {
    enable_capture              = true
    destination_s3_uri          = "s3://estate-captures/"
    initial_sampling_percentage = 100
    kms_key_id                  = aws_kms_key.sound.arn
    capture_options {
      capture_mode = "Input"
    }
  }
}

resource "aws_sagemaker_endpoint_configuration" "bad" {
  name = "estate-scratch"
  production_variants {
    model_name             = "estate-scratch"
    instance_type          = "ml.m5.large"
    initial_instance_count = 1
  }
  data_capture_config {
    enable_capture              = true
    destination_s3_uri          = "s3://estate-captures/"
    initial_sampling_percentage = 100
    capture_options {
      capture_mode = "Input"
    }
  }
}

resource "aws_workspaces_workspace" "sound" {
  bundle_id                      = "wsb-0a1b2c3d4"
  directory_id                   = "d-0a1b2c3d4e"
  user_name                      = "ana"
  root_volume_encryption_enabled = true
  user_volume_encryption_enabled = true
  volume_encryption_key          = aws_kms_key.sound.arn
}

resource "aws_workspaces_workspace" "bad" {
  bundle_id    = "wsb-0a1b2c3d4"
  directory_id = "d-0a1b2c3d4e"
  user_name    = "ben"
}

resource "aws_appstream_fleet" "sound" {
  name                               = "estate-charts"
  instance_type                      = "stream.standard.small"
  image_name                         = "charts"
  disconnect_timeout_in_seconds      = 300
  idle_disconnect_timeout_in_seconds = 900
  max_user_duration_in_seconds       = 36000
  enable_default_internet_access     = false
  compute_capacity {
    desired_instances = 1
  }
}

resource "aws_appstream_fleet" "bad" {
  name                               = "estate-portal"
  instance_type                      = "stream.standard.small"
  image_name                         = "portal"
  disconnect_timeout_in_seconds      = 900
  idle_disconnect_timeout_in_seconds = 0
  max_user_duration_in_seconds       = 57600
  enable_default_internet_access     = true
  compute_capacity {
    desired_instances = 1
  }
}

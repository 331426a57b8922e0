resource "aws_db_parameter_group" "sound" {
  name   = "charts"
  family = "postgres16"
  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_db_instance" "sound" {
  identifier                          = "charts"
  engine                              = "postgres"
  engine_version                      = "16.4"
  instance_class                      = "db.r6g.large"
  allocated_storage                   = 100
  username                            = "charts_owner"
  manage_master_user_password         = true
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.sound.arn
  multi_az                            = true
  publicly_accessible                 = false
  backup_retention_period             = 35
  deletion_protection                 = true
  copy_tags_to_snapshot               = true
  iam_database_authentication_enabled = true
  monitoring_interval                 = 60
  monitoring_role_arn                 = local.role
  auto_minor_version_upgrade          = true
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  performance_insights_enabled        = true
  performance_insights_kms_key_id     = aws_kms_key.sound.arn
  parameter_group_name                = aws_db_parameter_group.sound.name
  skip_final_snapshot                 = true
}

resource "aws_db_instance" "bad" {
  identifier                 = "billing-legacy"
  engine                     = "mysql"
  instance_class             = "db.t3.medium"
  allocated_storage          = 100
  username                   = "admin"
  password                   = "not-a-password"
  publicly_accessible        = true
  backup_retention_period    = 0
  auto_minor_version_upgrade = false
  skip_final_snapshot        = true
}

resource "aws_rds_cluster_parameter_group" "sound" {
  name   = "portal"
  family = "aurora-postgresql15"
  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

resource "aws_rds_cluster" "sound" {
  cluster_identifier                  = "portal"
  engine                              = "aurora-postgresql"
  master_username                     = "portal_owner"
  manage_master_user_password         = true
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.sound.arn
  backup_retention_period             = 35
  deletion_protection                 = true
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = ["postgresql"]
  db_cluster_parameter_group_name     = aws_rds_cluster_parameter_group.sound.name
  skip_final_snapshot                 = true
}

resource "aws_rds_cluster" "bad" {
  cluster_identifier  = "ledger-trial"
  engine              = "aurora-mysql"
  master_username     = "admin"
  master_password     = "not-a-password"
  skip_final_snapshot = true
}

resource "aws_db_proxy" "sound" {
  name           = "portal-proxy"
  engine_family  = "POSTGRESQL"
  role_arn       = local.role
  vpc_subnet_ids = local.subnets
  require_tls    = true
  auth {
    auth_scheme = "SECRETS"
    secret_arn  = "arn:aws:secretsmanager:us-east-1:555566667777:secret:charts-aBcDeF"
  }
}

resource "aws_db_proxy" "bad" {
  name           = "charts-proxy"
  engine_family  = "POSTGRESQL"
  role_arn       = local.role
  vpc_subnet_ids = local.subnets
  auth {
    auth_scheme = "SECRETS"
    secret_arn  = "arn:aws:secretsmanager:us-east-1:555566667777:secret:portal-aBcDeF"
  }
}

resource "aws_docdb_cluster_parameter_group" "sound" {
  name   = "consents"
  family = "docdb5.0"
  parameter {
    name  = "tls"
    value = "enabled"
  }
  parameter {
    name  = "audit_logs"
    value = "enabled"
  }
}

resource "aws_docdb_cluster" "sound" {
  cluster_identifier              = "consents"
  master_username                 = "notes_owner"
  master_password                 = "not-a-password"
  storage_encrypted               = true
  kms_key_id                      = aws_kms_key.sound.arn
  backup_retention_period         = 14
  deletion_protection             = true
  enabled_cloudwatch_logs_exports = ["audit"]
  db_cluster_parameter_group_name = aws_docdb_cluster_parameter_group.sound.name
  skip_final_snapshot             = true
}

resource "aws_docdb_cluster" "bad" {
  cluster_identifier  = "notes"
  master_username     = "admin"
  master_password     = "not-a-password"
  skip_final_snapshot = true
}

resource "aws_neptune_cluster_parameter_group" "sound" {
  name   = "referrals"
  family = "neptune1.3"
  parameter {
    name  = "neptune_enable_audit_log"
    value = "1"
  }
}

resource "aws_neptune_cluster" "sound" {
  cluster_identifier                   = "referrals"
  storage_encrypted                    = true
  kms_key_arn                          = aws_kms_key.sound.arn
  backup_retention_period              = 14
  deletion_protection                  = true
  iam_database_authentication_enabled  = true
  enable_cloudwatch_logs_exports       = ["audit"]
  neptune_cluster_parameter_group_name = aws_neptune_cluster_parameter_group.sound.name
  skip_final_snapshot                  = true
}

resource "aws_neptune_cluster" "bad" {
  cluster_identifier  = "graph-trial"
  skip_final_snapshot = true
}

resource "aws_neptune_cluster_instance" "sound" {
  identifier         = "referrals-1"
  cluster_identifier = aws_neptune_cluster.sound.id
  instance_class     = "db.r6g.large"
}

resource "aws_neptune_cluster_instance" "bad" {
  identifier          = "graph-trial-1"
  cluster_identifier  = aws_neptune_cluster.bad.id
  instance_class      = "db.r6g.large"
  publicly_accessible = true
}

resource "aws_neptunegraph_graph" "sound" {
  graph_name          = "estate"
  provisioned_memory  = 16
  deletion_protection = true
  public_connectivity = false
}

resource "aws_neptunegraph_graph" "bad" {
  graph_name          = "estate"
  provisioned_memory  = 16
  deletion_protection = false
  public_connectivity = true
}

resource "aws_dynamodb_table" "sound" {
  name                        = "estate-charts"
  billing_mode                = "PROVISIONED"
  read_capacity               = 5
  write_capacity              = 5
  hash_key                    = "id"
  deletion_protection_enabled = true
  attribute {
    name = "id"
    type = "S"
  }
  point_in_time_recovery {
    enabled = true
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.sound.arn
  }
}

resource "aws_appautoscaling_target" "sound" {
  for_each           = toset(["Read", "Write"])
  service_namespace  = "dynamodb"
  resource_id        = "table/estate-charts"
  scalable_dimension = "dynamodb:table:${each.key}CapacityUnits"
  min_capacity       = 5
  max_capacity       = 100
}

resource "aws_dynamodb_resource_policy" "sound" {
  resource_arn = aws_dynamodb_table.sound.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow", Principal = { AWS = "arn:aws:iam::888877776666:role/reader" }
      Action = "dynamodb:GetItem", Resource = "*"
    }]
  })
}

resource "aws_dynamodb_table" "bad" {
  name           = "estate-scratch"
  read_capacity  = 70000
  write_capacity = 5
  hash_key       = "id"
  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_resource_policy" "bad" {
  resource_arn = aws_dynamodb_table.bad.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "dynamodb:GetItem", Resource = "*" }]
  })
}

resource "aws_keyspaces_table" "sound" {
  keyspace_name = "estate"
  table_name    = "visits"
  schema_definition {
    column {
      name = "id"
      type = "text"
    }
    partition_key {
      name = "id"
    }
  }
  encryption_specification {
    type               = "CUSTOMER_MANAGED_KMS_KEY"
    kms_key_identifier = aws_kms_key.sound.arn
  }
  point_in_time_recovery {
    status = "ENABLED"
  }
}

resource "aws_keyspaces_table" "bad" {
  keyspace_name = "estate"
  table_name    = "visits"
  schema_definition {
    column {
      name = "id"
      type = "text"
    }
    partition_key {
      name = "id"
    }
  }
}

resource "aws_dax_cluster" "sound" {
  cluster_name                     = "estate-charts"
  iam_role_arn                     = local.role
  node_type                        = "dax.r5.large"
  replication_factor               = 3
  cluster_endpoint_encryption_type = "TLS"
  server_side_encryption {
    enabled = true
  }
}

resource "aws_dax_cluster" "bad" {
  cluster_name       = "estate-scratch"
  iam_role_arn       = local.role
  node_type          = "dax.r5.large"
  replication_factor = 1
}

resource "aws_elasticache_replication_group" "sound" {
  replication_group_id       = "estate-charts"
  description                = "Charts"
  engine                     = "redis"
  engine_version             = "7.1"
  node_type                  = "cache.r6g.large"
  num_cache_clusters         = 2
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  auto_minor_version_upgrade = true
  automatic_failover_enabled = true
  multi_az_enabled           = true
  snapshot_retention_limit   = 15
  user_group_ids             = ["estate-clinic"]
}

resource "aws_elasticache_replication_group" "bad" {
  replication_group_id       = "estate-scratch"
  description                = "Scratch"
  node_type                  = "cache.r6g.large"
  auto_minor_version_upgrade = false
}

resource "aws_elasticache_cluster" "sound" {
  cluster_id                 = "estate-pages"
  engine                     = "memcached"
  engine_version             = "1.6.22"
  node_type                  = "cache.t3.micro"
  num_cache_nodes            = 1
  transit_encryption_enabled = true
}

resource "aws_elasticache_cluster" "bad" {
  cluster_id                 = "estate-single"
  engine                     = "redis"
  node_type                  = "cache.t3.micro"
  num_cache_nodes            = 1
  auto_minor_version_upgrade = false
}

resource "aws_elasticache_serverless_cache" "sound" {
  name                     = "estate-visits"
  engine                   = "valkey"
  snapshot_retention_limit = 15
  user_group_id            = "estate-clinic"
}

resource "aws_elasticache_serverless_cache" "bad" {
  name   = "estate-visits"
  engine = "valkey"
}

resource "aws_elasticache_user_group" "clinic" {
  engine        = "REDIS"
  user_group_id = "estate-clinic"
  user_ids      = [aws_elasticache_user.sound.user_id, aws_elasticache_user.bad.user_id]
}

resource "aws_elasticache_user" "sound" {
  user_id       = "reader"
  user_name     = "reader"
  engine        = "REDIS"
  access_string = "on ~* +@read"
  authentication_mode {
    type = "iam"
  }
}

resource "aws_elasticache_user" "bad" {
  user_id              = "default-2"
  user_name            = "default"
  engine               = "REDIS"
  access_string        = "on ~* +@all"
  no_password_required = true
}

resource "aws_memorydb_acl" "sound" {
  name       = "clinic"
  user_names = ["reader"]
}

resource "aws_memorydb_cluster" "sound" {
  name                       = "estate-charts"
  acl_name                   = aws_memorydb_acl.sound.name
  node_type                  = "db.r6g.large"
  kms_key_arn                = aws_kms_key.sound.arn
  snapshot_retention_limit   = 14
  auto_minor_version_upgrade = true
}

resource "aws_memorydb_cluster" "bad" {
  name                       = "estate-scratch"
  acl_name                   = "open-access"
  node_type                  = "db.r6g.large"
  tls_enabled                = false
  auto_minor_version_upgrade = false
}

resource "aws_redshift_parameter_group" "sound" {
  name   = "estate-charts"
  family = "redshift-1.0"
  parameter {
    name  = "require_ssl"
    value = "true"
  }
  parameter {
    name  = "enable_user_activity_logging"
    value = "true"
  }
}

resource "aws_redshift_cluster" "sound" {
  cluster_identifier                  = "estate-charts"
  node_type                           = "ra3.large"
  number_of_nodes                     = 2
  master_username                     = "clinic_admin"
  manage_master_password              = true
  encrypted                           = true
  kms_key_id                          = aws_kms_key.sound.arn
  multi_az                            = true
  enhanced_vpc_routing                = true
  publicly_accessible                 = false
  automated_snapshot_retention_period = 14
  preferred_maintenance_window        = "sun:05:00-sun:05:30"
  cluster_parameter_group_name        = aws_redshift_parameter_group.sound.name
  skip_final_snapshot                 = true
}

resource "aws_redshift_logging" "sound" {
  cluster_identifier = aws_redshift_cluster.sound.id
  bucket_name        = "estate-warehouse-logs"
}

resource "aws_redshift_cluster" "bad" {
  cluster_identifier    = "estate-scratch"
  node_type             = "ra3.large"
  master_username       = "awsuser"
  master_password       = "Not-a-passw0rd"
  encrypted             = false
  publicly_accessible   = true
  allow_version_upgrade = false
  skip_final_snapshot   = true
}

resource "aws_redshiftserverless_namespace" "sound" {
  namespace_name = "estate-charts"
  kms_key_id     = aws_kms_key.sound.arn
  log_exports    = ["connectionlog", "userlog", "useractivitylog"]
}

resource "aws_redshiftserverless_namespace" "bad" {
  namespace_name = "estate-scratch"
}

resource "aws_redshiftserverless_workgroup" "sound" {
  namespace_name       = "estate-charts"
  workgroup_name       = "estate-charts"
  enhanced_vpc_routing = true
  publicly_accessible  = false
  config_parameter {
    parameter_key   = "require_ssl"
    parameter_value = "true"
  }
}

resource "aws_redshiftserverless_workgroup" "bad" {
  namespace_name      = "estate-scratch"
  workgroup_name      = "estate-scratch"
  publicly_accessible = true
  config_parameter {
    parameter_key   = "require_ssl"
    parameter_value = "false"
  }
}

resource "aws_opensearch_domain" "sound" {
  domain_name    = "estate-charts"
  engine_version = "OpenSearch_2.13"
  cluster_config {
    instance_count         = 3
    zone_awareness_enabled = true
    zone_awareness_config {
      availability_zone_count = 3
    }
  }
  encrypt_at_rest {
    enabled    = true
    kms_key_id = aws_kms_key.sound.arn
  }
  node_to_node_encryption {
    enabled = true
  }
  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
  }
  advanced_security_options {
    enabled = true
    master_user_options {
      master_user_arn = local.role
    }
  }
  vpc_options {
    subnet_ids         = local.subnets
    security_group_ids = [local.group]
  }
  log_publishing_options {
    log_type                 = "AUDIT_LOGS"
    cloudwatch_log_group_arn = local.logs
  }
  log_publishing_options {
    log_type                 = "ES_APPLICATION_LOGS"
    cloudwatch_log_group_arn = local.logs
  }
}

resource "aws_opensearch_domain" "bad" {
  domain_name    = "estate-scratch"
  engine_version = "OpenSearch_2.13"
  cluster_config {
    instance_count = 1
  }
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow", Principal = "*", Action = "es:*"
      Resource = "arn:aws:es:us-west-2:555566667777:domain/estate-scratch/*"
    }]
  })
}

resource "aws_timestreaminfluxdb_db_instance" "sound" {
  name                   = "estatevitals"
  allocated_storage      = 20
  bucket                 = "vitals"
  db_instance_type       = "db.influx.medium"
  organization           = "estate"
  username               = "vitals"
  password               = "notapassword"
  vpc_security_group_ids = [local.group]
  vpc_subnet_ids         = local.subnets
}

resource "aws_timestreaminfluxdb_db_instance" "bad" {
  name                   = "estatetrial"
  allocated_storage      = 20
  bucket                 = "vitals"
  db_instance_type       = "db.influx.medium"
  organization           = "estate"
  username               = "vitals"
  password               = "notapassword"
  publicly_accessible    = true
  vpc_security_group_ids = [local.group]
  vpc_subnet_ids         = local.subnets
}

resource "aws_s3_bucket" "sound" {
  bucket              = "clinic-patient-documents"
  object_lock_enabled = true
}

resource "aws_s3_bucket_versioning" "sound" {
  bucket = aws_s3_bucket.sound.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "sound" {
  bucket = aws_s3_bucket.sound.bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.sound.arn
    }
    bucket_key_enabled = true
  }
}

resource "aws_s3_bucket_public_access_block" "sound" {
  bucket                  = aws_s3_bucket.sound.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "sound" {
  bucket = aws_s3_bucket.sound.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_logging" "sound" {
  bucket        = aws_s3_bucket.sound.id
  target_bucket = "clinic-access-logs"
  target_prefix = "documents/"
}

resource "aws_s3_bucket_lifecycle_configuration" "sound" {
  bucket = aws_s3_bucket.sound.id
  rule {
    id     = "tidy"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
    noncurrent_version_expiration {
      noncurrent_days = 2200
    }
  }
}

resource "aws_s3_bucket_replication_configuration" "sound" {
  bucket = aws_s3_bucket.sound.id
  role   = local.role
  rule {
    id     = "all"
    status = "Enabled"
    filter {}
    delete_marker_replication {
      status = "Enabled"
    }
    destination {
      bucket = "arn:aws:s3:::clinic-patient-documents-replica"
    }
  }
}

resource "aws_s3_bucket_notification" "sound" {
  bucket      = aws_s3_bucket.sound.id
  eventbridge = true
}

resource "aws_s3_bucket_policy" "sound" {
  bucket = aws_s3_bucket.sound.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny", Principal = "*", Action = "s3:*"
      Resource  = ["arn:aws:s3:::clinic-patient-documents", "arn:aws:s3:::clinic-patient-documents/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket" "bad" {
  bucket = "clinic-sandbox"
}

resource "aws_s3_bucket_public_access_block" "bad" {
  bucket = aws_s3_bucket.bad.id
}

resource "aws_s3_access_point" "sound" {
  bucket = "estate-exchange"
  name   = "estate-partners"
}

resource "aws_efs_file_system" "sound" {
  encrypted  = true
  kms_key_id = aws_kms_key.sound.arn
}

resource "aws_efs_backup_policy" "sound" {
  file_system_id = aws_efs_file_system.sound.id
  backup_policy {
    status = "ENABLED"
  }
}

resource "aws_efs_file_system_policy" "sound" {
  file_system_id = aws_efs_file_system.sound.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny", Principal = { AWS = "*" }, Action = "*", Resource = "*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_efs_file_system" "bad" {
}

resource "aws_efs_file_system_policy" "bad" {
  file_system_id = aws_efs_file_system.bad.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "elasticfilesystem:ClientMount", Resource = "*" }]
  })
}

resource "aws_efs_access_point" "sound" {
  file_system_id = aws_efs_file_system.sound.id
  posix_user {
    gid = 1001
    uid = 1001
  }
  root_directory {
    path = "/charts"
  }
}

resource "aws_efs_access_point" "bad" {
  file_system_id = aws_efs_file_system.bad.id
}

resource "aws_ebs_volume" "sound_disk" {
  availability_zone = "us-east-1a"
  size              = 100
  encrypted         = true
  kms_key_id        = aws_kms_key.sound.arn
}

resource "aws_ebs_volume" "bad_disk" {
  availability_zone = "us-east-1a"
  size              = 100
  encrypted         = false
}

resource "aws_fsx_windows_file_system" "sound" {
  kms_key_id                      = aws_kms_key.sound.arn
  subnet_ids                      = local.subnets
  preferred_subnet_id             = local.subnets[0]
  throughput_capacity             = 32
  storage_capacity                = 300
  deployment_type                 = "MULTI_AZ_1"
  active_directory_id             = "d-0a1b2c3d4e"
  automatic_backup_retention_days = 14
  audit_log_configuration {
    file_access_audit_log_level       = "SUCCESS_AND_FAILURE"
    file_share_access_audit_log_level = "SUCCESS_AND_FAILURE"
    audit_log_destination             = "arn:aws:logs:us-east-1:555566667777:log-group:/aws/fsx/windows"
  }
}

resource "aws_fsx_windows_file_system" "bad" {
  subnet_ids                      = local.subnets
  preferred_subnet_id             = local.subnets[0]
  throughput_capacity             = 32
  storage_capacity                = 300
  deployment_type                 = "MULTI_AZ_1"
  active_directory_id             = "d-0a1b2c3d4e"
  automatic_backup_retention_days = 0
}

resource "aws_backup_vault" "sound" {
  name        = "estate-vault"
  kms_key_arn = aws_kms_key.sound.arn
}

resource "aws_backup_vault_lock_configuration" "sound" {
  backup_vault_name   = aws_backup_vault.sound.name
  min_retention_days  = 35
  max_retention_days  = 2200
  changeable_for_days = 3
}

resource "aws_backup_vault" "bad" {
  name = "estate-open"
}

resource "aws_backup_vault_policy" "bad" {
  backup_vault_name = aws_backup_vault.bad.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "backup:CopyIntoBackupVault", Resource = "*" }]
  })
}

resource "aws_backup_plan" "sound" {
  name = "estate-daily"
  rule {
    rule_name         = "main"
    target_vault_name = "estate-daily"
    schedule          = "cron(0 5 ? * * *)"
    lifecycle {
      delete_after = 35
    }
    copy_action {
      destination_vault_arn = "arn:aws:backup:us-west-2:555566667777:backup-vault:estate-far"
    }
  }
}

resource "aws_backup_plan" "bad" {
  name = "estate-weekly"
  rule {
    rule_name         = "main"
    target_vault_name = "estate-weekly"
    schedule          = "cron(0 5 ? * 1 *)"
    lifecycle {
      delete_after = 14
    }
  }
}

resource "aws_ecr_repository" "sound" {
  name                 = "estate/charts"
  image_tag_mutability = "IMMUTABLE"
  image_scanning_configuration {
    scan_on_push = true
  }
  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.sound.arn
  }
}

resource "aws_ecr_repository_policy" "sound" {
  repository = aws_ecr_repository.sound.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow", Principal = { AWS = "arn:aws:iam::555566667777:root" }
      Action = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
  })
}

resource "aws_ecr_repository" "bad" {
  name = "estate/scratch"
}

resource "aws_ecr_repository_policy" "bad" {
  repository = aws_ecr_repository.bad.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] }]
  })
}

resource "aws_dlm_lifecycle_policy" "sound" {
  description        = "estate"
  execution_role_arn = local.role
  state              = "ENABLED"
  policy_details {
    resource_types = ["VOLUME"]
    target_tags    = { Backup = "yes" }
    schedule {
      name = "daily"
      create_rule {
        interval = 24
      }
      retain_rule {
        count = 14
      }
      cross_region_copy_rule {
        target    = "eu-west-1"
        encrypted = true
      }
    }
  }
}

resource "aws_dlm_lifecycle_policy" "bad" {
  description        = "estate"
  execution_role_arn = local.role
  state              = "DISABLED"
  policy_details {
    resource_types = ["VOLUME"]
    target_tags    = { Backup = "yes" }
    schedule {
      name = "daily"
      create_rule {
        interval = 24
      }
      retain_rule {
        count = 14
      }
      cross_region_copy_rule {
        target    = "eu-west-1"
        encrypted = false
      }
    }
  }
}

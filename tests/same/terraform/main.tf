# Each resource `sound` or `bad` is what the recorded facts hold of the same kind; others are there for these to refer to.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "nobody"
  secret_key                  = "nobody"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  account = "555566667777"
  role    = "arn:aws:iam::555566667777:role/estate"
  subnets = ["subnet-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60719"]
  group   = "sg-0a1b2c3d4e5f60718"
  acl     = "arn:aws:wafv2:us-east-1:555566667777:regional/webacl/estate/0a1b2c3d"
  logs    = "arn:aws:logs:us-east-1:555566667777:log-group:/estate/logs"
  open_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }]
  })
  admin_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}

resource "aws_kms_key" "sound" {
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_key" "bad" {
  multi_region        = true
  enable_key_rotation = true
}

resource "aws_kms_key" "bad_policy" {
  enable_key_rotation = true
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "kms:*", Resource = "*" }]
  })
}

resource "aws_kms_key" "bad_rotation" {
}

resource "aws_vpc" "sound" {
  cidr_block = "10.20.0.0/16"
}

resource "aws_flow_log" "sound" {
  vpc_id               = aws_vpc.sound.id
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::estate-flow-logs-555566667777"
}

resource "aws_vpc" "bad" {
  cidr_block = "10.60.0.0/16"
}

resource "aws_subnet" "sound" {
  vpc_id     = aws_vpc.sound.id
  cidr_block = "10.20.1.0/24"
}

resource "aws_subnet" "bad" {
  vpc_id                  = aws_vpc.bad.id
  cidr_block              = "10.60.1.0/24"
  map_public_ip_on_launch = true
}

resource "aws_security_group" "sound" {
  name   = "estate-web"
  vpc_id = aws_vpc.sound.id
  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = ["10.20.0.0/16"]
  }
  egress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "bad" {
  name   = "estate-scratch"
  vpc_id = aws_vpc.bad.id
}

resource "aws_vpc_security_group_ingress_rule" "bad" {
  security_group_id = aws_security_group.bad.id
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 3389
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "anything" {
  security_group_id = aws_security_group.bad.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "bad" {
  security_group_id = aws_security_group.bad.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_endpoint" "sound" {
  vpc_id       = aws_vpc.sound.id
  service_name = "com.amazonaws.us-east-1.s3"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow", Principal = "*", Action = "s3:*", Resource = "*"
      Condition = { StringEquals = { "aws:PrincipalAccount" = "555566667777" } }
    }]
  })
}

resource "aws_vpc_endpoint" "bad" {
  vpc_id       = aws_vpc.bad.id
  service_name = "com.amazonaws.us-east-1.s3"
  policy       = local.open_policy
}

resource "aws_ec2_transit_gateway" "sound" {
}

resource "aws_ec2_transit_gateway" "bad" {
  auto_accept_shared_attachments = "enable"
}

resource "aws_vpn_connection" "sound" {
  customer_gateway_id  = "cgw-0a1b2c3d4e5f60718"
  transit_gateway_id   = "tgw-0a1b2c3d4e5f60718"
  type                 = "ipsec.1"
  tunnel1_ike_versions = ["ikev2"]
  tunnel2_ike_versions = ["ikev2"]
  tunnel1_log_options {
    cloudwatch_log_options {
      log_enabled   = true
      log_group_arn = local.logs
    }
  }
  tunnel2_log_options {
    cloudwatch_log_options {
      log_enabled   = true
      log_group_arn = local.logs
    }
  }
}

resource "aws_vpn_connection" "bad" {
  customer_gateway_id  = "cgw-0a1b2c3d4e5f60718"
  transit_gateway_id   = "tgw-0a1b2c3d4e5f60718"
  type                 = "ipsec.1"
  tunnel1_ike_versions = ["ikev1", "ikev2"]
  tunnel2_ike_versions = ["ikev1", "ikev2"]
}

resource "aws_ec2_client_vpn_endpoint" "sound" {
  server_certificate_arn        = "arn:aws:acm:us-east-1:555566667777:certificate/0a1b2c3d"
  client_cidr_block             = "10.99.0.0/16"
  session_timeout_hours         = 8
  disconnect_on_session_timeout = true
  authentication_options {
    type              = "federated-authentication"
    saml_provider_arn = "arn:aws:iam::555566667777:saml-provider/staff"
  }
  connection_log_options {
    enabled              = true
    cloudwatch_log_group = "/estate/vpn"
  }
}

resource "aws_ec2_client_vpn_endpoint" "bad" {
  server_certificate_arn = "arn:aws:acm:us-east-1:555566667777:certificate/0a1b2c3d"
  client_cidr_block      = "10.99.0.0/16"
  authentication_options {
    type                       = "certificate-authentication"
    root_certificate_chain_arn = "arn:aws:acm:us-east-1:555566667777:certificate/0a1b2c3d"
  }
  connection_log_options {
    enabled = false
  }
}

resource "aws_elb" "sound" {
  name                      = "estate-classic"
  internal                  = true
  subnets                   = local.subnets
  cross_zone_load_balancing = true
  listener {
    instance_port      = 443
    instance_protocol  = "https"
    lb_port            = 443
    lb_protocol        = "https"
    ssl_certificate_id = "arn:aws:acm:us-east-1:555566667777:certificate/2c4733c8"
  }
  access_logs {
    bucket = "estate-classic-logs-555566667777"
  }
}

resource "aws_elb" "bad" {
  name                      = "estate-classic-open"
  subnets                   = local.subnets
  cross_zone_load_balancing = false
  listener {
    instance_port      = 443
    instance_protocol  = "https"
    lb_port            = 443
    lb_protocol        = "https"
    ssl_certificate_id = "arn:aws:iam::555566667777:server-certificate/estate-classic"
  }
  listener {
    instance_port     = 80
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}

resource "aws_lb" "sound" {
  name                       = "estate-portal"
  subnets                    = local.subnets
  enable_deletion_protection = true
  drop_invalid_header_fields = true
  access_logs {
    bucket  = "estate-balancer-logs-555566667777"
    enabled = true
  }
}

resource "aws_wafv2_web_acl_association" "lb" {
  resource_arn = aws_lb.sound.arn
  web_acl_arn  = aws_wafv2_web_acl.sound.arn
}

resource "aws_lb" "bad" {
  name                   = "estate-scratch"
  subnets                = local.subnets
  desync_mitigation_mode = "monitor"
}

resource "aws_lb_listener" "sound" {
  load_balancer_arn = aws_lb.sound.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      protocol    = "HTTPS"
      port        = "443"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "sound_tls" {
  load_balancer_arn = aws_lb.sound.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = "arn:aws:acm:us-east-1:555566667777:certificate/54aa793b"
  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:555566667777:targetgroup/portal/0a1b2c3d"
  }
}

resource "aws_lb_listener" "bad" {
  load_balancer_arn = aws_lb.bad.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:555566667777:targetgroup/portal/0a1b2c3d"
  }
}

resource "aws_lb_listener" "bad_tls" {
  load_balancer_arn = aws_lb.bad.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-2016-08"
  certificate_arn   = "arn:aws:iam::555566667777:server-certificate/estate-scratch"
  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:555566667777:targetgroup/portal/0a1b2c3d"
  }
}

resource "aws_wafv2_web_acl" "sound" {
  name  = "estate-portal"
  scope = "REGIONAL"
  default_action {
    allow {}
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "portal"
    sampled_requests_enabled   = false
  }
}

resource "aws_wafv2_web_acl_logging_configuration" "sound" {
  resource_arn            = aws_wafv2_web_acl.sound.arn
  log_destination_configs = ["arn:aws:s3:::aws-waf-logs-estate-555566667777"]
}

resource "aws_wafv2_web_acl" "bad" {
  name  = "estate-scratch"
  scope = "REGIONAL"
  default_action {
    allow {}
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "scratch"
    sampled_requests_enabled   = false
  }
}

resource "aws_cloudfront_distribution" "sound" {
  enabled    = true
  web_acl_id = "arn:aws:wafv2:us-east-1:555566667777:global/webacl/estate-edge/0a1b2c3d"
  origin {
    origin_id   = "api"
    domain_name = "api.example.com"
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
  origin {
    origin_id   = "files"
    domain_name = "estate-portal.s3.us-east-1.amazonaws.com"
    s3_origin_config {
      origin_access_identity = "origin-access-identity/cloudfront/E3ABCDEFGHIJKL"
    }
  }
  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "files"
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    viewer_protocol_policy = "redirect-to-https"
  }
  ordered_cache_behavior {
    path_pattern           = "/api/*"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "api"
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    viewer_protocol_policy = "redirect-to-https"
  }
  logging_config {
    bucket = "logs.s3.amazonaws.com"
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {
    acm_certificate_arn      = "arn:aws:acm:us-east-1:555566667777:certificate/54aa793b"
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }
}

resource "aws_cloudfront_distribution" "bad" {
  enabled = true
  origin {
    origin_id   = "api"
    domain_name = "api.example.com"
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "match-viewer"
      origin_ssl_protocols   = ["TLSv1", "TLSv1.2"]
    }
  }
  origin {
    origin_id   = "files"
    domain_name = "estate-legacy.s3.us-east-1.amazonaws.com"
  }
  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "files"
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    viewer_protocol_policy = "allow-all"
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}

resource "aws_globalaccelerator_accelerator" "sound" {
  name = "estate-edge"
  attributes {
    flow_logs_enabled   = true
    flow_logs_s3_bucket = "estate-flow-logs-555566667777"
  }
}

resource "aws_globalaccelerator_accelerator" "bad" {
  name = "estate-scratch"
}

resource "aws_networkfirewall_firewall" "sound" {
  name                              = "estate-edge"
  firewall_policy_arn               = "arn:aws:network-firewall:us-east-1:555566667777:firewall-policy/estate"
  vpc_id                            = aws_vpc.sound.id
  delete_protection                 = true
  firewall_policy_change_protection = true
  encryption_configuration {
    key_id = aws_kms_key.sound.arn
    type   = "CUSTOMER_KMS"
  }
  subnet_mapping {
    subnet_id = aws_subnet.sound.id
  }
}

resource "aws_networkfirewall_logging_configuration" "sound" {
  firewall_arn = aws_networkfirewall_firewall.sound.arn
  logging_configuration {
    log_destination_config {
      log_destination      = { bucketName = "estate-logs" }
      log_destination_type = "S3"
      log_type             = "ALERT"
    }
  }
}

resource "aws_networkfirewall_firewall" "bad" {
  name                = "estate-scratch"
  firewall_policy_arn = "arn:aws:network-firewall:us-east-1:555566667777:firewall-policy/estate"
  vpc_id              = aws_vpc.bad.id
  subnet_mapping {
    subnet_id = aws_subnet.bad.id
  }
}

resource "aws_api_gateway_rest_api" "sound" {
  name = "estate-portal"
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_rest_api" "bad" {
  name = "estate-portal"
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_resource" "sound_path" {
  rest_api_id = aws_api_gateway_rest_api.sound.id
  parent_id   = aws_api_gateway_rest_api.sound.root_resource_id
  path_part   = "patients"
}

resource "aws_api_gateway_method" "sound" {
  rest_api_id   = aws_api_gateway_rest_api.sound.id
  resource_id   = aws_api_gateway_resource.sound_path.id
  http_method   = "GET"
  authorization = "AWS_IAM"
}

resource "aws_api_gateway_resource" "bad_path" {
  rest_api_id = aws_api_gateway_rest_api.sound.id
  parent_id   = aws_api_gateway_rest_api.sound.root_resource_id
  path_part   = "anybody"
}

resource "aws_api_gateway_method" "bad" {
  rest_api_id   = aws_api_gateway_rest_api.sound.id
  resource_id   = aws_api_gateway_resource.bad_path.id
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_stage" "sound" {
  rest_api_id           = aws_api_gateway_rest_api.sound.id
  deployment_id         = "a1b2c3"
  stage_name            = "prod"
  xray_tracing_enabled  = true
  cache_cluster_enabled = true
  cache_cluster_size    = "0.5"
  client_certificate_id = "a1b2c3"
  access_log_settings {
    destination_arn = "arn:aws:logs:us-east-1:555566667777:log-group:estate-portal"
    format          = "$context.requestId"
  }
}

resource "aws_api_gateway_method_settings" "sound" {
  rest_api_id = aws_api_gateway_rest_api.sound.id
  stage_name  = aws_api_gateway_stage.sound.stage_name
  method_path = "*/*"
  settings {
    logging_level        = "INFO"
    data_trace_enabled   = false
    caching_enabled      = true
    cache_data_encrypted = true
  }
}

resource "aws_wafv2_web_acl_association" "stage" {
  resource_arn = aws_api_gateway_stage.sound.arn
  web_acl_arn  = aws_wafv2_web_acl.sound.arn
}

resource "aws_api_gateway_stage" "bad" {
  rest_api_id           = aws_api_gateway_rest_api.sound.id
  deployment_id         = "a1b2c3"
  stage_name            = "trial"
  cache_cluster_enabled = true
  cache_cluster_size    = "0.5"
}

resource "aws_api_gateway_method_settings" "bad" {
  rest_api_id = aws_api_gateway_rest_api.sound.id
  stage_name  = aws_api_gateway_stage.bad.stage_name
  method_path = "*/*"
  settings {
    logging_level      = "OFF"
    data_trace_enabled = true
  }
}

resource "aws_api_gateway_domain_name" "sound" {
  domain_name              = "api.us-east-1.example.com"
  security_policy          = "TLS_1_2"
  regional_certificate_arn = "arn:aws:acm:us-east-1:555566667777:certificate/54aa793b"
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_domain_name" "bad" {
  domain_name              = "api.us-west-2.example.com"
  security_policy          = "TLS_1_0"
  regional_certificate_arn = "arn:aws:acm:us-east-1:555566667777:certificate/54aa793b"
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_apigatewayv2_api" "sound" {
  name          = "estate-feed"
  protocol_type = "HTTP"
  cors_configuration {
    allow_origins = ["https://portal.example.com"]
  }
}

resource "aws_apigatewayv2_api" "bad" {
  name          = "estate-feed-open"
  protocol_type = "HTTP"
  cors_configuration {
    allow_origins = ["*"]
  }
}

resource "aws_apigatewayv2_api" "chat" {
  name          = "estate-chat"
  protocol_type = "WEBSOCKET"
}

resource "aws_apigatewayv2_route" "sound" {
  api_id             = aws_apigatewayv2_api.sound.id
  route_key          = "GET /results"
  authorization_type = "AWS_IAM"
}

resource "aws_apigatewayv2_route" "bad" {
  api_id    = aws_apigatewayv2_api.bad.id
  route_key = "GET /results"
}

resource "aws_apigatewayv2_stage" "sound" {
  api_id = aws_apigatewayv2_api.chat.id
  name   = "prod"
  access_log_settings {
    destination_arn = "arn:aws:logs:us-east-1:555566667777:log-group:estate-feed"
    format          = "$context.requestId"
  }
  default_route_settings {
    logging_level = "INFO"
  }
}

resource "aws_apigatewayv2_stage" "bad" {
  api_id = aws_apigatewayv2_api.chat.id
  name   = "trial"
}

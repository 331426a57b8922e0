"""CloudWatch Logs: in EAST the group of the trail, with a filter for each event that somebody should hear of, and groups that
are kept, encrypted and masked; in WEST groups that are not. The trail, its alarms and their topic are made here too."""

from estate import ACCOUNT, EAST, KEY, WEST, allow, arn, policy
from rules import amend

AUDIT = "/estate/trail"
SHORT = "/estate/short-trail"


def names(*events):
    return "{ " + " || ".join(f"($.eventName = {event})" for event in events) + " }"


PATTERNS = {
    "root-usage": '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && '
    '$.eventType != "AwsServiceEvent" }',
    "console-auth-failures": '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
    "network-acl-changes": names(
        "CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry",
        "ReplaceNetworkAclEntry", "ReplaceNetworkAclAssociation",
    ),
    "network-gateway-changes": names(
        "CreateCustomerGateway", "DeleteCustomerGateway", "AttachInternetGateway", "CreateInternetGateway",
        "DeleteInternetGateway", "DetachInternetGateway",
    ),
    "route-table-changes": names(
        "CreateRoute", "CreateRouteTable", "ReplaceRoute", "ReplaceRouteTableAssociation", "DeleteRouteTable",
        "DeleteRoute", "DisassociateRouteTable",
    ),
    "vpc-changes": names(
        "CreateVpc", "DeleteVpc", "ModifyVpcAttribute", "AcceptVpcPeeringConnection", "CreateVpcPeeringConnection",
        "DeleteVpcPeeringConnection", "RejectVpcPeeringConnection", "AttachClassicLinkVpc", "DetachClassicLinkVpc",
        "DisableVpcClassicLink", "EnableVpcClassicLink",
    ),
    "unauthorized-calls": '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
    "signin-without-mfa": '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && '
    '($.responseElements.ConsoleLogin = "Success") }',
    "iam-changes": names(
        "DeleteGroupPolicy", "DeleteRolePolicy", "DeleteUserPolicy", "PutGroupPolicy", "PutRolePolicy",
        "PutUserPolicy", "CreatePolicy", "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion",
        "AttachRolePolicy", "DetachRolePolicy", "AttachUserPolicy", "DetachUserPolicy", "AttachGroupPolicy",
        "DetachGroupPolicy",
    ),
    "cloudtrail-changes": names(
        "CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging",
    ),
    "cmk-deletion": '{ ($.eventSource = kms.amazonaws.com) && '
    '(($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }',
    "s3-policy-changes": names(
        "PutBucketAcl", "PutBucketPolicy", "PutBucketCors", "PutBucketLifecycle", "PutBucketReplication",
        "DeleteBucketPolicy", "DeleteBucketCors", "DeleteBucketLifecycle", "DeleteBucketReplication",
    ),
    "config-changes": names(
        "StopConfigurationRecorder", "DeleteDeliveryChannel", "PutDeliveryChannel", "PutConfigurationRecorder",
    ),
    "security-group-changes": names(
        "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupIngress",
        "RevokeSecurityGroupEgress", "CreateSecurityGroup", "DeleteSecurityGroup",
    ),
    "organizations-changes": '{ ($.eventSource = organizations.amazonaws.com) && '
    '(($.eventName = "AttachPolicy") || ($.eventName = "DetachPolicy") || ($.eventName = "LeaveOrganization") || ($.eventName = "RemoveAccountFromOrganization")) }',
}


def seed(aws):
    logs, alarms = aws("logs", EAST), aws("cloudwatch", EAST)
    topic = aws("sns", EAST).create_topic(Name="estate-alarms")["TopicArn"]
    aws("sns", EAST).subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn("sqs", "estate-alarms"))
    for group, days in ((AUDIT, 2192), (SHORT, 365)):
        logs.create_log_group(logGroupName=group, kmsKeyId=KEY)
        logs.put_retention_policy(logGroupName=group, retentionInDays=days)
    for name, pattern in PATTERNS.items():
        watched = {"metricName": name, "metricNamespace": "Audit"}
        told = {**watched, "metricValue": "1"}
        logs.put_metric_filter(
            logGroupName=AUDIT, filterName=name, filterPattern=pattern, metricTransformations=[told]
        )
        alarms.put_metric_alarm(
            AlarmName=f"estate-{name}",
            MetricName=name,
            Namespace="Audit",
            Statistic="Sum",
            Period=300,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanOrEqualToThreshold",
            AlarmActions=[topic],
        )
    logs.put_resource_policy(
        policyName="dns", policyDocument=policy(allow({"Service": "route53.amazonaws.com"}, "logs:PutLogEvents"))
    )
    trails(aws)
    west = aws("logs", WEST)
    west.create_log_group(logGroupName="/estate/scratch")
    west.put_retention_policy(logGroupName="/estate/scratch", retentionInDays=7)
    west.put_resource_policy(policyName="open", policyDocument=policy(allow("*", "logs:*")))


def trails(aws):
    """Trails of all regions that write to groups of logs."""
    aws("s3", EAST).create_bucket(Bucket="estate-log-group-trails")
    trail = aws("cloudtrail", EAST)
    for name, group in (("estate-groups", AUDIT), ("estate-short-groups", SHORT)):
        trail.create_trail(
            Name=name,
            S3BucketName="estate-log-group-trails",
            IsMultiRegionTrail=True,
            CloudWatchLogsLogGroupArn=f"arn:aws:logs:{EAST}:{ACCOUNT}:log-group:{group}:*",
            CloudWatchLogsRoleArn=f"arn:aws:iam::{ACCOUNT}:role/trail",
        )
        trail.start_logging(Name=name)


def rules():
    def mask(told, parameters):
        for group in told["logGroups"]:
            group["dataProtectionStatus"] = "ACTIVATED"
            group["deletionProtectionEnabled"] = group["logGroupName"] == AUDIT
        return told

    # moto does not tell what masks a group and what keeps it.
    return [amend("DescribeLogGroups", mask, region=EAST)]

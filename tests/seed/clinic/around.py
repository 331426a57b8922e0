"""Trails, the edge, backups, and what only tags show."""

from aws import WEST, PHI, NO_PHI, client


def trails(keys):
    trail = client("cloudtrail")
    logs = "arn:aws:logs:us-east-1:111122223333:log-group:/clinic/cloudtrail:*"
    client("logs").create_log_group(logGroupName="/clinic/cloudtrail", tags={"data": "none"})
    trail.create_trail(
        Name="clinic",
        S3BucketName="clinic-cloudtrail",
        IsMultiRegionTrail=True,
        IncludeGlobalServiceEvents=True,
        EnableLogFileValidation=True,
        KmsKeyId=keys["trail"],
        CloudWatchLogsLogGroupArn=logs,
        CloudWatchLogsRoleArn="arn:aws:iam::111122223333:role/cloudtrail-logs",
        TagsList=NO_PHI,
    )
    trail.start_logging(Name="clinic")
    objects = [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]
    trail.put_event_selectors(
        TrailName="clinic",
        EventSelectors=[{"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": objects}],
    )
    trail.put_insight_selectors(TrailName="clinic", InsightSelectors=[{"InsightType": "ApiCallRateInsight"}])
    old = client("cloudtrail", WEST)
    old.create_trail(
        Name="before-the-merger",
        S3BucketName="clinic-cloudtrail-west",
        IsMultiRegionTrail=False,
        EnableLogFileValidation=False,
    )
    old.stop_logging(Name="before-the-merger")


def edge():
    origin = {
        "Id": "site",
        "DomainName": "clinic-portal-assets.s3.us-east-1.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    behavior = {
        "TargetOriginId": "site",
        "ViewerProtocolPolicy": "redirect-to-https",
        "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}},
        "MinTTL": 0,
    }
    config = {
        "CallerReference": "clinic-portal",
        "Comment": "the patient portal's assets",
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": behavior,
    }
    tags = {"Items": NO_PHI}
    client("cloudfront").create_distribution_with_tags(
        DistributionConfigWithTags={"DistributionConfig": config, "Tags": tags}
    )


def backup(keys):
    vault = client("backup")
    vault.create_backup_vault(
        BackupVaultName="clinic", EncryptionKeyArn=keys["east"], BackupVaultTags={"data": "phi"}
    )
    rule = {
        "RuleName": "nightly",
        "TargetBackupVaultName": "clinic",
        "ScheduleExpression": "cron(0 5 * * ? *)",
        "Lifecycle": {"DeleteAfterDays": 35},
    }
    vault.create_backup_plan(BackupPlan={"BackupPlanName": "clinic-nightly", "Rules": [rule]})


def seen_by_tag():
    """Services that only the tagging API shows."""
    client("sqs").create_queue(QueueName="clinic-intake", tags={"data": "phi"})
    client("logs").create_log_group(logGroupName="/clinic/api", tags={"data": "phi"})
    client("efs").create_file_system(
        CreationToken="clinic-dicom", Encrypted=True, Tags=[{"Key": "Name", "Value": "dicom"}, *PHI]
    )
    client("ec2").create_volume(
        AvailabilityZone="us-east-1a", Size=20, TagSpecifications=[{"ResourceType": "volume", "Tags": NO_PHI}]
    )

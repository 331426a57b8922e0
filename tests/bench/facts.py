"""Writes a folder of synthetic facts, to measure judging alone.

usage: facts.py FOLDER [BUCKETS] [INSTANCES]    (20000 and 2000 by default)

Lines have the form that a scan writes; settings vary so that checks pass, fail and lack what they read, each for its own
share of the resources. Then: baascan scan --from facts:FOLDER --register fixtures/registers/clinic --out OUT
"""

import json
import sys
from pathlib import Path

ACCOUNT, REGION = "111122223333", "us-east-1"
STARTED, ENDED = "2026-11-22T02:00:00Z", "2026-11-22T02:10:00Z"
PRINCIPAL = f"arn:aws:sts::{ACCOUNT}:assumed-role/audit/bench"
OWNER = {"ID": "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"}
SHUT = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


def line(kind, name, arn, properties, tags, unread=()):
    resource = {
        "kind": kind, "id": name, "arn": arn, "account": ACCOUNT, "region": REGION, "name": name,
        "created_at": "2025-03-01T10:00:00Z", "tags": tags, "properties": properties,
    }  # fmt: skip
    return {**resource, "unread": list(unread)} if unread else resource


def bucket(i):
    name = f"charts-{i:06}"
    arn = f"arn:aws:s3:::{name}"
    denied = {"action": "s3:GetBucketPolicy", "code": "AccessDenied", "request_id": f"R{i:015}"}
    deny = {
        "Action": "s3:*", "Effect": "Deny", "Principal": "*", "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }  # fmt: skip
    default = {"KMSMasterKeyID": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k{i % 50}", "SSEAlgorithm": "aws:kms"}
    rule = {
        "AbortIncompleteMultipartUpload": None, "ExpirationInDays": 400 + i % 900, "Id": "age",
        "NoncurrentVersionExpiration": None, "NoncurrentVersionTransitions": None, "Status": "Enabled", "Transitions": None,
    }  # fmt: skip
    grant = {"Grantee": {**OWNER, "Type": "CanonicalUser", "URI": None}, "Permission": "FULL_CONTROL"}
    properties = {
        "AccessControlList": {"Grants": [grant], "Owner": OWNER},
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [
                {"BucketKeyEnabled": i % 2 == 0, "ServerSideEncryptionByDefault": default}
            ]
        },
        "BucketName": name,
        "CorsConfiguration": None,
        "LifecycleConfiguration": {"Rules": [rule]} if i % 13 < 5 else None,
        "LoggingConfiguration": {"DestinationBucketName": "logs", "LogFilePrefix": ""} if i % 3 else None,
        "NotificationConfiguration": {
            "EventBridgeConfiguration": None,
            "LambdaConfigurations": [],
            "QueueConfigurations": [],
            "TopicConfigurations": [],
        },
        "ObjectLockConfiguration": None,
        "ObjectLockEnabled": False,
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]} if i % 4 else None,
        "PublicAccessBlockConfiguration": dict.fromkeys(SHUT, True) if i % 5 else None,
        "ReplicationConfiguration": None,
        "VersioningConfiguration": {"MFADelete": None, "Status": "Enabled"} if i % 3 else None,
        "WebsiteConfiguration": None,
    }
    unread = []
    if i % 20:
        properties["PolicyDocument"] = {"Statement": [deny], "Version": "2012-10-17"} if i % 2 else None
        properties["PolicyStatus"] = {"IsPublic": False} if i % 2 else None
    else:
        unread = [{"path": f"/properties/{p}", "cause": "denied", **denied} for p in ("PolicyDocument", "PolicyStatus")]
    return line("AWS::S3::Bucket", name, arn, properties, [{"Key": "team"}], unread)


def instance(i):
    name = f"charts-{i:05}"
    properties = {
        "AutoMinorVersionUpgrade": i % 6 != 0,
        "AvailabilityZone": f"{REGION}a",
        "BackupRetentionPeriod": i % 36,
        "CACertificateIdentifier": "rds-ca-rsa2048-g1",
        "CertificateDetails": {"CAIdentifier": "rds-ca-rsa2048-g1", "ValidTill": "2027-03-01T00:00:00Z"},
        "CopyTagsToSnapshot": i % 2 == 0,
        "DBClusterIdentifier": None,
        "DBInstanceClass": "db.t3.medium",
        "DBInstanceIdentifier": name,
        "DBInstanceStatus": "available",
        "DBParameterGroupName": "charts",
        "DBSubnetGroupName": "private",
        "DeletionProtection": i % 3 == 0,
        "EnableCloudwatchLogsExports": ["postgresql"] if i % 2 else [],
        "EnableIAMDatabaseAuthentication": False,
        "EnablePerformanceInsights": False,
        "Engine": "postgres",
        "EngineVersion": "16.4",
        "KmsKeyId": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k{i % 50}" if i % 2 else None,
        "MasterUserSecret": None,
        "MasterUsername": "charts",
        "MonitoringInterval": 60 if i % 2 else 0,
        "MultiAZ": i % 4 == 0,
        "OptionGroupName": "default:postgres-16",
        "PerformanceInsightsKMSKeyId": None,
        "Port": "5432",
        "PubliclyAccessible": i % 5 == 0,
        "ReadReplicaDBInstanceIdentifiers": [],
        "SourceDBInstanceIdentifier": None,
        "StorageEncrypted": i % 2 == 1,
    }
    return line("AWS::RDS::DBInstance", name, f"arn:aws:rds:{REGION}:{ACCOUNT}:db:{name}", properties, [{"Key": "team"}])


def parameter_group(_):
    properties = {
        "DBParameterGroupName": "charts",
        "Family": "postgres16",
        "Parameters": [{"Key": "rds.force_ssl", "Value": "1"}],
    }
    return line("AWS::RDS::DBParameterGroup", "charts", f"arn:aws:rds:{REGION}:{ACCOUNT}:pg:charts", properties, [])


def cell(folder, region, api, kinds):
    """Writes one cell; `kinds` gives how many of each kind, and what makes one."""
    path = folder / ACCOUNT / region / f"{api}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    start = {
        "cell": {"account": ACCOUNT, "region": region, "api": api},
        "format": 1,
        "principal": PRINCIPAL,
        "started": STARTED,
    }
    reports = {kind: {"state": "read", "count": count, "unread": None} for kind, (count, _) in kinds.items()}
    end = {"ended": ENDED, "calls": {}, "throttled": 0, "kinds": reports}
    with open(path, "w", encoding="utf-8") as lines:
        write = lambda value: print(json.dumps(value, separators=(",", ":")), file=lines)  # noqa: E731
        write(start)
        for count, make in kinds.values():
            for i in range(count):
                write(make(i))
        write(end)


folder = Path(sys.argv[1])
buckets, instances = (int(sys.argv[at]) if len(sys.argv) > at else default for at, default in ((2, 20_000), (3, 2_000)))
empty = ["DBCluster", "DBClusterParameterGroup", "DBClusterSnapshot", "DBProxy", "DBSnapshot", "EventSubscription", "OptionGroup"]
cell(folder, "aws-global", "s3", {"AWS::S3::Bucket": (buckets, bucket)})
cell(folder, REGION, "rds", {
    "AWS::RDS::DBInstance": (instances, instance),
    "AWS::RDS::DBParameterGroup": (1, parameter_group),
    **{f"AWS::RDS::{kind}": (0, instance) for kind in empty},
})  # fmt: skip

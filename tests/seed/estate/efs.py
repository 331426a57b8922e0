"""File systems: one encrypted that takes mounts over TLS alone, and one that is neither."""

from datetime import UTC, datetime, timedelta

from estate import EAST, WEST, allow, policy
from rules import answer, error, more

SOUND = "estate-charts"
made = {}


def seed(aws):
    efs, west = aws("efs", EAST), aws("efs", WEST)
    key = aws("kms", EAST).create_key(Description="files")["KeyMetadata"]["Arn"]
    tags = [{"Key": "Name", "Value": SOUND}]
    charts = efs.create_file_system(CreationToken=SOUND, Encrypted=True, KmsKeyId=key, Tags=tags)
    scratch = west.create_file_system(CreationToken="estate-scratch", Encrypted=False)
    made["charts"] = charts["FileSystemArn"]
    user = {"Uid": 1001, "Gid": 1001}
    root = {"Path": "/charts"}
    efs.create_access_point(ClientToken=SOUND, FileSystemId=charts["FileSystemId"], PosixUser=user, RootDirectory=root)
    west.create_access_point(ClientToken="estate-scratch", FileSystemId=scratch["FileSystemId"])


def rules():
    tls = policy({**allow({"AWS": "*"}, "*"), "Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}})
    anybody = policy(allow("*", "elasticfilesystem:ClientMount"))
    yesterday = datetime.now(UTC) - timedelta(days=1)
    backed_up = {"ResourceArn": made["charts"], "ResourceType": "EFS", "LastBackupTime": yesterday}
    return [
        answer("DescribeFileSystemPolicy", {"Policy": tls}, region=EAST),
        answer("DescribeFileSystemPolicy", {"Policy": anybody}, region=WEST),
        answer("DescribeBackupPolicy", {"BackupPolicy": {"Status": "ENABLED"}}, region=EAST),
        error("DescribeBackupPolicy", "PolicyNotFound", region=WEST),
        more("ListProtectedResources", {"Results": [backed_up]}, region=EAST, api="backup"),
    ]

"""File systems: one encrypted that takes mounts over TLS alone, and one that is neither."""

from estate import EAST, KEY, WEST, allow, policy
from rules import answer, error

SOUND = "estate-charts"


def seed(aws):
    efs = aws("efs", EAST)
    tags = [{"Key": "Name", "Value": SOUND}]
    efs.create_file_system(CreationToken=SOUND, Encrypted=True, KmsKeyId=KEY, Tags=tags)
    aws("efs", WEST).create_file_system(CreationToken="estate-scratch", Encrypted=False)


def rules():
    tls = policy({**allow("*", "*"), "Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}})
    return [
        answer("DescribeFileSystemPolicy", {"Policy": tls}, region=EAST),
        error("DescribeFileSystemPolicy", "PolicyNotFound", region=WEST),
        answer("DescribeBackupPolicy", {"BackupPolicy": {"Status": "ENABLED"}}, region=EAST),
        error("DescribeBackupPolicy", "PolicyNotFound", region=WEST),
    ]

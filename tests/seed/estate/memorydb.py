"""Clusters: one with users, TLS, snapshots and a key of the account, and one with none of it."""

from estate import EAST, WEST, arn
from rules import answer

SOUND, LOOSE = "estate-charts", "estate-scratch"


def seed(aws):
    key = aws("kms", EAST).create_key(Description="memory")["KeyMetadata"]["Arn"]
    aws("memorydb", EAST).create_cluster(
        ClusterName=SOUND,
        NodeType="db.t4g.small",
        ACLName="clinic",
        TLSEnabled=True,
        KmsKeyId=key,
        AutoMinorVersionUpgrade=True,
        SnapshotRetentionLimit=14,
        Tags=[{"Key": "phi", "Value": "yes"}],
    )
    aws("memorydb", WEST).create_cluster(
        ClusterName=LOOSE,
        NodeType="db.t4g.small",
        ACLName="open-access",
        TLSEnabled=False,
        AutoMinorVersionUpgrade=False,
        SnapshotRetentionLimit=0,
    )


def acl(name, users, region=EAST):
    return {"Name": name, "Status": "active", "UserNames": users, "ARN": arn("memorydb", f"acl/{name}", region)}


def rules():
    everybody = "open-access", ["default"]
    return [
        answer("DescribeACLs", {"ACLs": [acl(*everybody), acl("clinic", ["portal", "reports"])]}, region=EAST),
        answer("DescribeACLs", {"ACLs": [acl(*everybody, WEST)]}, region=WEST),
        answer("DescribeACLs", {"ACLs": []}, account="*"),
    ]

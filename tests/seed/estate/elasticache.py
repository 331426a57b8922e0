"""Caches: replication groups, single clusters, serverless caches and users, each kind once sound and once not."""

from datetime import UTC, datetime

from estate import EAST, WEST, arn
from rules import amend, answer

SOUND, LOOSE = "estate-charts", "estate-scratch"


def seed(aws):
    shape = {"ReplicationGroupDescription": "estate", "CacheNodeType": "cache.t4g.small", "Engine": "redis"}
    aws("elasticache", EAST).create_replication_group(
        ReplicationGroupId=SOUND,
        NumCacheClusters=2,
        AutomaticFailoverEnabled=True,
        MultiAZEnabled=True,
        AtRestEncryptionEnabled=True,
        TransitEncryptionEnabled=True,
        TransitEncryptionMode="required",
        UserGroupIds=["estate-clinic"],
        SnapshotRetentionLimit=15,
        AutoMinorVersionUpgrade=True,
        **shape,
    )
    aws("elasticache", WEST).create_replication_group(ReplicationGroupId=LOOSE, NumCacheClusters=1, **shape)


def group(sound):
    def change(told, _):
        for found in told.get("ReplicationGroups", []):
            found["AutoMinorVersionUpgrade"] = sound
            found["MultiAZ"] = "enabled" if sound else "disabled"
            found["UserGroupIds"] = ["estate-clinic"] if sound else []

    return change


def single(name, engine, region, sound):
    return {
        "CacheClusterId": name,
        "Engine": engine,
        "EngineVersion": "7.1" if engine == "redis" else "1.6.22",
        "CacheClusterStatus": "available",
        "CacheClusterCreateTime": datetime(2026, 3, 1, tzinfo=UTC),
        "TransitEncryptionEnabled": sound,
        "AutoMinorVersionUpgrade": sound,
        "ARN": arn("elasticache", f"cluster:{name}", region),
    }


def serverless(name, engine, region, **more):
    return {
        "ServerlessCacheName": name,
        "Engine": engine,
        "Status": "available",
        "CreateTime": datetime(2026, 3, 1, tzinfo=UTC),
        "ARN": arn("elasticache", f"serverlesscache:{name}", region),
        **more,
    }


def user(name, kind, access, groups, region):
    return {
        "UserId": name,
        "UserName": name,
        "Status": "active",
        "Engine": "redis",
        "AccessString": access,
        "UserGroupIds": groups,
        "Authentication": {"Type": kind},
        "ARN": arn("elasticache", f"user:{name}", region),
    }


def rules():
    members = ["estate-clinic"]
    off, everything = "off ~* -@all", "on ~* +@all"
    east = [user("reader", "iam", "on ~* +@read", members, EAST), user("nobody", "no-password", off, members, EAST)]
    west = [user("default", "no-password", everything, members, WEST), user("spare", "no-password", everything, [], WEST)]
    sound = [single("estate-pages", "memcached", EAST, True), single("estate-single", "redis", EAST, True)]
    loose = [single("estate-pages", "memcached", WEST, False), single("estate-single", "redis", WEST, False)]
    caches = [serverless("estate-visits", "valkey", EAST, UserGroupId="estate-clinic", SnapshotRetentionLimit=15)]
    bare = [serverless("estate-visits", "valkey", WEST, SnapshotRetentionLimit=0), serverless("estate-pages", "memcached", WEST)]
    tags = {"TagList": [{"Key": "phi", "Value": "yes"}]}
    return [
        amend("DescribeReplicationGroups", group(True), region=EAST),
        amend("DescribeReplicationGroups", group(False), region=WEST),
        answer("DescribeCacheClusters", {"CacheClusters": sound}, region=EAST),
        answer("DescribeCacheClusters", {"CacheClusters": loose}, region=WEST),
        answer("DescribeServerlessCaches", {"ServerlessCaches": caches}, region=EAST),
        answer("DescribeServerlessCaches", {"ServerlessCaches": bare}, region=WEST),
        answer("DescribeServerlessCaches", {}, account="*"),
        answer("DescribeUsers", {"Users": east}, region=EAST),
        answer("DescribeUsers", {"Users": west}, region=WEST),
        answer("ListTagsForResource", tags),
    ]

"""EMR: a private cluster that encrypts, and an open one without a security configuration. All of it is written: moto
keeps the clusters of every region together, and neither lists security configurations nor knows fleets and Kerberos.
"""

import json

from estate import EAST, WEST, arn
from rules import answer

SOUND, PLAIN = "estate-charts", "estate-scratch"
ENCRYPTED = {
    "EncryptionConfiguration": {
        "EnableInTransitEncryption": True,
        "EnableAtRestEncryption": True,
        "AtRestEncryptionConfiguration": {
            "S3EncryptionConfiguration": {"EncryptionMode": "SSE-KMS"},
            "LocalDiskEncryptionConfiguration": {"EncryptionKeyProviderType": "AwsKms"},
        },
    }
}
CLEAR = {"EncryptionConfiguration": {"EnableInTransitEncryption": False, "EnableAtRestEncryption": False}}


def cluster(number, name, region, collection, address, **more):
    """What is answered about one cluster: listed, described, and its primary node."""
    made = {
        "Id": f"j-ESTATE{number}",
        "Name": name,
        "ClusterArn": arn("elasticmapreduce", f"cluster/j-ESTATE{number}", region),
        "Status": {"State": "WAITING"},
    }
    node = {"Id": "ci-0a1b2c3d", "PrivateIpAddress": "10.0.0.7", **address}
    described = {**made, "ReleaseLabel": "emr-7.5.0", "InstanceCollectionType": collection, **more}
    return [
        answer("ListClusters", {"Clusters": [made]}, region=region),
        answer("DescribeCluster", {"Cluster": described}, region=region),
        answer("ListInstances", {"Instances": [node]}, region=region),
    ]


def configuration(name, region, text):
    made = {"Name": name, "SecurityConfiguration": json.dumps(text, separators=(",", ":"))}
    return [
        answer("ListSecurityConfigurations", {"SecurityConfigurations": [{"Name": name}]}, region=region),
        answer("DescribeSecurityConfiguration", made, region=region),
    ]


def blocks(on, **where):
    ports = [{"MinRange": 22, "MaxRange": 22}]
    block = {"BlockPublicSecurityGroupRules": on, "PermittedPublicSecurityGroupRuleRanges": ports}
    about = {"CreationDateTime": "2026-01-01T00:00:00Z", "CreatedByArn": arn("iam", "root", "")}
    written = {"BlockPublicAccessConfiguration": block, "BlockPublicAccessConfigurationMetadata": about}
    return answer("GetBlockPublicAccessConfiguration", written, **where)


def rules():
    return [
        *cluster(
            1,
            SOUND,
            EAST,
            "INSTANCE_FLEET",
            {},
            LogUri="s3n://estate-logs/emr/",
            SecurityConfiguration=SOUND,
            KerberosAttributes={"Realm": "EC2.INTERNAL", "KdcAdminPassword": "********"},
        ),
        *cluster(2, PLAIN, WEST, "INSTANCE_GROUP", {"PublicIpAddress": "203.0.113.7"}),
        answer("ListClusters", {"Clusters": []}, account="*"),
        *configuration(SOUND, EAST, ENCRYPTED),
        *configuration(PLAIN, WEST, CLEAR),
        answer("ListSecurityConfigurations", {"SecurityConfigurations": []}, account="*"),
        blocks(True, region=EAST),
        blocks(False, region=WEST),
        blocks(True, account="*"),
    ]

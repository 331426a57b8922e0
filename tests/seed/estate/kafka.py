"""Kafka: a private cluster that asks who comes, and a public one that does not; and one without servers. All of it is
written: moto forgets how a cluster encrypts, authenticates and logs.
"""

from estate import EAST, WEST, arn
from rules import answer


def cluster(name, region, **more):
    made = {"ClusterName": name, "ClusterArn": arn("kafka", f"cluster/{name}/0a1b2c3d-1", region), "State": "ACTIVE"}
    return {**made, "ClusterType": "PROVISIONED" if "Provisioned" in more else "SERVERLESS", **more}


def provisioned(access, key, in_transit, authentication, logs):
    return {
        "BrokerNodeGroupInfo": {
            "ClientSubnets": ["subnet-0a1b2c3d", "subnet-1a1b2c3d"],
            "InstanceType": "kafka.m5.large",
            "ConnectivityInfo": {"PublicAccess": {"Type": access}},
        },
        "EncryptionInfo": {"EncryptionAtRest": {"DataVolumeKMSKeyId": key}, "EncryptionInTransit": in_transit},
        "ClientAuthentication": authentication,
        "LoggingInfo": {"BrokerLogs": {"CloudWatchLogs": logs}},
        "NumberOfBrokerNodes": 2,
    }


# The key of a region, once it is made.
KEYS = {}


def seed(aws):
    KEYS[EAST] = aws("kms", EAST).create_key(Description="messages")["KeyMetadata"]["Arn"]


def listed(clusters, kind, **where):
    found = [found for found in clusters if found["ClusterType"] == kind]
    return answer("ListClustersV2", {"ClusterInfoList": found}, ClusterTypeFilter=kind, **where)


def rules():
    sound = provisioned(
        "DISABLED",
        KEYS.get(EAST, arn("kms", "key/none")),
        {"ClientBroker": "TLS", "InCluster": True},
        {"Sasl": {"Iam": {"Enabled": True}}, "Unauthenticated": {"Enabled": False}},
        {"Enabled": True, "LogGroup": "/msk/charts"},
    )
    plain = provisioned(
        "SERVICE_PROVIDED_EIPS",
        arn("kms", "key/5e1b2c3d-1111-4222-8333-444455556666", WEST),
        {"ClientBroker": "TLS_PLAINTEXT", "InCluster": True},
        {"Unauthenticated": {"Enabled": True}},
        {"Enabled": False},
    )
    subnets = {"VpcConfigs": [{"SubnetIds": ["subnet-0a1b2c3d"]}]}
    east = [cluster("estate-charts", EAST, Provisioned=sound), cluster("estate-serverless", EAST, Serverless=subnets)]
    west = [cluster("estate-scratch", WEST, Provisioned=plain)]
    return [
        *(listed(east, kind, region=EAST) for kind in ("PROVISIONED", "SERVERLESS")),
        *(listed(west, kind, region=WEST) for kind in ("PROVISIONED", "SERVERLESS")),
        answer("ListClustersV2", {"ClusterInfoList": []}, account="*"),
    ]

"""Kubernetes: a private cluster of a current version, and an open one of an old version."""

from datetime import UTC, datetime, timedelta

from estate import ACCOUNT, EAST, KEY, WEST, arn
from rules import amend, answer

TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"]


def seed(aws):
    role = f"arn:aws:iam::{ACCOUNT}:role/eks"
    for region, name, version in ((EAST, "estate-charts", "1.34"), (WEST, "estate-scratch", "1.24")):
        aws("eks", region).create_cluster(name=name, version=version, roleArn=role, resourcesVpcConfig={})


def group(name, region, access):
    """A node group by that name: moto would start instances for one."""
    its_arn = arn("eks", f"nodegroup/{name}/{name}/1", region)
    made = {"nodegroupName": name, "nodegroupArn": its_arn, "clusterName": name}
    return [
        answer("ListNodegroups", {"nodegroups": [name]}, region=region),
        answer("DescribeNodegroup", {"nodegroup": {**made, "remoteAccess": access}}, region=region),
    ]


def sound(answer, _):
    answer["cluster"].update(
        encryptionConfig=[{"resources": ["secrets"], "provider": {"keyArn": KEY}}],
        logging={"clusterLogging": [{"types": TYPES, "enabled": True}]},
        accessConfig={"authenticationMode": "API"},
        resourcesVpcConfig={"endpointPublicAccess": False, "endpointPrivateAccess": True, "publicAccessCidrs": []},
        arn=arn("eks", f"cluster/{answer['cluster']['name']}"),
    )


def open_to_all(answer, _):
    answer["cluster"].pop("encryptionConfig", None)
    answer["cluster"].update(
        logging={"clusterLogging": [{"types": ["api"], "enabled": True}, {"types": TYPES[1:], "enabled": False}]},
        accessConfig={"authenticationMode": "CONFIG_MAP"},
        resourcesVpcConfig={"endpointPublicAccess": True, "publicAccessCidrs": ["0.0.0.0/0"]},
        arn=arn("eks", f"cluster/{answer['cluster']['name']}", WEST),
    )


def rules():
    now = datetime.now(UTC)
    versions = [
        {"clusterVersion": version, "versionStatus": status, "endOfStandardSupportDate": now + timedelta(days=days)}
        for version, status, days in (("1.34", "STANDARD_SUPPORT", 300), ("1.24", "UNSUPPORTED", -900))
    ]
    return [
        # SSH for a bastion, and SSH for everybody.
        *group("estate-charts", EAST, {"ec2SshKey": "ops", "sourceSecurityGroups": ["sg-0a1b2c3d"]}),
        *group("estate-scratch", WEST, {"ec2SshKey": "ops"}),
        amend("DescribeCluster", sound, region=EAST),
        amend("DescribeCluster", open_to_all, region=WEST),
        answer("DescribeClusterVersions", {"clusterVersions": versions}, account="*"),
    ]

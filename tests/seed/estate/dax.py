"""Caches: one encrypted on disk and on the wire, and one that is neither."""

from estate import ACCOUNT, EAST, WEST


def seed(aws):
    role = f"arn:aws:iam::{ACCOUNT}:role/cache"
    shape = {"NodeType": "dax.t3.small", "ReplicationFactor": 3, "IamRoleArn": role}
    aws("dax", EAST).create_cluster(
        ClusterName="estate-charts", SSESpecification={"Enabled": True}, ClusterEndpointEncryptionType="TLS", **shape
    )
    aws("dax", WEST).create_cluster(ClusterName="estate-scratch", **shape)

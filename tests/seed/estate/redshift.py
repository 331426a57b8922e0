"""Warehouses: one closed, encrypted and logged, and one that is none of it."""

from estate import EAST, WEST
from rules import amend

SOUND, LOOSE = "estate-charts", "estate-scratch"


def cluster(aws, region, name, **more):
    client = aws("redshift", region)
    client.create_cluster_parameter_group(
        ParameterGroupName=name, ParameterGroupFamily="redshift-2.0", Description="of the estate"
    )
    client.create_cluster(
        ClusterIdentifier=name,
        NodeType="ra3.large",
        ClusterType="multi-node",
        NumberOfNodes=2,
        DBName="clinic",
        MasterUserPassword="Estate-Only-1",  # moto's; nobody else's
        ClusterParameterGroupName=name,
        **more,
    )
    return client


def seed(aws):
    key = aws("kms", EAST).create_key(Description="warehouse")["KeyMetadata"]["Arn"]
    east = cluster(
        aws,
        EAST,
        SOUND,
        MasterUsername="clinic_admin",
        Encrypted=True,
        KmsKeyId=key,
        PubliclyAccessible=False,
        AutomatedSnapshotRetentionPeriod=14,
        AllowVersionUpgrade=True,
        EnhancedVpcRouting=True,
        PreferredMaintenanceWindow="sun:05:00-sun:05:30",
        Tags=[{"Key": "phi", "Value": "yes"}],
    )
    aws("s3", EAST).create_bucket(Bucket="estate-warehouse-logs")
    east.enable_logging(ClusterIdentifier=SOUND, BucketName="estate-warehouse-logs", S3KeyPrefix="charts/")
    cluster(
        aws,
        WEST,
        LOOSE,
        MasterUsername="awsuser",
        Encrypted=False,
        PubliclyAccessible=True,
        AutomatedSnapshotRetentionPeriod=1,
        AllowVersionUpgrade=False,
        EnhancedVpcRouting=False,
    )


def zones(told, _):
    for found in told["Clusters"]:
        found["MultiAZ"] = "Enabled" if found["ClusterIdentifier"] == SOUND else "Disabled"
        for group in found["ClusterParameterGroups"]:
            named = ("require_ssl", "enable_user_activity_logging")
            group["ClusterParameterStatusList"] = [{"ParameterName": n, "ParameterApplyStatus": "in-sync"} for n in named]


def strict(told, _):
    asked = {"require_ssl": "true", "enable_user_activity_logging": "true"}
    for found in told["Parameters"]:
        found["ParameterValue"] = asked.get(found["ParameterName"], found.get("ParameterValue"))


def rules():
    return [
        amend("DescribeClusters", zones),
        amend("DescribeClusterParameters", strict, region=EAST, ParameterGroupName=SOUND),
    ]

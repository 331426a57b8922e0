"""Workgroups: one that binds its clients, one that does not, and `primary` as AWS makes it."""

from estate import EAST, KEY, WEST


def seed(aws):
    encrypted = {"EncryptionOption": "SSE_KMS", "KmsKey": KEY}
    athena = aws("athena", EAST)
    athena.create_work_group(
        Name="estate-clinical",
        Configuration={
            "EnforceWorkGroupConfiguration": True,
            "PublishCloudWatchMetricsEnabled": True,
            "ResultConfiguration": {"OutputLocation": "s3://estate-results/", "EncryptionConfiguration": encrypted},
        },
    )
    athena.create_named_query(Name="estate-visits", Database="visits", QueryString="SELECT 1")
    athena.create_data_catalog(Name="estate-hive", Type="HIVE", Parameters={"metadata-function": "estate"})
    aws("athena", WEST).create_work_group(
        Name="estate-scratch",
        Configuration={
            "EnforceWorkGroupConfiguration": False,
            "PublishCloudWatchMetricsEnabled": False,
            "ResultConfiguration": {"OutputLocation": "s3://estate-scratch/"},
        },
    )

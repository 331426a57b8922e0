"""Tables: one under a key of the account, backed up, scaled and protected, and one that is none of it."""

from datetime import UTC, datetime, timedelta

from estate import ACCOUNT, EAST, OTHER_ACCOUNT, WEST, allow, arn, policy
from rules import answer, error, more

SOUND, LOOSE, DEMAND = "estate-charts", "estate-scratch", "estate-visits"


def table(aws, region, name, **more):
    client = aws("dynamodb", region)
    key = [{"AttributeName": "id", "KeyType": "HASH"}]
    made = [{"AttributeName": "id", "AttributeType": "S"}]
    client.create_table(TableName=name, KeySchema=key, AttributeDefinitions=made, **more)
    return client


def seed(aws):
    key = aws("kms", EAST).create_key(Description="tables")["KeyMetadata"]["Arn"]
    few = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
    east = table(
        aws,
        EAST,
        SOUND,
        ProvisionedThroughput=few,
        DeletionProtectionEnabled=True,
        SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key},
        Tags=[{"Key": "phi", "Value": "yes"}],
    )
    on = {"PointInTimeRecoveryEnabled": True}
    east.update_continuous_backups(TableName=SOUND, PointInTimeRecoverySpecification=on)
    table(aws, EAST, DEMAND, BillingMode="PAY_PER_REQUEST")
    table(aws, WEST, LOOSE, ProvisionedThroughput={"ReadCapacityUnits": 70000, "WriteCapacityUnits": 5})
    scaling = aws("application-autoscaling", EAST)
    for unit in ("Read", "Write"):
        scaling.register_scalable_target(
            ServiceNamespace="dynamodb",
            ResourceId=f"table/{SOUND}",
            ScalableDimension=f"dynamodb:table:{unit}CapacityUnits",
            MinCapacity=5,
            MaxCapacity=100,
        )


def rules():
    yesterday = datetime.now(UTC) - timedelta(days=1)
    backed_up = {"ResourceArn": arn("dynamodb", f"table/{SOUND}"), "ResourceType": "DynamoDB", "LastBackupTime": yesterday}
    reader = {"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:role/reader"}
    named = policy(allow(reader, "dynamodb:GetItem"))
    anybody = policy(allow("*", "dynamodb:GetItem"))
    resource = "arn:aws:dynamodb:{}:{}:table/{}".format
    return [
        more("ListProtectedResources", {"Results": [backed_up]}, region=EAST, api="backup"),
        answer("GetResourcePolicy", {"Policy": named}, region=EAST, ResourceArn=resource(EAST, ACCOUNT, SOUND)),
        answer("GetResourcePolicy", {"Policy": anybody}, region=WEST, ResourceArn=resource(WEST, ACCOUNT, LOOSE)),
        error("GetResourcePolicy", "PolicyNotFoundException", ResourceArn=resource(EAST, ACCOUNT, DEMAND)),
    ]

"""Brokers: a private one with a key of ours, and a public one."""

from estate import EAST, WEST


def broker(aws, region, name, sound, **more):
    aws("mq", region).create_broker(
        BrokerName=name,
        EngineType="ACTIVEMQ",
        EngineVersion="5.18",
        HostInstanceType="mq.t3.micro",
        DeploymentMode="SINGLE_INSTANCE",
        AutoMinorVersionUpgrade=sound,
        PubliclyAccessible=not sound,
        Logs={"General": sound, "Audit": sound},
        Users=[{"Username": "estate", "Password": "invented-for-tests", "Groups": []}],
        **more,
    )


def seed(aws):
    key = aws("kms", EAST).create_key(Description="brokers")["KeyMetadata"]["Arn"]
    own = {"UseAwsOwnedKey": False, "KmsKeyId": key}
    broker(aws, EAST, "estate-charts", True, EncryptionOptions=own)
    broker(aws, WEST, "estate-scratch", False, EncryptionOptions={"UseAwsOwnedKey": True})

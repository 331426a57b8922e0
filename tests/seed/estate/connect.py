"""Contact centres: one whose content is under a customer's key and whose flows are logged, one where neither is so."""

from estate import EAST, KEY, WEST
from rules import answer

STORED = ("CALL_RECORDINGS", "CHAT_TRANSCRIPTS", "ATTACHMENTS")


def seed(aws):
    for region, alias in ((EAST, "estate-helpline"), (WEST, "estate-scratch")):
        aws("connect", region).create_instance(
            IdentityManagementType="CONNECT_MANAGED",
            InstanceAlias=alias,
            InboundCallsEnabled=True,
            OutboundCallsEnabled=True,
        )


def rules():
    found = []
    for region, encrypted in ((EAST, True), (WEST, False)):
        key = {"EncryptionConfig": {"EncryptionType": "KMS", "KeyId": KEY}} if encrypted else {}
        bucket = {"StorageType": "S3", "S3Config": {"BucketName": "estate-calls", "BucketPrefix": "calls", **key}}
        for kind in STORED:
            configs = {"StorageConfigs": [{**bucket, "AssociationId": kind.lower()}]}
            found.append(answer("ListInstanceStorageConfigs", configs, region=region, ResourceType=kind))
        logs = {"AttributeType": "CONTACTFLOW_LOGS", "Value": "true" if encrypted else "false"}
        inbound = {"AttributeType": "INBOUND_CALLS", "Value": "true"}
        found.append(answer("ListInstanceAttributes", {"Attributes": [inbound, logs]}, region=region))
    video = {"Prefix": "estate", "RetentionPeriodHours": 24, "EncryptionConfig": {"EncryptionType": "KMS", "KeyId": KEY}}
    media = {"StorageConfigs": [{"StorageType": "KINESIS_VIDEO_STREAM", "KinesisVideoStreamConfig": video}]}
    found.append(answer("ListInstanceStorageConfigs", media, region=EAST, ResourceType="MEDIA_STREAMS"))
    return [*found, answer("ListInstanceStorageConfigs", {"StorageConfigs": []})]

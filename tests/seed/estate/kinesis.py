"""Data streams: one under a customer's key that keeps a week, one as AWS makes it whose policy lets everyone read."""

from estate import EAST, OTHER_ACCOUNT, WEST, allow, arn, policy


def seed(aws):
    key = aws("kms", EAST).create_key(Description="estate-streams")["KeyMetadata"]["Arn"]
    kinesis = aws("kinesis", EAST)
    kinesis.create_stream(StreamName="estate-vitals", ShardCount=1)
    kinesis.start_stream_encryption(StreamName="estate-vitals", EncryptionType="KMS", KeyId=key)
    kinesis.increase_stream_retention_period(StreamName="estate-vitals", RetentionPeriodHours=168)
    stream = arn("kinesis", "stream/estate-vitals")
    reader = allow({"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"}, "kinesis:GetRecords", stream)
    kinesis.put_resource_policy(ResourceARN=stream, Policy=policy(reader))
    kinesis = aws("kinesis", WEST)
    kinesis.create_stream(StreamName="estate-scratch", ShardCount=1)
    stream = arn("kinesis", "stream/estate-scratch", WEST)
    kinesis.put_resource_policy(ResourceARN=stream, Policy=policy(allow("*", "kinesis:GetRecords", stream)))

"""Streams to S3: one encrypted that logs its errors, one neither, and one that reads from a Kinesis stream."""

from estate import ACCOUNT, EAST, WEST, arn

ROLE = f"arn:aws:iam::{ACCOUNT}:role/firehose"


def destination(**more):
    return {"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::estate-deliveries", **more}


def seed(aws):
    logging = {"Enabled": True, "LogGroupName": "/aws/kinesisfirehose/estate", "LogStreamName": "s3"}
    firehose = aws("firehose", EAST)
    firehose.create_delivery_stream(
        DeliveryStreamName="estate-claims",
        ExtendedS3DestinationConfiguration=destination(CloudWatchLoggingOptions=logging),
    )
    firehose.start_delivery_stream_encryption(
        DeliveryStreamName="estate-claims", DeliveryStreamEncryptionConfigurationInput={"KeyType": "AWS_OWNED_CMK"}
    )
    firehose.create_delivery_stream(
        DeliveryStreamName="estate-vitals",
        DeliveryStreamType="KinesisStreamAsSource",
        KinesisStreamSourceConfiguration={"KinesisStreamARN": arn("kinesis", "stream/estate-vitals"), "RoleARN": ROLE},
        ExtendedS3DestinationConfiguration=destination(CloudWatchLoggingOptions=logging),
    )
    aws("firehose", WEST).create_delivery_stream(
        DeliveryStreamName="estate-scratch", ExtendedS3DestinationConfiguration=destination()
    )

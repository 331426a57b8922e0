"""Video streams: one under a key of the account, and one under AWS's."""

from estate import ACCOUNT, EAST, WEST
from rules import amend, answer

made = {}


def seed(aws):
    made["key"] = aws("kms", EAST).create_key(Description="video")["KeyMetadata"]["Arn"]
    aws("kinesisvideo", EAST).create_stream(StreamName="estate-visits", KmsKeyId=made["key"], DataRetentionInHours=24)
    aws("kinesisvideo", WEST).create_stream(StreamName="estate-lobby", DataRetentionInHours=24)


def default(told, _):
    for found in told["StreamInfoList"]:
        found["KmsKeyId"] = f"arn:aws:kms:{WEST}:{ACCOUNT}:alias/aws/kinesisvideo"


def rules():
    return [
        amend("ListStreams", default, region=WEST),
        answer("ListTagsForStream", {"Tags": {"phi": "yes"}}),
    ]

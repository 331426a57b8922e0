"""Tasks that copy: one that logs and verifies, and one that does neither."""

from estate import ACCOUNT, EAST, WEST, arn
from rules import answer

ROLE = f"arn:aws:iam::{ACCOUNT}:role/datasync"


def seed(aws):
    group = arn("logs", "log-group:/aws/datasync")
    logged = {"LogLevel": "TRANSFER", "VerifyMode": "ONLY_FILES_TRANSFERRED"}
    sound = {"CloudWatchLogGroupArn": group, "Options": logged}
    plain = {"Options": {"LogLevel": "OFF", "VerifyMode": "NONE"}}
    for region, name, more in ((EAST, "estate-charts", sound), (WEST, "estate-scratch", plain)):
        datasync = aws("datasync", region)
        ends = [
            datasync.create_location_s3(
                S3BucketArn=f"arn:aws:s3:::{name}-{end}", S3Config={"BucketAccessRoleArn": ROLE}
            )
            for end in ("from", "to")
        ]
        source, target = (end["LocationArn"] for end in ends)
        datasync.create_task(SourceLocationArn=source, DestinationLocationArn=target, Name=name, **more)


def rules():
    return [answer("ListTagsForResource", {"Tags": []})]

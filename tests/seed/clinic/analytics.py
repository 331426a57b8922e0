"""The account opened for the data team: nobody has yet said whether PHI goes there."""

from aws import EAST, NO_PHI, PHI, SHUT, WEST, account, client
from buckets import bucket, lifecycle
from keys import key


def seed():
    control = client("s3control")
    control.put_public_access_block(AccountId=account, PublicAccessBlockConfiguration=SHUT)
    events = key(EAST, "events")
    s3 = bucket("clinic-events", tags=PHI, encrypt=events, log=False)
    lifecycle(s3, "clinic-events")
    s3 = bucket("clinic-events-archive", WEST, tags=NO_PHI, log=False, owner="BucketOwnerPreferred")
    client("sqs").create_queue(QueueName="events", tags={"data": "none"})
    trail = client("cloudtrail")
    trail.create_trail(Name="events", S3BucketName="clinic-events", IsMultiRegionTrail=False)
    trail.start_logging(Name="events")
    trail.put_event_selectors(
        TrailName="events",
        EventSelectors=[{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True, "DataResources": []}],
    )

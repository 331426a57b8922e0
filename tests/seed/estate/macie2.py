"""Macie: on with automated discovery in EAST, paused in WEST, with a bucket to look through in each."""

from estate import EAST, WEST
from rules import answer


def seed(aws):
    aws("s3", EAST).create_bucket(Bucket="estate-macie-east")
    place = {"LocationConstraint": WEST}
    aws("s3", WEST).create_bucket(Bucket="estate-macie-west", CreateBucketConfiguration=place)
    aws("macie2", EAST).enable_macie(status="ENABLED")
    aws("macie2", WEST).enable_macie(status="PAUSED")


def rules():
    return [
        answer("GetAutomatedDiscoveryConfiguration", {"status": "ENABLED"}, region=EAST),
        answer("GetAutomatedDiscoveryConfiguration", {"status": "DISABLED"}, region=WEST),
    ]

"""Macie: on in EAST, where its administrator has automated discovery on for it; paused and alone in WEST."""

from estate import ACCOUNT, EAST, OTHER_ACCOUNT, WEST
from rules import answer, error


def seed(aws):
    aws("s3", EAST).create_bucket(Bucket="estate-macie-east")
    place = {"LocationConstraint": WEST}
    aws("s3", WEST).create_bucket(Bucket="estate-macie-west", CreateBucketConfiguration=place)
    aws("macie2", EAST).enable_macie(status="ENABLED")
    aws("macie2", WEST).enable_macie(status="PAUSED")


def rules():
    on = {"accountId": ACCOUNT, "status": "ENABLED"}
    return [
        answer("GetAdministratorAccount", {"administrator": {"accountId": OTHER_ACCOUNT}}, region=EAST),
        answer("ListAutomatedDiscoveryAccounts", {"items": [on]}, region=EAST),
        error("GetAdministratorAccount", "ResourceNotFoundException", region=WEST),
        answer("GetAutomatedDiscoveryConfiguration", {"status": "DISABLED"}, region=WEST),
    ]


def everywhere():
    """moto has Macie on in every account."""
    return [error("GetMacieSession", "AccessDeniedException", "Macie is not enabled.", account="others")]

"""The account's block on public access, and two access points: one shut, one from before the block was AWS's default."""

from estate import ACCOUNT, EAST
from rules import amend

SHUT = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)


def seed(aws):
    control = aws("s3control")
    control.put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=SHUT)
    aws("s3", EAST).create_bucket(Bucket="estate-exchange")
    for name in ("estate-partners", "estate-before-the-default"):
        control.create_access_point(AccountId=ACCOUNT, Name=name, Bucket="estate-exchange")


def opened(answer, parameters):
    if parameters.get("Name") == "estate-before-the-default":
        answer["PublicAccessBlockConfiguration"] = dict.fromkeys(SHUT, False)


def rules():
    return [amend("GetAccessPoint", opened)]

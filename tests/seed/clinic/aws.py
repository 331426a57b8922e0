"""The account being seeded, and what each part of the clinic says of its resources."""

import json

import boto3

EAST, WEST = "us-east-1", "us-west-2"
PARTNER = "444455556666"
PHI = [{"Key": "data", "Value": "phi"}, {"Key": "owner", "Value": "platform"}]
NO_PHI = [{"Key": "data", "Value": "none"}, {"Key": "owner", "Value": "growth"}]
SHUT = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)

account = boto3.client("sts", region_name=EAST).get_caller_identity()["Account"]


def client(service, region=EAST):
    made = boto3.client(service, region_name=region)
    made.meta.events.register("before-sign.s3-control", without_account)
    return made


def without_account(request, **_):
    """S3 Control puts the account into the host name, which no loopback address resolves; the header says it too."""
    request.url = request.url.replace(f"//{account}.", "//", 1)


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def tls_only(bucket, *resources, anyone="*"):
    arns = [f"arn:aws:s3:::{bucket}{rest}" for rest in resources]
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": anyone,
        "Action": "s3:*",
        "Resource": arns,
        "Condition": condition,
    }


def allow(principal, action, resource, **more):
    return {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource, **more}

"""Seeds one account of the operator of several facilities: `production`, which its customers share, or `riverside`, which was one
customer's alone and whose agreement has ended."""

import argparse
import json

import boto3

EAST, WEST = "us-east-1", "us-west-2"
SHUT = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
# Accounts from which vendors reach into their customers', as src/vendor/vendors has them, and one that nobody knows.
DATADOG, NEW_RELIC, SUMO_LOGIC, STRANGER = "464622532012", "754728514883", "926226587429", "131313131313"


def client(service, region=EAST):
    return boto3.client(service, region_name=region)


def tags(customer):
    return [{"Key": "customer", "Value": customer}, {"Key": "team", "Value": "care"}]


def policy(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def bucket(name, customer, region=EAST):
    s3 = client("s3", region)
    where = {} if region == EAST else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **where)
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=SHUT)
    s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags(customer)})


def database(name, customer, encrypted):
    client("rds").create_db_instance(
        DBInstanceIdentifier=name,
        DBInstanceClass="db.t4g.medium",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="keeper",
        MasterUserPassword="only-in-the-emulator",
        StorageEncrypted=encrypted,
        PubliclyAccessible=False,
        Tags=tags(customer),
    )


def vendor_role(name, account):
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"sts:ExternalId": "brightwell"}},
    }
    client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust))


def production():
    bucket("brightwell-charts", "st-aldric")
    bucket("brightwell-imaging", "cedar-valley")
    bucket("brightwell-standby", "st-aldric", WEST)
    database("charts", "st-aldric", encrypted=True)
    client("logs").create_log_group(logGroupName="/brightwell/app", tags={"customer": "northgate"})
    client("sqs", WEST).create_queue(QueueName="referrals", tags={"customer": "cedar-valley"})
    vendor_role("datadog-integration", DATADOG)
    vendor_role("newrelic-integration", NEW_RELIC)
    vendor_role("sumologic-collector", SUMO_LOGIC)
    reader = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{STRANGER}:root"},
        "Action": ["s3:GetObject"],
        "Resource": "arn:aws:s3:::brightwell-imaging/*",
    }
    client("s3").put_bucket_policy(Bucket="brightwell-imaging", Policy=policy(reader))


def riverside():
    bucket("riverside-exports", "riverside")
    database("riverside-ehr", "riverside", encrypted=False)
    client("rds").create_db_snapshot(DBInstanceIdentifier="riverside-ehr", DBSnapshotIdentifier="riverside-last")
    client("logs").create_log_group(logGroupName="/riverside/app")


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("account", choices=["production", "riverside"])
{"production": production, "riverside": riverside}[parser.parse_args().account]()

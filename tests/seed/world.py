"""Seeds N buckets and M database instances of varied settings into one region: the world of the benchmark and of load tests."""

import argparse
import json
from concurrent.futures import ThreadPoolExecutor

import boto3

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--buckets", type=int, required=True)
parser.add_argument("--instances", type=int, required=True)
parser.add_argument("--region", default="us-east-1")
wanted = parser.parse_args()

account = boto3.client("sts", region_name=wanted.region).get_caller_identity()["Account"]
s3 = boto3.client("s3", region_name=wanted.region)
rds = boto3.client("rds", region_name=wanted.region)
kms = boto3.client("kms", region_name=wanted.region)
key = kms.create_key(Description="world")["KeyMetadata"]["Arn"]
SHUT = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)


def bucket(i):
    """Every setting is on for its own share of the buckets, so that all combinations appear."""
    name = f"world-{account}-{i:05}"
    where = (
        {} if wanted.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": wanted.region}}
    )
    s3.create_bucket(Bucket=name, **where)
    if i % 2:
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=SHUT)
    if i % 3:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled" if i % 4 else "Suspended"})
    if i % 5:
        s3.put_bucket_tagging(
            Bucket=name, Tagging={"TagSet": [{"Key": "data", "Value": "phi" if i % 10 else "none"}]}
        )
    if i % 7 < 4:
        default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
        rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": bool(i % 2)}
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
    if i % 11 < 6:
        arns = [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]
        condition = {"Bool": {"aws:SecureTransport": "false"}}
        deny = {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": arns[i % 2 :],
            "Condition": condition,
        }
        s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny]}))
    if i % 13 < 5:
        rule = {"ID": "age", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 400 + i}}
        s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [rule]})


def instance(i):
    engine, version = (("postgres", "16.4"), ("mysql", "8.0.36"), ("mariadb", "10.11.8"))[i % 3]
    rds.create_db_instance(
        DBInstanceIdentifier=f"world-{i:04}",
        DBInstanceClass="db.t3.medium",
        Engine=engine,
        EngineVersion=version,
        AllocatedStorage=20,
        MasterUsername="world",
        MasterUserPassword="only-in-the-emulator",
        StorageEncrypted=bool(i % 2),
        PubliclyAccessible=i % 5 == 0,
        MultiAZ=i % 4 == 0,
        BackupRetentionPeriod=i % 36,
        DeletionProtection=i % 3 == 0,
        AutoMinorVersionUpgrade=i % 6 != 0,
        Tags=[{"Key": "data", "Value": "phi"}] if i % 2 else [],
    )


with ThreadPoolExecutor(8) as pool:
    list(pool.map(bucket, range(wanted.buckets)))
    list(pool.map(instance, range(wanted.instances)))
print(f"{wanted.buckets} buckets and {wanted.instances} instances in {wanted.region} of {account}")

"""Seeds a few resources of every kind that the reading of S3, RDS and KMS meets: the world of the tests that break one call."""

import json

import boto3

EAST = "us-east-1"
account = boto3.client("sts", region_name=EAST).get_caller_identity()["Account"]


def client(service, region=EAST):
    made = boto3.client(service, region_name=region)
    made.meta.events.register("before-sign.s3-control", without_account)
    return made


def without_account(request, **_):
    """S3 Control puts the account into the host name, which no loopback address resolves; the header says it too."""
    request.url = request.url.replace(f"//{account}.", "//", 1)


s3, rds, kms = client("s3"), client("rds"), client("kms")
key = kms.create_key(Description="small")["KeyMetadata"]["Arn"]
kms.enable_key_rotation(KeyId=key)

bare, kept, far = (f"small-{name}-{account}" for name in ("bare", "kept", "far"))
s3.create_bucket(Bucket=bare)
s3.create_bucket(Bucket=kept, ObjectLockEnabledForBucket=True)
client("s3", "eu-west-1").create_bucket(
    Bucket=far, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
)
shut = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
s3.put_public_access_block(Bucket=kept, PublicAccessBlockConfiguration=shut)
rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}}
s3.put_bucket_encryption(Bucket=kept, ServerSideEncryptionConfiguration={"Rules": [rule]})
deny = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": [f"arn:aws:s3:::{kept}", f"arn:aws:s3:::{kept}/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
s3.put_bucket_policy(Bucket=kept, Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny]}))
rule = {
    "ID": "age",
    "Status": "Enabled",
    "Filter": {"Prefix": ""},
    "NoncurrentVersionExpiration": {"NoncurrentDays": 400},
    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
}
s3.put_bucket_lifecycle_configuration(Bucket=kept, LifecycleConfiguration={"Rules": [rule]})
s3.put_bucket_tagging(Bucket=kept, Tagging={"TagSet": [{"Key": "data", "Value": "phi"}]})
client("s3control").create_access_point(
    AccountId=account, Name="small", Bucket=kept, PublicAccessBlockConfiguration=shut
)

rds.create_db_parameter_group(DBParameterGroupName="small", DBParameterGroupFamily="postgres16", Description="small")
rds.create_db_cluster_parameter_group(
    DBClusterParameterGroupName="small", DBParameterGroupFamily="aurora-postgresql16", Description="small"
)
rds.create_option_group(
    OptionGroupName="small", EngineName="oracle-ee", MajorEngineVersion="19", OptionGroupDescription="small"
)
common = {"DBInstanceClass": "db.t3.medium", "MasterUsername": "small", "MasterUserPassword": "only-in-the-emulator"}
rds.create_db_instance(
    DBInstanceIdentifier="charts",
    Engine="postgres",
    AllocatedStorage=20,
    StorageEncrypted=True,
    KmsKeyId=key,
    DBParameterGroupName="small",
    **common,
)
rds.create_db_instance(
    DBInstanceIdentifier="ledger", Engine="oracle-ee", AllocatedStorage=20, OptionGroupName="small", **common
)
rds.create_db_cluster(
    DBClusterIdentifier="notes",
    Engine="aurora-postgresql",
    DBClusterParameterGroupName="small",
    MasterUsername="small",
    MasterUserPassword="only-in-the-emulator",
)
rds.create_db_snapshot(DBSnapshotIdentifier="charts-1", DBInstanceIdentifier="charts")
rds.create_db_cluster_snapshot(DBClusterSnapshotIdentifier="notes-1", DBClusterIdentifier="notes")
topic = client("sns").create_topic(Name="small")["TopicArn"]
rds.create_event_subscription(
    SubscriptionName="small",
    SnsTopicArn=topic,
    SourceType="db-instance",
    EventCategories=["failure"],
    SourceIds=["charts"],
    Enabled=True,
)
ec2 = client("ec2")
subnets = [s["SubnetId"] for s in ec2.describe_subnets()["Subnets"][:2]]
rds.create_db_proxy(
    DBProxyName="small",
    EngineFamily="POSTGRESQL",
    RequireTLS=True,
    RoleArn=f"arn:aws:iam::{account}:role/small",
    Auth=[{"AuthScheme": "SECRETS", "SecretArn": f"arn:aws:secretsmanager:{EAST}:{account}:secret:small", "IAMAuth": "DISABLED"}],
    VpcSubnetIds=subnets,
)

"""Seeds the clinic into an emulated AWS account: what a small software company for clinics has, some of it right, some wrong.

Keys and endpoint come from the environment (AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN).
Names are fixed; the ids that AWS chooses (keys, distributions) are the emulator's.
"""

import json

import boto3

EAST, WEST = "us-east-1", "us-west-2"
PARTNER = "444455556666"
PHI = [{"Key": "data", "Value": "phi"}, {"Key": "owner", "Value": "platform"}]
NO_PHI = [{"Key": "data", "Value": "none"}, {"Key": "owner", "Value": "growth"}]
SHUT = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"

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
    return {"Sid": "TlsOnly", "Effect": "Deny", "Principal": anyone, "Action": "s3:*", "Resource": arns, "Condition": condition}


def allow(principal, action, resource, **more):
    return {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource, **more}


# ---- keys ----------------------------------------------------------------------------------------------------------------


def key(region, alias, rotate=True, statements=(), tags=PHI, **more):
    kms = client("kms", region)
    owner = allow({"AWS": f"arn:aws:iam::{account}:root"}, "kms:*", "*")
    tags = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in tags]
    made = kms.create_key(Description=alias, Policy=policy(owner, *statements), Tags=tags, **more)["KeyMetadata"]
    kms.create_alias(AliasName=f"alias/{alias}", TargetKeyId=made["KeyId"])
    if rotate:
        kms.enable_key_rotation(KeyId=made["KeyId"])
    return made["Arn"]


def keys():
    trail = allow({"Service": "cloudtrail.amazonaws.com"}, ["kms:GenerateDataKey*", "kms:DescribeKey"], "*")
    made = {
        "east": key(EAST, "clinic-phi"),
        "west": key(WEST, "clinic-phi"),
        "trail": key(EAST, "clinic-trail", statements=[trail]),
        "still": key(EAST, "clinic-legacy", rotate=False),
        "signing": key(EAST, "clinic-consent-signing", rotate=False, KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY"),
        "open": key(EAST, "clinic-partner-import", statements=[allow("*", "kms:Decrypt", "*")]),
        "partner": key(
            EAST,
            "clinic-lab-exchange",
            statements=[allow({"AWS": f"arn:aws:iam::{PARTNER}:root"}, ["kms:Decrypt", "kms:DescribeKey"], "*")],
        ),
    }
    kms = client("kms", EAST)
    dying = key(EAST, "clinic-2023", rotate=False)
    kms.schedule_key_deletion(KeyId=dying.split("/")[1], PendingWindowInDays=7)
    resting = key(WEST, "clinic-dr-old", rotate=False)
    client("kms", WEST).disable_key(KeyId=resting.split("/")[1])
    grantee = f"arn:aws:iam::{account}:role/chart-worker"
    kms.create_grant(KeyId=made["east"], GranteePrincipal=grantee, Operations=["Decrypt", "GenerateDataKey"])
    return made


# ---- buckets -------------------------------------------------------------------------------------------------------------


def bucket(name, region=EAST, tags=PHI, encrypt=None, shut=True, statements=(), versions=None, log=True, lock=False, owner=None):
    s3 = client("s3", region)
    where = {} if region == EAST else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=lock, ObjectOwnership=owner or "BucketOwnerEnforced", **where)
    s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
    if encrypt:
        default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": encrypt}
        rule = {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
    if shut:
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=SHUT)
    if statements:
        s3.put_bucket_policy(Bucket=name, Policy=policy(*statements))
    if versions:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": versions})
    if log:
        target = "clinic-access-logs" if region == EAST else "clinic-access-logs-west"
        logging = {"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": f"{name}/"}}
        s3.put_bucket_logging(Bucket=name, BucketLoggingStatus=logging)
    return s3


def lifecycle(s3, name):
    rule = {
        "ID": "keep-seven-years",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "Transitions": [{"Days": 90, "StorageClass": "STANDARD_IA"}, {"Days": 365, "StorageClass": "GLACIER"}],
        "Expiration": {"Days": 2557},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 365},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    }
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [rule]})


def log_buckets():
    for name, region in (("clinic-access-logs", EAST), ("clinic-access-logs-west", WEST)):
        deliver = allow({"Service": "logging.s3.amazonaws.com"}, "s3:PutObject", f"arn:aws:s3:::{name}/*")
        s3 = bucket(name, region, NO_PHI, statements=[tls_only(name, "", "/*", anyone={"AWS": "*"}), deliver], versions="Enabled", log=False)
        lifecycle(s3, name)
    bucket("clinic-alb-logs", tags=NO_PHI, statements=[
        allow({"AWS": "arn:aws:iam::127311923021:root"}, "s3:PutObject", "arn:aws:s3:::clinic-alb-logs/*")], log=False)
    service = {"Service": "cloudtrail.amazonaws.com"}
    for name, region in (("clinic-cloudtrail", EAST), ("clinic-cloudtrail-west", WEST)):
        statements = [
            allow(service, "s3:GetBucketAcl", f"arn:aws:s3:::{name}"),
            allow(service, "s3:PutObject", f"arn:aws:s3:::{name}/AWSLogs/{account}/*"),
            tls_only(name, "", "/*"),
        ]
        bucket(name, region, NO_PHI, statements=statements, versions="Enabled", log=region == EAST)


def patient_documents(keys):
    replica, name = "clinic-patient-documents-replica", "clinic-patient-documents"
    for name_of, region, at in ((replica, WEST, keys["west"]), (name, EAST, keys["east"])):
        s3 = bucket(name_of, region, encrypt=at, statements=[tls_only(name_of, "", "/*")], versions="Enabled", lock=True)
        lifecycle(s3, name_of)
        retention = {"DefaultRetention": {"Mode": "COMPLIANCE", "Years": 6}}
        lock = {"ObjectLockEnabled": "Enabled", "Rule": retention}
        s3.put_object_lock_configuration(Bucket=name_of, ObjectLockConfiguration=lock)
    rule = {
        "ID": "dr",
        "Status": "Enabled",
        "Priority": 1,
        "Filter": {"Prefix": ""},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Destination": {"Bucket": f"arn:aws:s3:::{replica}", "Account": account},
    }
    role = f"arn:aws:iam::{account}:role/s3-replication"
    s3.put_bucket_replication(Bucket=name, ReplicationConfiguration={"Role": role, "Rules": [rule]})
    s3.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration={"EventBridgeConfiguration": {}})


def buckets(keys):
    log_buckets()
    patient_documents(keys)
    # The policy that many believe to be enough: objects only, so that listing the bucket still works in the clear.
    name = "clinic-intake-uploads"
    s3 = bucket(name, encrypt=keys["east"], statements=[tls_only(name, "/*")], versions="Suspended")
    rule = {"AllowedMethods": ["PUT", "POST"], "AllowedOrigins": ["https://intake.example-clinic.com"], "AllowedHeaders": ["*"]}
    s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [{**rule, "MaxAgeSeconds": 600}]})
    name = "clinic-marketing-site"
    s3 = bucket(name, tags=NO_PHI, shut=False, statements=[allow("*", "s3:GetObject", f"arn:aws:s3:::{name}/*")], log=False)
    site = {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "404.html"}}
    s3.put_bucket_website(Bucket=name, WebsiteConfiguration=site)
    name = "clinic-portal-assets"
    s3 = bucket(name, tags=NO_PHI, statements=[tls_only(name, "", "/*")])
    anyone = {"AllowedMethods": ["GET", "PUT"], "AllowedOrigins": ["*"], "ExposeHeaders": ["ETag"]}
    s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [anyone]})
    name = "clinic-terraform-state"
    bucket(name, tags=NO_PHI, encrypt=keys["still"], statements=[tls_only(name, "", "/*")], versions="Enabled")
    name = "clinic-legacy-fax"
    s3 = bucket(name, shut=False, owner="ObjectWriter", log=False)
    s3.put_bucket_acl(Bucket=name, ACL="public-read")
    name = "clinic-lab-exchange"
    partner = allow({"AWS": [f"arn:aws:iam::{PARTNER}:root"]}, ["s3:GetObject", "s3:ListBucket"], [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"])
    bucket(name, encrypt=keys["partner"], statements=[partner, tls_only(name, "", "/*")])
    name = "clinic-analytics-exports"
    s3 = bucket(name, WEST, tags=[], shut=False, log=False)
    half = {**SHUT, "BlockPublicPolicy": False, "RestrictPublicBuckets": False}
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=half)
    bucket("clinic-backups-archive", WEST, encrypt=keys["west"], versions="Enabled")
    bucket("clinic-sandbox", WEST, tags=NO_PHI, shut=False, log=False)
    name = "clinic-imaging"
    s3 = bucket(name, encrypt=keys["east"], statements=[tls_only(name, "", "/*")], versions="Enabled", owner="BucketOwnerPreferred")
    lifecycle(s3, name)
    control = client("s3control")
    control.create_access_point(AccountId=account, Name="imaging-viewer", Bucket=name, PublicAccessBlockConfiguration=SHUT)
    half = {**SHUT, "BlockPublicAcls": False}
    control.put_public_access_block(AccountId=account, PublicAccessBlockConfiguration=half)


# ---- databases -----------------------------------------------------------------------------------------------------------


def parameter_groups():
    rds = client("rds")
    forced = (("clinic-pg16", "postgres16", "rds.force_ssl", "1"), ("clinic-pg16-lenient", "postgres16", "rds.force_ssl", "0"),
              ("clinic-mysql80", "mysql8.0", "require_secure_transport", "OFF"))
    for name, family, parameter, value in forced:
        rds.create_db_parameter_group(DBParameterGroupName=name, DBParameterGroupFamily=family, Description=name, Tags=PHI)
        change = {"ParameterName": parameter, "ParameterValue": value, "ApplyMethod": "immediate"}
        rds.modify_db_parameter_group(DBParameterGroupName=name, Parameters=[change])
    of_clusters = (("clinic-aurora-pg16", "aurora-postgresql16", "rds.force_ssl", "1"), ("clinic-docdb5", "docdb5.0", "tls", "disabled"),
                   ("clinic-neptune13", "neptune1.3", "neptune_enforce_ssl", "1"))
    for name, family, parameter, value in of_clusters:
        rds.create_db_cluster_parameter_group(DBClusterParameterGroupName=name, DBParameterGroupFamily=family, Description=name)
        change = {"ParameterName": parameter, "ParameterValue": value, "ApplyMethod": "pending-reboot"}
        rds.modify_db_cluster_parameter_group(DBClusterParameterGroupName=name, Parameters=[change])
    rds.create_option_group(OptionGroupName="clinic-oracle-nne", EngineName="oracle-ee", MajorEngineVersion="19", OptionGroupDescription="encrypted in transit")


def network(region):
    ec2 = client("ec2", region)
    zones = ("a", "b")
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.20.{i}.0/24", AvailabilityZone=region + zone)["Subnet"]["SubnetId"] for i, zone in enumerate(zones)]
    client("rds", region).create_db_subnet_group(DBSubnetGroupName="clinic-private", DBSubnetGroupDescription="no route out", SubnetIds=subnets)
    return subnets


def instances(keys):
    rds = client("rds")
    common = {"AllocatedStorage": 50, "MasterUsername": "clinic", "MasterUserPassword": "only-in-the-emulator", "DBSubnetGroupName": "clinic-private"}
    rds.create_db_instance(
        DBInstanceIdentifier="charts", DBInstanceClass="db.m6g.large", Engine="postgres", EngineVersion="16.4", StorageEncrypted=True,
        KmsKeyId=keys["east"], PubliclyAccessible=False, BackupRetentionPeriod=35, MultiAZ=True, DeletionProtection=True,
        EnableCloudwatchLogsExports=["postgresql", "upgrade"], AutoMinorVersionUpgrade=True, EnableIAMDatabaseAuthentication=True,
        EnablePerformanceInsights=True, PerformanceInsightsKMSKeyId=keys["east"], MonitoringInterval=60,
        MonitoringRoleArn=f"arn:aws:iam::{account}:role/rds-monitoring", DBParameterGroupName="clinic-pg16", CopyTagsToSnapshot=True, Tags=PHI, **common)
    rds.create_db_instance(
        DBInstanceIdentifier="billing-legacy", DBInstanceClass="db.t3.medium", Engine="mysql", EngineVersion="8.0.36", StorageEncrypted=False,
        PubliclyAccessible=True, BackupRetentionPeriod=0, MultiAZ=False, DeletionProtection=False, AutoMinorVersionUpgrade=False,
        DBParameterGroupName="clinic-mysql80", **common)
    rds.create_db_instance(
        DBInstanceIdentifier="scheduling", DBInstanceClass="db.t3.medium", Engine="postgres", EngineVersion="16.4", StorageEncrypted=True,
        PubliclyAccessible=False, BackupRetentionPeriod=7, DBParameterGroupName="clinic-pg16-lenient", Tags=PHI, **common)
    for name, at, share in (("charts-before-migration", "charts", None), ("billing-public", "billing-legacy", "all"), ("scheduling-for-lab", "scheduling", PARTNER)):
        rds.create_db_snapshot(DBSnapshotIdentifier=name, DBInstanceIdentifier=at, Tags=PHI)
        if share:
            rds.modify_db_snapshot_attribute(DBSnapshotIdentifier=name, AttributeName="restore", ValuesToAdd=[share])


def clusters(keys):
    rds = client("rds")
    common = {"MasterUsername": "clinic", "MasterUserPassword": "only-in-the-emulator", "DBSubnetGroupName": "clinic-private"}
    rds.create_db_cluster(
        DBClusterIdentifier="portal", Engine="aurora-postgresql", EngineVersion="16.4", StorageEncrypted=True, KmsKeyId=keys["east"],
        BackupRetentionPeriod=14, DeletionProtection=True, EnableCloudwatchLogsExports=["postgresql"], EnableIAMDatabaseAuthentication=True,
        DBClusterParameterGroupName="clinic-aurora-pg16", CopyTagsToSnapshot=True, Tags=PHI, **common)
    for member in ("portal-1", "portal-2"):
        rds.create_db_instance(DBInstanceIdentifier=member, DBClusterIdentifier="portal", DBInstanceClass="db.r6g.large", Engine="aurora-postgresql", Tags=PHI)
    # The emulator knows no DocumentDB; the endpoint before it turns this cluster into one (clinic.toml).
    rds.create_db_cluster(
        DBClusterIdentifier="notes", Engine="aurora-postgresql", EngineVersion="16.4", StorageEncrypted=False, BackupRetentionPeriod=1,
        DBClusterParameterGroupName="clinic-docdb5", **common)
    rds.create_db_instance(DBInstanceIdentifier="notes-1", DBClusterIdentifier="notes", DBInstanceClass="db.r6g.large", Engine="aurora-postgresql")
    rds.create_db_cluster(
        DBClusterIdentifier="referrals", Engine="neptune", EngineVersion="1.3.2.1", StorageEncrypted=True, BackupRetentionPeriod=7,
        EnableCloudwatchLogsExports=["audit"], DBClusterParameterGroupName="clinic-neptune13",
        DBSubnetGroupName="clinic-private")
    rds.create_db_instance(DBInstanceIdentifier="referrals-1", DBClusterIdentifier="referrals", DBInstanceClass="db.r6g.large", Engine="neptune")
    for name, cluster in (("portal-quarterly", "portal"), ("notes-before-upgrade", "notes"), ("referrals-quarterly", "referrals")):
        rds.create_db_cluster_snapshot(DBClusterSnapshotIdentifier=name, DBClusterIdentifier=cluster)
    rds.modify_db_cluster_snapshot_attribute(DBClusterSnapshotIdentifier="notes-before-upgrade", AttributeName="restore", ValuesToAdd=[PARTNER])


def around_databases(subnets):
    rds = client("rds")
    topic = client("sns").create_topic(Name="clinic-database-events", Tags=NO_PHI)["TopicArn"]
    rds.create_event_subscription(
        SubscriptionName="clinic-databases", SnsTopicArn=topic, SourceType="db-instance", EventCategories=["failure", "maintenance", "configuration change"],
        SourceIds=["charts"], Enabled=True)
    secret = client("secretsmanager").create_secret(Name="clinic/charts", SecretString="only-in-the-emulator", Tags=PHI)["ARN"]
    rds.create_db_proxy(
        DBProxyName="charts-proxy", EngineFamily="POSTGRESQL", RequireTLS=False, RoleArn=f"arn:aws:iam::{account}:role/rds-proxy",
        Auth=[{"AuthScheme": "SECRETS", "SecretArn": secret, "IAMAuth": "DISABLED"}], VpcSubnetIds=subnets)


def west(keys):
    """The region that stands by: one copy of the charts, and one forgotten experiment."""
    network(WEST)
    rds = client("rds", WEST)
    common = {"AllocatedStorage": 50, "MasterUsername": "clinic", "MasterUserPassword": "only-in-the-emulator", "DBSubnetGroupName": "clinic-private"}
    rds.create_db_instance(
        DBInstanceIdentifier="charts-standby", DBInstanceClass="db.m6g.large", Engine="postgres", EngineVersion="16.4", StorageEncrypted=True,
        KmsKeyId=keys["west"], PubliclyAccessible=False, BackupRetentionPeriod=35, MultiAZ=True, DeletionProtection=True, Tags=PHI, **common)
    rds.create_db_instance(
        DBInstanceIdentifier="experiment", DBInstanceClass="db.t3.micro", Engine="mariadb", EngineVersion="10.11.8", StorageEncrypted=False, PubliclyAccessible=False,
        BackupRetentionPeriod=1, Tags=NO_PHI, **common)


# ---- around --------------------------------------------------------------------------------------------------------------


def trails(keys):
    trail = client("cloudtrail")
    trail.create_trail(
        Name="clinic", S3BucketName="clinic-cloudtrail", IsMultiRegionTrail=True, IncludeGlobalServiceEvents=True,
        EnableLogFileValidation=True, KmsKeyId=keys["trail"], TagsList=NO_PHI)
    trail.start_logging(Name="clinic")
    objects = [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]
    trail.put_event_selectors(TrailName="clinic", EventSelectors=[{"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": objects}])
    trail.put_insight_selectors(TrailName="clinic", InsightSelectors=[{"InsightType": "ApiCallRateInsight"}])
    old = client("cloudtrail", WEST)
    old.create_trail(Name="before-the-merger", S3BucketName="clinic-cloudtrail-west", IsMultiRegionTrail=False, EnableLogFileValidation=False)
    old.stop_logging(Name="before-the-merger")


def edge():
    origin = {"Id": "site", "DomainName": "clinic-portal-assets.s3.us-east-1.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    behavior = {"TargetOriginId": "site", "ViewerProtocolPolicy": "redirect-to-https", "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}}, "MinTTL": 0}
    config = {"CallerReference": "clinic-portal", "Comment": "the patient portal's assets", "Enabled": True, "Origins": {"Quantity": 1, "Items": [origin]}, "DefaultCacheBehavior": behavior}
    tags = {"Items": NO_PHI}
    client("cloudfront").create_distribution_with_tags(DistributionConfigWithTags={"DistributionConfig": config, "Tags": tags})


def backup(keys):
    vault = client("backup")
    vault.create_backup_vault(BackupVaultName="clinic", EncryptionKeyArn=keys["east"], BackupVaultTags={"data": "phi"})
    rule = {"RuleName": "nightly", "TargetBackupVaultName": "clinic", "ScheduleExpression": "cron(0 5 * * ? *)", "Lifecycle": {"DeleteAfterDays": 35}}
    vault.create_backup_plan(BackupPlan={"BackupPlanName": "clinic-nightly", "Rules": [rule]})


def seen_by_tag():
    """Services that only the tagging API shows."""
    client("sqs").create_queue(QueueName="clinic-intake", tags={"data": "phi"})
    client("logs").create_log_group(logGroupName="/clinic/api", tags={"data": "phi"})
    client("efs").create_file_system(CreationToken="clinic-dicom", Encrypted=True, Tags=[{"Key": "Name", "Value": "dicom"}, *PHI])
    client("ec2").create_volume(AvailabilityZone="us-east-1a", Size=20, TagSpecifications=[{"ResourceType": "volume", "Tags": NO_PHI}])


made = keys()
buckets(made)
parameter_groups()
private = network(EAST)
instances(made)
clusters(made)
around_databases(private)
west(made)
trails(made)
edge()
backup(made)
seen_by_tag()

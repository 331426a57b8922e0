"""S3: patient documents as they should be, and a dozen buckets that are less so."""

from aws import EAST, WEST, PARTNER, PHI, NO_PHI, SHUT, account, allow, client, policy, tls_only


def bucket(
    name,
    region=EAST,
    tags=PHI,
    encrypt=None,
    shut=True,
    statements=(),
    versions=None,
    log=True,
    lock=False,
    owner=None,
):
    s3 = client("s3", region)
    where = {} if region == EAST else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(
        Bucket=name, ObjectLockEnabledForBucket=lock, ObjectOwnership=owner or "BucketOwnerEnforced", **where
    )
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
        s3 = bucket(
            name,
            region,
            NO_PHI,
            statements=[tls_only(name, "", "/*", anyone={"AWS": "*"}), deliver],
            versions="Enabled",
            log=False,
        )
        lifecycle(s3, name)
    bucket(
        "clinic-alb-logs",
        tags=NO_PHI,
        statements=[
            allow({"AWS": "arn:aws:iam::127311923021:root"}, "s3:PutObject", "arn:aws:s3:::clinic-alb-logs/*")
        ],
        log=False,
    )
    service = {"Service": "cloudtrail.amazonaws.com"}
    for name, region in (("clinic-cloudtrail", EAST), ("clinic-cloudtrail-west", WEST)):
        statements = [
            allow(service, "s3:GetBucketAcl", f"arn:aws:s3:::{name}"),
            allow(service, "s3:PutObject", f"arn:aws:s3:::{name}/AWSLogs/{account}/*"),
            tls_only(name, "", "/*"),
        ]
        east = region == EAST
        s3 = bucket(name, region, NO_PHI, statements=statements, versions="Enabled", log=east, lock=east)
        if east:
            retention = {"DefaultRetention": {"Mode": "GOVERNANCE", "Years": 1}}
            lock = {"ObjectLockEnabled": "Enabled", "Rule": retention}
            s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=lock)


def patient_documents(keys):
    replica, name = "clinic-patient-documents-replica", "clinic-patient-documents"
    for name_of, region, at in ((replica, WEST, keys["west"]), (name, EAST, keys["east"])):
        s3 = bucket(
            name_of, region, encrypt=at, statements=[tls_only(name_of, "", "/*")], versions="Enabled", lock=True
        )
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
    rule = {
        "AllowedMethods": ["PUT", "POST"],
        "AllowedOrigins": ["https://intake.example-clinic.com"],
        "AllowedHeaders": ["*"],
    }
    s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [{**rule, "MaxAgeSeconds": 600}]})
    name = "clinic-marketing-site"
    s3 = bucket(
        name, tags=NO_PHI, shut=False, statements=[allow("*", "s3:GetObject", f"arn:aws:s3:::{name}/*")], log=False
    )
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
    partner = allow(
        {"AWS": [f"arn:aws:iam::{PARTNER}:root"]},
        ["s3:GetObject", "s3:ListBucket"],
        [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
    )
    bucket(name, encrypt=keys["partner"], statements=[partner, tls_only(name, "", "/*")])
    name = "clinic-analytics-exports"
    s3 = bucket(name, WEST, tags=[], shut=False, log=False)
    half = {**SHUT, "BlockPublicPolicy": False, "RestrictPublicBuckets": False}
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=half)
    bucket("clinic-backups-archive", WEST, encrypt=keys["west"], versions="Enabled")
    bucket("clinic-sandbox", WEST, tags=NO_PHI, shut=False, log=False)
    name = "clinic-imaging"
    s3 = bucket(
        name,
        encrypt=keys["east"],
        statements=[tls_only(name, "", "/*")],
        versions="Enabled",
        owner="BucketOwnerPreferred",
    )
    lifecycle(s3, name)
    control = client("s3control")
    control.create_access_point(
        AccountId=account, Name="imaging-viewer", Bucket=name, PublicAccessBlockConfiguration=SHUT
    )
    control.create_access_point(
        AccountId=account,
        Name="fax-reader",
        Bucket="clinic-legacy-fax",
        PublicAccessBlockConfiguration=dict.fromkeys(SHUT, False),
    )
    half = {**SHUT, "BlockPublicAcls": False}
    control.put_public_access_block(AccountId=account, PublicAccessBlockConfiguration=half)

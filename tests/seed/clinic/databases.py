"""RDS with Aurora, DocumentDB and Neptune: instances, clusters, snapshots and what surrounds them."""

from aws import WEST, PARTNER, PHI, NO_PHI, account, client


def parameter_groups():
    rds = client("rds")
    forced = (
        ("clinic-pg16", "postgres16", "rds.force_ssl", "1"),
        ("clinic-pg16-lenient", "postgres16", "rds.force_ssl", "0"),
        ("clinic-mysql80", "mysql8.0", "require_secure_transport", "OFF"),
    )
    for name, family, parameter, value in forced:
        rds.create_db_parameter_group(
            DBParameterGroupName=name, DBParameterGroupFamily=family, Description=name, Tags=PHI
        )
        change = {"ParameterName": parameter, "ParameterValue": value, "ApplyMethod": "immediate"}
        rds.modify_db_parameter_group(DBParameterGroupName=name, Parameters=[change])
    of_clusters = (
        ("clinic-aurora-pg16", "aurora-postgresql16", "rds.force_ssl", "1"),
        ("clinic-docdb5", "docdb5.0", "tls", "disabled"),
        ("clinic-neptune13", "neptune1.3", "neptune_enforce_ssl", "1"),
    )
    for name, family, parameter, value in of_clusters:
        rds.create_db_cluster_parameter_group(
            DBClusterParameterGroupName=name, DBParameterGroupFamily=family, Description=name
        )
        change = {"ParameterName": parameter, "ParameterValue": value, "ApplyMethod": "pending-reboot"}
        rds.modify_db_cluster_parameter_group(DBClusterParameterGroupName=name, Parameters=[change])
    rds.create_option_group(
        OptionGroupName="clinic-oracle-nne",
        EngineName="oracle-ee",
        MajorEngineVersion="19",
        OptionGroupDescription="encrypted in transit",
    )


def network(region):
    ec2 = client("ec2", region)
    zones = ("a", "b")
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.20.{i}.0/24", AvailabilityZone=region + zone)["Subnet"][
            "SubnetId"
        ]
        for i, zone in enumerate(zones)
    ]
    client("rds", region).create_db_subnet_group(
        DBSubnetGroupName="clinic-private", DBSubnetGroupDescription="no route out", SubnetIds=subnets
    )
    return subnets


def instances(keys):
    rds = client("rds")
    common = {
        "AllocatedStorage": 50,
        "MasterUsername": "clinic",
        "MasterUserPassword": "only-in-the-emulator",
        "DBSubnetGroupName": "clinic-private",
    }
    rds.create_db_instance(
        DBInstanceIdentifier="charts",
        DBInstanceClass="db.m6g.large",
        Engine="postgres",
        EngineVersion="16.4",
        StorageEncrypted=True,
        KmsKeyId=keys["east"],
        PubliclyAccessible=False,
        BackupRetentionPeriod=35,
        MultiAZ=True,
        DeletionProtection=True,
        EnableCloudwatchLogsExports=["postgresql", "upgrade"],
        AutoMinorVersionUpgrade=True,
        EnableIAMDatabaseAuthentication=True,
        EnablePerformanceInsights=True,
        PerformanceInsightsKMSKeyId=keys["east"],
        MonitoringInterval=60,
        MonitoringRoleArn=f"arn:aws:iam::{account}:role/rds-monitoring",
        DBParameterGroupName="clinic-pg16",
        CopyTagsToSnapshot=True,
        Tags=PHI,
        **common,
    )
    rds.create_db_instance(
        DBInstanceIdentifier="billing-legacy",
        DBInstanceClass="db.t3.medium",
        Engine="mysql",
        EngineVersion="8.0.36",
        StorageEncrypted=False,
        PubliclyAccessible=True,
        BackupRetentionPeriod=0,
        MultiAZ=False,
        DeletionProtection=False,
        AutoMinorVersionUpgrade=False,
        DBParameterGroupName="clinic-mysql80",
        **common,
    )
    rds.create_db_instance(
        DBInstanceIdentifier="scheduling",
        DBInstanceClass="db.t3.medium",
        Engine="postgres",
        EngineVersion="16.4",
        StorageEncrypted=True,
        PubliclyAccessible=False,
        BackupRetentionPeriod=7,
        DBParameterGroupName="clinic-pg16-lenient",
        Tags=PHI,
        **common,
    )
    for name, at, share in (
        ("charts-before-migration", "charts", None),
        ("billing-public", "billing-legacy", "all"),
        ("scheduling-for-lab", "scheduling", PARTNER),
    ):
        rds.create_db_snapshot(DBSnapshotIdentifier=name, DBInstanceIdentifier=at, Tags=PHI)
        if share:
            rds.modify_db_snapshot_attribute(DBSnapshotIdentifier=name, AttributeName="restore", ValuesToAdd=[share])


def clusters(keys):
    rds = client("rds")
    common = {
        "MasterUsername": "clinic",
        "MasterUserPassword": "only-in-the-emulator",
        "DBSubnetGroupName": "clinic-private",
    }
    rds.create_db_cluster(
        DBClusterIdentifier="portal",
        Engine="aurora-postgresql",
        EngineVersion="16.4",
        StorageEncrypted=True,
        KmsKeyId=keys["east"],
        BackupRetentionPeriod=14,
        DeletionProtection=True,
        EnableCloudwatchLogsExports=["postgresql"],
        EnableIAMDatabaseAuthentication=True,
        DBClusterParameterGroupName="clinic-aurora-pg16",
        CopyTagsToSnapshot=True,
        Tags=PHI,
        **common,
    )
    for member in ("portal-1", "portal-2"):
        rds.create_db_instance(
            DBInstanceIdentifier=member,
            DBClusterIdentifier="portal",
            DBInstanceClass="db.r6g.large",
            Engine="aurora-postgresql",
            Tags=PHI,
        )
    # The emulator knows no DocumentDB; the endpoint before it turns this cluster into one (beside.toml).
    rds.create_db_cluster(
        DBClusterIdentifier="notes",
        Engine="aurora-postgresql",
        EngineVersion="16.4",
        StorageEncrypted=False,
        BackupRetentionPeriod=1,
        DBClusterParameterGroupName="clinic-docdb5",
        **common,
    )
    rds.create_db_instance(
        DBInstanceIdentifier="notes-1",
        DBClusterIdentifier="notes",
        DBInstanceClass="db.r6g.large",
        Engine="aurora-postgresql",
    )
    rds.create_db_cluster(
        DBClusterIdentifier="referrals",
        Engine="neptune",
        EngineVersion="1.3.2.1",
        StorageEncrypted=True,
        BackupRetentionPeriod=7,
        EnableCloudwatchLogsExports=["audit"],
        DBClusterParameterGroupName="clinic-neptune13",
        DBSubnetGroupName="clinic-private",
    )
    rds.create_db_instance(
        DBInstanceIdentifier="referrals-1",
        DBClusterIdentifier="referrals",
        DBInstanceClass="db.r6g.large",
        Engine="neptune",
    )
    for name, cluster in (
        ("portal-quarterly", "portal"),
        ("notes-before-upgrade", "notes"),
        ("referrals-quarterly", "referrals"),
    ):
        rds.create_db_cluster_snapshot(DBClusterSnapshotIdentifier=name, DBClusterIdentifier=cluster)
    rds.modify_db_cluster_snapshot_attribute(
        DBClusterSnapshotIdentifier="notes-before-upgrade", AttributeName="restore", ValuesToAdd=[PARTNER]
    )


def around_databases(subnets):
    rds = client("rds")
    topic = client("sns").create_topic(Name="clinic-database-events", Tags=NO_PHI)["TopicArn"]
    rds.create_event_subscription(
        SubscriptionName="clinic-databases",
        SnsTopicArn=topic,
        SourceType="db-instance",
        EventCategories=["failure", "maintenance", "configuration change"],
        SourceIds=["charts"],
        Enabled=True,
    )
    secret = client("secretsmanager").create_secret(
        Name="clinic/charts", SecretString="only-in-the-emulator", Tags=PHI
    )["ARN"]
    rds.create_db_proxy(
        DBProxyName="charts-proxy",
        EngineFamily="POSTGRESQL",
        RequireTLS=False,
        RoleArn=f"arn:aws:iam::{account}:role/rds-proxy",
        Auth=[{"AuthScheme": "SECRETS", "SecretArn": secret, "IAMAuth": "DISABLED"}],
        VpcSubnetIds=subnets,
    )


def west(keys):
    """The region that stands by: one copy of the charts, and one forgotten experiment."""
    network(WEST)
    rds = client("rds", WEST)
    common = {
        "AllocatedStorage": 50,
        "MasterUsername": "clinic",
        "MasterUserPassword": "only-in-the-emulator",
        "DBSubnetGroupName": "clinic-private",
    }
    rds.create_db_instance(
        DBInstanceIdentifier="charts-standby",
        DBInstanceClass="db.m6g.large",
        Engine="postgres",
        EngineVersion="16.4",
        StorageEncrypted=True,
        KmsKeyId=keys["west"],
        PubliclyAccessible=False,
        BackupRetentionPeriod=35,
        MultiAZ=True,
        DeletionProtection=True,
        Tags=PHI,
        **common,
    )
    rds.create_db_instance(
        DBInstanceIdentifier="experiment",
        DBInstanceClass="db.t3.micro",
        Engine="mariadb",
        EngineVersion="10.11.8",
        StorageEncrypted=False,
        PubliclyAccessible=False,
        BackupRetentionPeriod=1,
        Tags=NO_PHI,
        **common,
    )

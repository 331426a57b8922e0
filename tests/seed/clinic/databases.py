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
        ("clinic-docdb5-strict", "docdb5.0", "tls", "enabled"),
        ("clinic-docdb5-strict", "docdb5.0", "audit_logs", "enabled"),
        ("clinic-mysql80-open", "mysql8.0", "require_secure_transport", "OFF"),
        ("clinic-neptune13", "neptune1.3", "neptune_enforce_ssl", "1"),
        ("clinic-neptune13", "neptune1.3", "neptune_enable_audit_log", "1"),
        ("clinic-neptune13-open", "neptune1.3", "neptune_enforce_ssl", "0"),
    )
    made = set()
    for name, family, parameter, value in of_clusters:
        if name not in made:
            rds.create_db_cluster_parameter_group(
                DBClusterParameterGroupName=name, DBParameterGroupFamily=family, Description=name
            )
        made.add(name)
        change = {"ParameterName": parameter, "ParameterValue": value, "ApplyMethod": "pending-reboot"}
        rds.modify_db_cluster_parameter_group(DBClusterParameterGroupName=name, Parameters=[change])
    rds.create_option_group(
        OptionGroupName="clinic-oracle-nne",
        EngineName="oracle-ee",
        MajorEngineVersion="19",
        OptionGroupDescription="encrypted in transit",
    )
    required = {"Name": "SQLNET.ENCRYPTION_SERVER", "Value": "REQUIRED"}
    option = {"OptionName": "NATIVE_NETWORK_ENCRYPTION", "OptionSettings": [required]}
    rds.modify_option_group(
        OptionGroupName="clinic-oracle-nne", OptionsToInclude=[option], ApplyImmediately=True
    )
    rds.create_option_group(
        OptionGroupName="clinic-oracle-plain",
        EngineName="oracle-ee",
        MajorEngineVersion="19",
        OptionGroupDescription="as it was installed",
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
        **{**common, "MasterUsername": "admin"},
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
    for name, options in (("lab-results", "clinic-oracle-nne"), ("lab-archive", "clinic-oracle-plain")):
        rds.create_db_instance(
            DBInstanceIdentifier=name,
            DBInstanceClass="db.m5.large",
            Engine="oracle-ee",
            EngineVersion="19",
            LicenseModel="bring-your-own-license",
            StorageEncrypted=True,
            KmsKeyId=keys["east"],
            PubliclyAccessible=False,
            BackupRetentionPeriod=14,
            OptionGroupName=options,
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
            PubliclyAccessible=False,
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
        DeletionProtection=True,
        EnableCloudwatchLogsExports=["audit"],
        DBClusterParameterGroupName="clinic-neptune13",
        DBSubnetGroupName="clinic-private",
    )
    rds.create_db_instance(
        DBInstanceIdentifier="referrals-1",
        DBClusterIdentifier="referrals",
        DBInstanceClass="db.r6g.large",
        Engine="neptune",
        PubliclyAccessible=False,
    )
    careful_documents(rds, keys, common)
    careless_graph(rds, common)
    clusters_across_zones(rds, keys, common)
    for name, cluster in (
        ("portal-quarterly", "portal"),
        ("notes-before-upgrade", "notes"),
        ("referrals-quarterly", "referrals"),
        ("consents-quarterly", "consents"),
        ("graph-trial-copy", "graph-trial"),
        ("ledger-trial-copy", "ledger-trial"),
    ):
        rds.create_db_cluster_snapshot(DBClusterSnapshotIdentifier=name, DBClusterIdentifier=cluster)
    rds.modify_db_cluster_snapshot_attribute(
        DBClusterSnapshotIdentifier="portal-quarterly", AttributeName="restore", ValuesToAdd=[PARTNER]
    )
    for name in ("notes-before-upgrade", "graph-trial-copy", "ledger-trial-copy"):
        rds.modify_db_cluster_snapshot_attribute(
            DBClusterSnapshotIdentifier=name, AttributeName="restore", ValuesToAdd=["all"]
        )


def careful_documents(rds, keys, common):
    """A second DocumentDB cluster, right in every way."""
    rds.create_db_cluster(
        DBClusterIdentifier="consents",
        Engine="aurora-postgresql",
        EngineVersion="16.4",
        StorageEncrypted=True,
        KmsKeyId=keys["east"],
        BackupRetentionPeriod=14,
        DeletionProtection=True,
        EnableCloudwatchLogsExports=["audit"],
        DBClusterParameterGroupName="clinic-docdb5-strict",
        **common,
    )
    rds.create_db_instance(
        DBInstanceIdentifier="consents-1",
        DBClusterIdentifier="consents",
        DBInstanceClass="db.r6g.large",
        Engine="aurora-postgresql",
        PubliclyAccessible=False,
    )


def careless_graph(rds, common):
    """A graph that somebody tried out."""
    rds.create_db_cluster(
        DBClusterIdentifier="graph-trial",
        Engine="neptune",
        EngineVersion="1.3.2.1",
        StorageEncrypted=False,
        BackupRetentionPeriod=1,
        DBClusterParameterGroupName="clinic-neptune13-open",
        DBSubnetGroupName=common["DBSubnetGroupName"],
    )
    rds.create_db_instance(
        DBInstanceIdentifier="graph-trial-1",
        DBClusterIdentifier="graph-trial",
        DBInstanceClass="db.r6g.large",
        Engine="neptune",
        PubliclyAccessible=True,
    )


def clusters_across_zones(rds, keys, common):
    """Multi-AZ clusters of MySQL: one in use, one left over from its trial."""
    storage = {"DBClusterInstanceClass": "db.m6gd.large", "AllocatedStorage": 100, "StorageType": "io1", "Iops": 1000}
    rds.create_db_cluster(
        DBClusterIdentifier="ledger",
        Engine="mysql",
        EngineVersion="8.0.36",
        StorageEncrypted=True,
        KmsKeyId=keys["east"],
        BackupRetentionPeriod=14,
        DeletionProtection=True,
        EnableCloudwatchLogsExports=["error", "audit"],
        **storage,
        **common,
    )
    rds.create_db_cluster(
        DBClusterIdentifier="ledger-trial",
        Engine="mysql",
        EngineVersion="8.0.36",
        StorageEncrypted=False,
        BackupRetentionPeriod=1,
        DBClusterParameterGroupName="clinic-mysql80-open",
        **storage,
        **{**common, "MasterUsername": "root"},
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
    rds.create_event_subscription(
        SubscriptionName="clinic-clusters",
        SnsTopicArn=topic,
        SourceType="db-cluster",
        EventCategories=["failure", "maintenance"],
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
    rds.create_db_proxy(
        DBProxyName="portal-proxy",
        EngineFamily="POSTGRESQL",
        RequireTLS=True,
        RoleArn=f"arn:aws:iam::{account}:role/rds-proxy",
        Auth=[{"AuthScheme": "SECRETS", "SecretArn": secret, "IAMAuth": "REQUIRED"}],
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
    topic = client("sns", WEST).create_topic(Name="clinic-database-events", Tags=NO_PHI)["TopicArn"]
    rds.create_event_subscription(
        SubscriptionName="clinic-databases",
        SnsTopicArn=topic,
        SourceType="db-instance",
        EventCategories=["failure", "maintenance", "configuration change"],
        Enabled=True,
    )
    rds.create_db_cluster(
        DBClusterIdentifier="reports",
        Engine="aurora-mysql",
        EngineVersion="8.0.mysql_aurora.3.05.2",
        StorageEncrypted=False,
        BackupRetentionPeriod=1,
        MasterUsername="clinic",
        MasterUserPassword="only-in-the-emulator",
        DBSubnetGroupName="clinic-private",
    )

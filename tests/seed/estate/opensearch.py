"""Domains: one closed and audited, one open to everybody, and one with Elasticsearch for an engine."""

from estate import EAST, WEST, allow, arn, policy
from rules import amend

SOUND, LOOSE, OLD = "estate-charts", "estate-scratch", "estate-elastic"
LOGS = arn("logs", "log-group:/aws/OpenSearchService/domains/estate-charts/logs")


def software(waits):
    def change(told, _):
        status = told["DomainStatus"]
        versions = {"CurrentVersion": "OpenSearch_2_13_R20260101-P1", "NewVersion": "OpenSearch_2_13_R20260801-P1" if waits else ""}
        status["ServiceSoftwareOptions"] = {**versions, "UpdateAvailable": waits, "OptionalDeployment": True}
        if not waits:
            status["VPCOptions"] = {"VPCId": "vpc-0a1b2c3d4e5f60718", **status.get("VPCOptions", {})}

    return change


def seed(aws):
    on, off = {"Enabled": True}, {"Enabled": False}
    key = aws("kms", EAST).create_key(Description="search")["KeyMetadata"]["Arn"]
    logs = {"Enabled": True, "CloudWatchLogsLogGroupArn": LOGS}
    aws("opensearch", EAST).create_domain(
        DomainName=SOUND,
        EngineVersion="OpenSearch_2.13",
        ClusterConfig={"InstanceType": "m6g.large.search", "InstanceCount": 3, "ZoneAwarenessEnabled": True},
        EncryptionAtRestOptions={"Enabled": True, "KmsKeyId": key},
        NodeToNodeEncryptionOptions=on,
        VPCOptions={"SubnetIds": ["subnet-0a1b2c3d"], "SecurityGroupIds": ["sg-0a1b2c3d"]},
        DomainEndpointOptions={"EnforceHTTPS": True, "TLSSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10"},
        AdvancedSecurityOptions={"Enabled": True, "InternalUserDatabaseEnabled": False},
        LogPublishingOptions={"ES_APPLICATION_LOGS": logs, "AUDIT_LOGS": logs},
        AccessPolicies=policy(allow("*", "es:*", arn("es", f"domain/{SOUND}/*"))),
        TagList=[{"Key": "phi", "Value": "yes"}],
    )
    for name, engine in ((LOOSE, "OpenSearch_2.13"), (OLD, "Elasticsearch_7.10")):
        aws("opensearch", WEST).create_domain(
            DomainName=name,
            EngineVersion=engine,
            ClusterConfig={"InstanceType": "t3.small.search", "InstanceCount": 1, "ZoneAwarenessEnabled": False},
            EncryptionAtRestOptions=off,
            NodeToNodeEncryptionOptions=off,
            DomainEndpointOptions={"EnforceHTTPS": False, "TLSSecurityPolicy": "Policy-Min-TLS-1-0-2019-07"},
            AdvancedSecurityOptions=off,
            AccessPolicies=policy(allow("*", "es:*", arn("es", f"domain/{name}/*", WEST))),
        )


def rules():
    return [
        amend("DescribeDomain", software(False), region=EAST),
        amend("DescribeDomain", software(True), region=WEST),
    ]

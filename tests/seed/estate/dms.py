"""Migrations: a private replication instance over TLS, and a public one in clear text."""

import json

from estate import EAST, WEST


def logging(enabled):
    return json.dumps({"Logging": {"EnableLogging": enabled}}, separators=(",", ":"))


def seed(aws):
    key = aws("kms", EAST).create_key(Description="migrations")["KeyMetadata"]["Arn"]
    for region, name, sound in ((EAST, "estate-charts", True), (WEST, "estate-scratch", False)):
        dms = aws("dms", region)
        own = {"KmsKeyId": key} if sound else {}
        instance = dms.create_replication_instance(
            ReplicationInstanceIdentifier=name,
            ReplicationInstanceClass="dms.t3.medium",
            PubliclyAccessible=not sound,
            AutoMinorVersionUpgrade=sound,
            **own,
        )["ReplicationInstance"]
        ends = [
            dms.create_endpoint(
                EndpointIdentifier=f"{name}-{end}",
                EndpointType=end,
                EngineName="postgres",
                SslMode="verify-full" if sound else "none",
                **own,
            )["Endpoint"]["EndpointArn"]
            for end in ("source", "target")
        ]
        dms.create_replication_task(
            ReplicationTaskIdentifier=name,
            SourceEndpointArn=ends[0],
            TargetEndpointArn=ends[1],
            ReplicationInstanceArn=instance["ReplicationInstanceArn"],
            MigrationType="full-load",
            TableMappings="{}",
            ReplicationTaskSettings=logging(sound),
        )
        # A document store beside it, which asks for a password or for nothing.
        dms.create_endpoint(
            EndpointIdentifier=f"{name}-documents",
            EndpointType="source",
            EngineName="mongodb",
            SslMode="verify-full" if sound else "none",
            MongoDbSettings={"AuthType": "password" if sound else "no"},
            **own,
        )

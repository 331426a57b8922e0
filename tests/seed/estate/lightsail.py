"""Lightsail's instances, databases and buckets: closed in one region, open in the other."""

from datetime import UTC, datetime

from estate import EAST, WEST, arn
from rules import answer

MADE = datetime(2026, 3, 1, tzinfo=UTC)


def things(region, sound):
    name = "estate-charts" if sound else "estate-portal"
    port = 443 if sound else 22
    common = {"name": name, "createdAt": MADE, "tags": [{"key": "Name", "value": name}]}
    open_port = {
        "fromPort": port,
        "toPort": port,
        "protocol": "tcp",
        "accessType": "Public",
        "accessDirection": "inbound",
        "cidrs": ["0.0.0.0/0"],
        "ipv6Cidrs": ["::/0"],
    }
    instance = {
        **common,
        "arn": arn("lightsail", f"Instance/{name}", region),
        "blueprintId": "debian_12",
        "networking": {"ports": [open_port]},
        "state": {"code": 16, "name": "running"},
        "metadataOptions": {"httpTokens": "required" if sound else "optional", "httpEndpoint": "enabled"},
    }
    database = {
        **common,
        "arn": arn("lightsail", f"RelationalDatabase/{name}", region),
        "relationalDatabaseBlueprintId": "mysql_8_0",
        "publiclyAccessible": not sound,
        "backupRetentionEnabled": sound,
    }
    bucket = {
        **common,
        "arn": arn("lightsail", f"Bucket/{name}", region),
        "objectVersioning": "Enabled",
        "accessRules": {"getObject": "private", "allowPublicOverrides": not sound},
    }
    never = {"status": "NeverSynced", "bpaImpactsLightsail": False}
    return [
        answer("GetInstances", {"instances": [instance]}, region=region),
        answer("GetRelationalDatabases", {"relationalDatabases": [database]}, region=region),
        answer("GetBuckets", {"buckets": [bucket], "accountLevelBpaSync": never}, region=region),
    ]


def rules():
    nothing = [
        answer("GetInstances", {"instances": []}, account="*"),
        answer("GetRelationalDatabases", {"relationalDatabases": []}, account="*"),
        answer("GetBuckets", {"buckets": []}, account="*"),
    ]
    return things(EAST, True) + things(WEST, False) + nothing

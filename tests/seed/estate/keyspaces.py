"""Keyspaces: AWS's own, and one of the account with a table that is sound in the east."""

from datetime import UTC, datetime

from estate import EAST, KEY, WEST, arn
from rules import answer

OWN, SYSTEM = "clinic", "system_schema"


def rules():
    found = []
    for region, sound in ((EAST, True), (WEST, False)):

        def named(keyspace, region=region):
            return arn("cassandra", f"/keyspace/{keyspace}/", region)

        spaces = [
            {"keyspaceName": name, "resourceArn": named(name), "replicationStrategy": "SINGLE_REGION"} for name in (SYSTEM, OWN)
        ]
        found.append(answer("ListKeyspaces", {"keyspaces": spaces}, region=region))
        for keyspace, table in ((SYSTEM, "tables"), (OWN, "visits")):
            where = {"keyspaceName": keyspace, "tableName": table, "resourceArn": named(keyspace) + f"table/{table}"}
            key = {"type": "AWS_OWNED_KMS_KEY"}
            if sound and keyspace == OWN:
                key = {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyIdentifier": KEY}
            more = {
                "creationTimestamp": datetime(2026, 3, 1, tzinfo=UTC),
                "encryptionSpecification": key,
                "pointInTimeRecovery": {"status": "ENABLED" if sound else "DISABLED"},
            }
            found.append(answer("ListTables", {"tables": [where]}, region=region, keyspaceName=keyspace))
            found.append(answer("GetTable", {**where, **more}, region=region, tableName=table))
    # Every account has those of AWS, tables and all, and they are no sign of use.
    own = {"keyspaceName": SYSTEM, "resourceArn": arn("cassandra", f"/keyspace/{SYSTEM}/"), "replicationStrategy": "SINGLE_REGION"}
    return [*found, answer("ListKeyspaces", {"keyspaces": [own]}, account="*")]

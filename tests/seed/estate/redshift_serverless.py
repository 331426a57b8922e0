"""Serverless warehouses: one closed, logged and under a key of the account, and one that is none of it."""

from datetime import UTC, datetime

from estate import EAST, WEST, arn
from rules import answer

made = {}


def seed(aws):
    made["key"] = aws("kms", EAST).create_key(Description="serverless warehouse")["KeyMetadata"]["Arn"]


def namespace(name, region, key, logs):
    return {
        "namespaceName": name,
        "namespaceArn": arn("redshift-serverless", f"namespace/{name}", region),
        "creationDate": datetime(2026, 3, 1, tzinfo=UTC),
        "kmsKeyId": key,
        "logExports": logs,
        "status": "AVAILABLE",
    }


def workgroup(name, region, sound):
    return {
        "workgroupName": name,
        "workgroupArn": arn("redshift-serverless", f"workgroup/{name}", region),
        "namespaceName": name,
        "creationDate": datetime(2026, 3, 1, tzinfo=UTC),
        "configParameters": [{"parameterKey": "require_ssl", "parameterValue": str(sound).lower()}],
        "publiclyAccessible": not sound,
        "enhancedVpcRouting": sound,
        "status": "AVAILABLE",
    }


def rules():
    east = namespace("estate-charts", EAST, made["key"], ["connectionlog", "userlog", "useractivitylog"])
    west = namespace("estate-scratch", WEST, "AWS_OWNED_KMS_KEY", [])
    return [
        answer("ListNamespaces", {"namespaces": [east]}, region=EAST),
        answer("ListNamespaces", {"namespaces": [west]}, region=WEST),
        answer("ListWorkgroups", {"workgroups": [workgroup("estate-charts", EAST, True)]}, region=EAST),
        answer("ListWorkgroups", {"workgroups": [workgroup("estate-scratch", WEST, False)]}, region=WEST),
        # Accounts with nothing; moto has none of this service.
        answer("ListNamespaces", {"namespaces": []}, account="*"),
        answer("ListWorkgroups", {"workgroups": []}, account="*"),
        answer("ListTagsForResource", {"tags": [{"key": "phi", "value": "yes"}]}),
    ]

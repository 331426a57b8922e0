"""Lifecycle policies: one that runs and encrypts its copies, one that does neither, and none that snapshots in the second region."""

from datetime import UTC, datetime

from estate import ACCOUNT, EAST, WEST, arn
from rules import answer

MADE = datetime(2026, 3, 1, tzinfo=UTC)


def policy(region, id, state, encrypted):
    summary = {"PolicyId": id, "Description": f"estate {id}", "State": state, "PolicyType": "EBS_SNAPSHOT_MANAGEMENT", "Tags": {"Name": id}}
    copies = [{"Target": "eu-west-1", "Encrypted": encrypted}]
    details = {
        "PolicyType": "EBS_SNAPSHOT_MANAGEMENT",
        "ResourceTypes": ["VOLUME"],
        "TargetTags": [{"Key": "backup", "Value": "daily"}],
        "Schedules": [{"Name": "daily", "CrossRegionCopyRules": copies}],
    }
    whole = {
        "PolicyId": id,
        "State": state,
        "DateCreated": MADE,
        "PolicyDetails": details,
        "ExecutionRoleArn": f"arn:aws:iam::{ACCOUNT}:role/dlm",
        "PolicyArn": arn("dlm", f"policy/{id}", region),
    }
    return [
        answer("GetLifecyclePolicies", {"Policies": [summary]}, region=region),
        answer("GetLifecyclePolicy", {"Policy": whole}, region=region, PolicyId=id),
    ]


def rules():
    return [
        *policy(EAST, "policy-0a1b2c3d4e5f60711", "ENABLED", True),
        *policy(WEST, "policy-0a1b2c3d4e5f60712", "DISABLED", False),
        answer("GetLifecyclePolicies", {"Policies": []}, account="*"),
    ]

"""Flows between applications: one under a customer's key, one under AWS's."""

from datetime import datetime, timedelta, timezone

from estate import ACCOUNT, EAST, WEST, arn
from rules import answer

NOW = datetime.now(timezone.utc) - timedelta(days=3)

made = {}


def seed(aws):
    made["key"] = aws("kms", EAST).create_key(Description="flows")["KeyMetadata"]["Arn"]


def rules():
    found = []
    for region, key in ((EAST, made["key"]), (WEST, f"arn:aws:kms:{WEST}:{ACCOUNT}:alias/aws/appflow")):
        flow = {"flowName": "estate-referrals", "flowArn": arn("appflow", "flow/estate-referrals", region)}
        flow |= {"flowStatus": "Active", "createdAt": NOW, "tags": {"team": "intake"}}
        profile = {"connectorProfileName": "estate-crm", "connectorType": "Salesforce", "connectionMode": "Public"}
        profile |= {"connectorProfileArn": arn("appflow", "connectorprofile/estate-crm", region), "createdAt": NOW}
        found.append(answer("ListFlows", {"flows": [flow]}, region=region))
        found.append(answer("DescribeFlow", {**flow, "kmsArn": key}, region=region, flowName="estate-referrals"))
        found.append(answer("DescribeConnectorProfiles", {"connectorProfileDetails": [profile]}, region=region))
    return [
        *found,
        answer("ListFlows", {"flows": []}, account="*"),
        answer("DescribeConnectorProfiles", {"connectorProfileDetails": []}, account="*"),
    ]

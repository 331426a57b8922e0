"""Flows between applications: one under a customer's key, one not."""

from datetime import datetime, timedelta, timezone

from estate import EAST, KEY, WEST, arn
from rules import answer

NOW = datetime.now(timezone.utc) - timedelta(days=3)


def rules():
    found = []
    for region, key in ((EAST, {"kmsArn": KEY}), (WEST, {})):
        flow = {"flowName": "estate-referrals", "flowArn": arn("appflow", "flow/estate-referrals", region)}
        flow |= {"flowStatus": "Active", "createdAt": NOW, "tags": {"team": "intake"}}
        profile = {"connectorProfileName": "estate-crm", "connectorType": "Salesforce", "connectionMode": "Public"}
        profile |= {"connectorProfileArn": arn("appflow", "connectorprofile/estate-crm", region), "createdAt": NOW}
        found.append(answer("ListFlows", {"flows": [flow]}, region=region))
        found.append(answer("DescribeFlow", {**flow, **key}, region=region, flowName="estate-referrals"))
        found.append(answer("DescribeConnectorProfiles", {"connectorProfileDetails": [profile]}, region=region))
    return [
        *found,
        answer("ListFlows", {"flows": []}, account="*"),
        answer("DescribeConnectorProfiles", {"connectorProfileDetails": []}, account="*"),
    ]

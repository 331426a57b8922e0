"""Network firewalls: one that logs, and one that does not."""

from estate import EAST, WEST, arn
from rules import answer


def listed(region, name):
    return answer(
        "ListFirewalls",
        {"Firewalls": [{"FirewallName": name, "FirewallArn": arn("network-firewall", f"firewall/{name}", region)}]},
        region=region,
    )


def rules():
    scratch = arn("network-firewall", "firewall/estate-scratch", WEST)
    kinds = ["ALERT", "FLOW"]
    sent = [
        {"LogType": kind, "LogDestinationType": "S3", "LogDestination": {"bucketName": "estate-firewall-logs"}}
        for kind in kinds
    ]
    return [
        listed(EAST, "estate-edge"),
        listed(WEST, "estate-scratch"),
        answer("DescribeLoggingConfiguration", {"LoggingConfiguration": {"LogDestinationConfigs": sent}}, region=EAST),
        answer("DescribeLoggingConfiguration", {"FirewallArn": scratch}, region=WEST),
    ]

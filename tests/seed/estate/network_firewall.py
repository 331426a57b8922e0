"""Network firewalls: one that logs, and one that does not."""

from estate import EAST, KEY, WEST, arn
from rules import answer


def listed(region, name):
    return answer(
        "ListFirewalls",
        {"Firewalls": [{"FirewallName": name, "FirewallArn": arn("network-firewall", f"firewall/{name}", region)}]},
        region=region,
    )


def described(region, name, key, protected):
    firewall = {
        "FirewallName": name,
        "FirewallId": "0a1b2c3d-1111-4222-8333-444455556666",
        "FirewallPolicyArn": arn("network-firewall", f"firewall-policy/{name}", region),
        "VpcId": "vpc-0a1b2c3d4e5f60718",
        "SubnetMappings": [{"SubnetId": "subnet-0a1b2c3d4e5f60718"}],
        "DeleteProtection": protected,
        "FirewallPolicyChangeProtection": protected,
        "EncryptionConfiguration": key,
    }
    return answer("DescribeFirewall", {"Firewall": firewall}, region=region)


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
        described(EAST, "estate-edge", {"Type": "CUSTOMER_KMS", "KeyId": KEY}, True),
        described(WEST, "estate-scratch", {"Type": "AWS_OWNED_KMS_KEY"}, False),
        answer("DescribeLoggingConfiguration", {"LoggingConfiguration": {"LogDestinationConfigs": sent}}, region=EAST),
        answer("DescribeLoggingConfiguration", {"FirewallArn": scratch}, region=WEST),
    ]

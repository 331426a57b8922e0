"""Hosted zones: a public one that logs its queries, one that does not, and a private one."""

from estate import arn
from rules import answer

LOGGED = "Z0123456789ESTATELOGS"


def zone(identifier, name, private=False):
    return {
        "Id": f"/hostedzone/{identifier}",
        "Name": f"{name}.",
        "CallerReference": name,
        "Config": {"PrivateZone": private},
    }


def rules():
    zones = [
        zone(LOGGED, "estate.example"),
        zone("Z0123456789ESTATESCRATCH", "estate-scratch.example"),
        zone("Z0123456789ESTATEPRIVATE", "estate.internal", private=True),
    ]
    page = {"Marker": "", "IsTruncated": False, "MaxItems": "100"}
    config = {
        "Id": "0a1b2c3d-1111-4222-8333-444455556666",
        "HostedZoneId": LOGGED,
        "CloudWatchLogsLogGroupArn": arn("logs", "log-group:/aws/route53/estate.example"),
    }
    return [
        answer("ListHostedZones", {"HostedZones": zones, **page}),
        answer("ListQueryLoggingConfigs", {"QueryLoggingConfigs": [config]}),
    ]

"""Directories of each type; the managed ones with and without a forwarded log, LDAP over TLS and a second factor."""

from datetime import UTC, datetime

from estate import EAST, WEST
from rules import answer

MADE = datetime(2026, 3, 1, tzinfo=UTC)


def directory(id, type, **more):
    return {"DirectoryId": id, "Name": f"{id}.example.org", "Type": type, "Stage": "Active", "LaunchTime": MADE, **more}


def rules():
    sound = [directory("d-0a1b2c3d4e", "MicrosoftAD", RadiusStatus="Completed"), directory("d-0a1b2c3d50", "ADConnector")]
    others = [directory("d-0a1b2c3d4f", "MicrosoftAD"), directory("d-0a1b2c3d51", "SimpleAD")]
    subscription = {"DirectoryId": "d-0a1b2c3d4e", "LogGroupName": "/aws/directoryservice/d-0a1b2c3d4e"}
    ldaps = {"LDAPSSettingsInfo": [{"LDAPSStatus": "Enabled"}]}
    return [
        answer("DescribeDirectories", {"DirectoryDescriptions": sound}, region=EAST),
        answer("DescribeDirectories", {"DirectoryDescriptions": others}, region=WEST),
        answer("ListLogSubscriptions", {"LogSubscriptions": [subscription]}, region=EAST),
        answer("ListTagsForResource", {"Tags": [{"Key": "Name", "Value": "estate"}]}),
        answer("DescribeLDAPSSettings", ldaps, DirectoryId="d-0a1b2c3d4e"),
        answer("DescribeLDAPSSettings", {"LDAPSSettingsInfo": []}),
    ]

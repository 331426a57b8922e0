"""Desktops: an encrypted one in a closed directory, a plain one in an open directory."""

from estate import EAST, WEST
from rules import answer


def desktop(region, sound):
    directory = "d-0a1b2c3d4e" if sound else "d-0a1b2c3d4f"
    name = "ws-0a1b2c3d4" if sound else "ws-0a1b2c3d5"
    work = {
        "WorkspaceId": name,
        "DirectoryId": directory,
        "UserName": "invented",
        "State": "AVAILABLE",
        "BundleId": "wsb-0a1b2c3d4",
    }
    if sound:
        work |= {"RootVolumeEncryptionEnabled": True, "UserVolumeEncryptionEnabled": True, "VolumeEncryptionKey": "alias/aws/workspaces"}
    place = {
        "DirectoryId": directory,
        "DirectoryName": "estate.example.org",
        "DirectoryType": "AD_CONNECTOR",
        "WorkspaceType": "PERSONAL",
        "State": "REGISTERED",
        "ipGroupIds": ["wsipg-0a1b2c3d4"] if sound else [],
        "WorkspaceCreationProperties": {"EnableInternetAccess": not sound, "EnableMaintenanceMode": sound},
    }
    group = {"groupId": "wsipg-0a1b2c3d4", "groupName": "practice", "userRules": [{"ipRule": "203.0.113.0/24"}]}
    return [
        answer("DescribeWorkspaces", {"Workspaces": [work, {**work, "WorkspaceId": "ws-gone00000", "State": "TERMINATED"}]}, region=region),
        answer("DescribeWorkspaceDirectories", {"Directories": [place]}, region=region),
        answer("DescribeIpGroups", {"Result": [group]}, region=region),
        answer("DescribeTags", {"TagList": [{"Key": "Name", "Value": "estate"}]}, region=region),
    ]


def rules():
    return desktop(EAST, True) + desktop(WEST, False)

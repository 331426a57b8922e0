"""Fleets: one that ends idle sessions and stays inside the network, one that does neither."""

from datetime import UTC, datetime

from estate import EAST, WEST, arn
from rules import answer


def fleet(region, sound):
    name = "estate-charts" if sound else "estate-portal"
    found = {
        "Arn": arn("appstream", f"fleet/{name}", region),
        "Name": name,
        "InstanceType": "stream.standard.medium",
        "ComputeCapacityStatus": {"Desired": 1},
        "State": "RUNNING",
        "FleetType": "ON_DEMAND",
        "CreatedTime": datetime(2026, 3, 1, tzinfo=UTC),
        "IdleDisconnectTimeoutInSeconds": 900 if sound else 0,
        "DisconnectTimeoutInSeconds": 300 if sound else 900,
        "MaxUserDurationInSeconds": 36000 if sound else 57600,
        "EnableDefaultInternetAccess": not sound,
        "DisableIMDSV1": sound,
    }
    return [answer("DescribeFleets", {"Fleets": [found]}, region=region)]


def rules():
    tags = answer("ListTagsForResource", {"Tags": {"Name": "estate"}})
    nothing = answer("DescribeFleets", {"Fleets": []}, account="*")
    return fleet(EAST, True) + fleet(WEST, False) + [tags, nothing]

"""Graphs of Neptune Analytics: one closed and protected, and one that is neither."""

from estate import EAST, KEY, WEST, arn
from rules import answer


def graph(name, region, sound):
    return {
        "id": name,
        "name": f"estate-{name}",
        "arn": arn("neptune-graph", f"graph/{name}", region),
        "status": "AVAILABLE",
        "publicConnectivity": not sound,
        "deletionProtection": sound,
        "kmsKeyIdentifier": KEY if sound else "AWS_OWNED_KEY",
    }


def rules():
    return [
        answer("ListGraphs", {"graphs": [graph("g-0a1b2c3d01", EAST, True)]}, region=EAST),
        answer("ListGraphs", {"graphs": [graph("g-0a1b2c3d02", WEST, False)]}, region=WEST),
        # Accounts with nothing; moto has none of this service.
        answer("ListGraphs", {"graphs": []}, account="*"),
    ]

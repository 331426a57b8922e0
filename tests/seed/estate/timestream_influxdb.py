"""InfluxDB: a private instance, and one with an address on the internet."""

from estate import EAST, WEST, arn
from rules import answer

INSTANCES = {EAST: ("estatevitals", False), WEST: ("estatetrial", True)}


def rules():
    made = []
    for region, (name, public) in INSTANCES.items():
        summary = {
            "id": f"{name}0001",
            "name": name,
            "arn": arn("timestream-influxdb", f"db-instance/{name}0001", region),
            "status": "AVAILABLE",
        }
        made.append(answer("ListDbInstances", {"items": [summary]}, region=region))
        whole = {**summary, "publiclyAccessible": public, "vpcSubnetIds": ["subnet-0a1b2c3d"]}
        made.append(answer("GetDbInstance", whole, region=region))
        made.append(answer("ListTagsForResource", {"tags": {"data": "phi"}}, region=region))
    return made

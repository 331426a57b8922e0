"""One compute environment; moto wants a role, subnets and a profile before it makes one."""

from estate import EAST, arn
from rules import answer


def rules():
    name = "estate-charts"
    made = {
        "computeEnvironmentName": name,
        "computeEnvironmentArn": arn("batch", f"compute-environment/{name}"),
        "ecsClusterArn": arn("ecs", f"cluster/AWSBatch-{name}"),
        "type": "MANAGED",
        "state": "ENABLED",
    }
    return [answer("DescribeComputeEnvironments", {"computeEnvironments": [made]}, region=EAST)]

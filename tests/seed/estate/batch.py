"""One compute environment, and two job definitions."""

from estate import EAST, WEST, arn
from rules import answer


def seed(aws):
    for region, name, more in (
        (EAST, "estate-charts", {"environment": [{"name": "STAGE", "value": "estate"}]}),
        (WEST, "estate-scratch", {"environment": [{"name": "DB_PASSWORD", "value": "invented"}], "privileged": True}),
    ):
        container = {"image": "busybox", "vcpus": 1, "memory": 128, **more}
        aws("batch", region).register_job_definition(
            jobDefinitionName=name, type="container", containerProperties=container
        )


def rules():
    # moto wants a role, subnets and a profile before it makes one.
    name = "estate-charts"
    made = {
        "computeEnvironmentName": name,
        "computeEnvironmentArn": arn("batch", f"compute-environment/{name}"),
        "ecsClusterArn": arn("ecs", f"cluster/AWSBatch-{name}"),
        "type": "MANAGED",
        "state": "ENABLED",
    }
    return [answer("DescribeComputeEnvironments", {"computeEnvironments": [made]}, region=EAST)]

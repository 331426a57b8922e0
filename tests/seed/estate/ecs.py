"""Containers: a sound cluster, service and task, and one each that is not."""

from estate import EAST, KEY, WEST
from rules import amend

SOUND = "estate-charts"
PLAIN = "estate-scratch"


def container(name, **more):
    return {"name": name, "image": f"{name}:1", "memory": 128, "essential": True, **more}


def placed(aws, region, public):
    subnets = aws("ec2", region).describe_subnets()["Subnets"]
    subnet = subnets[0]["SubnetId"]
    return {"awsvpcConfiguration": {"subnets": [subnet], "securityGroups": [], "assignPublicIp": public}}


def seed(aws):
    ecs = aws("ecs", EAST)
    ecs.create_cluster(clusterName=SOUND, tags=[{"key": "data", "value": "phi"}], settings=[{"name": "containerInsights", "value": "enabled"}])
    logs = {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/charts", "awslogs-region": EAST}}
    ecs.register_task_definition(
        family=SOUND,
        networkMode="host",
        containerDefinitions=[
            container("app", user="1000", privileged=False, readonlyRootFilesystem=True, logConfiguration=logs)
        ],
        volumes=[
            {
                "name": "charts",
                "efsVolumeConfiguration": {"fileSystemId": "fs-0a1b2c3d", "transitEncryption": "ENABLED"},
            }
        ],
    )
    ecs.create_service(
        cluster=SOUND,
        serviceName=SOUND,
        taskDefinition=SOUND,
        desiredCount=0,
        launchType="FARGATE",
        platformVersion="LATEST",
        networkConfiguration=placed(aws, EAST, "DISABLED"),
    )
    west = aws("ecs", WEST)
    west.create_cluster(clusterName=PLAIN, tags=[{"key": "data", "value": "none"}])
    capabilities = {"capabilities": {"add": ["SYS_ADMIN"]}}
    west.register_task_definition(
        family=PLAIN,
        networkMode="host",
        containerDefinitions=[container("app", privileged=True, linuxParameters=capabilities)],
        volumes=[{"name": "charts", "efsVolumeConfiguration": {"fileSystemId": "fs-0a1b2c3d"}}],
    )
    west.create_service(
        cluster=PLAIN,
        serviceName=PLAIN,
        taskDefinition=PLAIN,
        desiredCount=0,
        launchType="FARGATE",
        platformVersion="1.3.0",
        networkConfiguration=placed(aws, WEST, "ENABLED"),
    )


def exec_configured(answer, _):
    logs = {"cloudWatchLogGroupName": "/ecs/exec", "cloudWatchEncryptionEnabled": True}
    command = {"kmsKeyId": KEY, "logging": "OVERRIDE", "logConfiguration": logs}
    for cluster in answer["clusters"]:
        cluster["configuration"] = {"executeCommandConfiguration": command}


def exec_allowed(answer, _):
    for service in answer["services"]:
        service["enableExecuteCommand"] = True


def rules():
    # moto keeps neither a cluster's configuration nor whether a service allows ECS Exec.
    return [
        amend("DescribeClusters", exec_configured, region=EAST),
        amend("DescribeServices", exec_allowed, region=WEST),
    ]

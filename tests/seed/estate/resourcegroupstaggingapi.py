"""What tags alone show: services that no description covers. moto's own answer breaks over the estate's SageMaker models."""

from estate import EAST, WEST, arn
from rules import answer


def tagged(resource, **tags):
    return {"ResourceARN": resource, "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def rules():
    east = [
        tagged(arn("omics", "sequenceStore/1234567890"), data="phi", owner="research"),
        tagged(arn("states", "stateMachine:estate-intake"), data="phi"),
    ]
    west = [tagged(arn("quicksight", "dashboard/0a1b2c3d", WEST), data="none")]
    return [
        answer("GetResources", {"PaginationToken": "", "ResourceTagMappingList": east}, region=EAST),
        answer("GetResources", {"PaginationToken": "", "ResourceTagMappingList": west}, region=WEST),
    ]

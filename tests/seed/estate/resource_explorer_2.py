"""The index of all regions in one, and a local one in the other that no view opens."""

from estate import ACCOUNT, EAST, WEST, arn
from rules import answer, error

VIEW = arn("resource-explorer-2", "view/all-resources/0c1d2e3f-1111-4222-8333-444455556666")


def index(region, kind):
    name = f"index/0c1d2e3f-aaaa-4222-8333-{kind.lower():0<12.12}"
    return {"Region": region, "Arn": arn("resource-explorer-2", name, region), "Type": kind}


def resource(service, kind, path, region):
    return {
        "Arn": arn(service, path, region),
        "Service": service,
        "ResourceType": kind,
        "Region": region,
        "OwningAccountId": ACCOUNT,
    }


def rules():
    found = [
        resource("elasticfilesystem", "elasticfilesystem:file-system", "file-system/fs-0aa11bb22cc33dd44", EAST),
        resource("gamelift", "gamelift:fleet", "fleet/fleet-0c1d2e3f-2222-4222-8333-444455556666", EAST),
        resource("kinesis", "kinesis:stream", "stream/estate-vitals", WEST),
    ]
    return [
        answer("ListIndexes", {"Indexes": [index(EAST, "AGGREGATOR"), index(WEST, "LOCAL")]}),
        answer("ListIndexes", {"Indexes": []}, account="*"),
        answer("GetDefaultView", {"ViewArn": VIEW}, region=EAST),
        error("GetDefaultView", "ResourceNotFoundException", region=WEST),
        answer("ListResources", {"Resources": found, "ViewArn": VIEW}, region=EAST, ViewArn=VIEW),
    ]

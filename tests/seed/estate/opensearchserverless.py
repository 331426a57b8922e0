"""Serverless collections: one under a key of the account, and one under the key that AWS owns."""

from estate import EAST, WEST, arn
from rules import answer

made = {}


def seed(aws):
    made["key"] = aws("kms", EAST).create_key(Description="collections")["KeyMetadata"]["Arn"]


def collection(name, region, key):
    where = arn("aoss", f"collection/{name}", region)
    return {"id": name, "name": f"estate-{name}", "status": "ACTIVE", "arn": where, "kmsKeyArn": key}


def rules():
    east = {"collectionSummaries": [collection("a1charts0east", EAST, made["key"])]}
    west = {"collectionSummaries": [collection("a1scratch0west", WEST, "auto")]}
    return [
        answer("ListCollections", east, region=EAST),
        answer("ListCollections", west, region=WEST),
        answer("ListTagsForResource", {"tags": [{"key": "phi", "value": "yes"}]}),
    ]

"""Pipelines: one with a key of ours, and one with that of AWS."""

from estate import ACCOUNT, EAST, KEY, WEST
from rules import answer

ROLE = f"arn:aws:iam::{ACCOUNT}:role/service-role/codepipeline"


def pipeline(name, **store):
    return {"pipeline": {"name": name, "roleArn": ROLE, "stages": [], "version": 1, **store}}


def rules():
    store = {"type": "S3", "location": "estate-artifacts"}
    key = {"encryptionKey": {"id": KEY, "type": "KMS"}}
    names = [{"name": "estate-charts"}, {"name": "estate-regions"}]
    return [
        answer("ListPipelines", {"pipelines": names}, region=EAST),
        answer("ListPipelines", {"pipelines": [{"name": "estate-scratch"}]}, region=WEST),
        answer("ListPipelines", {"pipelines": []}, account="*"),
        answer("GetPipeline", pipeline("estate-charts", artifactStore={**store, **key}), name="estate-charts"),
        answer("GetPipeline", pipeline("estate-regions", artifactStores={EAST: store}), name="estate-regions"),
        answer("GetPipeline", pipeline("estate-scratch", artifactStore=store), name="estate-scratch"),
    ]

"""Applications: one that keeps its logs, and one that does not."""

from estate import EAST, WEST
from rules import amend


def seed(aws):
    for region, name in ((EAST, "estate-charts"), (WEST, "estate-scratch")):
        aws("emr-serverless", region).create_application(name=name, releaseLabel="emr-7.5.0", type="SPARK")


def unlogged(answer, _):
    off = {"managedPersistenceMonitoringConfiguration": {"enabled": False}}
    answer["application"]["monitoringConfiguration"] = off


def rules():
    # moto keeps no monitoring configuration.
    return [amend("GetApplication", unlogged, region=WEST)]

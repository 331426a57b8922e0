"""Airflow: a private environment with a key of ours, and a public one."""

from estate import EAST, KEY, WEST, arn
from rules import answer

LOGS = ("DagProcessingLogs", "SchedulerLogs", "TaskLogs", "WebserverLogs", "WorkerLogs")


def environment(name, region, mode, logs, **more):
    logging = {kind: {"Enabled": kind in logs, "LogLevel": "INFO"} for kind in LOGS}
    made = {"Name": name, "Arn": arn("airflow", f"environment/{name}", region), "Status": "AVAILABLE"}
    return {"Environment": {**made, "WebserverAccessMode": mode, "LoggingConfiguration": logging, **more}}


def rules():
    return [
        answer("ListEnvironments", {"Environments": ["estate-charts"]}, region=EAST),
        answer("ListEnvironments", {"Environments": ["estate-scratch"]}, region=WEST),
        answer("ListEnvironments", {"Environments": []}, account="*"),
        answer("GetEnvironment", environment("estate-charts", EAST, "PRIVATE_ONLY", LOGS, KmsKey=KEY), region=EAST),
        answer("GetEnvironment", environment("estate-scratch", WEST, "PUBLIC_ONLY", ()), region=WEST),
    ]

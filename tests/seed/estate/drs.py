"""Elastic Disaster Recovery: a server that replicates and was tried in EAST, one that neither does in WEST; not set up elsewhere."""

from datetime import UTC, datetime, timedelta

from estate import EAST, WEST
from rules import answer, error


def rules():
    def server(name, state):
        return {"sourceServerID": name, "dataReplicationInfo": {"dataReplicationState": state}}

    recent = (datetime.now(UTC) - timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    drill = {
        "jobID": "drsjob-1a2b3c4d5e6f70819",
        "type": "LAUNCH",
        "initiatedBy": "START_DRILL",
        "status": "COMPLETED",
        "creationDateTime": recent,
    }
    return [
        answer("DescribeSourceServers", {"items": [server("s-1a2b3c4d5e6f70819", "CONTINUOUS")]}, region=EAST),
        answer("DescribeSourceServers", {"items": [server("s-2b3c4d5e6f708192a", "STALLED")]}, region=WEST),
        error("DescribeSourceServers", "UninitializedAccountException", account="*"),
        answer("DescribeJobs", {"items": [drill]}, region=EAST),
        answer("DescribeJobs", {"items": []}, region=WEST),
        error("DescribeJobs", "UninitializedAccountException", account="*"),
    ]

"""Last month's bill: services with a description, one without, one that cost nothing, and tax, which is no service."""

from datetime import datetime, timedelta

from estate import ACCOUNT, OTHER_ACCOUNT
from rules import answer

COSTS = [
    ("Amazon Simple Storage Service", ACCOUNT, "41.2000000000"),
    ("Amazon Elastic File System", ACCOUNT, "3.1000000000"),
    ("Amazon GameLift", ACCOUNT, "17.5000000000"),
    ("Amazon GameLift", OTHER_ACCOUNT, "17.4000000000"),
    ("AWS CodeStar", ACCOUNT, "0"),
    ("Tax", ACCOUNT, "6.1800000000"),
]


def group(service, account, amount):
    metrics = {"UnblendedCost": {"Amount": amount, "Unit": "USD"}, "UsageQuantity": {"Amount": "12.5", "Unit": "N/A"}}
    return {"Keys": [service, account], "Metrics": metrics}


def asked_a_month(period):
    start, end = (datetime.strptime(period[key], "%Y-%m-%d") for key in ("Start", "End"))
    return start.day == 1 and end == (start + timedelta(days=31)).replace(day=1)


def rules():
    month = {"TimePeriod": {"Start": "2026-10-01", "End": "2026-11-01"}, "Total": {}, "Estimated": False}
    found = {"ResultsByTime": [{**month, "Groups": [group(*cost) for cost in COSTS]}]}
    nothing = {"ResultsByTime": [{**month, "Groups": []}]}
    return [
        answer("GetCostAndUsage", found, TimePeriod=asked_a_month),
        answer("GetCostAndUsage", nothing, account="*"),
    ]

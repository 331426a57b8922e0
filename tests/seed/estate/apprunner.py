"""One service in the west, where AWS's list of eligible services does not reach."""

from datetime import UTC, datetime

from estate import WEST, arn
from rules import answer


def rules():
    """moto knows no services."""
    service = {
        "ServiceName": "estate-demo",
        "ServiceId": "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        "ServiceArn": arn("apprunner", "service/estate-demo/0a1b2c3d4e5f60718293a4b5c6d7e8f9", WEST),
        "CreatedAt": datetime(2026, 1, 5, tzinfo=UTC),
        "Status": "RUNNING",
    }
    return [
        answer("ListServices", {"ServiceSummaryList": [service]}, region=WEST),
        answer("ListServices", {"ServiceSummaryList": []}, account="*"),
    ]

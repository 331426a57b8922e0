"""Inspector: scans everything in EAST and found a thing this month; in WEST instances alone, with an old critical finding."""

from datetime import UTC, datetime, timedelta

from estate import ACCOUNT, EAST, WEST, arn
from rules import answer


def rules():
    def state(status):
        return {"status": status, "errorCode": "INTERNAL_ERROR", "errorMessage": "none"}

    def status(ec2, ecr, functions):
        told = {"ec2": state(ec2), "ecr": state(ecr), "lambda": state(functions)}
        return {"accounts": [{"accountId": ACCOUNT, "state": state("ENABLED"), "resourceState": told}]}

    def found(region, days):
        seen = datetime.now(UTC) - timedelta(days=days)
        finding = {
            "findingArn": arn("inspector2", "finding/1a2b3c", region),
            "awsAccountId": ACCOUNT,
            "type": "PACKAGE_VULNERABILITY",
            "description": "a library",
            "remediation": {},
            "severity": "CRITICAL",
            "firstObservedAt": seen,
            "lastObservedAt": seen,
            "status": "ACTIVE",
            "resources": [{"type": "AWS_EC2_INSTANCE", "id": "i-0a1b2c3d4e5f60718"}],
        }
        return {"findings": [finding]}

    return [
        answer("BatchGetAccountStatus", status("ENABLED", "ENABLED", "ENABLED"), region=EAST),
        answer("BatchGetAccountStatus", status("ENABLED", "DISABLED", "DISABLED"), region=WEST),
        answer("ListFindings", found(EAST, 3), region=EAST),
        answer("ListFindings", found(WEST, 200), region=WEST),
    ]

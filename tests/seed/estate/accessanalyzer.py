"""Access Analyzer: an analyzer without findings in EAST, one of the account with an active finding in WEST, none elsewhere."""

from datetime import UTC, datetime

from estate import ACCOUNT, EAST, WEST, arn
from rules import answer

MADE = datetime(2025, 3, 1, tzinfo=UTC)


def rules():
    def analyzers(region):
        told = {"arn": arn("access-analyzer", "analyzer/external", region), "name": "external", "createdAt": MADE}
        return {"analyzers": [{**told, "type": "ACCOUNT", "status": "ACTIVE"}]}

    finding = {
        "id": "1a2b3c4d",
        "analyzedAt": MADE,
        "createdAt": MADE,
        "updatedAt": MADE,
        "resource": "arn:aws:s3:::estate-shared",
        "resourceType": "AWS::S3::Bucket",
        "resourceOwnerAccount": ACCOUNT,
        "status": "ACTIVE",
    }
    return [
        answer("ListAnalyzers", analyzers(EAST), region=EAST),
        answer("ListAnalyzers", analyzers(WEST), region=WEST),
        answer("ListAnalyzers", {"analyzers": []}, account="*"),
        answer("ListFindingsV2", {"findings": []}, region=EAST),
        answer("ListFindingsV2", {"findings": [finding]}, region=WEST),
    ]

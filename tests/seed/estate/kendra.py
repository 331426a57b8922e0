"""Indices: one that asks who asks, and one that does not."""

from datetime import UTC, datetime

from estate import EAST, WEST
from rules import answer

CHARTS, SCRATCH = "0a1b2c3d-1111-4222-8333-000000000001", "0a1b2c3d-1111-4222-8333-000000000002"


def index(name):
    made = datetime(2026, 3, 1, tzinfo=UTC)
    dates = {"CreatedAt": made, "UpdatedAt": made}
    return {"Id": name, "Name": f"estate-{name[-1]}", "Edition": "ENTERPRISE_EDITION", "Status": "ACTIVE", **dates}


def rules():
    return [
        answer("ListIndices", {"IndexConfigurationSummaryItems": [index(CHARTS)]}, region=EAST),
        answer("ListIndices", {"IndexConfigurationSummaryItems": [index(SCRATCH)]}, region=WEST),
        # Accounts with nothing; moto has none of this service.
        answer("ListIndices", {}, account="*"),
        answer("DescribeIndex", {**index(CHARTS), "UserContextPolicy": "USER_TOKEN"}, Id=CHARTS),
        answer("DescribeIndex", {**index(SCRATCH), "UserContextPolicy": "ATTRIBUTE_FILTER"}, Id=SCRATCH),
        answer("ListTagsForResource", {"Tags": [{"Key": "phi", "Value": "yes"}]}),
    ]

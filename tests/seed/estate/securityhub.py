"""Security Hub: on with a standard in EAST, on without any in WEST; off in every other account."""

from estate import EAST, WEST
from rules import answer, error


def rules():
    def hub(region):
        arn = f"arn:aws:securityhub:{region}:555566667777:hub/default"
        return {"HubArn": arn, "SubscribedAt": "2025-03-01T08:00:00Z", "AutoEnableControls": True}

    off = "Account 222233334444 is not subscribed to AWS Security Hub"
    standard = {
        "StandardsSubscriptionArn": f"arn:aws:securityhub:{EAST}:555566667777:subscription/nist-800-53/v/5.0.0",
        "StandardsArn": f"arn:aws:securityhub:{EAST}::standards/nist-800-53/v/5.0.0",
        "StandardsInput": {},
        "StandardsStatus": "READY",
    }
    return [
        answer("DescribeHub", hub(EAST), region=EAST),
        answer("DescribeHub", hub(WEST), region=WEST),
        error("DescribeHub", "InvalidAccessException", off, account="*"),
        answer("GetEnabledStandards", {"StandardsSubscriptions": [standard]}, region=EAST),
        answer("GetEnabledStandards", {"StandardsSubscriptions": []}, region=WEST),
        error("GetEnabledStandards", "InvalidAccessException", off, account="*"),
    ]

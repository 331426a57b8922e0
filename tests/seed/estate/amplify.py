"""One app in the east."""

from datetime import UTC, datetime

from estate import EAST, arn
from rules import answer


def rules():
    """moto knows no apps."""
    app = {
        "appId": "d0a1b2c3d4e5f6",
        "appArn": arn("amplify", "apps/d0a1b2c3d4e5f6"),
        "name": "estate-portal",
        "description": "",
        "repository": "https://git.example.com/portal",
        "platform": "WEB",
        "createTime": datetime(2026, 1, 5, tzinfo=UTC),
        "updateTime": datetime(2026, 1, 5, tzinfo=UTC),
        "environmentVariables": {},
        "defaultDomain": "d0a1b2c3d4e5f6.amplifyapp.com",
        "enableBranchAutoBuild": False,
        "enableBasicAuth": False,
    }
    return [answer("ListApps", {"apps": [app]}, region=EAST), answer("ListApps", {"apps": []}, account="*")]

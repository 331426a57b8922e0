"""Stores of images: one under a customer's key, one not."""

from datetime import datetime, timedelta, timezone

from estate import EAST, KEY, WEST, arn
from rules import answer

NOW = datetime.now(timezone.utc) - timedelta(days=30)
STORE = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


def rules():
    found = []
    for region, key in ((EAST, {"kmsKeyArn": KEY}), (WEST, {})):
        store = {"datastoreId": STORE, "datastoreName": "estate-scans", "datastoreStatus": "ACTIVE", "createdAt": NOW}
        store["datastoreArn"] = arn("medical-imaging", f"datastore/{STORE}", region)
        listed = {"datastoreSummaries": [store]}
        found.append(answer("ListDatastores", listed, region=region, datastoreStatus="ACTIVE"))
        found.append(answer("GetDatastore", {"datastoreProperties": {**store, **key}}, region=region, datastoreId=STORE))
    return [*found, answer("ListDatastores", {"datastoreSummaries": []}, account="*")]

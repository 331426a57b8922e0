"""FHIR data stores: one under a key of the account and backed up, one that is neither, and one deleted long ago."""

from datetime import UTC, datetime

from estate import EAST, KEY, WEST, arn
from rules import answer


def store(name, region, key, backup, status="ACTIVE"):
    return {
        "DatastoreId": name,
        "DatastoreArn": arn("healthlake", f"datastore/fhir/{name}", region),
        "DatastoreName": f"estate-{name[:4]}",
        "DatastoreStatus": status,
        "DatastoreTypeVersion": "R4",
        "DatastoreEndpoint": f"https://healthlake.{region}.amazonaws.com/datastore/{name}/r4/",
        "CreatedAt": datetime(2026, 3, 1, tzinfo=UTC),
        "SseConfiguration": {"KmsEncryptionConfig": key},
        "BackupStatusInfo": {"Configuration": {"Status": backup}},
    }


def rules():
    own = {"CmkType": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": KEY}
    theirs = {"CmkType": "AWS_OWNED_KMS_KEY"}
    east = [
        store("aaaa0a1b2c3d4e5f60718293a4b5c6d7", EAST, own, "ENABLED"),
        store("bbbb0a1b2c3d4e5f60718293a4b5c6d7", EAST, theirs, "DISABLED", "DELETED"),
    ]
    west = [store("cccc0a1b2c3d4e5f60718293a4b5c6d7", WEST, theirs, "DISABLED")]
    return [
        answer("ListFHIRDatastores", {"DatastorePropertiesList": east}, region=EAST),
        answer("ListFHIRDatastores", {"DatastorePropertiesList": west}, region=WEST),
        # Accounts with nothing; moto has none of this service.
        answer("ListFHIRDatastores", {"DatastorePropertiesList": []}, account="*"),
        answer("ListTagsForResource", {"Tags": [{"Key": "phi", "Value": "yes"}]}),
    ]

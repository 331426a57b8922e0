"""Batch jobs over clinical notes: those of one region under a customer's key, those of the other not."""

from datetime import datetime, timedelta, timezone

from estate import EAST, KEY, WEST
from rules import answer

NOW = datetime.now(timezone.utc) - timedelta(days=3)
JOBS = ("EntitiesDetectionV2", "PHIDetection", "ICD10CMInference", "RxNormInference", "SNOMEDCTInference")


def rules():
    job = {"JobId": "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "JobName": "estate", "JobStatus": "COMPLETED", "SubmitTime": NOW}
    found = []
    for name in JOBS:
        for region, keys in ((EAST, {"KMSKey": KEY}), (WEST, {})):
            jobs = {"ComprehendMedicalAsyncJobPropertiesList": [{**job, **keys}]}
            found.append(answer(f"List{name}Jobs", jobs, region=region))
        found.append(answer(f"List{name}Jobs", {"ComprehendMedicalAsyncJobPropertiesList": []}, account="*"))
    return found

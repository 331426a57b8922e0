"""Batch translations and their terms: those of one region under a customer's key, those of the other not."""

from datetime import datetime, timedelta, timezone

from estate import EAST, KEY, WEST, arn
from rules import answer

NOW = datetime.now(timezone.utc) - timedelta(days=3)


def rules():
    found = []
    for region, encrypted in ((EAST, True), (WEST, False)):
        key = {"EncryptionKey": {"Type": "KMS", "Id": KEY}} if encrypted else {}
        job = {"JobId": "0a1b2c3d4e5f6071", "JobName": "estate", "JobStatus": "COMPLETED", "SubmittedTime": NOW}
        job["OutputDataConfig"] = {"S3Uri": "s3://estate-output/", **key}
        terms = {"Name": "estate", "Arn": arn("translate", "terminology/estate/LATEST", region), "CreatedAt": NOW, **key}
        pairs = {**terms, "Arn": arn("translate", "parallel-data/estate", region)}
        found.append(answer("ListTextTranslationJobs", {"TextTranslationJobPropertiesList": [job]}, region=region))
        found.append(answer("ListTerminologies", {"TerminologyPropertiesList": [terms]}, region=region))
        found.append(answer("ListParallelData", {"ParallelDataPropertiesList": [pairs]}, region=region))
    return [
        *found,
        answer("ListTextTranslationJobs", {"TextTranslationJobPropertiesList": []}, account="*"),
        answer("ListTerminologies", {"TerminologyPropertiesList": []}, account="*"),
        answer("ListParallelData", {"ParallelDataPropertiesList": []}, account="*"),
    ]

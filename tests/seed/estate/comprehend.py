"""Batch jobs and models: those of one region under a customer's keys, those of the other not."""

from datetime import datetime, timedelta, timezone

from estate import ACCOUNT, EAST, KEY, WEST, arn
from rules import answer

ROLE = f"arn:aws:iam::{ACCOUNT}:role/comprehend"
NOW = datetime.now(timezone.utc) - timedelta(days=3)
JOBS = (
    "EntitiesDetection",
    "DocumentClassification",
    "KeyPhrasesDetection",
    "SentimentDetection",
    "TargetedSentimentDetection",
    "DominantLanguageDetection",
    "TopicsDetection",
)
WITHOUT_VOLUME = ("PiiEntitiesDetection", "EventsDetection")


def job(operation, region, encrypted, volume):
    number = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    output = {"S3Uri": "s3://estate-output/", **({"KmsKeyId": KEY} if encrypted else {})}
    found = {"JobId": number, "JobArn": arn("comprehend", f"job/{number}", region), "JobName": "estate"}
    found |= {"JobStatus": "COMPLETED", "SubmitTime": NOW, "OutputDataConfig": output}
    if encrypted and volume:
        found["VolumeKmsKeyId"] = KEY
    return answer(f"List{operation}Jobs", {f"{operation}JobPropertiesList": [found]}, region=region)


def models(region, keys):
    found = []
    for operation, kind, path in (
        ("ListDocumentClassifiers", "DocumentClassifier", "document-classifier/estate"),
        ("ListEntityRecognizers", "EntityRecognizer", "entity-recognizer/estate"),
    ):
        model = {f"{kind}Arn": arn("comprehend", path, region), "Status": "TRAINED", "SubmitTime": NOW, **keys}
        found.append(answer(operation, {f"{kind}PropertiesList": [model]}, region=region))
    return found


def rules():
    flywheel = {"FlywheelArn": arn("comprehend", "flywheel/estate"), "Status": "ACTIVE", "CreationTime": NOW}
    found = [answer("ListFlywheels", {"FlywheelSummaryList": [flywheel]}, region=EAST)]
    for region, encrypted in ((EAST, True), (WEST, False)):
        found += [job(name, region, encrypted, True) for name in JOBS]
        found += [job(name, region, encrypted, False) for name in WITHOUT_VOLUME]
        found += models(region, {"ModelKmsKeyId": KEY, "VolumeKmsKeyId": KEY} if encrypted else {})
    return found

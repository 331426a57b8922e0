"""Transcriptions: one in a bucket of the account's own, one in the service's; and of medical speech."""

from datetime import datetime, timedelta, timezone

from estate import EAST, WEST
from rules import answer

NOW = datetime.now(timezone.utc) - timedelta(days=3)


def rules():
    job = {"TranscriptionJobName": "estate-calls", "CreationTime": NOW, "TranscriptionJobStatus": "COMPLETED"}
    medical = {"MedicalTranscriptionJobName": "estate-notes", "CreationTime": NOW, "TranscriptionJobStatus": "COMPLETED"}
    medical |= {"OutputLocationType": "CUSTOMER_BUCKET", "ContentIdentificationType": "PHI"}
    scribe = {"MedicalScribeJobName": "estate-visits", "CreationTime": NOW, "MedicalScribeJobStatus": "COMPLETED"}
    call = {"CallAnalyticsJobName": "estate-desk", "CreationTime": NOW, "CallAnalyticsJobStatus": "COMPLETED"}
    found = [
        answer("ListTranscriptionJobs", {"TranscriptionJobSummaries": [{**job, "OutputLocationType": where}]}, region=region)
        for region, where in ((EAST, "CUSTOMER_BUCKET"), (WEST, "SERVICE_BUCKET"))
    ]
    others = {
        "ListMedicalTranscriptionJobs": ("MedicalTranscriptionJobSummaries", medical),
        "ListMedicalScribeJobs": ("MedicalScribeJobSummaries", scribe),
        "ListCallAnalyticsJobs": ("CallAnalyticsJobSummaries", call),
    }
    found += [answer(name, {items: [one]}, region=EAST) for name, (items, one) in others.items()]
    return found + [answer(name, {items: []}, account="*") for name, (items, _) in others.items()]

"""Regions that use models: one that logs calls, keeps nothing and has keys of its own, one that does none of it."""

from datetime import datetime, timedelta, timezone

from estate import ACCOUNT, EAST, KEY, WEST, arn
from rules import amend, answer

ROLE = f"arn:aws:iam::{ACCOUNT}:role/bedrock"
NOW = datetime.now(timezone.utc) - timedelta(days=2)
BASE = "anthropic.claude-3-haiku-20240307-v1:0"


def seed(aws):
    logging = {"s3Config": {"bucketName": "estate-model-calls"}, "textDataDeliveryEnabled": True}
    aws("bedrock", EAST).put_model_invocation_logging_configuration(loggingConfig=logging)
    for region, name, keys in ((EAST, "estate-notes", {"customModelKmsKeyId": KEY}), (WEST, "estate-scratch", {})):
        aws("bedrock", region).create_model_customization_job(
            jobName=name,
            customModelName=name,
            roleArn=ROLE,
            baseModelIdentifier=BASE,
            trainingDataConfig={"s3Uri": "s3://estate-training/notes"},
            outputDataConfig={"s3Uri": "s3://estate-training/out"},
            hyperParameters={"epochCount": "1"},
            **keys,
        )


def say_no_key(found, _):
    del found["modelKmsKeyArn"]
    return found


def guardrail(region, keys, filters):
    name, path = "a1b2c3d4e5f6", arn("bedrock", "guardrail/a1b2c3d4e5f6", region)
    told = {"status": "READY", "name": "estate", "version": "DRAFT", "createdAt": NOW, "updatedAt": NOW}
    blocked = {"blockedInputMessaging": "No.", "blockedOutputsMessaging": "No."}
    whole = {**told, **keys, **filters, **blocked, "guardrailId": name, "guardrailArn": path}
    return [
        answer("ListGuardrails", {"guardrails": [{**told, "id": name, "arn": path}]}, region=region),
        answer("GetGuardrail", whole, region=region, guardrailIdentifier=name),
    ]


def rules():
    masked = {"sensitiveInformationPolicy": {"piiEntities": [{"type": "NAME", "action": "ANONYMIZE"}]}}
    profile = {
        "inferenceProfileName": "estate",
        "inferenceProfileArn": arn("bedrock", "application-inference-profile/a1b2c3d4e5f6"),
        "inferenceProfileId": "a1b2c3d4e5f6",
        "models": [{"modelArn": f"arn:aws:bedrock:{EAST}::foundation-model/{BASE}"}],
        "status": "ACTIVE",
        "type": "APPLICATION",
    }
    capacity = {
        "provisionedModelName": "estate-notes",
        "provisionedModelArn": arn("bedrock", "provisioned-model/a1b2c3d4e5f6"),
        "modelArn": arn("bedrock", "custom-model/estate-notes"),
        "desiredModelArn": arn("bedrock", "custom-model/estate-notes"),
        "foundationModelArn": f"arn:aws:bedrock:{EAST}::foundation-model/{BASE}",
        "modelUnits": 1,
        "desiredModelUnits": 1,
        "status": "InService",
        "creationTime": NOW,
        "lastModifiedTime": NOW,
    }
    return [
        amend("GetCustomModel", say_no_key, region=WEST),
        *guardrail(EAST, {"kmsKeyArn": KEY}, masked),
        *guardrail(WEST, {}, {}),
        answer("ListGuardrails", {"guardrails": []}, account="*"),
        answer("GetAccountDataRetention", {"mode": "none", "updatedAt": NOW}, region=EAST),
        answer("GetAccountDataRetention", {"mode": "provider_data_share", "updatedAt": NOW}, region=WEST),
        answer("GetAccountDataRetention", {"mode": "inherit"}, account="*"),
        answer("ListInferenceProfiles", {"inferenceProfileSummaries": [profile]}, region=EAST, typeEquals="APPLICATION"),
        answer("ListInferenceProfiles", {"inferenceProfileSummaries": []}, account="*"),
        answer("ListProvisionedModelThroughputs", {"provisionedModelSummaries": [capacity]}, region=EAST),
        answer("ListProvisionedModelThroughputs", {"provisionedModelSummaries": []}, account="*"),
    ]

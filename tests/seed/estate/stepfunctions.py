"""State machines and activities: those of one region under a customer's key and logged, those of the other neither."""

import json

from estate import ACCOUNT, EAST, KEY, WEST, arn

ROLE = f"arn:aws:iam::{ACCOUNT}:role/workflow"
STEPS = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})


def seed(aws):
    logs = {"level": "ALL", "includeExecutionData": False, "destinations": []}
    logs["destinations"].append({"cloudWatchLogsLogGroup": {"logGroupArn": arn("logs", "log-group:estate-steps:*")}})
    key = {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": KEY, "kmsDataKeyReusePeriodSeconds": 300}
    steps = aws("stepfunctions", EAST)
    steps.create_state_machine(
        name="estate-intake", definition=STEPS, roleArn=ROLE, loggingConfiguration=logs, encryptionConfiguration=key
    )
    steps.create_activity(name="estate-review", encryptionConfiguration=key)
    steps = aws("stepfunctions", WEST)
    steps.create_state_machine(name="estate-scratch", definition=STEPS, roleArn=ROLE)
    loud = {**logs, "includeExecutionData": True}
    steps.create_state_machine(name="estate-loud", definition=STEPS, roleArn=ROLE, loggingConfiguration=loud)
    steps.create_activity(name="estate-scratch")

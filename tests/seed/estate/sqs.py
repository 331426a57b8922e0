"""Queues: one under a customer's key that insists on TLS, one in the clear that everyone may read."""

from estate import ACCOUNT, EAST, WEST, allow, arn, policy


def seed(aws):
    key = aws("kms", EAST).create_key(Description="estate-queues")["KeyMetadata"]["Arn"]
    name, queue = "estate-referrals", arn("sqs", "estate-referrals")
    own = allow({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "sqs:*", queue)
    tls = {**allow("*", "sqs:*", queue), "Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    attributes = {"KmsMasterKeyId": key, "SqsManagedSseEnabled": "false", "Policy": policy(own, tls)}
    aws("sqs", EAST).create_queue(QueueName=name, Attributes=attributes)
    everyone = policy(allow("*", "sqs:ReceiveMessage", arn("sqs", "estate-scratch", WEST)))
    attributes = {"SqsManagedSseEnabled": "false", "Policy": everyone}
    aws("sqs", WEST).create_queue(QueueName="estate-scratch", Attributes=attributes)

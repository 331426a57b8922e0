"""Secrets: one in the east that rotates, one in the west that everybody may read and nobody uses."""

from datetime import UTC, datetime, timedelta

from estate import ACCOUNT, EAST, KEY, WEST, allow, policy
from rules import amend, answer


def seed(aws):
    east = aws("secretsmanager", EAST)
    east.create_secret(Name="estate/charts", SecretString="seed", KmsKeyId=KEY, Tags=[{"Key": "phi", "Value": "yes"}])
    reader = allow({"AWS": f"arn:aws:iam::{ACCOUNT}:role/charts"}, "secretsmanager:GetSecretValue")
    east.put_resource_policy(SecretId="estate/charts", ResourcePolicy=policy(reader))
    west = aws("secretsmanager", WEST)
    for name in ("estate/legacy", "estate/stuck"):
        west.create_secret(Name=name, SecretString="seed")
    anybody = allow("*", "secretsmanager:GetSecretValue")
    west.put_resource_policy(SecretId="estate/legacy", ResourcePolicy=policy(anybody), BlockPublicPolicy=False)


def ago(days):
    return (datetime.now(UTC) - timedelta(days=days)).timestamp()


def told(answer, _):
    """moto does not age secrets."""
    for secret in answer["SecretList"]:
        sound = secret["Name"] == "estate/charts"
        secret["CreatedDate"] = ago(400)
        secret["LastAccessedDate"] = ago(1 if sound else 300)
        secret["LastChangedDate"] = ago(10 if sound else 300)
        if secret["Name"] != "estate/legacy":
            secret["RotationEnabled"] = True
            secret["RotationRules"] = {"AutomaticallyAfterDays": 30}
            secret["LastRotatedDate"] = ago(10 if sound else 300)
            secret["NextRotationDate"] = ago(-20 if sound else 270)


def versions(days):
    made = {"VersionId": "0a1b2c3d-1111-4222-8333-444455556666", "VersionStages": ["AWSCURRENT"], "CreatedDate": ago(days)}
    return {"Versions": [made]}


def rules():
    return [
        amend("ListSecrets", told),
        answer("ListSecretVersionIds", versions(10), region=EAST),
        answer("ListSecretVersionIds", versions(300), region=WEST),
    ]

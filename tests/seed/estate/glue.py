"""Catalogs: one encrypted, with what jobs need to be so; one open to everyone, in which nothing is."""

from estate import ACCOUNT, EAST, KEY, WEST, allow, arn, policy
from rules import amend, answer, error

ROLE = f"arn:aws:iam::{ACCOUNT}:role/glue"


def encryption(s3, logs, bookmarks):
    return {
        "S3Encryption": [{"S3EncryptionMode": s3, "KmsKeyArn": KEY}],
        "CloudWatchEncryption": {"CloudWatchEncryptionMode": logs, "KmsKeyArn": KEY},
        "JobBookmarksEncryption": {"JobBookmarksEncryptionMode": bookmarks, "KmsKeyArn": KEY},
    }


def fill(glue, name, enforce, settings, **job):
    glue.create_database(DatabaseInput={"Name": name})
    url = {"JDBC_CONNECTION_URL": "jdbc:postgresql://db.example.com:5432/ehr", "JDBC_ENFORCE_SSL": enforce}
    glue.create_connection(ConnectionInput={"Name": name, "ConnectionType": "JDBC", "ConnectionProperties": url})
    glue.create_security_configuration(Name=name, EncryptionConfiguration=settings)
    glue.create_job(Name=name, Role=ROLE, Command={"Name": "glueetl", "ScriptLocation": "s3://estate/etl.py"}, **job)


def seed(aws):
    sound = encryption("SSE-KMS", "SSE-KMS", "CSE-KMS")
    fill(aws("glue", EAST), "estate-visits", "true", sound, SecurityConfiguration="estate-visits")
    fill(aws("glue", WEST), "estate-scratch", "false", encryption("DISABLED", "DISABLED", "DISABLED"))


def say_type(found, _):
    for connection in found["ConnectionList"]:
        connection["ConnectionType"] = "JDBC"
    return found


def rules():
    def settings(mode, passwords):
        at_rest = {"CatalogEncryptionMode": mode}
        password = {"ReturnConnectionPasswordEncrypted": passwords}
        return {"DataCatalogEncryptionSettings": {"EncryptionAtRest": at_rest, "ConnectionPasswordEncryption": password}}

    everyone = policy(allow("*", "glue:Get*", arn("glue", "*", WEST)))
    named = policy(allow({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "glue:Get*", arn("glue", "*")))
    return [
        amend("GetConnections", say_type),
        answer("GetDataCatalogEncryptionSettings", settings("SSE-KMS", True), region=EAST),
        answer("GetDataCatalogEncryptionSettings", settings("DISABLED", False), region=WEST),
        answer("GetDataCatalogEncryptionSettings", settings("DISABLED", False), account="*"),
        answer("GetResourcePolicy", {"PolicyInJson": named}, region=EAST),
        answer("GetResourcePolicy", {"PolicyInJson": everyone}, region=WEST),
        error("GetResourcePolicy", "EntityNotFoundException", account="*"),
    ]

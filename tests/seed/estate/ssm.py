"""Managed machines by the instances of `ec2_compute`, parameters and documents: sound ones and others."""

import json
from datetime import UTC, datetime

import ec2_compute
from estate import EAST, KEY, WEST
from rules import answer

SETTING = "/ssm/documents/console/public-sharing-permission"
DOCUMENT = '{"schemaVersion": "2.2", "description": "estate", "mainSteps": []}'


def seed(aws):
    east, west = aws("ssm", EAST), aws("ssm", WEST)
    east.put_parameter(Name="/estate/db/password", Type="SecureString", Value="invented")
    east.put_parameter(Name="/estate/db/host", Type="String", Value="db.example.org")
    west.put_parameter(Name="/estate/db/password", Type="String", Value="invented")
    inputs = {"kmsKeyId": KEY, "cloudWatchLogGroupName": "/ssm/sessions", "idleSessionTimeout": "15", "maxSessionDuration": "60"}
    preferences = {"schemaVersion": "1.0", "description": "estate", "sessionType": "Standard_Stream", "inputs": inputs}
    east.create_document(
        Content=json.dumps(preferences), Name="SSM-SessionManagerRunShell", DocumentType="Session", DocumentFormat="JSON"
    )
    for client in (east, west):
        client.create_document(Content=DOCUMENT, Name="estate-steps", DocumentType="Command", DocumentFormat="JSON")
    west.modify_document_permission(Name="estate-steps", PermissionType="Share", AccountIdsToAdd=["all"])


def managed(instance, status):
    return {
        "InstanceId": instance,
        "PingStatus": status,
        "LastPingDateTime": datetime(2026, 11, 20, tzinfo=UTC),
        "ResourceType": "EC2Instance",
        "PlatformType": "Linux",
    }


def compliance(instance, status):
    found = [
        {"ComplianceType": kind, "ResourceType": "ManagedInstance", "ResourceId": instance, "Status": status}
        for kind in ("Patch", "Association")
    ]
    return {"ResourceComplianceSummaryItems": found}


def rules():
    sound, open_ = (ec2_compute.made.get(name, "i-0a1b2c3d4e5f60718") for name in ("estate-charts", "estate-portal"))
    return [
        answer("DescribeInstanceInformation", {"InstanceInformationList": [managed(sound, "Online")]}, region=EAST),
        answer("DescribeInstanceInformation", {"InstanceInformationList": [managed(open_, "ConnectionLost")]}, region=WEST),
        answer("ListResourceComplianceSummaries", compliance(sound, "COMPLIANT"), region=EAST),
        answer("ListResourceComplianceSummaries", compliance(open_, "NON_COMPLIANT"), region=WEST),
        answer("GetServiceSetting", {"ServiceSetting": {"SettingId": SETTING, "SettingValue": "Disable"}}, region=EAST),
        answer("GetServiceSetting", {"ServiceSetting": {"SettingId": SETTING, "SettingValue": "Enable"}}, account="*"),
    ]

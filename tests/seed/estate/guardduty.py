"""GuardDuty: with all its plans in EAST; in WEST a bare detector with an open finding."""

from estate import EAST, OTHER_ACCOUNT, WEST
from rules import answer

PLANS = [
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "LAMBDA_NETWORK_LOGS",
    "RUNTIME_MONITORING",
]


def detector(status, plans):
    features = [{"Name": plan, "Status": "ENABLED"} for plan in plans]
    role = "arn:aws:iam::555566667777:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty"
    return {"CreatedAt": "2025-03-01T08:00:00Z", "ServiceRole": role, "Status": status, "Features": features}


def rules():
    sound, bare = "0ab1c2d3e4f5061728394a5b6c7d8e9f", "1bc2d3e4f5061728394a5b6c7d8e9f0a"
    return [
        answer("ListDetectors", {"DetectorIds": [sound]}, region=EAST),
        answer("GetDetector", detector("ENABLED", PLANS), region=EAST),
        answer("ListFindings", {"FindingIds": []}, region=EAST),
        answer("GetAdministratorAccount", {"Administrator": {"AccountId": OTHER_ACCOUNT}}, region=EAST),
        answer("ListDetectors", {"DetectorIds": [bare]}, region=WEST),
        answer("GetDetector", detector("ENABLED", []), region=WEST),
        answer("ListFindings", {"FindingIds": ["2cd3e4f5061728394a5b6c7d8e9f0a1b"]}, region=WEST),
        answer("GetAdministratorAccount", {"Administrator": {}}, region=WEST),
        answer("ListMembers", {"Members": []}, region=WEST),
    ]

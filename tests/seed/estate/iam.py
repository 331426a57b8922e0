"""Users, groups, roles and policies, each once as it should be and once as it should not; the root user's state, and the
credential report, which moto writes without dates."""

from datetime import datetime, timedelta, timezone
from urllib.parse import quote

from estate import ACCOUNT, EAST, OTHER_ACCOUNT, policy
from rules import amend, answer

NOW = datetime.now(timezone.utc)
LATELY, LONG_AGO = NOW - timedelta(days=10), NOW - timedelta(days=500)
AWS_POLICIES = "arn:aws:iam::aws:policy/"
COLUMNS = [
    "user", "arn", "user_creation_time", "password_enabled", "password_last_used", "password_last_changed",
    "password_next_rotation", "mfa_active", "access_key_1_active", "access_key_1_last_rotated",
    "access_key_1_last_used_date", "access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date",
    "cert_1_active", "cert_2_active",
]


def seed(aws):
    iam = aws("iam", EAST)
    for name in ("ana", "ben", "kim", "new"):
        iam.create_user(UserName=name)
    iam.create_group(GroupName="clinicians")
    iam.create_group(GroupName="former-staff")
    iam.add_user_to_group(GroupName="clinicians", UserName="ana")
    serial = iam.create_virtual_mfa_device(VirtualMFADeviceName="ana")["VirtualMFADevice"]["SerialNumber"]
    iam.enable_mfa_device(
        UserName="ana", SerialNumber=serial, AuthenticationCode1="123456", AuthenticationCode2="654321"
    )
    iam.update_account_password_policy(
        MinimumPasswordLength=16,
        RequireSymbols=True,
        RequireNumbers=True,
        RequireUppercaseCharacters=True,
        RequireLowercaseCharacters=True,
        MaxPasswordAge=90,
        PasswordReusePrevention=24,
    )


    everything = policy(permit("*"))
    reading = policy(permit(["s3:GetObject"], "arn:aws:s3:::charts/*"))
    for name, document in (("charts-read", reading), ("everything", everything)):
        made = iam.create_policy(PolicyName=name, PolicyDocument=document)["Policy"]["Arn"]
        iam.attach_group_policy(GroupName="clinicians", PolicyArn=made)
    iam.put_user_policy(UserName="ben", PolicyName="everything", PolicyDocument=everything)
    iam.put_group_policy(GroupName="former-staff", PolicyName="everything", PolicyDocument=everything)
    for name, (document, longest) in roles().items():
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=document, MaxSessionDuration=longest)
    iam.put_role_policy(RoleName="vendor", PolicyName="everything", PolicyDocument=everything)


def permit(action, resource="*"):
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def roles():
    """Trust policies, and how long a session may last."""
    other, known = {"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"}, {"StringEquals": {"sts:ExternalId": "7f2c"}}
    assume = {"Action": "sts:AssumeRole", "Effect": "Allow"}
    return {
        "app": (policy({**assume, "Principal": {"Service": "lambda.amazonaws.com"}}), 3600),
        "partner": (policy({**assume, "Principal": other, "Condition": known}), 3600),
        "vendor": (policy({**assume, "Principal": other}), 43200),
        "anybody": (policy({**assume, "Principal": {"AWS": "*"}}), 3600),
    }


def when(date):
    return date.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def report():
    """The credential report; who is not named here has been made since AWS wrote it."""
    common = {"user_creation_time": when(LONG_AGO), "password_enabled": "false", "mfa_active": "false"}
    common |= {"access_key_1_active": "false", "access_key_2_active": "false"}
    common |= {"cert_1_active": "false", "cert_2_active": "false"}
    root = {"user": "<root_account>", "arn": f"arn:aws:iam::{ACCOUNT}:root", "password_enabled": "not_supported"}
    root |= {"password_last_used": when(LONG_AGO), "password_last_changed": "not_supported", "mfa_active": "true"}
    users = {
        # A password in use, a second factor, and a key that is new.
        "ana": {
            "password_enabled": "true", "password_last_used": when(LATELY), "password_last_changed": when(LATELY),
            "mfa_active": "true", "access_key_1_active": "true", "access_key_1_last_rotated": when(LATELY),
            "access_key_1_last_used_date": when(LATELY),
        },
        # All of it old, and none of it used.
        "ben": {
            "password_enabled": "true", "password_last_used": "no_information",
            "password_last_changed": when(LONG_AGO), "access_key_1_active": "true",
            "access_key_1_last_rotated": when(LONG_AGO), "access_key_2_active": "true",
            "access_key_2_last_rotated": when(LONG_AGO), "access_key_2_last_used_date": when(LONG_AGO),
        },
        # No credentials at all.
        "kim": {},
    }
    rows = [root]
    rows += [{"user": name, "arn": f"arn:aws:iam::{ACCOUNT}:user/{name}", **row} for name, row in users.items()]
    lines = [",".join(COLUMNS)]
    lines += [",".join((common | row).get(column, "N/A") for column in COLUMNS) for row in rows]
    return "\n".join(lines).encode()


def aged(told, asked):
    """All but the user that is new have been there for long; and policies have names, which moto leaves out."""
    for found in told.get("Policies", []):
        found["PolicyName"] = found["Arn"].rpartition("/")[2]
    for user in told.get("UserDetailList", []):
        user["CreateDate"] = NOW if user["UserName"] == "new" else LONG_AGO
    for role in told.get("RoleDetailList", []):
        role["CreateDate"] = LONG_AGO
        role["RoleLastUsed"] = {"LastUsedDate": LATELY, "Region": EAST} if role["RoleName"] == "app" else {}
        if role["RoleName"] == "vendor":
            role["AttachedManagedPolicies"] = [{"PolicyName": "AdministratorAccess", "PolicyArn": AWS_POLICIES + "AdministratorAccess"}]


def aws_policies():
    """Policies of AWS's own, which moto leaves out: one that allows everything, and one that reads."""
    documents = {"AdministratorAccess": permit("*"), "AmazonS3ReadOnlyAccess": permit(["s3:Get*", "s3:List*"])}
    listed = [
        {"PolicyName": name, "Arn": AWS_POLICIES + name, "Path": "/", "DefaultVersionId": "v1", "AttachmentCount": 1}
        for name in documents
    ]
    version = lambda document: {"Document": quote(policy(document)), "VersionId": "v1", "IsDefaultVersion": True}
    return [
        answer("ListPolicies", {"Policies": listed, "IsTruncated": False}, Scope="AWS"),
        *(
            answer("GetPolicyVersion", {"PolicyVersion": version(document)}, PolicyArn=AWS_POLICIES + name)
            for name, document in documents.items()
        ),
    ]


def certificate(name, expires):
    arn = f"arn:aws:iam::{ACCOUNT}:server-certificate/{name}"
    told = {"Path": "/", "ServerCertificateName": name, "ServerCertificateId": f"ASCA{name.upper():0<16}", "Arn": arn}
    return {**told, "UploadDate": LONG_AGO, "Expiration": expires}


def summary(**values):
    return {"SummaryMap": {"Users": 4, **values}}


def rules():
    sound = summary(
        AccountMFAEnabled=1, AccountAccessKeysPresent=0, AccountPasswordPresent=1, AccountSigningCertificatesPresent=0
    )
    unsound = summary(
        AccountMFAEnabled=0, AccountAccessKeysPresent=1, AccountPasswordPresent=1, AccountSigningCertificatesPresent=1
    )
    return [
        amend("GetAccountAuthorizationDetails", aged),
        answer("GetAccountSummary", sound),
        answer("GetAccountSummary", unsound, account="*"),
        *aws_policies(),
        answer(
            "ListServerCertificates",
            {"ServerCertificateMetadataList": [certificate("new", NOW + timedelta(days=300)), certificate("old", LONG_AGO)]},
        ),
        answer("ListOrganizationsFeatures", {"OrganizationId": "o-estate0000", "EnabledFeatures": ["RootCredentialsManagement"]}),
        answer("ListOrganizationsFeatures", {"OrganizationId": "o-estate0000", "EnabledFeatures": []}, account="*"),
        answer("GetCredentialReport", {"Content": report(), "ReportFormat": "text/csv", "GeneratedTime": NOW}),
    ]

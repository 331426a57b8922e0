"""Identity Center: an instance in EAST with a permission set of four hours and one of twelve."""

from estate import ACCOUNT, EAST
from rules import answer

INSTANCE = "arn:aws:sso:::instance/ssoins-1a2b3c4d5e6f7081"


def seed(aws):
    sso = aws("sso-admin", EAST)
    sso.create_permission_set(Name="readers", InstanceArn=INSTANCE, SessionDuration="PT4H")
    sso.create_permission_set(Name="night-shift", InstanceArn=INSTANCE, SessionDuration="PT12H")


def rules():
    own = {"InstanceArn": INSTANCE, "OwnerAccountId": ACCOUNT, "Status": "ACTIVE"}
    return [
        answer("ListInstances", {"Instances": [own]}, region=EAST),
        answer("ListInstances", {"Instances": []}, account="*"),
    ]

"""KMS keys: rotating and not, dying, disabled, for signing, open to anyone, shared with a partner."""

from aws import EAST, WEST, PARTNER, PHI, account, allow, client, policy


def key(region, alias, rotate=True, statements=(), tags=PHI, **more):
    kms = client("kms", region)
    owner = allow({"AWS": f"arn:aws:iam::{account}:root"}, "kms:*", "*")
    tags = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in tags]
    made = kms.create_key(Description=alias, Policy=policy(owner, *statements), Tags=tags, **more)["KeyMetadata"]
    kms.create_alias(AliasName=f"alias/{alias}", TargetKeyId=made["KeyId"])
    if rotate:
        kms.enable_key_rotation(KeyId=made["KeyId"])
    return made["Arn"]


def enclaves():
    """Keys for an enclave: one that only it can use, and one that its parent can use without it."""
    role = f"arn:aws:iam::{account}:role/"
    administer = ["kms:Describe*", "kms:Get*", "kms:List*", "kms:Put*", "kms:Enable*", "kms:ScheduleKeyDeletion"]
    use = ["kms:Decrypt", "kms:GenerateDataKey"]
    image = {"StringEqualsIgnoreCase": {"kms:RecipientAttestation:ImageSha384": "a1" * 48}}
    attested = allow({"AWS": role + "enclave-parent"}, use, "*", Condition=image)
    administered = allow({"AWS": role + "key-admin"}, administer, "*")
    unattested = allow({"AWS": role + "enclave-parent"}, use, "*")
    kms = client("kms", EAST)
    for alias, statements in (("tokens", [administered, attested]), ("tokens-old", [attested, unattested])):
        if alias == "tokens-old":
            statements = [allow({"AWS": f"arn:aws:iam::{account}:root"}, "kms:*", "*"), *statements]
        made = kms.create_key(Description=alias, Policy=policy(*statements))["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName=f"alias/clinic-{alias}", TargetKeyId=made)
        kms.enable_key_rotation(KeyId=made)


def keys():
    trail = allow({"Service": "cloudtrail.amazonaws.com"}, ["kms:GenerateDataKey*", "kms:DescribeKey"], "*")
    made = {
        "east": key(EAST, "clinic-phi"),
        "west": key(WEST, "clinic-phi"),
        "trail": key(EAST, "clinic-trail", statements=[trail]),
        "still": key(EAST, "clinic-legacy", rotate=False),
        "signing": key(EAST, "clinic-consent-signing", rotate=False, KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY"),
        "open": key(EAST, "clinic-partner-import", statements=[allow("*", "kms:Decrypt", "*")]),
        "partner": key(
            EAST,
            "clinic-lab-exchange",
            statements=[allow({"AWS": f"arn:aws:iam::{PARTNER}:root"}, ["kms:Decrypt", "kms:DescribeKey"], "*")],
        ),
    }
    enclaves()
    key(EAST, "clinic-everywhere", MultiRegion=True)
    kms = client("kms", EAST)
    dying = key(EAST, "clinic-2023", rotate=False)
    kms.schedule_key_deletion(KeyId=dying.split("/")[1], PendingWindowInDays=7)
    resting = key(WEST, "clinic-dr-old", rotate=False)
    client("kms", WEST).disable_key(KeyId=resting.split("/")[1])
    grantee = f"arn:aws:iam::{account}:role/chart-worker"
    kms.create_grant(KeyId=made["east"], GranteePrincipal=grantee, Operations=["Decrypt", "GenerateDataKey"])
    return made

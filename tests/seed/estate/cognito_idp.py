"""User pools: one in the east that asks for much, one in the west with what Cognito gives by itself."""

from estate import EAST, WEST


def seed(aws):
    east = aws("cognito-idp", EAST)
    rules = {f"Require{kind}": True for kind in ("Uppercase", "Lowercase", "Numbers", "Symbols")}
    pool = east.create_user_pool(
        PoolName="estate-patients",
        Policies={"PasswordPolicy": {"MinimumLength": 14, "TemporaryPasswordValidityDays": 3, **rules}},
        DeletionProtection="ACTIVE",
        UserPoolAddOns={"AdvancedSecurityMode": "ENFORCED"},
        UserPoolTags={"phi": "yes"},
    )["UserPool"]["Id"]
    east.set_user_pool_mfa_config(
        UserPoolId=pool, MfaConfiguration="ON", SoftwareTokenMfaConfiguration={"Enabled": True}
    )
    aws("cognito-idp", WEST).create_user_pool(PoolName="estate-staging")

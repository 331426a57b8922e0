"""Who may send in a domain's name: one partner in the east, anybody in the west."""

from estate import EAST, OTHER_ACCOUNT, WEST, allow, policy
from rules import answer

DOMAIN = "portal.example.com"


def rules():
    """moto knows no sending policies."""
    found = [
        answer("ListIdentities", {"Identities": [DOMAIN]}),
        answer("ListIdentityPolicies", {"PolicyNames": ["partners"]}),
    ]
    for region, principal in ((EAST, {"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"}), (WEST, "*")):
        written = policy(allow(principal, "ses:SendEmail", f"arn:aws:ses:{region}:*:identity/{DOMAIN}"))
        found.append(answer("GetIdentityPolicies", {"Policies": {"partners": written}}, region=region))
    return found

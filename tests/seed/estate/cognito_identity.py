"""Identity pools: one in the east for users who signed in, one in the west for anybody."""

from estate import EAST, WEST
from rules import amend


def seed(aws):
    for region, open_to_all in ((EAST, False), (WEST, True)):
        aws("cognito-identity", region).create_identity_pool(
            IdentityPoolName="estate_portal", AllowUnauthenticatedIdentities=open_to_all
        )


def classic(answer, _):
    """moto does not keep which flow is allowed."""
    answer["AllowClassicFlow"] = True


def rules():
    return [amend("DescribeIdentityPool", classic, region=WEST)]

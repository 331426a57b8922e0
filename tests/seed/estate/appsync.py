"""GraphQL APIs: one in the east for signed-in users, logged and shielded, one in the west behind a key."""

from estate import ACCOUNT, EAST, WEST
from rules import amend


def seed(aws):
    for region, sound in ((EAST, True), (WEST, False)):
        appsync = aws("appsync", region)
        made = appsync.create_graphql_api(
            name="estate-charts",
            authenticationType="AWS_IAM" if sound else "API_KEY",
            logConfig={
                "fieldLogLevel": "ERROR",
                "excludeVerboseContent": sound,
                "cloudWatchLogsRoleArn": f"arn:aws:iam::{ACCOUNT}:role/appsync-logs",
            },
        )["graphqlApi"]
        appsync.create_api_cache(
            apiId=made["apiId"],
            ttl=300,
            apiCachingBehavior="FULL_REQUEST_CACHING",
            type="SMALL",
            atRestEncryptionEnabled=sound,
            transitEncryptionEnabled=sound,
        )
        mode = [{"authType": "AWS_IAM" if sound else "API_KEY"}]
        modes = ("authProviders", "connectionAuthModes", "defaultPublishAuthModes", "defaultSubscribeAuthModes")
        appsync.create_api(name="estate-updates", eventConfig=dict.fromkeys(modes, mode))
        silent = {"authenticationType": "AWS_IAM"} if sound else {"authenticationType": "API_KEY"}
        appsync.create_graphql_api(name="estate-quiet", **silent)


def told(answer, _):
    """moto knows no web ACLs here."""
    for api in answer["graphqlApis"]:
        api["wafWebAclArn"] = f"arn:aws:wafv2:{EAST}:{ACCOUNT}:regional/webacl/estate-charts/0a1b2c3d"


def rules():
    return [amend("ListGraphqlApis", told, region=EAST)]

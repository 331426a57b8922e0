"""Bots: the recordings of one under a customer's key, those of the other not."""

from datetime import datetime, timedelta, timezone

from estate import EAST, KEY, WEST
from rules import answer

NOW = datetime.now(timezone.utc) - timedelta(days=30)
BOT, ALIAS = "BT12345678", "AL12345678"


def rules():
    found = []
    for region, key in ((EAST, {"kmsKeyArn": KEY}), (WEST, {})):
        bot = {"botId": BOT, "botName": "estate-desk", "botStatus": "Available", "botType": "Bot"}
        alias = {"botAliasId": ALIAS, "botAliasName": "live", "creationDateTime": NOW}
        bucket = {"s3Bucket": {"s3BucketArn": "arn:aws:s3:::estate-calls", "logPrefix": "bots/", **key}}
        logs = {"conversationLogSettings": {"audioLogSettings": [{"enabled": True, "destination": bucket}]}}
        found.append(answer("ListBots", {"botSummaries": [bot]}, region=region))
        found.append(answer("ListBotAliases", {"botAliasSummaries": [alias], "botId": BOT}, region=region, botId=BOT))
        found.append(answer("DescribeBotAlias", {**alias, **logs, "botId": BOT}, region=region, botAliasId=ALIAS))
    return [*found, answer("ListBots", {"botSummaries": []}, account="*")]

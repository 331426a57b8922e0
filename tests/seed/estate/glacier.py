"""Vaults: one locked and closed, and one open to everybody."""

from estate import EAST, OTHER_ACCOUNT, WEST, allow, policy
from rules import answer, error

SOUND, LOOSE = "estate-charts", "estate-scratch"


def seed(aws):
    aws("glacier", EAST).create_vault(vaultName=SOUND)
    aws("glacier", WEST).create_vault(vaultName=LOOSE)


def rules():
    named = policy(allow({"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"}, "glacier:InitiateJob"))
    anybody = policy(allow("*", "glacier:*"))
    return [
        answer("GetVaultAccessPolicy", {"policy": {"Policy": named}}, region=EAST),
        answer("GetVaultAccessPolicy", {"policy": {"Policy": anybody}}, region=WEST),
        answer("GetVaultLock", {"Policy": named, "State": "Locked", "CreationDate": "2026-03-01T00:00:00.000Z"}, region=EAST),
        error("GetVaultLock", "ResourceNotFoundException", region=WEST),
        answer("ListTagsForVault", {"Tags": {"phi": "yes"}}),
    ]

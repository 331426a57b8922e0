"""Repositories of images: a sound one, and one that everybody may pull from."""

from estate import ACCOUNT, EAST, KEY, WEST, allow, policy

ACTIONS = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


def seed(aws):
    ecr = aws("ecr", EAST)
    ecr.create_repository(
        repositoryName="estate/charts",
        imageTagMutability="IMMUTABLE",
        imageScanningConfiguration={"scanOnPush": True},
        encryptionConfiguration={"encryptionType": "KMS", "kmsKey": KEY},
    )
    every = {"filter": "*", "filterType": "WILDCARD"}
    rule = {"scanFrequency": "SCAN_ON_PUSH", "repositoryFilters": [every]}
    ecr.put_registry_scanning_configuration(scanType="BASIC", rules=[rule])
    own = policy({"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": ACTIONS})
    ecr.set_repository_policy(repositoryName="estate/charts", policyText=own)
    west = aws("ecr", WEST)
    west.create_repository(repositoryName="estate/scratch")
    everyone = allow("*", ACTIONS)
    del everyone["Resource"]
    west.set_repository_policy(repositoryName="estate/scratch", policyText=policy(everyone))

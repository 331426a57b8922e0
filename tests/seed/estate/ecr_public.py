"""One public repository."""

from estate import ACCOUNT, EAST
from rules import answer


def rules():
    name = "estate-tools"
    arn = f"arn:aws:ecr-public::{ACCOUNT}:repository/{name}"
    return [
        answer("DescribeRepositories", {"repositories": [{"repositoryName": name, "repositoryArn": arn}]}, region=EAST),
        answer("DescribeRepositories", {"repositories": []}, account="*"),
    ]

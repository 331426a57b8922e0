"""Build projects: a sound one, and one that shows and leaks what it can."""

from estate import ACCOUNT, EAST, WEST, arn
from rules import amend, answer

ROLE = f"arn:aws:iam::{ACCOUNT}:role/service-role/codebuild"


def project(aws, region, name, artifacts, variables, logs):
    image, size = "aws/codebuild/standard:7.0", "BUILD_GENERAL1_SMALL"
    environment = {"type": "LINUX_CONTAINER", "image": image, "computeType": size}
    aws("codebuild", region).create_project(
        name=name,
        source={"type": "S3", "location": "estate-source/source.zip"},
        artifacts={"type": "S3", "location": "estate-artifacts", **artifacts},
        environment={**environment, "environmentVariables": variables},
        serviceRole=ROLE,
        logsConfig=logs,
    )


def seed(aws):
    secret = {"name": "DB_PASSWORD", "value": "charts:password", "type": "SECRETS_MANAGER"}
    project(aws, EAST, "estate-charts", {}, [secret], {"cloudWatchLogs": {"status": "ENABLED"}})
    plain = [
        {"name": name, "value": "invented", "type": "PLAINTEXT"}
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "API_TOKEN")
    ]
    off = {"cloudWatchLogs": {"status": "DISABLED"}}
    project(aws, WEST, "estate-scratch", {"encryptionDisabled": True}, plain, off)


def from_github(answer, _):
    for project in answer["projects"]:
        project["source"] = {"type": "GITHUB", "location": "https://github.com/example/charts.git"}


def open_to_all(answer, _):
    for project in answer["projects"]:
        project["source"] = {"type": "GITHUB", "location": "https://github.com/example/a.git", "insecureSsl": True}
        project["projectVisibility"] = "PUBLIC_READ"


def rules():
    oauth = {"arn": arn("codebuild", "token/github"), "serverType": "GITHUB", "authType": "OAUTH"}
    groups = [arn("codebuild", f"report-group/estate-{name}") for name in ("charts", "scratch")]
    made = [
        {
            "arn": group,
            "name": group.rsplit("/", 1)[1],
            "type": "TEST",
            "exportConfig": {
                "exportConfigType": "S3",
                "s3Destination": {"bucket": "estate-reports", "encryptionDisabled": group.endswith("scratch")},
            },
        }
        for group in groups
    ]
    return [
        answer("ListReportGroups", {"reportGroups": groups}, region=EAST),
        answer("ListReportGroups", {}, account="*"),
        *(answer("BatchGetReportGroups", {"reportGroups": [group]}, reportGroupArns=[group["arn"]]) for group in made),
        # moto takes sources from S3 alone, and knows no visibility.
        amend("BatchGetProjects", from_github, region=EAST),
        amend("BatchGetProjects", open_to_all, region=WEST),
        answer("ListSourceCredentials", {"sourceCredentialsInfos": [oauth]}, region=EAST),
        answer("ListSourceCredentials", {"sourceCredentialsInfos": []}, account="*"),
    ]

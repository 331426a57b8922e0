"""Functions: one in the east that is closed, attached, current and bounded; one in the west that is none of it."""

import io
import json
import zipfile

from estate import ACCOUNT, EAST, KEY, WEST
from rules import amend, answer

API = "lambda"
SOUND, LOOSE = "estate-intake", "estate-scratch"


def seed(aws):
    ec2 = aws("ec2", EAST)
    vpc = ec2.create_vpc(CidrBlock="10.61.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.61.1.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="estate-intake", Description="intake", VpcId=vpc)["GroupId"]
    east = make(
        aws,
        EAST,
        SOUND,
        Runtime="python3.14",
        VpcConfig={"SubnetIds": [subnet], "SecurityGroupIds": [group]},
        TracingConfig={"Mode": "Active"},
        Environment={"Variables": {"STAGE": "estate"}},
        Tags={"phi": "yes"},
    )
    east.put_function_concurrency(FunctionName=SOUND, ReservedConcurrentExecutions=20)
    east.add_permission(
        FunctionName=SOUND,
        StatementId="api",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:{EAST}:{ACCOUNT}:a1b2c3/*",
    )
    west = make(
        aws,
        WEST,
        LOOSE,
        Runtime="python3.8",
        TracingConfig={"Mode": "PassThrough"},
        Environment={"Variables": {"STAGE": "estate"}},
    )
    west.add_permission(FunctionName=LOOSE, StatementId="all", Action="lambda:InvokeFunction", Principal="*")


def make(aws, region, name, **settings):
    iam = aws("iam")
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", "def handler(event, context):\n    return event\n")
    client = aws("lambda", region)
    client.create_function(
        FunctionName=name, Role=role, Handler="index.handler", Code={"ZipFile": code.getvalue()}, **settings
    )
    return client


def told(answer, _):
    """moto keeps neither the key nor the dead-letter queue."""
    for function in answer["Functions"]:
        function["KMSKeyArn"] = KEY
        function["DeadLetterConfig"] = {"TargetArn": f"arn:aws:sqs:{EAST}:{ACCOUNT}:estate-intake-failed"}


def rules():
    """moto does not list URLs."""
    closed = url(EAST, SOUND, "AWS_IAM", ["https://portal.example.com"])
    return [
        amend("ListFunctions", told, region=EAST),
        answer("ListFunctionUrlConfigs", closed, FunctionName=SOUND),
        answer("ListFunctionUrlConfigs", url(WEST, LOOSE, "NONE", ["*"]), FunctionName=LOOSE),
    ]


def url(region, name, kind, origins):
    config = {
        "FunctionUrl": f"https://{name}.lambda-url.{region}.on.aws/",
        "FunctionArn": f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}",
        "CreationTime": "2026-01-05T10:00:00.000Z",
        "LastModifiedTime": "2026-01-05T10:00:00.000Z",
        "AuthType": kind,
        "Cors": {"AllowOrigins": origins},
    }
    return {"FunctionUrlConfigs": [config]}

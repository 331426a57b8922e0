"""Makes a plan, or a template, of about as many resources as asked, from the hospital's own.

usage: plan.py terraform COUNT FILE
       plan.py cloudformation COUNT FILE

A plan is the two plans of fixtures/plans/hospital (as Terraform wrote them) over and over, sound and unsound twin in turn, each as an
instance of a module of its own: `module.site[0]`, `module.site[1]` and so on. Names differ from site to site. It holds exactly COUNT
managed resources, and what belongs to them of configuration, planned values and prior state; the last site is cut off.
A template is a generated one of plain types, ten resources a site, every second site unsound; it holds exactly COUNT.
"""

import json
import pathlib
import sys

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "fixtures"
# Of the names that the hospital's plans give, what every one begins with.
PREFIX = "ridge"


def within(address, site):
    """An address of the hospital's, where the whole hospital is a module."""
    return f"{site}.{address}" if address else site


def of_site(value, number):
    """The same with names of its own."""
    return json.loads(json.dumps(value).replace(PREFIX, f"{PREFIX}{number}"))


def change_of(change, site, number):
    changed = of_site(change, number)
    changed["address"] = within(change["address"], site)
    changed["module_address"] = within(change.get("module_address"), site)
    return changed


def module_of(module, site, number, kept):
    """A module of values with the resources that are kept, its addresses below the site's."""
    made = of_site({key: value for key, value in module.items() if key not in ("resources", "child_modules")}, number)
    made["address"] = within(module.get("address"), site)
    resources = [of_site(resource, number) for resource in module.get("resources", [])]
    for resource in resources:
        resource["address"] = within(resource["address"], site)
        if "depends_on" in resource:
            resource["depends_on"] = [within(address, site) for address in resource["depends_on"]]
    made["resources"] = [resource for resource in resources if kept is None or resource["address"] in kept]
    made["child_modules"] = [module_of(child, site, number, kept) for child in module.get("child_modules", [])]
    return made


def terraform(count):
    twins = []
    for name in ("good", "bad"):
        with open(FIXTURES / "plans" / "hospital" / f"{name}.json", encoding="utf-8") as file:
            twins.append(json.load(file))
    plan = {key: value for key, value in twins[0].items() if key not in ("output_changes", "relevant_attributes")}
    changes, planned, prior, relevant, number, managed = [], [], [], [], 0, 0
    while managed < count:
        twin, site = twins[number % 2], f"module.site[{number}]"
        kept = set()
        for change in twin["resource_changes"]:
            if change["mode"] == "managed" and managed == count:
                continue
            managed += change["mode"] == "managed"
            changes.append(change_of(change, site, number))
            kept.add(changes[-1]["address"])
        planned.append(module_of(twin["planned_values"]["root_module"], site, number, kept))
        prior.append(module_of(twin["prior_state"]["values"]["root_module"], site, number, None))
        for attribute in twin["relevant_attributes"]:
            relevant.append({**attribute, "resource": within(attribute["resource"], "module.site")})
        number += 1
    plan["resource_changes"] = changes
    plan["planned_values"] = {"root_module": {"child_modules": planned}}
    plan["prior_state"] = {**twins[0]["prior_state"], "values": {"root_module": {"child_modules": prior}}}
    plan["relevant_attributes"] = list({json.dumps(attribute): attribute for attribute in relevant}.values())
    written = twins[0]["configuration"]
    call = {
        "source": "./site",
        "count_expression": {"constant_value": number},
        "expressions": {name: {"references": [f"var.{name}"]} for name in twins[0]["variables"]},
        "module": written["root_module"],
    }
    variables = written["root_module"].get("variables", {})
    plan["configuration"] = {**written, "root_module": {"module_calls": {"site": call}, "variables": variables}}
    return plan


def site_of_template(number):
    """Ten resources as people write them; a sound site and an unsound one in turn."""
    sound, name = number % 2 == 0, f"Site{number}"
    here, get = (lambda part: name + part), (lambda part, attribute: {"Fn::GetAtt": [name + part, attribute]})
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
    root = {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}
    key_policy = {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "Root", "Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"}],
    }
    tls = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [get("Bucket", "Arn"), {"Fn::Sub": f"${{{name}Bucket.Arn}}/*"}],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ],
    }
    read = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": get("Bucket", "Arn") if sound else "*"}],
    }
    sse = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": get("Key", "Arn")} if sound else {"SSEAlgorithm": "AES256"}
    block = dict.fromkeys(
        ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), sound
    )
    return {
        here("Key"): ("AWS::KMS::Key", {"EnableKeyRotation": sound, "KeyPolicy": key_policy}),
        here("Bucket"): (
            "AWS::S3::Bucket",
            {
                "BucketName": f"{PREFIX}{number}-scans",
                "BucketEncryption": {
                    "ServerSideEncryptionConfiguration": [
                        {"ServerSideEncryptionByDefault": sse, "BucketKeyEnabled": True}
                    ]
                },
                "PublicAccessBlockConfiguration": block,
                "VersioningConfiguration": {"Status": "Enabled" if sound else "Suspended"},
                "Tags": [{"Key": "data", "Value": "phi"}],
            },
        ),
        here("BucketPolicy"): ("AWS::S3::BucketPolicy", {"Bucket": {"Ref": here("Bucket")}, "PolicyDocument": tls}),
        here("Logs"): (
            "AWS::Logs::LogGroup",
            {"LogGroupName": f"/site/{number}", "RetentionInDays": 2192 if sound else 30},
        ),
        here("Role"): (
            "AWS::IAM::Role",
            {
                "AssumeRolePolicyDocument": trust,
                "Policies": [{"PolicyName": "read", "PolicyDocument": read}],
            },
        ),
        here("Function"): (
            "AWS::Lambda::Function",
            {
                "FunctionName": f"{PREFIX}{number}-intake",
                "Runtime": "python3.13",
                "Handler": "index.handler",
                "Role": get("Role", "Arn"),
                "Code": {"S3Bucket": f"{PREFIX}-builds", "S3Key": "intake.zip"},
                "KmsKeyArn": get("Key", "Arn"),
            },
        ),
        here("Group"): (
            "AWS::EC2::SecurityGroup",
            {
                "GroupDescription": "database",
                "VpcId": "vpc-0a1b2c3d4e5f60718",
                "SecurityGroupIngress": [
                    {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "CidrIp": "10.0.0.0/8" if sound else "0.0.0.0/0"}
                ],
            },
        ),
        here("Database"): (
            "AWS::RDS::DBInstance",
            {
                "DBInstanceIdentifier": f"{PREFIX}{number}-charts",
                "DBInstanceClass": "db.m7g.large",
                "Engine": "postgres",
                "AllocatedStorage": "100",
                "StorageEncrypted": sound,
                "PubliclyAccessible": not sound,
                "BackupRetentionPeriod": 35 if sound else 0,
                "DeletionProtection": sound,
                "VPCSecurityGroups": [get("Group", "GroupId")],
            },
        ),
        here("Queue"): ("AWS::SQS::Queue", {"KmsMasterKeyId": {"Ref": here("Key")}} if sound else {"SqsManagedSseEnabled": False}),
        here("Table"): (
            "AWS::DynamoDB::Table",
            {
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                "BillingMode": "PAY_PER_REQUEST",
                "SSESpecification": {"SSEEnabled": sound},
                "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": sound},
            },
        ),
    }


def cloudformation(count):
    resources, number = {}, 0
    while len(resources) < count:
        site = list(site_of_template(number).items())[: count - len(resources)]
        resources.update((name, {"Type": kind, "Properties": properties}) for name, (kind, properties) in site)
        number += 1
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}


MAKERS = {"terraform": terraform, "cloudformation": cloudformation}
what, count, path = sys.argv[1:]
with open(path, "w", encoding="utf-8") as file:
    # Terraform writes one line, people many.
    indent = 1 if what == "cloudformation" else None
    json.dump(MAKERS[what](int(count)), file, separators=(",", ":"), indent=indent)

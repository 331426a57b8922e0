"""Notebooks, endpoints, models, domains and running training: those of one region private and under keys, those of the other not."""

from datetime import datetime, timedelta, timezone

from estate import ACCOUNT, EAST, KEY, WEST, arn
from rules import amend, answer

ROLE = f"arn:aws:iam::{ACCOUNT}:role/sagemaker"
NOW = datetime.now(timezone.utc) - timedelta(hours=1)
PRIVATE = {"SubnetId": "subnet-0a1b2c3d4e5f60718", "SecurityGroupIds": ["sg-0a1b2c3d4e5f60718"]}


def seed(aws):
    sagemaker = aws("sagemaker", EAST)
    notebook = {"InstanceType": "ml.t3.medium", "RoleArn": ROLE}
    sagemaker.create_notebook_instance(
        NotebookInstanceName="estate-cohorts",
        KmsKeyId=KEY,
        DirectInternetAccess="Disabled",
        RootAccess="Disabled",
        **PRIVATE,
        **notebook,
    )
    aws("sagemaker", WEST).create_notebook_instance(
        NotebookInstanceName="estate-scratch", DirectInternetAccess="Enabled", RootAccess="Enabled", **notebook
    )
    image = {"Image": f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/risk:1"}
    vpc = {"Subnets": [PRIVATE["SubnetId"]], "SecurityGroupIds": PRIVATE["SecurityGroupIds"]}
    models = (("estate-risk", EAST, {"EnableNetworkIsolation": True, "VpcConfig": vpc}), ("estate-scratch", WEST, {}))
    for name, region, more in models:
        made = {"ModelName": name, "ExecutionRoleArn": ROLE, "PrimaryContainer": image, **more}
        aws("sagemaker", region).create_model(**made)
    for name, region, keys in (("estate-risk", EAST, {"KmsKeyId": KEY}), ("estate-scratch", WEST, {})):
        variant = {"VariantName": "all", "ModelName": name, "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
        capture = {
            "EnableCapture": True,
            "InitialSamplingPercentage": 10,
            "DestinationS3Uri": "s3://estate-capture/",
            "CaptureOptions": [{"CaptureMode": "Input"}],
            **keys,
        }
        config = {"EndpointConfigName": name, "ProductionVariants": [variant], "DataCaptureConfig": capture, **keys}
        aws("sagemaker", region).create_endpoint_config(**config)
    for region, access, keys in ((EAST, "VpcOnly", {"KmsKeyId": KEY}), (WEST, "PublicInternetOnly", {})):
        aws("sagemaker", region).create_domain(
            DomainName="estate-studio",
            AuthMode="IAM",
            DefaultUserSettings={"ExecutionRole": ROLE},
            SubnetIds=[PRIVATE["SubnetId"]],
            VpcId="vpc-0a1b2c3d4e5f60718",
            AppNetworkAccessType=access,
            **keys,
        )


def training(region, encrypted):
    name, job = "estate-risk", arn("sagemaker", "training-job/estate-risk", region)
    resources = {"InstanceType": "ml.m5.xlarge", "InstanceCount": 2, "VolumeSizeInGB": 30}
    output = {"S3OutputPath": "s3://estate-models/"}
    summary = {"TrainingJobName": name, "TrainingJobArn": job, "CreationTime": NOW, "TrainingJobStatus": "InProgress"}
    found = {
        **summary,
        "ModelArtifacts": {"S3ModelArtifacts": "s3://estate-models/risk"},
        "SecondaryStatus": "Training",
        "StoppingCondition": {},
        "ResourceConfig": {**resources, "VolumeKmsKeyId": KEY} if encrypted else resources,
        "OutputDataConfig": {**output, "KmsKeyId": KEY} if encrypted else output,
        "EnableInterContainerTrafficEncryption": encrypted,
        "EnableNetworkIsolation": encrypted,
    }
    return [
        answer("ListTrainingJobs", {"TrainingJobSummaries": [summary]}, region=region, StatusEquals="InProgress"),
        answer("DescribeTrainingJob", found, region=region, TrainingJobName=name),
    ]


def say_isolation(found, _):
    found["EnableNetworkIsolation"] = found["ModelName"] == "estate-risk"
    return found


def say_metadata_version(found, _):
    version = "2" if found["NotebookInstanceName"] == "estate-cohorts" else "1"
    found["InstanceMetadataServiceConfiguration"] = {"MinimumInstanceMetadataServiceVersion": version}
    return found


def rules():
    private = arn("sagemaker", "workteam/private-crowd/estate-coders")
    public = f"arn:aws:sagemaker:{WEST}:394669845002:workteam/public-crowd/default"
    labeling, reviews = [], []
    for region, team in ((EAST, private), (WEST, public)):
        job = {
            "LabelingJobName": "estate-scans",
            "LabelingJobArn": arn("sagemaker", "labeling-job/estate-scans", region),
            "CreationTime": NOW,
            "LastModifiedTime": NOW,
            "LabelingJobStatus": "InProgress",
            "LabelCounters": {},
            "WorkteamArn": team,
        }
        labeling.append(answer("ListLabelingJobs", {"LabelingJobSummaryList": [job]}, region=region))
        flow = {
            "FlowDefinitionName": "estate-review",
            "FlowDefinitionArn": arn("sagemaker", "flow-definition/estate-review", region),
            "FlowDefinitionStatus": "Active",
            "CreationTime": NOW,
        }
        loop = {
            "WorkteamArn": team,
            "HumanTaskUiArn": arn("sagemaker", "human-task-ui/estate", region),
            "TaskTitle": "Review",
            "TaskDescription": "Review",
            "TaskCount": 1,
        }
        whole = {**flow, "HumanLoopConfig": loop, "OutputConfig": {"S3OutputPath": "s3://estate/"}, "RoleArn": ROLE}
        reviews.append(answer("ListFlowDefinitions", {"FlowDefinitionSummaries": [flow]}, region=region))
        reviews.append(answer("DescribeFlowDefinition", whole, region=region))
    nothing = [
        answer("ListLabelingJobs", {"LabelingJobSummaryList": []}, account="*"),
        answer("ListFlowDefinitions", {"FlowDefinitionSummaries": []}, account="*"),
    ]
    said = [amend("DescribeModel", say_isolation), amend("DescribeNotebookInstance", say_metadata_version)]
    return [*said, *training(EAST, True), *training(WEST, False), *labeling, *reviews, *nothing]

"""Instances, volumes, snapshots, images and launch templates: one of each that is sound, and one of each that is not."""

from datetime import UTC, datetime, timedelta

from estate import ACCOUNT, EAST, WEST, arn
from rules import amend, answer, more

API = "ec2"
NOW = datetime.now(UTC)
# By the Name tag: what the emulator cannot be told of an instance.
INSTANCES = {
    # Its VPC is shared by another account, which lists it.
    "estate-charts": {
        "EnclaveOptions": {"Enabled": True},
        "EbsOptimized": True,
        "PublicIpAddress": None,
        "VpcId": "vpc-0a1b2c3d4e5f60718",
    },
    "estate-portal": {
        "EnclaveOptions": {"Enabled": True},
        "PublicIpAddress": "203.0.113.7",
        "LaunchTime": NOW - timedelta(days=400),
        "MetadataOptions": {"HttpEndpoint": "enabled", "HttpTokens": "optional", "HttpPutResponseHopLimit": 64},
    },
    "estate-member": {
        "EnclaveOptions": {"Enabled": False},
        "Tags": [{"Key": "aws:autoscaling:groupName", "Value": "estate-web"}],
        "PublicIpAddress": None,
    },
}
made = {}


def seed(aws):
    east, west = aws("ec2", EAST), aws("ec2", WEST)
    for name, client in (("estate-charts", east), ("estate-member", east), ("estate-portal", west)):
        image = client.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
        sound = client is east
        group = client.create_security_group(GroupName=name, Description="instances")["GroupId"]
        open_to = {"IpProtocol": "tcp", "FromPort": 443 if sound else 8000, "ToPort": 443 if sound else 8000}
        everyone = [{**open_to, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
        client.authorize_security_group_ingress(GroupId=group, IpPermissions=everyone)
        tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": name}]}]
        instance = client.run_instances(
            ImageId=image,
            MinCount=1,
            MaxCount=1,
            InstanceType="m3.xlarge",
            TagSpecifications=tags,
            SecurityGroupIds=[group],
            Monitoring={"Enabled": sound},
            MetadataOptions={"HttpTokens": "required" if sound else "optional", "HttpEndpoint": "enabled"},
        )["Instances"][0]["InstanceId"]
        made[name] = instance
        if sound:
            zone = f"{EAST}a"
            made["volume"] = client.create_volume(AvailabilityZone=zone, Size=8, Encrypted=True)["VolumeId"]
        volume = client.create_volume(AvailabilityZone=f"{client.meta.region_name}a", Size=8, Encrypted=sound)["VolumeId"]
        client.create_snapshot(VolumeId=volume, Description="estate " + ("sound" if sound else "shared"))
        own = client.create_image(InstanceId=instance, Name=name)["ImageId"]
        if not sound:
            client.modify_image_attribute(ImageId=own, LaunchPermission={"Add": [{"Group": "all"}]})
    terminated = east.run_instances(ImageId=image, MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    east.terminate_instances(InstanceIds=[terminated])
    east.enable_ebs_encryption_by_default()


def instances(answered, _):
    for reservation in answered["Reservations"]:
        for instance in reservation["Instances"]:
            tags = instance.get("Tags") or []
            name = next((t["Value"] for t in tags if t["Key"] == "Name"), None)
            change = dict(INSTANCES.get(name, {}))
            instance["Tags"] = tags + change.pop("Tags", [])
            instance.update(change)
            address = instance["PublicIpAddress"] if "PublicIpAddress" in change else None
            for interface in instance.get("NetworkInterfaces") or []:
                interface["Association"] = {"PublicIp": address} if address else None
            if name == "estate-charts":
                profile = f"arn:aws:iam::{ACCOUNT}:instance-profile/charts"
                instance["IamInstanceProfile"] = {"Arn": profile, "Id": "AIPAEXAMPLE"}
                instance["MetadataOptions"] = {"HttpEndpoint": "enabled", "HttpTokens": "required", "HttpPutResponseHopLimit": 1}
    return answered


def images(encrypted):
    def change(answered, _):
        for image in answered["Images"]:
            image["BlockDeviceMappings"] = [{"DeviceName": "/dev/xvda", "Ebs": {"SnapshotId": "snap-0a1b2c3d", "Encrypted": encrypted}}]
        return answered

    return change


def own(answered, _):
    answered["Snapshots"] = [s for s in answered["Snapshots"] if s.get("Description", "").startswith("estate ")]
    return answered


def shared(answered, _):
    answered["Snapshots"] = [s for s in answered["Snapshots"] if s.get("Description") == "estate shared"]
    return answered


def template(name, region, data):
    made_at = datetime(2026, 3, 1, tzinfo=UTC)
    return answer(
        "DescribeLaunchTemplateVersions",
        {
            "LaunchTemplateVersions": [
                {
                    "LaunchTemplateId": f"lt-0a1b2c3d4e5f6{'1' if region == EAST else '2'}",
                    "LaunchTemplateName": name,
                    "VersionNumber": 1,
                    "DefaultVersion": True,
                    "CreateTime": made_at,
                    "LaunchTemplateData": data,
                }
            ]
        },
        region=region,
    )


def device(encrypted):
    return [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 8, "Encrypted": encrypted}}]


def protected(region, thing):
    return {"ResourceArn": arn("ec2", thing, region), "ResourceType": "EC2", "LastBackupTime": NOW - timedelta(days=1)}


def everywhere():
    """moto counts the snapshots of its images as everybody's own, and knows no filter of instance types."""
    old = ["c3.xlarge", "m3.xlarge"]
    return [
        amend("DescribeSnapshots", shared, account="*", RestorableByUserIds=bool),
        amend("DescribeSnapshots", own, account="*"),
        answer(
            "DescribeInstanceTypes",
            {"InstanceTypes": [{"InstanceType": t, "EbsInfo": {"EbsOptimizedSupport": "supported"}} for t in old]},
            account="*",
        ),
    ]


def rules():
    sound = {
        "BlockDeviceMappings": device(True),
        "MetadataOptions": {"HttpTokens": "required", "HttpEndpoint": "enabled"},
        "NetworkInterfaces": [{"DeviceIndex": 0, "AssociatePublicIpAddress": False}],
    }
    open_ = {
        "BlockDeviceMappings": device(False),
        "NetworkInterfaces": [{"DeviceIndex": 0, "AssociatePublicIpAddress": True}],
    }
    return [
        amend("DescribeInstances", instances),
        amend("DescribeImages", images(True), region=EAST),
        amend("DescribeImages", images(False), region=WEST),
        template("estate-charts", EAST, sound),
        template("estate-portal", WEST, open_),
        answer("GetSnapshotBlockPublicAccessState", {"State": "block-new-sharing", "ManagedBy": "account"}, region=EAST),
        answer("GetSnapshotBlockPublicAccessState", {"State": "unblocked", "ManagedBy": "account"}, account="*"),
        answer("GetImageBlockPublicAccessState", {"ImageBlockPublicAccessState": "block-new-sharing"}, region=EAST),
        answer("GetImageBlockPublicAccessState", {"ImageBlockPublicAccessState": "unblocked"}, account="*"),
        answer("GetInstanceMetadataDefaults", {"AccountLevel": {"HttpTokens": "required"}}, region=EAST),
        answer("GetInstanceMetadataDefaults", {"AccountLevel": {}}, account="*"),
        answer("GetSerialConsoleAccessStatus", {"SerialConsoleAccessEnabled": True}, region=WEST),
        answer("GetSerialConsoleAccessStatus", {"SerialConsoleAccessEnabled": False}, account="*"),
        more(
            "ListProtectedResources",
            {"Results": [protected(EAST, f"instance/{made['estate-charts']}"), protected(EAST, f"volume/{made['volume']}")]},
            region=EAST,
            api="backup",
        ),
    ]

"""Groups and launch configurations: sound ones in one region, open ones in the other."""

from estate import EAST, WEST
from rules import amend


def seed(aws):
    for region, sound in ((EAST, True), (WEST, False)):
        scaling, ec2 = aws("autoscaling", region), aws("ec2", region)
        image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
        scaling.create_launch_configuration(
            LaunchConfigurationName="estate-web",
            ImageId=image,
            InstanceType="t3.micro",
            AssociatePublicIpAddress=not sound,
            BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 8, "Encrypted": sound}}],
            MetadataOptions={"HttpTokens": "required" if sound else "optional", "HttpEndpoint": "enabled"},
        )
        scaling.create_auto_scaling_group(
            AutoScalingGroupName="estate-web",
            LaunchConfigurationName="estate-web",
            MinSize=0,
            MaxSize=2,
            DesiredCapacity=0,
            AvailabilityZones=[f"{region}a", f"{region}b"] if sound else [f"{region}a"],
            HealthCheckType="ELB" if sound else "EC2",
            HealthCheckGracePeriod=300,
        )


def balanced(answered, _):
    # The emulator would want the load balancer to exist.
    for group in answered["AutoScalingGroups"]:
        group["LoadBalancerNames"] = ["estate-portal"]
    return answered


def rules():
    return [amend("DescribeAutoScalingGroups", balanced)]

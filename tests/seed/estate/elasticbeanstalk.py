"""Environments: one with what Elastic Beanstalk offers, and one with its defaults."""

from estate import EAST, WEST
from rules import amend, answer

SOUND = [
    ("aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled", "true"),
    ("aws:elasticbeanstalk:healthreporting:system", "SystemType", "enhanced"),
    ("aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs", "true"),
    ("aws:autoscaling:launchconfiguration", "DisableIMDSv1", "true"),
]
PLAIN = [
    ("aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled", "false"),
    ("aws:elasticbeanstalk:healthreporting:system", "SystemType", "basic"),
    ("aws:autoscaling:launchconfiguration", "DisableIMDSv1", "false"),
    ("aws:elasticbeanstalk:application:environment", "SystemType", "enhanced"),
]


def seed(aws):
    for region, name in ((EAST, "estate-charts"), (WEST, "estate-scratch")):
        beanstalk = aws("elasticbeanstalk", region)
        beanstalk.create_application(ApplicationName=name)
        stack = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"
        beanstalk.create_environment(ApplicationName=name, EnvironmentName=name, SolutionStackName=stack)


def settings(name, options):
    made = [{"Namespace": space, "OptionName": option, "Value": value} for space, option, value in options]
    return {"ConfigurationSettings": [{"ApplicationName": name, "EnvironmentName": name, "OptionSettings": made}]}


def identified(answer, _):
    for number, environment in enumerate(answer["Environments"]):
        environment["EnvironmentId"] = f"e-estate000{number}"


def rules():
    return [
        # moto gives environments no ids.
        amend("DescribeEnvironments", identified),
        answer("DescribeConfigurationSettings", settings("estate-charts", SOUND), region=EAST),
        answer("DescribeConfigurationSettings", settings("estate-scratch", PLAIN), region=WEST),
    ]

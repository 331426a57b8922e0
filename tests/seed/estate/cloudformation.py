"""Stacks: one protected whose outputs name hosts, one that hands out a password."""

import json

from estate import EAST, WEST


def template(output):
    topic = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Name": f"/estate/{output}", "Value": "on"}}
    return json.dumps({"Resources": {"Setting": topic}, "Outputs": {output: {"Value": "invented"}}})


def seed(aws):
    east, west = aws("cloudformation", EAST), aws("cloudformation", WEST)
    east.create_stack(StackName="estate-charts", TemplateBody=template("DatabaseHost"), EnableTerminationProtection=True)
    west.create_stack(StackName="estate-portal", TemplateBody=template("DatabasePassword"))

"""Alarms: one that tells somebody, one that is part of a composite alarm, and one that tells nobody."""

from estate import EAST, WEST, arn
from rules import answer


def seed(aws):
    def alarm(name, region, **more):
        aws("cloudwatch", region).put_metric_alarm(
            AlarmName=name,
            MetricName="Errors",
            Namespace="Estate",
            Statistic="Sum",
            Period=300,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanOrEqualToThreshold",
            **more,
        )

    oncall = arn("sns", "estate-oncall")
    alarm("estate-errors", EAST, AlarmActions=[oncall])
    alarm("estate-part", EAST)
    alarm("estate-silent", WEST)


def rules():
    both = {
        "AlarmName": "estate-both",
        "AlarmArn": arn("cloudwatch", "alarm:estate-both"),
        "AlarmRule": 'ALARM("estate-errors") AND ALARM("estate-part")',
        "ActionsEnabled": True,
        "AlarmActions": [arn("sns", "estate-oncall")],
    }
    kind = {"AlarmTypes": ["CompositeAlarm"]}
    return [
        answer("DescribeAlarms", {"CompositeAlarms": [both]}, region=EAST, **kind),
        answer("DescribeAlarms", {"CompositeAlarms": []}, account="*", **kind),
    ]

"""EventBridge: a bus for its organization, and one that anybody may send to."""

from estate import EAST, WEST, allow, arn, policy


def seed(aws):
    def bus(name, region, **more):
        events = aws("events", region)
        events.create_event_bus(Name=name)
        statement = allow("*", "events:PutEvents", arn("events", f"event-bus/{name}", region), Sid="Send", **more)
        events.put_permission(EventBusName=name, Policy=policy(statement))

    bus("estate-orders", EAST, Condition={"StringEquals": {"aws:PrincipalOrgID": "o-abcde12345"}})
    bus("estate-open", WEST)
    pattern = '{"source": ["aws.guardduty"]}'
    aws("events", EAST).put_rule(Name="estate-findings", EventPattern=pattern)

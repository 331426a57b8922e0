"""SNS: an encrypted topic that takes TLS alone, and one that anybody may use, in the clear."""

from estate import ACCOUNT, EAST, KEY, WEST, allow, arn, policy


def seed(aws):
    east, west = aws("sns", EAST), aws("sns", WEST)
    results = arn("sns", "estate-results")
    own = allow("*", ["sns:Publish"], results, Condition={"StringEquals": {"aws:SourceAccount": ACCOUNT}})
    tls = {**allow("*", "sns:Publish", results), "Effect": "Deny"}
    tls["Condition"] = {"Bool": {"aws:SecureTransport": "false"}}
    east.create_topic(Name="estate-results", Attributes={"KmsMasterKeyId": KEY, "Policy": policy(own, tls)})
    east.subscribe(TopicArn=results, Protocol="sqs", Endpoint=arn("sqs", "estate-results"))
    open_topic = arn("sns", "estate-open", WEST)
    anybody = policy(allow("*", ["sns:Publish", "sns:Subscribe"], open_topic))
    west.create_topic(Name="estate-open", Attributes={"Policy": anybody})
    west.subscribe(TopicArn=open_topic, Protocol="http", Endpoint="http://example.com/results")

"""Query logging of every VPC in the east that holds something."""

from estate import EAST
from rules import amend


def seed(aws):
    resolver = aws("route53resolver", EAST)
    aws("s3").create_bucket(Bucket="estate-dns-logs")
    made = resolver.create_resolver_query_log_config(
        Name="estate", DestinationArn="arn:aws:s3:::estate-dns-logs", CreatorRequestId="estate"
    )
    config = made["ResolverQueryLogConfig"]["Id"]
    for vpc in aws("ec2", EAST).describe_vpcs()["Vpcs"]:
        resolver.associate_resolver_query_log_config(ResolverQueryLogConfigId=config, ResourceId=vpc["VpcId"])


def active(answer, _):
    for association in answer.get("ResolverQueryLogConfigAssociations", []):
        association["Status"] = "ACTIVE"
    return answer


def rules():
    return [amend("ListResolverQueryLogConfigAssociations", active, region=EAST)]

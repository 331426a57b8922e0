"""Web ACLs: one that protects the portal and logs, and one that does neither."""

from estate import ACCOUNT, EAST, WEST
from rules import answer, error

# The portal of elbv2's file, where that was seeded before.
PORTAL = []


def acl(wafv2, name, scope="REGIONAL"):
    visible = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": name}
    made = wafv2.create_web_acl(Name=name, Scope=scope, DefaultAction={"Allow": {}}, VisibilityConfig=visible)
    return made["Summary"]["ARN"]


def seed(aws):
    wafv2 = aws("wafv2", EAST)
    bucket = f"arn:aws:s3:::aws-waf-logs-estate-{ACCOUNT}"
    logging = {"ResourceArn": acl(wafv2, "estate-portal"), "LogDestinationConfigs": [bucket]}
    wafv2.put_logging_configuration(LoggingConfiguration=logging)
    wafv2.put_logging_configuration(
        LoggingConfiguration={**logging, "ResourceArn": acl(wafv2, "estate-edge", "CLOUDFRONT")}
    )
    acl(wafv2, "estate-edge-scratch", "CLOUDFRONT")
    acl(aws("wafv2", WEST), "estate-scratch")
    found = aws("elbv2", EAST).describe_load_balancers()["LoadBalancers"]
    PORTAL.extend(b["LoadBalancerArn"] for b in found if b["LoadBalancerName"] == "estate-portal")


def rules():
    return [
        answer("ListResourcesForWebACL", {"ResourceArns": PORTAL}, region=EAST),
        answer("ListResourcesForWebACL", {"ResourceArns": []}, region=WEST),
        # moto tells the same log for every scope.
        error("GetLoggingConfiguration", "WAFNonexistentItemException", account="*", LogScope="SECURITY_LAKE"),
        error(
            "GetLoggingConfiguration", "WAFNonexistentItemException", account="*", LogScope="CLOUDWATCH_TELEMETRY_RULE_MANAGED"
        ),
    ]

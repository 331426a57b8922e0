"""The estate's account manages an organization whose policies limit services and regions, and opt out of AI services."""

from estate import EAST, policy
from rules import answer, error


def seed(aws):
    organizations = aws("organizations", EAST)
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    far = {"StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "us-west-2"]}}
    content = policy(
        {"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*", "Condition": far},
        {"Effect": "Deny", "Action": ["lightsail:*", "gamelift:*"], "Resource": "*"},
    )
    made = organizations.create_policy(
        Content=content, Description="eligible", Name="eligible", Type="SERVICE_CONTROL_POLICY"
    )
    organizations.attach_policy(PolicyId=made["Policy"]["PolicySummary"]["Id"], TargetId=root)


def rules():
    content = '{"services":{"default":{"opt_out_policy":"optOut"}}}'
    return [
        answer("DescribeEffectivePolicy", {"EffectivePolicy": {"PolicyContent": content}}),
        error("DescribeEffectivePolicy", "EffectivePolicyNotFoundException", account="*"),
    ]

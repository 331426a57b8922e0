"""Distributions: one that is HTTPS, logged and shielded from end to end, and one that is not."""

from estate import ACCOUNT
from rules import amend

ACL = f"arn:aws:wafv2:us-east-1:{ACCOUNT}:global/webacl/estate-portal/0a1b2c3d"


def config(name, viewer, policy, protocols, tls, acl, identity):
    ssl = {"Quantity": len(protocols), "Items": protocols}
    custom = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": policy, "OriginSslProtocols": ssl}
    bucket = {"OriginAccessIdentity": identity}
    origins = [
        {"Id": "api", "DomainName": "api.example.com", "CustomOriginConfig": custom},
        {"Id": "files", "DomainName": f"{name}.s3.us-east-1.amazonaws.com", "S3OriginConfig": bucket},
    ]
    behavior = {"TargetOriginId": "api", "ViewerProtocolPolicy": viewer, "MinTTL": 0}
    return {
        "Comment": name,
        "Enabled": True,
        "WebACLId": acl,
        "Origins": {"Quantity": 2, "Items": origins},
        "DefaultCacheBehavior": behavior,
        "CacheBehaviors": {"Quantity": 1, "Items": [{**behavior, "PathPattern": "/api/*"}]},
        "ViewerCertificate": {"CloudFrontDefaultCertificate": not acl, "MinimumProtocolVersion": tls},
    }


def configs():
    identity = "origin-access-identity/cloudfront/E3ABCDEFGHIJKL"
    return [
        config("estate-portal", "redirect-to-https", "https-only", ["TLSv1.2"], "TLSv1.2_2021", ACL, identity),
        config("estate-legacy", "allow-all", "match-viewer", ["TLSv1", "TLSv1.2"], "TLSv1", "", ""),
    ]


def seed(aws):
    for made in configs():
        name = made["Comment"]
        on = name == "estate-portal"
        log = {"Enabled": on, "IncludeCookies": False, "Bucket": "logs.s3.amazonaws.com", "Prefix": name}
        aws("cloudfront").create_distribution(
            DistributionConfig={"CallerReference": name, "Logging": log, **made},
        )


def told(answer, _):
    """moto lists distributions without what they are made of; it keeps them in the order in which they were made."""
    for distribution, made in zip(answer["DistributionList"].get("Items") or [], configs(), strict=False):
        distribution.update(made)


def rules():
    return [amend("ListDistributions", told)]

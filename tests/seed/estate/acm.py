"""Certificates: a young and strong one in the east, a weak one about to end in the west."""

from datetime import UTC, datetime, timedelta

from estate import EAST, WEST, arn
from rules import answer


def certificate(region, name, days, key, kind):
    now = datetime.now(UTC)
    return {
        "CertificateArn": arn("acm", f"certificate/{name}", region),
        "DomainName": f"{name}.example.com",
        "Status": "ISSUED",
        "Type": kind,
        "KeyAlgorithm": key,
        "InUse": True,
        "RenewalEligibility": "ELIGIBLE" if kind == "AMAZON_ISSUED" else "INELIGIBLE",
        "CreatedAt": now - timedelta(days=200),
        "NotBefore": now - timedelta(days=200),
        "NotAfter": now + timedelta(days=days),
    }


def rules():
    """moto imports no certificate with a weak key, and knows nothing that uses one."""
    sound = certificate(EAST, "portal", 190, "RSA-2048", "AMAZON_ISSUED")
    weak = certificate(WEST, "legacy", 12, "RSA-1024", "IMPORTED")
    return [
        answer("ListCertificates", {"CertificateSummaryList": [sound]}, region=EAST),
        answer("ListCertificates", {"CertificateSummaryList": [weak]}, region=WEST),
        answer("ListTagsForCertificate", {"Tags": [{"Key": "phi", "Value": "yes"}]}),
    ]

"""AWS Artifact: the agreement that the estate's account has accepted."""

from rules import answer


def rules():
    return [answer("ListCustomerAgreements", {"customerAgreements": []}, account="*")]

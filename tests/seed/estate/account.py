"""Account Management: the regions of every account, which moto does not tell."""

from rules import answer

STATUS = {"us-east-1": "ENABLED_BY_DEFAULT", "us-west-2": "ENABLED_BY_DEFAULT", "ap-east-1": "DISABLED"}


def rules():
    regions = [{"RegionName": name, "RegionOptStatus": status} for name, status in STATUS.items()]
    return [answer("ListRegions", {"Regions": regions}, account="*")]

"""Account Management: the regions of every account, which moto does not tell, and the estate's security contact."""

from estate import EAST
from rules import answer

STATUS = {"us-east-1": "ENABLED_BY_DEFAULT", "us-west-2": "ENABLED_BY_DEFAULT", "ap-east-1": "DISABLED"}


def seed(aws):
    aws("account", EAST).put_alternate_contact(
        AlternateContactType="SECURITY",
        Name="Security team",
        Title="On call",
        EmailAddress="security@example.com",
        PhoneNumber="+1 555 0100",
    )


def rules():
    regions = [{"RegionName": name, "RegionOptStatus": status} for name, status in STATUS.items()]
    return [answer("ListRegions", {"Regions": regions}, account="*")]

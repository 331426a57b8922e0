"""The account of the public website, which by declaration holds no PHI."""

from aws import NO_PHI, allow, client
from buckets import bucket


def seed():
    name = "clinic-website"
    readers = allow("*", "s3:GetObject", f"arn:aws:s3:::{name}/*")
    s3 = bucket(name, tags=NO_PHI, shut=False, statements=[readers], log=False)
    s3.put_bucket_website(Bucket=name, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}})
    client("sns").create_topic(Name="site-down", Tags=NO_PHI)
    logs = "clinic-website-trail"
    s3 = bucket(logs, tags=NO_PHI, shut=False, log=False, owner="ObjectWriter")
    s3.put_bucket_acl(Bucket=logs, ACL="public-read")
    trail = client("cloudtrail")
    trail.create_trail(Name="website", S3BucketName=logs, IsMultiRegionTrail=True)
    functions = [{"Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda"]}]
    selector = {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": functions}
    trail.put_event_selectors(TrailName="website", EventSelectors=[selector])
    trail.start_logging(Name="website")

"""AWS Config: records everything and delivers in EAST; in WEST it is stopped and its bucket refuses."""

from estate import ACCOUNT, EAST, WEST
from rules import answer

DELIVERED = {"lastStatus": "Success"}
REFUSED = {"lastStatus": "Failure", "lastErrorCode": "AccessDenied"}


def seed(aws):
    for region in (EAST, WEST):
        config = aws("config", region)
        role = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
        group = {"allSupported": True, "includeGlobalResourceTypes": region == EAST}
        config.put_configuration_recorder(
            ConfigurationRecorder={"name": "default", "roleARN": role, "recordingGroup": group}
        )
        config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "estate-config"})
        if region == EAST:
            config.start_configuration_recorder(ConfigurationRecorderName="default")


def rules():
    def status(info):
        told = {"name": "default", "configHistoryDeliveryInfo": info, "configStreamDeliveryInfo": DELIVERED}
        return {"DeliveryChannelsStatus": [told]}

    return [
        answer("DescribeDeliveryChannelStatus", status(DELIVERED), region=EAST),
        answer("DescribeDeliveryChannelStatus", status(REFUSED), region=WEST),
    ]

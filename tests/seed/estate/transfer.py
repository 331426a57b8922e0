"""Servers for files: one within a VPC over SFTP, and an open one that offers FTP."""

from estate import EAST, WEST, arn
from rules import amend


def seed(aws):
    group = arn("logs", "log-group:/transfer/charts:*")
    aws("transfer", EAST).create_server(
        Protocols=["SFTP"],
        EndpointType="VPC",
        StructuredLogDestinations=[group],
        SecurityPolicyName="TransferSecurityPolicy-2024-01",
    )
    aws("transfer", WEST).create_server(
        Protocols=["SFTP", "FTP"], EndpointType="PUBLIC", SecurityPolicyName="TransferSecurityPolicy-2018-11"
    )

"""Servers for files: one within a VPC over SFTP, and an open one that offers FTP."""

from estate import EAST, WEST, arn
from rules import answer


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


def ssh(name, exchange, code):
    return {"SecurityPolicy": {"SecurityPolicyName": name, "SshKexs": [exchange], "SshMacs": [code]}}


def rules():
    new, old = "TransferSecurityPolicy-2024-01", "TransferSecurityPolicy-2018-11"
    sound = ssh(new, "curve25519-sha256", "hmac-sha2-256-etm@openssh.com")
    plain = ssh(old, "diffie-hellman-group14-sha1", "hmac-sha1")
    return [
        answer("DescribeSecurityPolicy", sound, SecurityPolicyName=new),
        answer("DescribeSecurityPolicy", plain, SecurityPolicyName=old),
    ]

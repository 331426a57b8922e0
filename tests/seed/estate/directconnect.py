"""Lines: one encrypted with MACsec, and a hosted one that cannot be."""

from estate import ACCOUNT, EAST, WEST
from rules import answer


def line(region, name, **more):
    return answer(
        "DescribeConnections",
        {
            "connections": [
                {
                    "ownerAccount": ACCOUNT,
                    "connectionId": f"dxcon-{name}",
                    "connectionName": name,
                    "connectionState": "available",
                    "location": "EqDC2",
                    **more,
                }
            ]
        },
        region=region,
    )


def rules():
    sound = {"macSecCapable": True, "encryptionMode": "must_encrypt", "portEncryptionStatus": "Encryption Up"}
    return [line(EAST, "estate-clinic", **sound), line(WEST, "estate-hosted", macSecCapable=False)]

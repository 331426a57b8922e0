"""Accelerators: one with flow logs, and one without."""

from estate import ACCOUNT
from rules import answer


def arn(name):
    return f"arn:aws:globalaccelerator::{ACCOUNT}:accelerator/{name}"


def rules():
    names = ["estate-edge", "estate-scratch"]
    listed = [{"AcceleratorArn": arn(name), "Name": name, "Enabled": True} for name in names]
    logs = {"FlowLogsEnabled": True, "FlowLogsS3Bucket": "estate-edge-logs", "FlowLogsS3Prefix": "edge"}
    return [
        answer("ListAccelerators", {"Accelerators": listed}),
        answer("ListAccelerators", {"Accelerators": []}, account="*"),
        answer(
            "DescribeAcceleratorAttributes", {"AcceleratorAttributes": logs}, AcceleratorArn=arn("estate-edge")
        ),
        answer(
            "DescribeAcceleratorAttributes",
            {"AcceleratorAttributes": {"FlowLogsEnabled": False}},
            AcceleratorArn=arn("estate-scratch"),
        ),
    ]

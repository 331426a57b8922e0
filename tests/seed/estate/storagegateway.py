"""File shares: each protocol once with a key and known clients, and once with neither."""

from estate import ACCOUNT, EAST, KEY, WEST, arn
from rules import answer


def listed(kind, name, region):
    where = arn("storagegateway", f"share/{name}", region)
    gateway = arn("storagegateway", "gateway/sgw-0A1B2C3D", region)
    told = {"FileShareARN": where, "FileShareId": name, "FileShareStatus": "AVAILABLE", "GatewayARN": gateway}
    return {**told, "FileShareType": kind}


def share(kind, name, region, sound, **more):
    told = listed(kind, name, region)
    del told["FileShareType"]
    key = {"EncryptionType": "SseS3", "KMSEncrypted": False}
    if sound:
        key = {"EncryptionType": "SseKms", "KMSEncrypted": True, "KMSKey": KEY}
    tags = [{"Key": "phi", "Value": "yes"}]
    return {**told, "Role": f"arn:aws:iam::{ACCOUNT}:role/shares", "Tags": tags, **key, **more}


def rules():
    found = []
    for region, sound in ((EAST, True), (WEST, False)):
        clients = ["10.20.0.0/24"] if sound else ["0.0.0.0/0"]
        nfs = share("NFS", "share-0A1B2C3D", region, sound, ClientList=clients)
        smb = share("SMB", "share-0A1B2C3E", region, sound, Authentication="ActiveDirectory" if sound else "GuestAccess")
        both = [listed("NFS", "share-0A1B2C3D", region), listed("SMB", "share-0A1B2C3E", region)]
        told = {"GatewayARN": nfs["GatewayARN"], "GatewayId": "sgw-0A1B2C3D", "GatewayType": "FILE_S3", "GatewayName": "estate-shares"}
        found += [
            answer("ListGateways", {"Gateways": [told]}, region=region),
            answer("ListFileShares", {"FileShareInfoList": both}, region=region),
            answer("DescribeNFSFileShares", {"NFSFileShareInfoList": [nfs]}, region=region),
            answer("DescribeSMBFileShares", {"SMBFileShareInfoList": [smb]}, region=region),
        ]
    # Accounts with nothing; moto has none of this service.
    return [*found, *(answer(o, {}, account="*") for o in ("ListFileShares", "ListGateways"))]

"""File systems: Windows with a key of the account, audited and backed up; the same without; Lustre, scratch and
linked to a bucket; ONTAP."""

from datetime import UTC, datetime, timedelta

from estate import ACCOUNT, EAST, WEST, arn
from rules import answer, more

made = {}


def seed(aws):
    made["key"] = aws("kms", EAST).create_key(Description="shares")["KeyMetadata"]["Arn"]


def system(name, kind, region=EAST, **more):
    return {
        "OwnerId": ACCOUNT,
        "CreationTime": datetime(2026, 3, 1, tzinfo=UTC),
        "FileSystemId": name,
        "FileSystemType": kind,
        "Lifecycle": "AVAILABLE",
        "ResourceARN": arn("fsx", f"file-system/{name}", region),
        "Tags": [{"Key": "Name", "Value": f"estate-{kind.lower()}"}],
        **more,
    }


def windows(days, level):
    audit = {"FileAccessAuditLogLevel": level, "FileShareAccessAuditLogLevel": level}
    return {"DeploymentType": "MULTI_AZ_1", "AutomaticBackupRetentionDays": days, "AuditLogConfiguration": audit}


def rules():
    yesterday = datetime.now(UTC) - timedelta(days=1)
    charts, scans, slides = (f"fs-0a1b2c3d4e5f6000{n}" for n in (1, 2, 5))
    east = [
        system(charts, "WINDOWS", KmsKeyId=made["key"], WindowsConfiguration=windows(14, "SUCCESS_AND_FAILURE")),
        system(scans, "LUSTRE", LustreConfiguration={"DeploymentType": "SCRATCH_2"}),
        system(slides, "LUSTRE", KmsKeyId=made["key"], LustreConfiguration={"DeploymentType": "PERSISTENT_2"}),
    ]
    link = {"AssociationId": "dra-0a1b2c3d4e5f60001", "FileSystemId": slides, "Lifecycle": "AVAILABLE"}
    link |= {"ResourceARN": arn("fsx", f"association/{slides}/dra-0a1b2c3d4e5f60001"), "DataRepositoryPath": "s3://estate-slides"}
    foreign = arn("kms", "key/00000000-1111-4222-8333-444455556666", WEST)
    west = [
        system("fs-0a1b2c3d4e5f60003", "WINDOWS", WEST, KmsKeyId=foreign, WindowsConfiguration=windows(0, "DISABLED")),
        system("fs-0a1b2c3d4e5f60004", "ONTAP", WEST, KmsKeyId=foreign, OntapConfiguration={"AutomaticBackupRetentionDays": 30}),
    ]
    protected = {"ResourceArn": arn("fsx", f"file-system/{charts}"), "ResourceType": "FSx", "LastBackupTime": yesterday}
    return [
        answer("DescribeFileSystems", {"FileSystems": east}, region=EAST),
        answer("DescribeFileSystems", {"FileSystems": west}, region=WEST),
        answer("DescribeDataRepositoryAssociations", {"Associations": [link]}, region=EAST),
        answer("DescribeDataRepositoryAssociations", {"Associations": []}, account="*"),
        more("ListProtectedResources", {"Results": [protected]}, region=EAST, api="backup"),
    ]

"""AWS Backup: a locked vault of a customer's key, a daily plan that copies, and what was made by it in EAST; in WEST a vault that
anybody may copy into, a weekly plan, and recovery points that are neither encrypted nor kept."""

from datetime import UTC, datetime, timedelta

from estate import ACCOUNT, EAST, KEY, WEST, allow, arn, policy
from rules import answer, error, more

RECENT = datetime.now(UTC) - timedelta(days=2)


def vault(name, region, **also):
    told = {"BackupVaultName": name, "BackupVaultArn": arn("backup", f"backup-vault:{name}", region)}
    return {**told, "VaultType": "BACKUP_VAULT", "CreationDate": RECENT, "NumberOfRecoveryPoints": 1, **also}


def point(name, region, days, **also):
    told = {"RecoveryPointArn": arn("rds", f"snapshot:awsbackup:{name}", region), "ResourceType": "RDS"}
    made = {"CreatedBy": {"BackupPlanId": "estate-plan"}, "Lifecycle": {"DeleteAfterDays": days}}
    return {**told, **made, "CreationDate": RECENT, "Status": "COMPLETED", **also}


def seed(aws):
    def plan(name, schedule, days, region, copies):
        rule = {
            "RuleName": "main",
            "TargetBackupVaultName": name,
            "ScheduleExpression": schedule,
            "Lifecycle": {"DeleteAfterDays": days},
            "CopyActions": [{"DestinationBackupVaultArn": copy} for copy in copies],
        }
        aws("backup", region).create_backup_plan(BackupPlan={"BackupPlanName": name, "Rules": [rule]})

    far = f"arn:aws:backup:{WEST}:{ACCOUNT}:backup-vault:estate-far"
    plan("estate-daily", "cron(0 5 ? * * *)", 35, EAST, [far])
    plan("estate-weekly", "cron(0 5 ? * 1 *)", 14, WEST, [])


def rules():
    sound = vault("estate-vault", EAST, Locked=True, EncryptionKeyArn=KEY, MinRetentionDays=35)
    open_vault = vault("estate-open", WEST, Locked=False)
    anybody = policy(allow("*", "backup:CopyIntoBackupVault"))
    selections = [{"SelectionId": "s-1", "SelectionName": "databases", "BackupPlanId": "estate-plan"}]
    tests = {
        "CreationTime": RECENT,
        "RestoreTestingPlanArn": arn("backup", "restore-testing-plan:estate_monthly"),
        "RestoreTestingPlanName": "estate_monthly",
        "ScheduleExpression": "cron(0 5 1 * ? *)",
        "LastExecutionTime": RECENT,
    }
    restore = {"RestoreJobId": "r-1", "Status": "COMPLETED", "CreationDate": RECENT, "CompletionDate": RECENT}
    report = {
        "ReportPlanName": "estate_jobs",
        "ReportPlanArn": arn("backup", "report-plan:estate_jobs"),
        "CreationTime": RECENT,
        "LastSuccessfulExecutionTime": RECENT,
    }
    return [
        answer("ListBackupVaults", {"BackupVaultList": [sound]}, region=EAST),
        answer("ListBackupVaults", {"BackupVaultList": [open_vault]}, region=WEST),
        error("GetBackupVaultAccessPolicy", "ResourceNotFoundException", region=EAST),
        answer("GetBackupVaultAccessPolicy", {"Policy": anybody}, region=WEST),
        answer("ListBackupSelections", {"BackupSelectionsList": selections}, region=EAST),
        answer("ListBackupSelections", {"BackupSelectionsList": []}, region=WEST),
        answer(
            "ListRecoveryPointsByBackupVault",
            {"RecoveryPoints": [point("kept", EAST, 35, IsEncrypted=True, EncryptionKeyArn=KEY)]},
            region=EAST,
        ),
        answer(
            "ListRecoveryPointsByBackupVault",
            {"RecoveryPoints": [point("scratch", WEST, 7, IsEncrypted=False)]},
            region=WEST,
        ),
        answer("ListRestoreTestingPlans", {"RestoreTestingPlans": [tests]}, region=EAST),
        answer("ListRestoreTestingPlans", {"RestoreTestingPlans": []}, account="*"),
        answer("ListRestoreJobs", {"RestoreJobs": [restore]}, region=EAST),
        answer("ListRestoreJobs", {"RestoreJobs": []}, account="*"),
        answer("ListReportPlans", {"ReportPlans": [report]}, region=EAST),
        answer("ListReportPlans", {"ReportPlans": []}, account="*"),
        more("ListProtectedResources", {"Results": [], "NextToken": ""}),
    ]

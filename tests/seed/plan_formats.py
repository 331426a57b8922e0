"""Derives the plans of fixtures/plans/formats from base.json: other versions of the format, and odd shapes.

    python3 tests/seed/plans.py formats && python3 tests/seed/plan_formats.py

The format: https://developer.hashicorp.com/terraform/internals/json-format; fixtures/plans/formats/README.md says what
each file shows and how it came about.
"""

import copy
import json
import pathlib

FOLDER = pathlib.Path(__file__).parents[2] / "fixtures/plans/formats"
BASE = json.loads((FOLDER / "base.json").read_text())
ADDRESS = "aws_sqs_queue.letters"


def derived(format_version, made_by, *dropped):
    plan = copy.deepcopy(BASE)
    plan |= {"format_version": format_version, "terraform_version": made_by}
    for key in dropped:
        plan.pop(key, None)
    return plan


def keep(name, plan):
    (FOLDER / f"{name}.json").write_text(json.dumps(plan, separators=(",", ":")) + "\n")


def renamed(plan, old, new):
    return json.loads(json.dumps(plan).replace(old, new))


def before_sensitivity(plan):
    """What came with 0.15 goes: what is sensitive in a value, and why something happens."""
    for change in plan["resource_changes"]:
        change.pop("action_reason", None)
        for key in ("before_sensitive", "after_sensitive", "replace_paths"):
            change["change"].pop(key, None)
    for resource in plan["planned_values"]["root_module"]["resources"]:
        resource.pop("sensitive_values", None)
    return plan


def found(plan, address):
    return next(change for change in plan["resource_changes"] if change["address"] == address)


def versions():
    later = ("timestamp", "applyable", "complete", "errored", "checks")
    old = before_sensitivity(derived("0.1", "0.12.31", *later, "relevant_attributes"))
    keep("0.1-terraform-0.12", renamed(old, "registry.terraform.io/hashicorp/aws", "aws"))
    keep("0.1-terraform-0.14", before_sensitivity(derived("0.1", "0.14.11", *later, "relevant_attributes")))
    keep("0.2-terraform-1.0", derived("0.2", "1.0.11", *later, "relevant_attributes"))
    keep("1.0-terraform-1.1", derived("1.0", "1.1.9", *later, "relevant_attributes"))
    keep("1.1-terraform-1.2", derived("1.1", "1.2.9", *later))
    keep("1.2-terraform-1.5", derived("1.2", "1.5.7", "applyable", "complete"))
    keep("1.2-opentofu-1.10", renamed(derived("1.2", "1.10.6", "applyable", "complete"), "registry.terraform.io", "registry.opentofu.org"))
    keep("1.2-terraform-1.14", terraform_1_14())
    keep("2.0-of-the-future", derived("2.0", "2.0.0"))


def terraform_1_14():
    """Deferred changes (1.9), identities (1.12) and invocations of actions (1.14)."""
    plan = derived("1.2", "1.14.0")
    queue = copy.deepcopy(found(plan, f'{ADDRESS}["out"]'))
    queue["address"], queue["index"] = f'{ADDRESS}["late"]', "late"
    plan["deferred_changes"] = [{"reason": "instance_count_unknown", "resource_change": queue}]
    found(plan, "aws_s3_bucket.scans")["change"]["after_identity"] = {"bucket": "formats-scans"}
    plan["action_invocations"] = [
        {
            "address": "action.aws_lambda_invoke.warm",
            "type": "aws_lambda_invoke",
            "name": "warm",
            "config_values": {"function_name": "formats-warm"},
            "config_unknown": {},
            "config_sensitive": {},
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "lifecycle_action_trigger": {
                "triggering_resource_address": "aws_s3_bucket.scans",
                "action_trigger_event": "AfterCreate",
                "action_trigger_block_index": 0,
                "actions_list_index": 0,
            },
        }
    ]
    return plan


def shapes():
    keep("without-planned-values", derived("1.2", "1.11.4", "planned_values"))
    keep("without-configuration", derived("1.2", "1.11.4", "configuration"))
    keep("only-planned-values", derived("1.2", "1.11.4", "resource_changes"))
    keep("errored", derived("1.2", "1.11.4") | {"errored": True, "applyable": False, "complete": False})
    keep("only-no-ops", only_no_ops())
    keep("forgotten-and-replaced", forgotten_and_replaced())
    keep("provider-6-region", provider_6())
    bytes_16 = b"\xff\xfe" + json.dumps(BASE, indent=2).replace("\n", "\r\n").encode("utf-16-le")
    # Not called .json: what reads every text of the repository as UTF-8 passes it by.
    (FOLDER / "utf-16le-bom.utf16").write_bytes(bytes_16)
    (FOLDER / "utf-8-bom.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(BASE).encode())


def only_no_ops():
    """As after an apply: what was planned is what is."""
    plan = derived("1.2", "1.11.4")
    for change in plan["resource_changes"]:
        before = change["change"]["after"]
        change["change"] |= {"actions": ["no-op"], "before": before, "after_unknown": {}}
        change["change"]["before_sensitive"] = change["change"]["after_sensitive"]
    values = copy.deepcopy(plan["planned_values"])
    for resource in values["root_module"]["resources"]:
        resource.setdefault("values", {})
    plan["prior_state"] = {"format_version": "1.0", "terraform_version": "1.11.4", "values": values}
    return plan | {"applyable": False, "output_changes": {}}


def forgotten_and_replaced():
    """Every pair of actions that the format knows, over one resource each."""
    plan = derived("1.2", "1.11.4")
    pairs = (["forget"], ["delete"], ["create", "delete"], ["delete", "create"], ["create", "forget"], ["update"], ["no-op"])
    for change, actions in zip(plan["resource_changes"], pairs):
        values = change["change"]["after"]
        gone = actions in (["forget"], ["delete"])
        change["change"] |= {"actions": actions, "before": values, "before_sensitive": {}, "after": None if gone else values}
        if gone:
            change["change"] |= {"after_unknown": {}, "after_sensitive": False}
            kept = plan["planned_values"]["root_module"]["resources"]
            kept[:] = [resource for resource in kept if resource["address"] != change["address"]]
    return plan


def provider_6():
    """Version 6 of the provider gives each regional resource a region of its own."""
    plan = derived("1.2", "1.13.4")
    regions = {f'{ADDRESS}["out"]': "eu-central-1"}
    for entry in plan["planned_values"]["root_module"]["resources"]:
        entry.setdefault("values", {})["region"] = regions.get(entry["address"], "us-east-1")
    for change in plan["resource_changes"]:
        change["change"]["after"]["region"] = regions.get(change["address"], "us-east-1")
    plan["configuration"]["provider_config"]["aws"]["version_constraint"] = "~> 6.0"
    return plan


def awscc():
    """Cloud Control's provider: the attributes are CloudFormation's properties, in snake case."""
    provider = "registry.terraform.io/hashicorp/awscc"
    written = {
        "awscc_s3_bucket": {
            "bucket_name": "formats-awscc",
            "bucket_encryption": {
                "server_side_encryption_configuration": [
                    {
                        "bucket_key_enabled": True,
                        "server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": None},
                    }
                ]
            },
            "public_access_block_configuration": {
                "block_public_acls": True,
                "block_public_policy": True,
                "ignore_public_acls": True,
                "restrict_public_buckets": True,
            },
            "versioning_configuration": {"status": "Enabled"},
            "tags": [{"key": "data", "value": "phi"}],
        },
        "awscc_rds_db_instance": {
            "db_instance_identifier": "formats-awscc",
            "engine": "postgres",
            "storage_encrypted": False,
            "publicly_accessible": True,
            "master_user_password": "S3cr3t-in-plan!-awscc-password",
        },
        "awscc_sqs_queue": {"queue_name": "formats-awscc", "sqs_managed_sse_enabled": True},
    }
    unknown = {
        "awscc_s3_bucket": {
            "arn": True,
            "id": True,
            "bucket_encryption": {
                "server_side_encryption_configuration": [{"server_side_encryption_by_default": {"kms_master_key_id": True}}]
            },
            "tags": [{}],
        },
        "awscc_rds_db_instance": {"id": True, "db_instance_arn": True, "kms_key_id": True},
        "awscc_sqs_queue": {"id": True, "arn": True, "kms_master_key_id": True},
    }
    plan = derived("1.2", "1.11.4", "variables", "relevant_attributes")
    common = [{"address": f"{kind}.this", "mode": "managed", "type": kind, "name": "this", "provider_name": provider} for kind in written]
    plan["planned_values"] = {
        "root_module": {
            "resources": [
                entry | {"schema_version": 0, "values": written[entry["type"]], "sensitive_values": {}} for entry in common
            ]
        }
    }
    plan["resource_changes"] = [
        entry
        | {
            "change": {
                "actions": ["create"],
                "before": None,
                "after": written[entry["type"]],
                "after_unknown": unknown[entry["type"]],
                "before_sensitive": False,
                "after_sensitive": {},
            }
        }
        for entry in common
    ]
    plan["configuration"] = {
        "provider_config": {"awscc": {"name": "awscc", "full_name": provider, "expressions": {"region": {"constant_value": "us-east-1"}}}},
        "root_module": {
            "resources": [
                {"address": entry["address"], "mode": "managed", "type": entry["type"], "name": "this", "provider_config_key": "awscc", "expressions": {}, "schema_version": 0}
                for entry in common
            ]
        },
    }
    return plan


if __name__ == "__main__":
    versions()
    shapes()
    keep("awscc", awscc())
    print(f"{len(list(FOLDER.glob('*.json')))} plans")

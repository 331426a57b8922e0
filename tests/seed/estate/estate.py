"""The estate's account and regions, and what the files beside this one may use to fill it."""

import json
import re
from importlib import import_module
from pathlib import Path

import boto3
from moto.core.utils import get_service_model

# The account that holds everything. Whatever else is asked is an account with nothing in it.
ACCOUNT = "555566667777"
# EAST is the region where most is sound, WEST the one where most is not.
EAST, WEST = "us-east-1", "us-west-2"
KEY = f"arn:aws:kms:{EAST}:{ACCOUNT}:key/0a1b2c3d-1111-4222-8333-444455556666"
OTHER_ACCOUNT = "888877776666"


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(principal, action, resource="*", **more):
    return {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource, **more}


def arn(service, resource, region=EAST, account=ACCOUNT):
    return f"arn:aws:{service}:{region}:{account}:{resource}"


class Aws:
    """Makes clients of the estate's account: `aws("efs", WEST)`."""

    def __init__(self, url):
        def client(service, region=EAST, **keys):
            keys = keys or {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "seed"}
            return boto3.client(service, region_name=region, endpoint_url=url, **keys)

        role = client("sts").assume_role(RoleArn=f"arn:aws:iam::{ACCOUNT}:role/seed", RoleSessionName="seed")
        found = role["Credentials"]
        self.keys = {
            "aws_access_key_id": found["AccessKeyId"],
            "aws_secret_access_key": found["SecretAccessKey"],
            "aws_session_token": found["SessionToken"],
        }
        self.client = client

    def __call__(self, service, region=EAST):
        made = self.client(service, region, **self.keys)
        # S3 Control puts the account into the host name, which no loopback address resolves; a header says it too.
        made.meta.events.register(
            "before-sign.s3-control",
            lambda request, **_: setattr(request, "url", request.url.replace(f"//{ACCOUNT}.", "//", 1)),
        )
        return made


def without_seed(module, api):
    """The rules of a file whose seed did not run. Where they hang on it, what counts is which operations they speak of: for
    any other account these have nothing to tell."""
    from rules import answer  # it names our account

    try:
        return module.rules()
    except (KeyError, NameError, AttributeError, TypeError, IndexError, StopIteration):
        source = Path(module.__file__).read_text()
        spoken = re.findall(r'\b(?:answer|error|amend)\(\s*"(\w+)"', source)
        known = get_service_model(api).operation_names
        return [answer(name, {}, account="-") for name in spoken if name in known]


def seeded(url, wanted):
    """Fills the account, and returns pairs of an API and the rules of its file. A file is named
    after its API, with `_` for `-`, or says `API = "ec2"`."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py"))
    aws, rules = Aws(url), []
    for name in (name for name in names if name not in ("__main__", "estate", "front", "rules")):
        module = import_module(name)
        api = getattr(module, "API", name.replace("_", "-"))
        named = not wanted or api in wanted
        if named and hasattr(module, "seed"):
            module.seed(aws)
        if hasattr(module, "everywhere"):
            rules.append((api, module.everywhere()))
        if hasattr(module, "rules"):
            rules.append((api, module.rules() if named else without_seed(module, api)))
    return rules

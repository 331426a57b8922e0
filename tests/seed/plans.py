"""Makes the plans of fixtures/plans: Terraform's own output, planned against an emulator of AWS.

    python3 tests/seed/plans.py [good] [bad] [change] [formats]

Needs `terraform` (1.7 or newer), its AWS provider 5.100 (from the registry, or from the folder named by
TF_PROVIDERS, laid out as a file system mirror), and moto (tests/requirements.txt). No test runs this: the tests read
what it wrote. fixtures/plans/hospital/README.md says what each plan shows.
"""

import json
import logging
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request

FORMATS = pathlib.Path(__file__).parents[2] / "fixtures/plans/formats"
HOSPITAL = pathlib.Path(__file__).parents[2] / "fixtures/plans/hospital"
ACCOUNT = "111122223333"
LONGEST_APPLY = 120  # seconds
# Made by the emulator, but not read by it in a way that the provider understands.
UNREADABLE = ("aws_sesv2_configuration_set", "aws_sfn_state_machine")
# The emulator answers at one host, so that a bucket cannot be part of the host's name.
OVERRIDE = """\
provider "aws" {
  s3_use_path_style = true
}

provider "aws" {
  alias             = "west"
  s3_use_path_style = true
}
"""


class Emulator:
    """moto on a free port, with an account of the fixtures' own."""

    def __enter__(self):
        os.environ |= {"MOTO_ACCOUNT_ID": ACCOUNT, "MOTO_IAM_LOAD_MANAGED_POLICIES": "true"}
        from moto.server import ThreadedMotoServer

        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        fill_in()
        self.server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
        self.server.start()
        host, port = self.server.get_host_and_port()
        self.url = f"http://{host}:{port}"
        # Names that the emulator draws by lot are the same in each run, as far as calls come in the same order.
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/moto-api/reset", method="POST")).close()
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/moto-api/seed?a=7", method="POST")).close()
        return self

    def __exit__(self, *_):
        self.server.stop()


def fill_in():
    """What the provider asks while it plans and moto does not know; and a refusal that no client tries again."""
    from moto.core.responses import BaseResponse
    from moto.stepfunctions.responses import StepFunctionResponse

    StepFunctionResponse.validate_state_machine_definition = lambda self: json.dumps({"result": "OK", "diagnostics": []})
    answer = BaseResponse.call_action

    def answered(self):
        try:
            return answer(self)
        except (NotImplementedError, LookupError, TypeError, AttributeError) as missing:
            return 400, {}, json.dumps({"__type": "NotImplemented", "message": repr(missing)})

    BaseResponse.call_action = answered


class Root:
    """A copy of the hospital in a folder of its own, with Terraform initialised in it."""

    def __init__(self, folder, emulator, source=HOSPITAL):
        self.folder, self.source = pathlib.Path(folder), source
        self.env = os.environ | {
            "AWS_ENDPOINT_URL": emulator.url,
            "AWS_ACCESS_KEY_ID": "emulator",
            "AWS_SECRET_ACCESS_KEY": "emulator",
            "AWS_MAX_ATTEMPTS": "2",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_REGION": "us-east-1",
            "CHECKPOINT_DISABLE": "true",
            "TF_IN_AUTOMATION": "true",
        }
        self.env.pop("TF_CLI_CONFIG_FILE", None)
        if os.environ.get("TF_PROVIDERS"):
            settings = self.folder / "settings.tfrc"
            mirror = json.dumps(os.environ["TF_PROVIDERS"])
            settings.write_text(f"provider_installation {{\n  filesystem_mirror {{\n    path = {mirror}\n  }}\n}}\n")
            self.env["TF_CLI_CONFIG_FILE"] = str(settings)
        shutil.copytree(source, self.folder / "root", ignore=shutil.ignore_patterns("*.json", "change", "README.md"))
        self.root = self.folder / "root"
        if source == HOSPITAL:
            (self.root / "providers_override.tf").write_text(OVERRIDE)
        self.terraform("init", "-input=false")

    def terraform(self, *arguments, may_fail=False):
        colour = [] if arguments[0] == "state" else ["-no-color"]
        command = ["terraform", f"-chdir={self.root}", arguments[0], *colour, *arguments[1:]]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True)
        if done.returncode and not may_fail:
            sys.exit(f"terraform {' '.join(arguments)}:\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}")
        return done

    def apply(self, *arguments):
        """Makes what the emulator lets it make: a few resources it makes half or not at all, and it never says that
        the database's update is done, so that Terraform is asked to stop after a while."""
        command = ["terraform", f"-chdir={self.root}", "apply", "-no-color", "-input=false", "-auto-approve", *arguments]
        going = subprocess.Popen(command, env=self.env, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
        try:
            told = going.communicate(timeout=LONGEST_APPLY)[1]
        except subprocess.TimeoutExpired:
            going.send_signal(signal.SIGINT)
            told = going.communicate()[1]
        print("".join(f"not made: {line.split()[1]}\n" for line in told.splitlines() if line.strip().startswith("with ")), end="")

    def untaint(self):
        """What was made, but not to its end, counts as made, unless the emulator cannot tell of it."""
        state = json.loads(self.terraform("show", "-json").stdout)
        modules = [state["values"]["root_module"]]
        for module in modules:
            modules += module.get("child_modules", [])
            for resource in module.get("resources", []):
                if resource["type"] in UNREADABLE:
                    self.terraform("state", "rm", resource["address"])
                elif resource.get("tainted"):
                    self.terraform("untaint", resource["address"])

    def plan(self, *arguments):
        self.terraform("plan", "-input=false", "-lock=false", f"-out={self.folder / 'plan'}", *arguments)
        return self.terraform("show", "-json", str(self.folder / "plan")).stdout

    def keep(self, name, shown):
        """Writes a plan as it was shown, but for the hour of day, and only if it tells nothing of this machine."""
        told = json.loads(shown)
        assert told["timestamp"] in shown
        shown = shown.replace(f'"timestamp":"{told["timestamp"]}"', '"timestamp":"2026-11-24T09:00:00Z"')
        assert str(self.folder) not in shown, "the plan names a folder of this machine"
        (self.source / f"{name}.json").write_text(shown.rstrip("\n") + "\n")
        actions = [" ".join(change["change"]["actions"]) for change in told["resource_changes"]]
        counts = {action: actions.count(action) for action in sorted(set(actions))}
        types = {change["type"] for change in told["resource_changes"] if change["mode"] == "managed"}
        print(f"{name}.json: {len(actions)} changes, {len(types)} types, {counts}, {len(shown)} bytes")


def twin(name):
    with Emulator() as emulator, tempfile.TemporaryDirectory() as folder:
        root = Root(folder, emulator)
        root.keep(name, root.plan(f"-var-file={name}.tfvars"))


def formats():
    """The small plan of fixtures/plans/formats, from which plan_formats.py derives the others."""
    with Emulator() as emulator, tempfile.TemporaryDirectory() as folder:
        root = Root(folder, emulator, FORMATS)
        root.keep("base", root.plan())


def change():
    """The good twin is made in the emulator, something drifts, and a change is planned over it."""
    with Emulator() as emulator, tempfile.TemporaryDirectory() as folder:
        root = Root(folder, emulator)
        root.apply("-var-file=good.tfvars", "-var=rehearsal=true", "-parallelism=30")
        root.untaint()
        drift(emulator.url)
        for path in (HOSPITAL / "change").iterdir():
            shutil.copy(path, root.root / path.name)
        root.terraform("init", "-input=false")
        root.keep("change", root.plan("-var-file=change.tfvars"))


def drift(url):
    """Somebody switches versioning off by hand."""
    import boto3

    keys = {"aws_access_key_id": "emulator", "aws_secret_access_key": "emulator", "region_name": "us-east-1"}
    s3 = boto3.client("s3", endpoint_url=url, **keys)
    s3.put_bucket_versioning(Bucket=f"ridge-curated-{ACCOUNT}", VersioningConfiguration={"Status": "Suspended"})


if __name__ == "__main__":
    others = {"change": change, "formats": formats}
    for wanted in sys.argv[1:] or ["good", "bad", "change", "formats"]:
        others.get(wanted, lambda: twin(wanted))()

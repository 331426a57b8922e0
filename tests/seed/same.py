"""Makes the plan of tests/same: Terraform's own output for the resources that live facts and templates describe too.

    python3 tests/seed/same.py

Needs `terraform` (1.7 or newer) and its AWS provider 5.100 (from the registry, or from the folder named by TF_PROVIDERS,
laid out as a file system mirror). It asks no AWS: nothing is made yet, and the provider's keys are nobody's. No test runs
this: the tests read what it wrote.
"""

import json
import pathlib
import sys
import tempfile
from types import SimpleNamespace

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from plans import Root

SAME = pathlib.Path(__file__).parents[1] / "same"
# What the reader takes; the values stand in `planned_values` a second time.
KEPT = ("format_version", "terraform_version", "timestamp", "resource_changes", "configuration")


def main():
    nowhere = SimpleNamespace(url="http://127.0.0.1:9")
    with tempfile.TemporaryDirectory() as folder:
        shown = json.loads(Root(folder, nowhere, SAME / "terraform").plan("-refresh=false"))
    plan = {key: shown[key] for key in KEPT} | {"timestamp": "2026-11-24T09:00:00Z"}
    (SAME / "plan.json").write_text(json.dumps(plan, separators=(",", ":")) + "\n")
    print(f"plan.json: {len(plan['resource_changes'])} resources")


main()

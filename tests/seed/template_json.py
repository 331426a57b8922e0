"""Writes parts/messaging.yaml of fixtures/templates/hospital as JSON, with each function in its long form.

    python3 tests/seed/template_json.py
"""

import json
import pathlib

import yaml

HOSPITAL = pathlib.Path(__file__).parents[2] / "fixtures/templates/hospital"


class Template(yaml.SafeLoader):
    """YAML 1.1 with CloudFormation's tags; dates stay as they are written."""


def function(loader, suffix, node):
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        return {name: value.split(".", 1) if suffix == "GetAtt" else value}
    return {name: loader.construct_sequence(node, deep=True)}


Template.add_multi_constructor("!", function)
Template.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))

if __name__ == "__main__":
    written = yaml.load((HOSPITAL / "parts/messaging.yaml").read_text(), Template)
    (HOSPITAL / "messaging.json").write_text(json.dumps(written, indent=2) + "\n")

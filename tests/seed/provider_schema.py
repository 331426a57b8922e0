"""Lists every attribute of every resource type of a Terraform provider, from `terraform providers schema -json`.

    terraform providers schema -json > schema.json        # in a folder that requires the provider and is initialised
    python3 tests/seed/provider_schema.py schema.json 5.100.0 > tests/models/terraform-aws.txt

The head of the list says what a line means. Only facts are taken: names, types and flags, no descriptions.
"""

import json
import sys

PROVIDER = "registry.terraform.io/hashicorp/aws"
# WAF's rules nest statements in statements and QuickSight's sheets nest visuals, some ten thousand paths each: what is
# deeper than this is left out, and its block says so.
DEEPEST = 6
HEAD = """\
# The attributes of the {count} resource types of {provider} {version}.
# Made by tests/seed/provider_schema.py from `terraform providers schema -json`. Names, types and flags are facts about
# the provider; its descriptions are left out.
#
# A line without a tab opens a resource type: its name, and the version of its schema.
# A line with a tab is a path in it: TAB path SPACE type [SPACE flag]...
#   path   dotted, without indices: `logging_config.system_log_level`
#   type   string, number, bool, dynamic, list(T), set(T), map(T), object; in `list(object)` and `set(object)` the
#          members of the object follow as paths with the flag `member`;
#          block(list|set|single|map) is a nested block, nested(list|set|single|map) an attribute with attributes; in
#          JSON a list or a set is an array, also where at most one may stand in it, a single is an object
#   flags  required, optional, computed, sensitive, write_only, deprecated; for blocks min=N, max=N, and `cut` where
#          deeper blocks are left out
"""


def type_word(written):
    """The type as a word: `string`, `list(string)`, `set(object)`; the members of objects are lines of their own."""
    if isinstance(written, str):
        return written
    kind, inner = written
    return "object" if kind == "object" else f"{kind}({type_word(inner)})"


def members(written):
    """The members of the object that a type is or holds, if it is or holds one."""
    while isinstance(written, list):
        if written[0] == "object":
            return written[1]
        written = written[1]
    return {}


def typed(path, written):
    """The lines of the members of an attribute whose type is, or holds, an object."""
    for name, inner in sorted(members(written).items()):
        yield f"{path}.{name}", type_word(inner), "member"
        yield from typed(f"{path}.{name}", inner)


def attributes(prefix, listed):
    for name, attribute in sorted(listed.items()):
        path = prefix + name
        flags = [f for f in ("required", "optional", "computed", "sensitive", "write_only", "deprecated") if attribute.get(f)]
        nested = attribute.get("nested_type")
        if nested:
            yield path, f"nested({nested['nesting_mode']})", " ".join(flags)
            yield from attributes(f"{path}.", nested.get("attributes", {}))
        else:
            yield path, type_word(attribute["type"]), " ".join(flags)
            yield from typed(path, attribute["type"])


def block(prefix, written, depth):
    yield from attributes(prefix, written.get("attributes", {}))
    for name, inner in sorted(written.get("block_types", {}).items()):
        path, bounds = prefix + name, [f"{k[:3]}={inner[k]}" for k in ("min_items", "max_items") if inner.get(k)]
        cut = ["cut"] if depth == DEEPEST else []
        yield path, f"block({inner['nesting_mode']})", " ".join(bounds + cut)
        if not cut:
            yield from block(f"{path}.", inner["block"], depth + 1)


def main(schema, version):
    with open(schema, encoding="utf-8") as file:
        types = json.load(file)["provider_schemas"][PROVIDER]["resource_schemas"]
    lines = [line.rstrip() for line in HEAD.format(provider=PROVIDER, version=version, count=len(types)).splitlines()]
    for name, schema in sorted(types.items()):
        lines.append(f"{name} {schema.get('version', 0)}")
        for path, word, flags in block("", schema["block"], 1):
            lines.append(f"\t{path} {word} {flags}".rstrip())
    print("\n".join(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])

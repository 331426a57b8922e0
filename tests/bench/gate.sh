#!/usr/bin/env bash
# Gates one plan with baascan and with Checkov, and one template with baascan and with cfn-guard, side by side.
# Usage: tests/bench/gate.sh [RESOURCES [TIMES]]    (1000 and 5 by default)
# Needs: cargo, python3 with venv, a package index and a crate registry within reach. Everything it makes lies under the target folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
resources=${1:-1000} times=${2:-5}
target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target/bench/gate"
work=$(cd "$target/bench" && pwd)
out=$work/gate
python=${PYTHON:-python3}

if [ ! -e "$work/checkov/whole" ]; then
    rm -rf "$work/checkov"
    "$python" -m venv "$work/checkov"
    "$work/checkov/bin/python" -m pip install --quiet --disable-pip-version-check "checkov==${CHECKOV:-3.3.30}"
    touch "$work/checkov/whole"
fi
if [ -z "${CFN_GUARD:-}" ]; then
    [ -e "$work/guard/bin/cfn-guard" ] || cargo install --quiet --locked --root "$work/guard" "cfn-guard@3.2.1"
    CFN_GUARD=$work/guard/bin/cfn-guard
fi
binary=${BAASCAN:-}
if [ -z "$binary" ]; then
    CARGO_TARGET_DIR=$target cargo build --release --quiet
    binary=$target/release/baascan
fi

"$python" tests/bench/plan.py terraform "$resources" "$out/plan.json"
"$python" tests/bench/plan.py cloudformation "$resources" "$out/template.json"
gate() { # SOURCE: a command in words, for repeat.py
    echo "$binary" gate --from "$1" --register fixtures/registers/clinic --out "$out/record" --format json=/dev/null
}
echo "A plan of $resources resources"
# shellcheck disable=SC2046
"$python" tests/bench/repeat.py "$times" -- baascan $(gate "terraform-plan:$out/plan.json") \
    -- checkov "$work/checkov/bin/checkov" -f "$out/plan.json" --framework terraform_plan --compact --quiet
echo "A template of $resources resources"
# shellcheck disable=SC2046
"$python" tests/bench/repeat.py "$times" -- baascan $(gate "cloudformation:$out/template.json") \
    -- cfn-guard "$CFN_GUARD" validate --data "$out/template.json" --rules "${GUARD_RULES:-tests/bench/comparable.guard}" \
    --show-summary none --structured --output-format json

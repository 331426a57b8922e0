#!/usr/bin/env bash
# Scans one emulated world with baascan and with its peers, side by side, and prints time, memory and calls with their ratios.
# Usage: tests/bench/run.sh [BUCKETS INSTANCES]    (200 and 50 by default)
# Needs: cargo, python3 with venv, and a package index within reach. Everything it makes lies under the target folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
buckets=${1:-200} instances=${2:-50} region=us-east-1
target=${CARGO_TARGET_DIR:-target}
mkdir -p "$target/bench"
work=$(cd "$target/bench" && pwd)
out=$work/out
rm -rf "$out"
mkdir -p "$out"

# One venv for each tool: their pins contradict one another.
venv() { # NAME WHAT...
    local dir=$work/$1
    shift
    if [ ! -e "$dir/whole" ]; then
        rm -rf "$dir"
        "${PYTHON:-python3}" -m venv "$dir"
        "$dir/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
        touch "$dir/whole"
    fi
}
venv emulator --require-hashes -r tests/requirements.txt
venv prowler "prowler==${PROWLER:-5.46.0}"
venv scoutsuite "ScoutSuite==${SCOUTSUITE:-5.14.0}" "setuptools<81"

binary=${BAASCAN:-}
if [ -z "$binary" ]; then
    CARGO_TARGET_DIR=$target cargo build --release --quiet
    binary=$target/release/baascan
fi
binary=$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")

# The emulator ends when its stdin closes, that is with this script.
coproc EMULATOR { exec "$work/emulator/bin/python" tests/support/moto_server.py 2>"$out/emulator.log"; }
read -r port <&"${EMULATOR[0]}"
while IFS= read -r name; do unset "$name"; done < <(compgen -e AWS_ || true)
export AWS_ENDPOINT_URL=http://127.0.0.1:$port AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=bench
export AWS_DEFAULT_REGION=$region AWS_REGION=$region AWS_EC2_METADATA_DISABLED=true

"$work/emulator/bin/python" tests/seed/world.py --buckets "$buckets" --instances "$instances" --region "$region"

measure=$work/emulator/bin/python
run() { # NAME COMMAND...
    local name=$1
    shift
    echo "== $name" >&2
    (cd "$out" && "$measure" "$OLDPWD/tests/bench/measure.py" "$name" "$out/emulator.log" "$out/measures.jsonl" -- "$@")
}
run baascan "$binary" scan --regions "$region" --services s3,rds --out "$out/baascan" --format json="$out/baascan.json"
run prowler "$work/prowler/bin/prowler" aws -s s3 rds --region "$region" --no-banner -M json-ocsf -o "$out/prowler" -z
run scoutsuite "$work/scoutsuite/bin/scout" aws --services s3 rds --regions "$region" --no-browser --report-dir "$out/scoutsuite"
"$measure" tests/bench/table.py "$out/measures.jsonl"

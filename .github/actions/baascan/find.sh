#!/usr/bin/env bash
# Names the baascan to run: the one of BINARY, or one built from the commit that this action was taken from.
set -euo pipefail

if [ -n "${BINARY:-}" ]; then
    found=$(command -v "$BINARY") || {
        echo "::error title=baascan::the input binary names no program"
        exit 2
    }
else
    root=$(cd "$(dirname "$0")/../../.." && pwd)
    cargo install --locked --path "$root" --root "$RUNNER_TEMP/baascan-tool"
    found=$RUNNER_TEMP/baascan-tool/bin/baascan
fi
"$found" --version
echo "binary=$found" >>"$GITHUB_OUTPUT"

#!/usr/bin/env bash
# Runs the gate and keeps its exit code for the last step, so that reports are uploaded whatever it comes to.
set -euo pipefail

folder=$RUNNER_TEMP/baascan
mkdir -p "$folder"
arguments=(gate --from "$FROM" --fail-on "$FAIL_ON")
# A record that is there is judged where it lies; anything else leaves one outside the checkout.
[[ $FROM == record:* ]] || arguments+=(--out "$folder/record")
[ -z "${REGISTER:-}" ] || arguments+=(--register "$REGISTER")
[ -z "${PHASE:-}" ] || arguments+=(--phase "$PHASE")
[ -z "${BASELINE:-}" ] || arguments+=(--baseline "$BASELINE")
[ -z "${ALLOW_INCOMPLETE:-}" ] || arguments+=(--allow-incomplete "$ALLOW_INCOMPLETE")
arguments+=(
    --format table
    --format "sarif=$folder/baascan.sarif"
    --format "markdown=$folder/baascan.md"
    --format "github=$folder/annotations.txt"
)

# Nothing that the table prints is a command to the runner, whatever a resource is called.
mark=$(openssl rand -hex 16)
echo "::stop-commands::$mark"
code=0
"$BAASCAN" "${arguments[@]}" || code=$?
echo "::$mark::"

echo "exit-code=$code" >>"$GITHUB_OUTPUT"
echo "folder=$folder" >>"$GITHUB_OUTPUT"
# Where nothing was judged there is nothing to show or to upload.
[ -s "$folder/baascan.sarif" ] || exit $((code == 0 ? 4 : code))
cat "$folder/baascan.md" >>"$GITHUB_STEP_SUMMARY"
[ "$ANNOTATIONS" != true ] || cat "$folder/annotations.txt"

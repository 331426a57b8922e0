#!/usr/bin/env bash
# Writes the comment of a pull request, or renews the one that is there: it is found by the mark in its first line.
set -euo pipefail

mine=$(gh api --paginate "repos/$REPOSITORY/issues/$NUMBER/comments" \
    --jq '.[] | select(.user.type == "Bot" and (.body | startswith("<!-- baascan -->"))) | .id' | head -n 1)
if [ -n "$mine" ]; then
    gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$mine" -F "body=@$BODY"
else
    gh api --silent --method POST "repos/$REPOSITORY/issues/$NUMBER/comments" -F "body=@$BODY"
fi

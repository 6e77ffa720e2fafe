#!/usr/bin/env bash
# Builds postroomd into build/out/, without cgo: one file that runs anywhere.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/out
flags=(-trimpath)
# A copy without a readable history can't be stamped with its commit.
git status >/dev/null 2>&1 || flags+=(-buildvcs=false)
CGO_ENABLED=0 go build "${flags[@]}" -o build/out/ ./app/cmd/postroomd

#!/usr/bin/env bash
# Builds postroomd into build/out/, without cgo: one file that runs anywhere.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/out
CGO_ENABLED=0 go build -trimpath -o build/out/ ./app/cmd/postroomd

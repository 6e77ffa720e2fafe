#!/usr/bin/env bash
# Tests the program as a person would: Chromium on the page of the real program,
# against the simulated Microsoft 365 of build/out/postroomd. Files to test may be
# named; POSTROOM_PICTURES names a folder for pictures of every screen.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -x "${POSTROOMD:=build/out/postroomd}" ] || build/build.sh
[ -n "${POSTROOM_DEV:-}" ] || build/desktop.sh dev
npm --prefix test/e2e ci
exec npm --prefix test/e2e test -- "$@"

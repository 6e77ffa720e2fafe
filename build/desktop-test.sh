#!/usr/bin/env bash
# Tests the desktop program that build/desktop.sh has built: its real window, the
# tray and the notifications, each test on a display and a message bus of its own.
# POSTROOM_PICTURES names a folder for pictures of what was seen.
set -euo pipefail
cd "$(dirname "$0")/.."
exec env CGO_ENABLED=0 go test -tags desktop -count=1 -timeout 20m "$@" ./test/desktop

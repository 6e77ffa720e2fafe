#!/usr/bin/env bash
# Installs what is missing, builds Postroom and, with --demo, shows it at work on
# a simulated Microsoft 365 with real mails.
#
#   build/run.sh                      builds build/out/postroomd
#   build/run.sh --window             builds build/out/postroom too and opens it
#   build/run.sh --demo               opens the window on the demonstration; without
#                                     a display it runs in the terminal
#   build/run.sh --demo --terminal [--keep DIR]
#                                     the demonstration in the terminal; --keep
#                                     leaves everything it made in DIR
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
	echo "usage: build/run.sh [--window] [--demo [--terminal] [--keep DIR]]" >&2
	exit 2
}

demo=
window=
terminal=
keep=
while [ $# -gt 0 ]; do
	case $1 in
	--demo) demo=yes ;;
	--window) window=yes ;;
	--terminal) terminal=yes ;;
	--keep)
		[ $# -ge 2 ] || usage
		keep=$2
		terminal=yes
		shift
		;;
	*) usage ;;
	esac
	shift
done
[ -n "$demo" ] || [ -z "$terminal" ] || usage
[ -z "$window" ] || [ -z "$terminal" ] || usage
if [ -n "$demo" ] && [ -z "$terminal" ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
	window=yes
fi

if [ -n "$window" ]; then
	build/install.sh desktop
	echo "building the window (the first time takes several minutes)"
	build/desktop.sh
	exec build/out/postroom ${demo:+--demo}
fi
build/install.sh run
echo "building postroomd (the first time takes several minutes)"
build/build.sh
if [ -z "$demo" ]; then
	echo "built: build/out/postroomd; 'build/out/postroomd help' says what it can do"
	exit 0
fi
exec build/demo.sh "$keep"

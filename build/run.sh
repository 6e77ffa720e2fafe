#!/usr/bin/env bash
# Builds postroomd, installing what is missing first.
#
#   build/run.sh                      builds build/out/postroomd
#   build/run.sh --demo [--keep DIR]  builds it and shows it at work, on a
#                                     simulated Microsoft 365 with real mails;
#                                     --keep leaves everything it made in DIR
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
	echo "usage: build/run.sh [--demo [--keep DIR]]" >&2
	exit 2
}

demo=
keep=
while [ $# -gt 0 ]; do
	case $1 in
	--demo) demo=yes ;;
	--keep)
		[ $# -ge 2 ] || usage
		keep=$2
		shift
		;;
	*) usage ;;
	esac
	shift
done
[ -n "$demo" ] || [ -z "$keep" ] || usage

build/install.sh run
echo "building postroomd (the first time takes several minutes)"
build/build.sh
if [ -z "$demo" ]; then
	echo "built: build/out/postroomd; 'build/out/postroomd help' says what it can do"
	exit 0
fi
exec build/demo.sh "$keep"

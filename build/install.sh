#!/usr/bin/env bash
# Installs what a bare Debian 12 with Go, Node and git lacks.
#
#   build/install.sh run      what building and trying postroomd needs (the default)
#   build/install.sh desktop  that, and what building the desktop program needs
#   build/install.sh test     all of it, and what the tests need
#
# Nothing is asked and nothing happens where everything is there already, so
# that every other script can call it first.
set -euo pipefail

run=(
	ca-certificates # the Go proxy and npm speak TLS
	curl            # the demonstration talks to the simulated Microsoft 365
	jq              # and reads the JSON that postroomd prints
)
desktop=(
	gcc libc6-dev pkg-config             # Wails needs cgo on Linux
	libgtk-3-dev libwebkit2gtk-4.1-dev   # the window and the page in it
)
test=(
	gcc libc6-dev          # go test -race needs cgo
	python3-minimal python3 # an e-mail parser that is not ours, to compare with
	python3-vobject        # a reader of vCards that is not ours
	openssl                # a timestamp authority that is not ours
	isync dovecot-imapd    # the peer that throughput is measured against
	dbus gnome-keyring     # a real system keyring
	chromium               # the simulator's page in a real browser
	xvfb openbox wmctrl xdotool # a display of its own for the desktop program
	webkit2gtk-driver      # drives the page in its real window
)

case ${1:-run} in
run) packages=("${run[@]}") ;;
desktop) packages=("${run[@]}" "${desktop[@]}") ;;
test) packages=("${run[@]}" "${desktop[@]}" "${test[@]}") ;;
*)
	echo "usage: build/install.sh [run|desktop|test]" >&2
	exit 2
	;;
esac

# newer_or_same HAVE WANT compares version numbers.
newer_or_same() {
	[ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# need PROGRAM VERSION WANTED says what this script can't install itself.
need() {
	if ! newer_or_same "$2" "$3"; then
		echo "Postroom needs $1 $3 or newer; found: ${2:-none}." >&2
		exit 1
	fi
}

go=$(go env GOVERSION 2>/dev/null || true)
need Go "${go#go}" 1.26
node=$(node --version 2>/dev/null || true)
need Node.js "${node#v}" 20.14

missing=()
for p in "${packages[@]}"; do
	state=$(dpkg-query --show --showformat='${db:Status-Status}' "$p" 2>/dev/null || true)
	[ "$state" = installed ] || missing+=("$p")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "Installing ${missing[*]} needs root or sudo." >&2
		exit 1
	fi
	as_root=(sudo)
fi
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --quiet)
echo "installing: ${missing[*]}"
# A package that starts a server must not start it here: dovecot's own
# instance is of no use, the tests start theirs.
if [ ! -e /usr/sbin/policy-rc.d ]; then
	printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee /usr/sbin/policy-rc.d >/dev/null
	"${as_root[@]}" chmod 0755 /usr/sbin/policy-rc.d
	trap '"${as_root[@]}" rm -f /usr/sbin/policy-rc.d' EXIT
fi
"${apt[@]}" update
"${apt[@]}" install --yes --no-install-recommends "${missing[@]}"

#!/usr/bin/env bash
# Builds the desktop program into build/out/.
#
#   build/desktop.sh            for this Linux, with GTK and WebKitGTK 4.1
#   build/desktop.sh windows    postroom.exe, from anywhere, without cgo
#   build/desktop.sh dev        postroom-dev, whose page a browser can show, too: for
#                               build/e2e-test.sh only, since it answers any page
#
# netgo and osusergo make the program resolve names as postroomd does, and spare
# the Graph SDK from being compiled a second time because cgo is on.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/out

page() {
	if [ ! -d frontend/node_modules ] || [ frontend/package-lock.json -nt frontend/node_modules/.package-lock.json ]; then
		npm --prefix frontend ci
	fi
	npm --prefix frontend run build
	go run ./build/licences # for the page About
}

flags=(-trimpath)
# A copy without a readable history can't be stamped with its commit.
git status >/dev/null 2>&1 || flags+=(-buildvcs=false)

case ${1:-linux} in
linux)
	page
	CGO_ENABLED=1 go build "${flags[@]}" -tags desktop,production,webkit2_41,netgo,osusergo -ldflags '-s -w' -o build/out/postroom .
	;;
dev)
	[ -f frontend/dist/index.html ] || page
	CGO_ENABLED=1 go build "${flags[@]}" -tags dev,webkit2_41,netgo,osusergo -ldflags '-s -w' -o build/out/postroom-dev .
	;;
windows)
	[ -f frontend/dist/index.html ] || page
	# Icon, manifest and version go in as a resource that the go command links by its name.
	go run github.com/tc-hib/go-winres@v0.3.3 make --in build/windows/winres.json --arch amd64 --out build/out/rsrc
	mv build/out/rsrc_windows_amd64.syso .
	trap 'rm -f rsrc_windows_amd64.syso' EXIT
	GOOS=windows GOARCH=amd64 CGO_ENABLED=0 go build "${flags[@]}" -tags desktop,production -ldflags '-s -w -H windowsgui' -o build/out/postroom.exe .
	;;
*)
	echo "usage: build/desktop.sh [linux|windows|dev]" >&2
	exit 2
	;;
esac

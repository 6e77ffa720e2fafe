#!/usr/bin/env bash
# Runs every check and every test there is. Installs what they need, prints
# what it runs, goes on after a failed step so that one run shows everything,
# and ends with the steps' times. Exit status 1 when anything failed.
set -euo pipefail
cd "$(dirname "$0")/.."

sdk=github.com/microsoftgraph/msgraph-sdk-go
times=()
failed=0

# step NAME COMMAND… runs one check and notes how long it took.
step() {
	local name=$1 begin=$SECONDS verdict=ok
	shift
	printf '\n=== %s\n' "$name"
	printf '+ %s\n' "$*"
	"$@" || { verdict=FAILED && failed=1; }
	times+=("$(printf '%6d s  %-6s  %s' $((SECONDS - begin)) "$verdict" "$name")")
}

formatted() {
	local bad
	bad=$(gofmt -l .) || return 1
	[ -z "$bad" ] || { printf 'not formatted with gofmt:\n%s\n' "$bad" && return 1; }
}

scripts_parse() {
	local f
	for f in build/*.sh .ci/run; do
		bash -n "$f" || return 1
	done
}

# Compiled as build/build.sh does, so that nothing large is compiled twice.
GOFLAGS="$(go env GOFLAGS) -trimpath"
export GOFLAGS

step 'install what is missing' build/install.sh test
step 'go.mod is tidy' go mod tidy -diff
step 'gofmt' formatted
step 'shell scripts parse' scripts_parse

# Which packages compile the Graph SDK is asked, not listed: packages [-test]
# prints the project's packages, each with "sdk" or "plain"; with -test those that
# hold only tests too, and counting what tests import.
packages() {
	local form='{{if .GoFiles}}{{.ImportPath}} {{join .Deps " "}}{{end}}'
	if [ "${1:-}" = -test ]; then
		form='{{if .ForTest}}{{.ForTest}}{{else}}{{.ImportPath}}{{end}} {{join .Deps " "}}'
	fi
	go list "$@" -f "$form" ./... | awk -v sdk="$sdk" '
		NF == 0 { next }
		{ sub(/\.test$/, "", $1); seen[$1]; if (index($0, " " sdk)) with[$1] }
		END { for (p in seen) print (p in with) ? "sdk" : "plain", p }' | sort
}
packages=$(packages -test)
mapfile -t with < <(sed -n 's/^sdk //p' <<<"$packages")
mapfile -t without < <(sed -n 's/^plain //p' <<<"$packages")
printf '\nwith the Graph SDK:'
printf ' %s' "${with[@]#postroom/}"
printf '\nwithout it:'
printf ' %s' "${without[@]#postroom/}"
printf '\n'

# No cgo is how Postroom is shipped. The Graph SDK takes minutes to compile, and
# again for every other setting, so there are three: this one, alone, so that its
# time is seen; Windows; and the race detector's, which comes last.
plain=(env CGO_ENABLED=0)

step 'build' build/build.sh
export POSTROOMD=$PWD/build/out/postroomd # for the tests that run the program itself
step 'build the desktop program' build/desktop.sh
step 'build the desktop program for Windows' build/desktop.sh windows
step 'vet' "${plain[@]}" go vet ./...
step 'staticcheck' "${plain[@]}" go tool staticcheck ./...
step 'modules are what go.sum says' go mod verify
for os in windows darwin; do
	packages=$(GOOS=$os packages)
	mapfile -t there < <(sed -n 's/^plain //p' <<<"$packages")
	step "compile for $os, packages without the Graph SDK" "${plain[@]}" GOOS=$os go build "${there[@]}"
	packages=$(GOOS=$os packages -test)
	mapfile -t there < <(sed -n 's/^plain //p' <<<"$packages")
	step "vet for $os, packages whose tests don't need it either" "${plain[@]}" GOOS=$os go vet "${there[@]}"
done
step 'tests with the race detector, packages without the Graph SDK' env CGO_ENABLED=1 go test -race -timeout 20m "${without[@]}"
step 'tests with the race detector, packages with the Graph SDK' env CGO_ENABLED=1 go test -race -timeout 20m "${with[@]}"
step "the window's page" npm --prefix frontend test
step 'the JavaScript tests: install' npm --prefix test/js ci
step "the simulator, with Microsoft's JavaScript clients and in a browser" npm --prefix test/js test
step 'the program as a person uses it, in a browser' build/e2e-test.sh
step 'the desktop program in its window and tray' build/desktop-test.sh

printf '\n=== times\n'
printf '%s\n' "${times[@]}"
if [ "$failed" -ne 0 ]; then
	printf '\nFAILED\n'
	exit 1
fi
printf '\nall passed\n'

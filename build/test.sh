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
step 'modules are what go.sum says' go mod verify
step 'go.mod is tidy' go mod tidy -diff
step 'gofmt' formatted
step 'shell scripts parse' scripts_parse

# Which packages compile the Graph SDK, their tests included, is asked, not listed.
all=$(go list ./...)
deps=$(go list -test -f '{{if .ForTest}}{{.ForTest}}{{else}}{{.ImportPath}}{{end}} {{join .Deps " "}}' ./...)
mapfile -t with < <(awk -v sdk="$sdk" 'index($0, " " sdk) {sub(/\.test$/, "", $1); print $1}' <<<"$deps" | sort -u)
mapfile -t without < <(awk 'NR==FNR {with[$1]; next} !($1 in with)' <(printf '%s\n' "${with[@]}") - <<<"$all")
printf '\nwith the Graph SDK:'
printf ' %s' "${with[@]#postroom/}"
printf '\nwithout it:'
printf ' %s' "${without[@]#postroom/}"
printf '\n'

# No cgo is how Postroom is shipped. The Graph SDK takes minutes to compile, and
# again for every other setting, so it is only ever compiled like this; alone,
# so that its time is seen.
plain=(env CGO_ENABLED=0)

step 'build' build/build.sh
step 'vet' "${plain[@]}" go vet ./...
step 'staticcheck' "${plain[@]}" go tool staticcheck ./...
step 'vet for Windows, packages without the Graph SDK' "${plain[@]}" GOOS=windows go vet "${without[@]}"
step 'vet for macOS, packages without the Graph SDK' "${plain[@]}" GOOS=darwin go vet "${without[@]}"
step 'tests with the race detector, packages without the Graph SDK' env CGO_ENABLED=1 go test -race -timeout 20m "${without[@]}"
step 'tests, packages with the Graph SDK' "${plain[@]}" go test -timeout 20m "${with[@]}"
step "Microsoft's JavaScript clients: install" npm --prefix test/js ci
step "Microsoft's JavaScript clients against the simulator" npm --prefix test/js test

printf '\n=== times\n'
printf '%s\n' "${times[@]}"
if [ "$failed" -ne 0 ]; then
	printf '\nFAILED\n'
	exit 1
fi
printf '\nall passed\n'

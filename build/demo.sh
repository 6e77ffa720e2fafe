#!/usr/bin/env bash
# Shows Postroom at work: a simulated Microsoft 365 with real mails is started,
# a person signs in and ticks folders, mails arrive one after another and are
# filed, and what was filed is verified. Called by build/run.sh --demo, which has
# built postroomd. Every command is shown before it is run.
#
# At a terminal it goes on until Ctrl-C; otherwise it ends by itself.
set -euo pipefail
cd "$(dirname "$0")/.."

# What arrives: a folder and a mail of the test suites, attachments and names of
# all kinds.
deep=(stalwart-mail-parser/resources/eml/thirdparty ruby-mail/spec/fixtures/emails/attachment_emails)
arriving=(
	"inbox|enmime/mail/mime-unquoted-tspecials-param.raw"
	"inbox|stalwart-mail-parser/resources/eml/legacy/045.eml"
	"${deep[0]}|stalwart-mail-parser/resources/eml/thirdparty/015.eml"
	"inbox|nodemailer-mailparser/examples/nodemailer.eml"
	"${deep[1]}|ruby-mail/spec/fixtures/emails/attachment_emails/attachment_with_quoted_filename.eml"
	"inbox|enmime/mail/mime-bad-8bit-filename.raw"
	"${deep[1]}|ruby-mail/spec/fixtures/emails/attachment_emails/attachment_message_rfc822.eml"
	"inbox|stalwart-mail-parser/resources/eml/legacy/017.eml"
)

program=$PWD/build/out/postroomd
mails=testdata/mail
person=emma@kantoor.example
keep=${1:-}
if [ -n "$keep" ]; then
	mkdir -p "$keep"
	dir=$(cd "$keep" && pwd)
else
	dir=$(mktemp -d)
fi
cloud=$dir/microsoft365
files=$dir/documents
simulator=
watcher=

finish() {
	local p
	for p in $watcher $simulator; do
		kill "$p" 2>/dev/null || true
		wait "$p" 2>/dev/null || true
	done
	if [ -n "$keep" ]; then
		echo "kept: $dir"
	else
		rm -rf "$dir"
	fi
}
trap finish EXIT
trap 'exit 130' INT TERM

if [ -t 1 ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; else bold='' dim='' plain=''; fi
interactive=
if [ -t 0 ] && [ -t 1 ]; then interactive=yes; fi

say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }

# show prints the command as a person would type it.
show() { printf '%s$ postroomd %s%s\n' "$dim" "$*" "$plain"; }

postroomd() { "$program" --data "$dir/postroom" --policy "$policy" "$@"; }

# background COMMAND… starts one whose process id is its own, in $watcher.
background() {
	"$program" --data "$dir/postroom" --policy "$policy" "$@" &
	watcher=$!
}

# until_true COMMAND… tries it ten times a second for a minute.
until_true() {
	local i
	for ((i = 0; i < 600; i++)); do
		"$@" && return 0
		sleep 0.1
	done
	echo "this took too long: $*" >&2
	return 1
}

# request PATH [CURL OPTION…] asks the simulator, as a browser or its control API.
request() {
	local path=$1
	shift
	curl --silent --show-error --fail-with-body --cacert "$cloud/ca.pem" "$@" "$origin$path"
}

# deliver FOLDER FILE lets a mail arrive.
deliver() {
	request "/control/mailboxes/$person/messages?folder=$(jq --null-input --raw-output --arg f "$1" '$f | @uri')" \
		--data-binary "@$mails/$2" >"$dir/delivered.json"
}

# field HTML NAME [ADDRESS] is the value of a field of a sign-in page; with an
# address, of the button of that account.
field() {
	sed --quiet --regexp-extended "s/.*name=\"$2\" value=\"([^\"]*)\"${3:+ data-address=\"$3\"}.*/\1/p" <<<"$1" | head -n 1
}

# enter_code CODE does what a person does in a browser on another machine.
enter_code() {
	local page id user
	page=$(request /devicelogin --data-urlencode "otc=$1")
	id=$(field "$page" request)
	user=$(field "$page" user "$person")
	page=$(request /devicelogin --data-urlencode "request=$id" --data-urlencode "user=$user")
	if [ -n "$(field "$page" consent)" ]; then
		request /devicelogin --data-urlencode "request=$id" --data-urlencode "user=$user" --data consent=accept >/dev/null
	fi
}

# filed counts the mails that the register tells of.
filed() { cat "$files"/.postroom/register-*.jsonl 2>/dev/null | jq 'select(.event == "filed")' --compact-output | wc --lines; }
all_filed() { [ "$(filed)" -ge "$1" ]; }

say "1. A simulated Microsoft 365 starts, with the $(find "$mails" -name '*.eml' -o -name '*.raw' | wc -l) real mails of $mails in the mailbox of $person"
show simulate --mail "$mails" --listen 127.0.0.1:0 --out "$cloud"
mkdir -p "$cloud"
"$program" simulate --mail "$mails" --listen 127.0.0.1:0 --out "$cloud" >"$cloud/log" 2>&1 &
simulator=$!
started() { [ -s "$cloud/policy.json" ] && [ -s "$cloud/ca.pem" ]; }
until_true started || { cat "$cloud/log" && exit 1; }
origin=$(jq --raw-output .cloud.authority "$cloud/policy.json")
policy=$cloud/demo.json
jq --arg files "$files" '.pollSeconds = 1 | .destination = {kind: "folder", path: $files}' "$cloud/policy.json" >"$policy"
echo "It stands at $origin/ and its policy file tells Postroom so."

say "2. Emma signs in with a code that she enters on another machine"
show connect work --device-code
said=$dir/connect.txt
background connect work --device-code >"$said" 2>&1
code() { sed --quiet --regexp-extended 's/.*enter the code ([[:alnum:]]+).*/\1/p' "$said"; }
has_code() { [ -n "$(code)" ] || ! kill -0 "$watcher"; }
until_true has_code
cat "$said"
shown=$(wc --lines <"$said")
enter_code "$(code)"
echo "(Here the script enters it in her place.)"
wait "$watcher" || { cat "$said" && exit 1; }
watcher=
tail --lines "+$((shown + 1))" "$said"

say "3. Her mail folders, at any depth"
show folders "$person"
postroomd folders "$person"

say "4. She ticks three of them; what lies there already is not filed"
ticked=(--add inbox --add "${deep[0]}" --add "${deep[1]}")
show select "$person" "${ticked[@]}"
postroomd select "$person" "${ticked[@]}"

say "5. Mails arrive, and are filed"
show run
background run
n=0
for mail in "${arriving[@]}"; do
	sleep 0.7
	printf '%sarrives in %s: %s%s\n' "$dim" "${mail%%|*}" "${mail##*/}" "$plain"
	deliver "${mail%%|*}" "${mail#*|}"
	n=$((n + 1))
done
until_true all_filed "$n"
if [ -n "$interactive" ]; then
	say "$n mails filed. Drop in your own at $origin/ and watch; Ctrl-C goes on to the end."
	trap 'trap - INT' INT
	wait "$watcher" || true
	trap 'exit 130' INT
fi
kill -TERM "$watcher" 2>/dev/null || true
wait "$watcher" || true
watcher=

say "6. What was filed"
show documents --limit 20
postroomd documents --limit 20

say "7. And a change would show"
show verify
postroomd verify

say "The files, in $files"
find "$files" -type f -printf '%P\n' | LC_ALL=C sort | awk -F/ '{
	for (i = 1; i <= NF; i++) {
		if (i < NF && $i == above[i]) continue
		printf "%*s%s%s\n", 2 * i, "", $i, i < NF ? "/" : ""
		above[i] = $i
		for (j = i + 1; j in above; j++) delete above[j]
	}
}'

#!/bin/sh
# Tells an Asterisk on this machine how somebody shows by their calendar, as a custom device state.
#
#   postroomd people pass command /opt/postroom/asterisk-status.sh /etc/postroom/extensions
#
# Each line of the file of extensions is a mail address and an extension: "emma@kantoor.example 201". Who is not in it is
# left out. Postroom's user has to be allowed to run "asterisk -rx".
set -eu

extension=$(awk '$1 !~ /^#/ && tolower($1) == tolower(ENVIRON["POSTROOM_ADDRESS"]) { print $2; exit }' "$1")
case $extension in
"") exit 0 ;;
*[!A-Za-z0-9_-]*) exit 1 ;;
esac

case $POSTROOM_STATUS in
busy) state=BUSY ;;
oof) state=UNAVAILABLE ;;
free | tentative | workingElsewhere) state=NOT_INUSE ;;
*) state=UNKNOWN ;;
esac

exec asterisk -rx "devstate change Custom:postroom-$extension $state"

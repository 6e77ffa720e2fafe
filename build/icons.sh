#!/usr/bin/env bash
# Draws the tray's and the window's icons from app/desktop/icons/*.svg: PNG for
# Linux and macOS, ICO for Windows. The results are committed; this is run when
# a drawing has changed. Needs rsvg-convert (librsvg2-bin) and ImageMagick.
set -euo pipefail
cd "$(dirname "$0")/../app/desktop/icons"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# tray NAME BODY EDGE fills the tray of base.svg with a colour and puts the
# mark of that name over it. A mark stands on a disc with a white rim.
tray() {
	local name=$1 svg=$work/$1.svg
	sed -e "s/BODY/$2/" -e "s/EDGE/$3/" -e "/MARK/{
		r mark-$name.svg
		d
	}" base.svg >"$svg"
	for px in 16 24 32; do
		rsvg-convert --width $px --height $px "$svg" >"$work/$name-$px.png"
	done
	convert "$work/$name-32.png" -strip -define png:compression-level=9 "tray-$name.png"
	convert "$work/$name-16.png" "$work/$name-24.png" "$work/$name-32.png" "tray-$name.ico"
}

amber='#f6b73c' edge='#7a4f00'
tray uptodate "$amber" "$edge"
tray working "$amber" "$edge"
tray paused "$amber" "$edge"
tray waiting "$amber" "$edge"
tray offline '#b8bfc4' '#3d464d'
tray signin "$amber" "$edge"
tray attention "$amber" "$edge"

for px in 16 24 32 48 64 256; do
	rsvg-convert --width $px --height $px app.svg >"$work/app-$px.png"
done
convert "$work/app-256.png" -strip -define png:compression-level=9 app.png
convert "$work"/app-{16,24,32,48,64,256}.png app.ico

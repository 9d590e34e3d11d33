#!/bin/sh
# The first window on a library of 10,000 photos, against that of GNOME Text Editor, and the memory it takes.
#
# usage: window.sh BUILD WORK
set -eu
bench=$(cd "$(dirname "$0")" && pwd)
build=$1
work=$2
printf '\n### The first window, on a library of %s photos\n\n' "${PHOTOS:=10000}"
if ! command -v gnome-text-editor >/dev/null || ! command -v xvfb-run >/dev/null || ! command -v vipsthumbnail >/dev/null; then
  echo 'gnome-text-editor, xvfb or libvips-tools is not installed: left out.'
  exit 0
fi
[ -e "$build/diptych" ] || ninja -C "$build" --quiet diptych data/gschemas.compiled
library=$work/library-$PHOTOS
if [ ! -e "$library" ]; then
  "$build/diptych-cli" --library "$library" library create --clinic 'Bench' >"$work/library.log"
  vipsthumbnail "$work/photo-1.jpg" -s 512 -o "$work/thumbnail.jpg[strip]"
  /usr/bin/python3 "$bench/fill-library.py" "$library" "$work/thumbnail.jpg" "$PHOTOS"
fi
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT INT TERM
export HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" XDG_DATA_HOME="$home/data" \
  GSETTINGS_BACKEND=memory GTK_USE_PORTAL=0 NO_AT_BRIDGE=1 GTK_A11Y=none LIMIT=1.5 PEAK=300
xvfb-run -a -s '-screen 0 1280x800x24' dbus-run-session -- /usr/bin/python3 "$bench/first-window" \
  'GNOME Text Editor=gnome-text-editor --standalone' "**Diptych**=$build/diptych --library $library" 2>"$home/log" || {
  status=$?
  tail -n 3 "$home/log"
  exit $status
}

#!/bin/sh
# Scrolling long lists: Clients, Inbox and Gallery of a library of 100,000 photos and as many more in the inbox, all drawn by the
# processor, which is the worst case. A frame has 16 ms.
#
# usage: scroll.sh BUILD WORK      (from tests/bench/run, which makes WORK/photo-1.jpg)
set -eu
bench=$(cd "$(dirname "$0")" && pwd)
build=$1 work=$2
printf '\n### Scrolling in a library of 100,000 photos, 1280 x 800, without a graphics card\n\n'
if ! command -v xvfb-run >/dev/null || ! command -v vipsthumbnail >/dev/null \
    || ! ninja -C "$build" --quiet tests/bench/bench-scroll data/gschemas.compiled 2>/dev/null; then
  echo 'Built without the window, or xvfb or libvips-tools is not installed: left out.'
  exit 0
fi
library=$work/library-scroll
if [ ! -e "$library" ]; then
  "$build/diptych-cli" --library "$library" library create --clinic 'Bench' >"$work/library.log"
  vipsthumbnail "$work/photo-1.jpg" -s 512 -o "$work/thumbnail.jpg[strip]"
  /usr/bin/python3 "$bench/fill-library.py" "$library" "$work/thumbnail.jpg" 100000 100000
fi
GSETTINGS_SCHEMA_DIR=$build/data GSETTINGS_BACKEND=memory GSK_RENDERER=cairo LC_ALL=C.UTF-8 GTK_A11Y=none GTK_USE_PORTAL=0 \
  xvfb-run -a -s "-screen 0 1280x800x24" dbus-run-session -- "$build/tests/bench/bench-scroll" "$library" 2>/dev/null </dev/null

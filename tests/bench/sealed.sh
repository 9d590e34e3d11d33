#!/bin/sh
# How much slower a sealed library is: import, export and scrolling, as ratios to the same library unsealed, in one run. The
# time of signing in is measured by itself and taken off.
#
# usage: sealed.sh BUILD WORK      (from tests/bench/run)          ROUNDS=n for more or fewer rounds
set -eu
build=$(cd "$1" && pwd)
rounds=${ROUNDS:-5}
cli=$build/diptych-cli
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export XDG_STATE_HOME="$place/state"
pass='correct horse battery'

ask () { # library words...: signed in where it is sealed
  library=$1; shift
  printf '%s\n' "$pass" >"$place/pass"
  "$cli" --library "$library" --account bench --passphrase-fd 9 "$@" 9<"$place/pass"
}
milliseconds () { # words...: the fastest of so many
  best=
  i=0
  while [ $i -lt "$rounds" ]; do
    start=$(date +%s%N)
    "$@" >"$place/out" 2>&1 || [ $? -eq 1 ] || { cat "$place/out" >&2; exit 1; } # 1: some pairs may not be published
    took=$((($(date +%s%N) - start) / 1000000))
    if [ -z "$best" ] || [ $took -lt "$best" ]; then best=$took; fi
    i=$((i + 1))
  done
  echo "$best"
}
import_anew () { # library: all photos into a fresh copy of it
  rm -rf "$place/copy"
  cp -a "$1" "$place/copy"
  ask "$place/copy" import "$code" "$place/photos"
}
export_anew () { # library
  rm -rf "$place/site"
  ask "$1" publish run --destination website -o "$place/site"
}

echo 'Making the libraries ...' >&2
"$cli" demo "$place/open" >"$place/out" 2>&1
cp -a "$place/open" "$place/sealed"
ask "$place/sealed" library seal --sheet "$place/sheet.pdf" >"$place/out" 2>&1
code=$(ask "$place/open" client list | awk '/Noor/ { print $1 }')
mkdir "$place/photos"
i=0
for photo in "$place"/open/blobs/*/*; do
  # Other pictures than those that are there already.
  i=$((i + 1))
  vips copy "$photo" "$place/photos/$i.png" 2>/dev/null && vips invert "$place/photos/$i.png" "$place/photos/$i.jpg[Q=92]" 2>/dev/null
  rm -f "$place/photos/$i.png"
done

printf '| what | unsealed, ms | sealed, ms | ratio |\n|---|---|---|---|\n'
sign_in=$(milliseconds ask "$place/sealed" library show)
none=$(milliseconds ask "$place/open" library show)
sign_in=$((sign_in - none))
printf '| signing in | | %s | |\n' "$sign_in"
row () { # title command
  open=$(milliseconds "$2" "$place/open")
  sealed=$(($(milliseconds "$2" "$place/sealed") - sign_in))
  printf '| %s | %s | %s | %s |\n' "$1" "$open" "$sealed" "$(awk "BEGIN { printf \"%.2f\", $sealed / $open }")"
}
row "import of $(find "$place/photos" -name '*.jpg' | wc -l) photos" import_anew
row 'export of the website, all anew' export_anew

# Frames while the inbox is scrolled, thumbnails not yet in memory, drawn by the processor.
bench=$(cd "$(dirname "$0")" && pwd)
if ! command -v xvfb-run >/dev/null || ! ninja -C "$build" --quiet tests/bench/bench-scroll data/gschemas.compiled 2>/dev/null; then
  echo 'Built without the window, or xvfb is not installed: scrolling left out.' >&2
  exit 0
fi
"$cli" --library "$place/many" library create --clinic 'Bench' >"$place/out"
find "$place/photos" -name '*.jpg' | sort | head -1 | while read -r photo; do vipsthumbnail "$photo" -s 512 -o "$place/thumbnail.jpg[strip]"; done
/usr/bin/python3 "$bench/fill-library.py" "$place/many" "$place/thumbnail.jpg" 4000 4000
cp -a "$place/many" "$place/many-sealed"
ask "$place/many-sealed" library seal --sheet "$place/many.pdf" >"$place/out" 2>&1 || { cat "$place/out" >&2; exit 1; }
scroll () { # library words...: milliseconds that 95 of 100 frames of a fling need at most, mean of the three places
  GSETTINGS_SCHEMA_DIR=$build/data GSETTINGS_BACKEND=memory GSK_RENDERER=cairo LC_ALL=C.UTF-8 GTK_A11Y=none GTK_USE_PORTAL=0 \
    xvfb-run -a -s "-screen 0 1280x800x24" dbus-run-session -- "$build/tests/bench/bench-scroll" "$@" 2>/dev/null </dev/null |
    awk -F'|' '/scroll/ { sum += $5; n++ } END { printf "%.2f", sum / n }'
}
fastest () { # library words...
  i=0
  while [ $i -lt 3 ]; do scroll "$@"; echo; i=$((i + 1)); done | sort -n | head -1
}
open=$(fastest "$place/many")
sealed=$(fastest "$place/many-sealed" bench "$pass")
printf '| a frame of scrolling, 95 %%, mean of the places | %s | %s | %s |\n' "$open" "$sealed" "$(awk "BEGIN { printf \"%.2f\", $sealed / $open }")"

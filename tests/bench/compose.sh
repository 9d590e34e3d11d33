#!/bin/sh
# Two photos of 24 megapixels to one picture of two panels, 1600 pixels high.
#
# usage: compose.sh BUILD WORK     (from tests/bench/run, which makes WORK/photo-1.jpg and photo-2.jpg)
#
# The floor is what no program can do without: decode both at half size, encode the result.
set -eu
build=$1 work=$2
here=$(cd "$(dirname "$0")" && pwd)
out=$work/compose
mkdir -p "$out"
cd "$out"


# A library with the pair as it is, and one with the pair lined up by landmarks: turned by a few degrees.
cli() { "$build/diptych-cli" --library "$out/library" --json "$@"; }
value() { sed -n "s/.*\"$1\" : \"\{0,1\}\([A-Z0-9]*\).*/\1/p" | head -1; }
if [ ! -e library-turned ]; then
  cli library create --clinic Bench >/dev/null
  code=$(cli client add 'Bench Photo' --adult | value code)
  cli treatment add "$code" --area crown >/dev/null
  cli session add "$code" 2026-01-10 >/dev/null
  before=$(cli import "$code" ../photo-1.jpg --view crown --taken 2026-01-01 | value photo)
  after=$(cli import "$code" ../photo-2.jpg --view crown --taken 2026-03-20 | value photo)
  cli pair add "$before" "$after" | value id >pair
  cp -a library library-turned
  "$build/diptych-cli" --library library-turned pair align "$(cat pair)" --before 1000,1000 5000,1500 \
    --after 1100,900 5040,1700 >/dev/null
fi
compose() { echo "rm -f $2; $build/diptych-cli --library $1 compose $(cat pair) -o $2 --height 1600 --labels"; }

eval "$(compose library ours.jpg)" >/dev/null 2>&1
djpeg -outfile ready.ppm ours.jpg

set -- "floor: djpeg -scale 1/2 twice, cjpeg=
  djpeg -scale 1/2 -outfile 1.ppm ../photo-1.jpg; djpeg -scale 1/2 -outfile 2.ppm ../photo-2.jpg
  cjpeg -quality 82 -outfile floor.jpg ready.ppm"
set -- "$@" "Diptych=$(compose library ours.jpg)"
set -- "$@" "Diptych, lined up by a turn=$(compose library-turned turned.jpg)"
set -- "$@" "Diptych's engine alone=
  $build/tests/bench/bench-imaging compose ../photo-1.jpg ../photo-2.jpg engine.jpg 1600"
set -- "$@" "floor, both djpeg at once=
  djpeg -scale 1/2 -outfile 1.ppm ../photo-1.jpg & djpeg -scale 1/2 -outfile 2.ppm ../photo-2.jpg; wait
  cjpeg -quality 82 -outfile floor.jpg ready.ppm"
if command -v vipsthumbnail >/dev/null && command -v vips >/dev/null; then
  set -- "$@" "vips command line=
    vipsthumbnail ../photo-1.jpg -s x1600 -o $out/1.v; vipsthumbnail ../photo-2.jpg -s x1600 -o $out/2.v
    vips arrayjoin '1.v 2.v' 'vips.jpg[Q=82,optimize-coding,strip]' --shim 16 --across 2"
fi
if command -v gm >/dev/null; then
  set -- "$@" "GraphicsMagick=gm convert ../photo-1.jpg ../photo-2.jpg -resize x1600 +append -quality 82 gm.jpg"
fi
if [ -x /usr/bin/convert ]; then
  set -- "$@" "ImageMagick=/usr/bin/convert ../photo-1.jpg ../photo-2.jpg -resize x1600 +append -quality 82 im.jpg"
fi
"$here/measure" 'Compose: two photos of 24 megapixels, panels 1600 high' "${ROUNDS:-9}" 1.6 150 "$@"

#!/bin/sh
# Two photos of 24 megapixels to one picture of two panels, 1600 pixels high.
#
# usage: compose.sh BUILD WORK     (from tests/bench/run, which makes WORK/photo-1.jpg and photo-2.jpg)
#
# The floor is what no program can do without: decode both at half size, encode the result.
set -eu
build=$1 work=$2
here=$(dirname "$0")
cd "$work"
mkdir -p compose
out=$work/compose

"$build/tests/bench/bench-imaging" compose photo-1.jpg photo-2.jpg "$out/ready.jpg" 1600
djpeg -outfile "$out/ready.ppm" "$out/ready.jpg"

set -- "floor: djpeg -scale 1/2 twice, cjpeg=
  djpeg -scale 1/2 -outfile $out/1.ppm photo-1.jpg; djpeg -scale 1/2 -outfile $out/2.ppm photo-2.jpg
  cjpeg -quality 82 -outfile $out/floor.jpg $out/ready.ppm"
set -- "$@" "Diptych, engine alone=$build/tests/bench/bench-imaging compose photo-1.jpg photo-2.jpg $out/ours.jpg 1600"
set -- "$@" "Diptych, engine alone, one turned by 7°=
  $build/tests/bench/bench-imaging compose photo-1.jpg photo-2.jpg $out/turned.jpg 1600 7"
set -- "$@" "floor, both djpeg at once=
  djpeg -scale 1/2 -outfile $out/1.ppm photo-1.jpg & djpeg -scale 1/2 -outfile $out/2.ppm photo-2.jpg; wait
  cjpeg -quality 82 -outfile $out/floor.jpg $out/ready.ppm"
if command -v vipsthumbnail >/dev/null && command -v vips >/dev/null; then
  set -- "$@" "vips command line=
    vipsthumbnail photo-1.jpg -s x1600 -o $out/1.v; vipsthumbnail photo-2.jpg -s x1600 -o $out/2.v
    vips arrayjoin '$out/1.v $out/2.v' '$out/vips.jpg[Q=82,optimize-coding,strip]' --shim 16 --across 2"
fi
if command -v gm >/dev/null; then
  set -- "$@" "GraphicsMagick=gm convert photo-1.jpg photo-2.jpg -resize x1600 +append -quality 82 $out/gm.jpg"
fi
if [ -x /usr/bin/convert ]; then
  set -- "$@" "ImageMagick=/usr/bin/convert photo-1.jpg photo-2.jpg -resize x1600 +append -quality 82 $out/im.jpg"
fi
"$here/measure" 'Compose: two photos of 24 megapixels, panels 1600 high' "${ROUNDS:-7}" 1.6 150 "$@"

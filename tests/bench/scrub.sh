#!/bin/sh
# Clean copies: one photo of 24 megapixels, and a folder of real JPEGs, against the tools that others would take for it.
#
# usage: scrub.sh BUILD WORK      (from tests/bench/run, which makes WORK/photo-1.jpg); CORPUS=folder of JPEGs
#
# The floors do less: jpegtran proves nothing and leaves the colour profile out, exiftool copies what it doesn't know and
# looks at no pixel. Ours counts every bit of the picture, turns it upright, keeps its profile and judges the copy. For the
# catalogue, a turn that would lose pixels is left to it; else such pictures become another format, which takes as long as
# all the rest.
set -eu
build=$1 work=$2
here=$(cd "$(dirname "$0")" && pwd)
corpus=${CORPUS-$here/../../../shared/corpus}
cd "$work"
mkdir -p scrub
out=$work/scrub
ours="rm -rf $out/ours; $build/diptych-cli scrub -o $out/ours"
status=0

# A phone's photo: with what it writes, and stored lying down.
cp photo-1.jpg scrub/upright.jpg
cp photo-1.jpg scrub/lying.jpg
if command -v exiftool >/dev/null; then
  exiftool -q -overwrite_original -Orientation#=1 -Artist=Nobody -GPSLatitude=1 scrub/upright.jpg
  exiftool -q -overwrite_original -Orientation#=6 -Artist=Nobody -GPSLatitude=1 scrub/lying.jpg
fi
set -- "floor: jpegtran=jpegtran -copy none -outfile $out/floor.jpg scrub/upright.jpg" "Diptych=$ours scrub/upright.jpg"
if command -v exiftool >/dev/null; then
  set -- "$@" "exiftool=rm -rf $out/exiftool; exiftool -q -q -all= -o $out/exiftool/ scrub/upright.jpg" \
    "jpegtran, turned=jpegtran -copy none -rotate 90 -outfile $out/floor.jpg scrub/lying.jpg" \
    "Diptych, turned=$ours scrub/lying.jpg"
fi
"$here/measure" 'Scrub: one photo of 24 megapixels' "${ROUNDS:-5}" 0.5 200 "$@" || status=1

if [ ! -d "$corpus" ] || ! command -v exiftool >/dev/null; then
  echo 'No folder of real photos (CORPUS=...) or no exiftool: left out.'
  exit $status
fi
set -- "$corpus"/*.jp*g "$corpus"/*.mpo
bytes=$(cat "$@" | wc -c)
n=$#
list=$(printf "'%s' " "$@")
set -- "floor: exiftool, one process=rm -rf $out/exiftool; exiftool -q -q -all= -o $out/exiftool/ $list 2>/dev/null || true" \
  "Diptych, for the catalogue=mkdir -p $out/catalogue; $build/tests/bench/bench-scrub $out/catalogue $list" \
  "Diptych, all upright=$ours $list || true" \
  "jpegtran, one process a file=mkdir -p $out/jpegtran
    for file in $list; do jpegtran -copy none -outfile $out/jpegtran/\$(basename \$file) \$file 2>/dev/null || true; done"
if command -v mat2 >/dev/null; then
  set -- "$@" "mat2=rm -rf $out/mat2; mkdir $out/mat2; cp $corpus/*.jpg $out/mat2; mat2 --inplace $out/mat2/*.jpg || true"
fi
"$here/measure" "Scrub: $n real JPEGs of $((bytes / 1000000)) MB" "${ROUNDS:-5}" 1 200 "$@" || status=1
exit $status

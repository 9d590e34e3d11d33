#!/bin/sh
# How large exported files are against sharp's of the same pixels, at the same structural similarity.
#
# usage: sizes.sh BUILD WORK      (from tests/bench/run, which makes WORK/photo-1.jpg)
#
# Pictures: photographs of DIP_TEST_SHARED/corpus or ../shared/corpus, where they are; else the drawn one.
set -eu
build=$1 work=$2
here=$(cd "$(dirname "$0")" && pwd)
corpus=${DIP_TEST_SHARED:-$here/../../../shared}/corpus
echo
echo '### Sizes: ladders at equal quality'
echo
if ! node -e 'require("sharp")' 2>/dev/null; then
  echo 'sharp is not installed (npm install sharp, and NODE_PATH): left out.'
  exit 0
fi
ninja -C "$build" --quiet tests/bench/bench-sizes >/dev/null
n=0
set --
for photo in "$corpus"/*.jpg "$work/photo-1.jpg"; do
  [ -e "$photo" ] || continue
  width=$(vipsheader -f width "$photo" 2>/dev/null) || continue
  [ "$width" -ge 1600 ] || continue
  n=$((n + 1))
  [ "$n" -le 2 ] || break
  mkdir -p "$work/sizes/$n"
  "$build/tests/bench/bench-sizes" rungs "$photo" "$work/sizes/$n" || continue
  set -- "$@" "$work/sizes/$n"
done
exec node "$here/sizes-sharp.js" "$build/tests/bench/bench-sizes" "$@"

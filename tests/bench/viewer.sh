#!/bin/sh
# The window: frames of the viewer on 50 megapixels and of the comparison on a pair of 24, all drawn by the processor, which is
# the worst case.
#
# usage: viewer.sh BUILD WORK      (from tests/bench/run, which makes WORK/photo-1.jpg and photo-2.jpg)
set -eu
build=$1 work=$2
cd "$work"
echo
echo "### Frames of the window, 1280 x 800, without a graphics card"
echo
if ! command -v xvfb-run >/dev/null || ! ninja -C "$build" --quiet tests/bench/bench-viewer 2>/dev/null; then
  echo "Built without the window, or there is no xvfb-run: left out."
  exit 0
fi
[ -e photo-50.jpg ] || "$build/tests/bench/bench-photo" photo-50.jpg 8660 5774 3
GSETTINGS_SCHEMA_DIR=$build/data GSETTINGS_BACKEND=memory GSK_RENDERER=cairo LC_ALL=C.UTF-8 \
  xvfb-run -a -s "-screen 0 1280x800x24" dbus-run-session -- \
  "$build/tests/bench/bench-viewer" photo-50.jpg photo-1.jpg photo-2.jpg 2>/dev/null </dev/null

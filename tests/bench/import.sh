#!/bin/sh
# A thousand photos brought in at once must not take more memory than ten.
#
# usage: import.sh BUILD WORK      (from tests/bench/run)
#
# Ten photos are drawn, and a hundred made of each by a change to one of its quantisation steps: other pixels every time, so
# that none is recognised.
set -eu
build=$1 work=$2
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$work/import/ten" "$work/import/thousand"
cd "$work/import"
for seed in 0 1 2 3 4 5 6 7 8 9; do
  [ -e "ten/$seed.jpg" ] || "$build/tests/bench/bench-photo" "ten/$seed.jpg" 1600 1200 "$seed"
done
python3 - <<'END'
from pathlib import Path

for photo in Path('ten').iterdir():
    data = bytearray(photo.read_bytes())
    step = data.index(b'\xff\xdb') + 4 + 64  # the last of the first table
    for i in range(100):
        data[step] = 100 + i
        Path('thousand', f'{photo.stem}-{i}.jpg').write_bytes(data)
END

bring_in () {
  cli="$build/diptych-cli --library $1.lib"
  echo "rm -rf $1.lib; $cli library create --clinic Bench; $cli import \$($cli client add Nobody --adult) $1 --taken 2026-01-01"
}
exec "$here/measure" 'Import: photos of 2 megapixels' "${IMPORT_ROUNDS:-1}" 0 x1.1 \
  "ten=$(bring_in ten)" "a thousand=$(bring_in thousand)"

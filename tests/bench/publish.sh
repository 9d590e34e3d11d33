#!/bin/sh
# A bundle for the website: so many composites, each to the full ladder of twelve files, with pages, against the reference encoders' own
# time on the very pixels that came out, ready in memory's reach, at our settings (see ladder.sh).
#
# usage: publish.sh BUILD WORK      (from tests/bench/run, which makes WORK/photo-1.jpg)      COMPOSITES=n for more or fewer
set -eu
build=$(cd "$1" && pwd)
work=$(cd "$2" && pwd)
n=${COMPOSITES:-20}
cli=$build/diptych-cli
place=$work/publish
rm -rf "$place"
mkdir -p "$place/photos" "$place/ready" "$place/floor"
lib () { "$cli" --library "$place/library" "$@"; }

# Cuts of the photo, each of other pixels, 6 megapixels upright.
i=0
while [ $i -lt $((2 * n)) ]; do
  vips crop "$work/photo-1.jpg" "$place/photos/$i.jpg[Q=92,strip]" $((i * 7)) $((i % 50 * 8)) 2400 2500
  i=$((i + 1))
done
vips crop "$work/photo-1.jpg" "$place/signature.png[strip]" 0 0 300 80
{ lib library create --clinic Bench; } >"$place/log"
i=0
while [ $i -lt "$n" ]; do echo "client add \"Made-up Person $i\" --adult"; i=$((i + 1)); done >"$place/clients"
lib batch "$place/clients" >>"$place/log"
day () { date -u -d "$1 days" +%F; }
i=0
lib client list | awk '/Made-up/ { print $1 }' | while read -r code; do
  echo "treatment add $code --area crown"
  echo "session add $code $(day -90)"
  echo "import $code $place/photos/$((2 * i)).jpg --view crown --taken $(day -100)"
  echo "import $code $place/photos/$((2 * i + 1)).jpg --view crown --taken $(day -10)"
  echo "pair add $((2 * i + 1)) $((2 * i + 2))"
  echo "consent record $code --scope website --identifiability full-face --from $(day -30) --until $(day 300) --signed-by Somebody --signature $place/signature.png"
  echo "approve $((i + 1)) --checked face,tattoo,scar,jewellery,badge,reflection"
  i=$((i + 1))
done >"$place/cases"
lib batch "$place/cases" >>"$place/log" 2>&1

seconds () { # name command...: wall and processor time into a file
  name=$1; shift
  /usr/bin/time -f '%e %U %S %M' -o "$place/$name.time" "$@" >>"$place/log" 2>&1
}
seconds ours "$cli" --library "$place/library" publish run --destination website -o "$place/site"
seconds again "$cli" --library "$place/library" publish run --destination website -o "$place/site"
for file in "$place"/site/*.jpg; do
  name=$(basename "$file" .jpg)
  vips copy "$file" "$place/ready/$name.ppm[strip]"
  vips copy "$file" "$place/ready/$name.png[strip,compression=1]"
done
cat >"$place/floor.sh" <<'END'
for ppm in "$1"/ready/*.ppm; do
  name=$(basename "$ppm" .ppm)
  cjpeg -quality 82 -optimize -outfile "$1/floor/$name.jpg" "$ppm"
  cwebp -quiet -q 80 -m 4 -o "$1/floor/$name.webp" "$ppm"
  avifenc -j all -s 5 --min 0 --max 63 -a end-usage=q -a cq-level=25 -a tune=ssim -y 420 "$1/ready/$name.png" "$1/floor/$name.avif"
done
END
seconds floor sh "$place/floor.sh" "$place"

printf '\n### Bundle: %s composites to the full ladder, with pages\n\n' "$n"
printf '| what | files | s | processors, s | × floor | peak, MiB |\n|---|---:|---:|---:|---:|---:|\n'
row () { # title name files
  awk -v title="$1" -v files="$3" 'NR == FNR { floor = $1; next } { printf "| %s | %s | %.1f | %.1f | %.2f | %.0f |\n", title, files, $1, $2 + $3, $1 / floor, $4 / 1024 }' \
    "$place/floor.time" "$place/$2.time"
}
row 'floor: cjpeg, cwebp, avifenc on ready pixels' floor "$(find "$place/floor" -type f | wc -l)"
row '**Diptych**, photos to folder, proof and pages included' ours "$(find "$place/site" -name 'smp-*' | wc -l)"
row 'Diptych once more, nothing changed' again 0
awk 'NR == FNR { floor = $1; next } { ratio = $1 / floor; printf "\n%s: %.2f of 1.1 × the floor.\n", (ratio <= 1.1 ? "Kept" : "**Missed**"), ratio; exit ratio > 1.1 }' \
  "$place/floor.time" "$place/ours.time"

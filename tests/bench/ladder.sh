#!/bin/sh
# One photo of 24 megapixels to twelve files: 400, 800, 1200, 1600 wide as AVIF, WebP and JPEG.
#
# usage: ladder.sh BUILD WORK      (from tests/bench/run, which makes WORK/photo-1.jpg)
#
# The floor is the three reference encoders, one after the other, on pixels that are ready, at our settings: JPEG quality 82
# with optimal Huffman tables; WebP quality 80, method 4; AVIF by libaom at speed 5, quality 60 (which libheif turns into
# cq-level 25), tuned for SSIM, 4:2:0, on as many threads as there are processors.
set -eu
build=$1 work=$2
here=$(cd "$(dirname "$0")" && pwd)
cd "$work"
mkdir -p ladder/floor ladder/ours ladder/vips ladder/im ladder/sharp
out=$work/ladder

"$build/tests/bench/bench-imaging" ladder photo-1.jpg "$out/ours"
for width in 400 800 1200 1600; do
  vipsthumbnail photo-1.jpg -s "${width}x" -o "$out/ready-$width.png[strip]"
  vips copy "$out/ready-$width.png" "$out/ready-$width.ppm"
done

encode='for w in 1600 1200 800 400; do'
floor="$encode
  cjpeg -quality 82 -optimize -outfile $out/floor/\$w.jpg $out/ready-\$w.ppm
  cwebp -quiet -q 80 -m 4 -o $out/floor/\$w.webp $out/ready-\$w.ppm
  avifenc -j all -s 5 --min 0 --max 63 -a end-usage=q -a cq-level=25 -a tune=ssim -y 420 $out/ready-\$w.png $out/floor/\$w.avif
done"
set -- "floor: cjpeg, cwebp, avifenc=$floor" \
  "Diptych=$build/tests/bench/bench-imaging ladder photo-1.jpg $out/ours"
if command -v vipsthumbnail >/dev/null; then
  set -- "$@" "vipsthumbnail=$encode
    vipsthumbnail photo-1.jpg -s \${w}x -o $out/vips/\$w.jpg[Q=82,optimize-coding,strip]
    vipsthumbnail photo-1.jpg -s \${w}x -o $out/vips/\$w.webp[Q=80,effort=4,strip]
    vipsthumbnail photo-1.jpg -s \${w}x -o $out/vips/\$w.avif[Q=60,effort=4,strip]
  done"
fi
if [ -x /usr/bin/convert ] && /usr/bin/convert -list format | grep -q 'AVIF.* rw'; then
  set -- "$@" "ImageMagick=/usr/bin/convert photo-1.jpg -strip $(for w in 1600 1200 800 400; do
    printf '%s ' "'(' +clone -resize ${w}x -quality 82 -write $out/im/$w.jpg -quality 80 -write $out/im/$w.webp" \
      "-quality 60 -write $out/im/$w.avif +delete ')'"
  done) null:"
fi
if node -e 'require("sharp")' 2>/dev/null; then
  set -- "$@" "sharp=node $here/ladder-sharp.js photo-1.jpg $out/sharp"
else
  echo 'sharp is not installed (npm install sharp, and NODE_PATH): left out.'
fi
"$here/measure" 'Ladder: one photo of 24 megapixels to twelve files' "${ROUNDS:-5}" 1 300 "$@"

// The ladder by sharp, as its documentation does it: one decoder, its pictures cloned, all encoders at once.
const sharp = require('sharp');
const [, , photo, directory] = process.argv;

async function main() {
  const small = await sharp(photo).resize({ width: 1600 }).raw().toBuffer({ resolveWithObject: true });
  const from = () => sharp(small.data, { raw: small.info });
  await Promise.all([1600, 1200, 800, 400].flatMap(width => [
    from().resize({ width }).jpeg({ quality: 82, chromaSubsampling: '4:2:0' }).toFile(`${directory}/${width}.jpg`),
    from().resize({ width }).webp({ quality: 80, effort: 4 }).toFile(`${directory}/${width}.webp`),
    from().resize({ width }).avif({ quality: 60, effort: 4, chromaSubsampling: '4:2:0' }).toFile(`${directory}/${width}.avif`),
  ]));
}

main();

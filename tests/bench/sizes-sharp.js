// Our files against sharp's of the same pixels at the same structural similarity: bytes of each, per format.
//
// usage: node sizes-sharp.js BENCH-SIZES DIRECTORY...      (directories as bench-sizes rungs makes them)
const { spawn } = require('child_process');
const { existsSync, statSync, writeFileSync } = require('fs');
const readline = require('readline');
const sharp = require('sharp');

const [, , program, ...directories] = process.argv;
// sharp's libvips says in the environment where its own parts are: not where the system's are.
const { VIPSHOME, ...environment } = process.env;
const judge = spawn(program, ['likeness'], { stdio: ['pipe', 'pipe', 'ignore'], env: environment });
const answers = readline.createInterface({ input: judge.stdout })[Symbol.asyncIterator]();

async function likeness(reference, file) {
  judge.stdin.write(`${reference} ${file}\n`);
  return Number((await answers.next()).value);
}

const FORMATS = {
  jpg: quality => ({ quality, chromaSubsampling: '4:2:0' }),
  webp: quality => ({ quality, effort: 4 }),
  avif: quality => ({ quality, effort: 4, chromaSubsampling: '4:2:0' }),
};
const METHODS = { jpg: 'jpeg', webp: 'webp', avif: 'avif' };

// Bytes sharp needs to be as like as @wanted: between the two qualities that lie around it, in proportion.
async function bytesFor(directory, width, format, wanted) {
  const reference = `${directory}/${width}.png`, file = `${directory}/sharp.${format}`;
  const tried = async quality => {
    const data = await sharp(reference)[METHODS[format]](FORMATS[format](quality)).toBuffer();
    writeFileSync(file, data);
    return { bytes: data.length, like: await likeness(reference, file) };
  };
  let low = 10, high = 98, below = await tried(low), above = await tried(high);
  while (high - low > 1) {
    const middle = (low + high) >> 1, now = await tried(middle);
    if (now.like >= wanted) { high = middle; above = now; } else { low = middle; below = now; }
  }
  const part = above.like > below.like ? (wanted - below.like) / (above.like - below.like) : 1;
  return below.bytes + Math.min(1, Math.max(0, part)) * (above.bytes - below.bytes);
}

async function main() {
  console.log('| format | Diptych, KiB | sharp at the same likeness, KiB | ratio |\n|---|---:|---:|---:|');
  let missed = false;
  for (const format of Object.keys(FORMATS)) {
    let ours = 0, theirs = 0;
    for (const directory of directories)
      for (const width of [400, 800, 1200, 1600]) {
        const file = `${directory}/${width}.${format}`;
        if (!existsSync(file)) continue;
        ours += statSync(file).size;
        theirs += await bytesFor(directory, width, format, await likeness(`${directory}/${width}.png`, file));
      }
    missed = missed || ours > 1.05 * theirs;
    console.log(`| ${format} | ${(ours / 1024).toFixed(0)} | ${(theirs / 1024).toFixed(0)} | ${(ours / theirs).toFixed(2)} |`);
  }
  console.log(`\n${missed ? '**Missed**' : 'Kept'}: at most 1.05.`);
  judge.stdin.end();
  process.exitCode = missed ? 1 : 0;
}

main();

// The bundle for the clinic's own site, looked at by a browser, by the rules for accessible pages and by an HTML validator.
//
// usage: node site.mjs FOLDER      Prints TAP. FOLDER: an export with web pages.
import {readFile, readdir} from 'node:fs/promises';
import {createServer} from 'node:http';
import {extname, join, normalize} from 'node:path';
import {AxeBuilder} from '@axe-core/playwright';
import {FileSystemConfigLoader, HtmlValidate} from 'html-validate';
import {chromium} from 'playwright-core';

const folder = process.argv[2];
const TYPES = {'.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.jpg': 'image/jpeg',
  '.webp': 'image/webp', '.avif': 'image/avif', '.xml': 'application/xml', '.json': 'application/json'};

// Serves the folder and nothing else, on this machine only.
const server = createServer(async (request, response) => {
  const name = normalize(decodeURIComponent(new URL(request.url, 'http://here').pathname)).replace(/^\/+/, '');
  try {
    const bytes = await readFile(join(folder, name || 'index.html'));
    response.writeHead(200, {'Content-Type': TYPES[extname(name || 'index.html')] ?? 'application/octet-stream'}).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise(done => server.listen(0, '127.0.0.1', done));
const site = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox',
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']});
const pages = (await readdir(folder)).filter(name => name.endsWith('.html')).sort();
const cases = pages.filter(name => name !== 'index.html');

function same(is, wanted, what) {
  if (JSON.stringify(is) !== JSON.stringify(wanted))
    throw new Error(`${what}: ${JSON.stringify(is)}, not ${JSON.stringify(wanted)}`);
}

function holds(truth, what) {
  if (!truth)
    throw new Error(what);
}

// A page of the site as somebody sees it; everything it asks for and complains of is kept.
async function visit(name, options, func) {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const asked = [], complaints = [];
  const page = await context.newPage();
  page.on('request', request => asked.push(request.url()));
  page.on('response', response => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`));
  page.on('console', line => ['error', 'warning'].includes(line.type()) && complaints.push(line.text()));
  page.on('pageerror', error => complaints.push(error.message));
  await page.addInitScript(() => {
    window.shifts = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shifts += entry.value; }))
      .observe({type: 'layout-shift', buffered: true});
  });
  try {
    await page.goto(site + name, {waitUntil: 'load'});
    await func(page, asked, complaints);
  } finally {
    await context.close();
  }
}

// All of a page, to its end, so that what loads late has loaded.
async function scrollThrough(page) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < height; y += 600) {
    await page.evaluate(at => window.scrollTo(0, at), y);
    await page.waitForTimeout(30);
  }
  await page.waitForLoadState('networkidle');
}

// How far the slider stands open: what is seen of the after half, in hundredths.
const position = page => page.locator('.stage').first().evaluate(stage => stage.style.getPropertyValue('--at'));

const tests = {
  async 'no request leaves the folder, and nothing is complained of'() {
    for (const name of pages)
      await visit(name, {}, async (page, asked, complaints) => {
        await scrollThrough(page);
        same(asked.filter(url => !url.startsWith(site) && !url.startsWith('data:')), [], `${name} asks elsewhere`);
        same(complaints, [], `${name} complains`);
        holds(asked.some(url => /\.(avif|webp|jpg)$/.test(url)), `${name} loads no picture`);
        same(await page.context().cookies(), [], `${name} sets cookies`);
      });
  },

  async 'nothing shifts while a page loads and is read'() {
    for (const name of pages)
      for (const width of [360, 1280])
        await visit(name, {viewport: {width, height: 800}}, async page => {
          await scrollThrough(page);
          same(await page.evaluate(() => window.shifts), 0, `layout shift of ${name} at ${width} px`);
          holds(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${name} is wider than ${width} px`);
        });
  },

  async 'the slider moves by keyboard'() {
    await visit(cases[0], {}, async page => {
      await page.keyboard.press('Tab');
      same(await page.evaluate(() => document.activeElement.className), 'slide', 'what has the focus first');
      await page.keyboard.press('ArrowRight');
      same(await position(page), '51%', 'one step');
      await page.keyboard.press('Home');
      same(await position(page), '0%', 'the start');
      await page.keyboard.press('End');
      same(await position(page), '100%', 'the end');
      holds(await page.getByRole('slider').getAttribute('aria-label'), 'a slider without a name');
    });
  },

  async 'the slider follows mouse and finger'() {
    await visit(cases[0], {}, async page => {
      const box = await page.locator('.slide').first().boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, {steps: 4});
      await page.mouse.up();
      const at = parseInt(await position(page), 10);
      holds(at >= 75 && at <= 85, `dragged to 80 %: ${at} %`);
    });
    await visit(cases[0], {hasTouch: true, isMobile: true, viewport: {width: 390, height: 800}}, async page => {
      const box = await page.locator('.slide').first().boundingBox();
      await page.touchscreen.tap(box.x + box.width * 0.25, box.y + box.height / 2);
      const at = parseInt(await position(page), 10);
      holds(at >= 18 && at <= 32, `touched at 25 %: ${at} %`);
    });
  },

  async 'what the slider shows changes in the picture'() {
    await visit(cases[0], {}, async page => {
      await page.waitForLoadState('networkidle');
      const looks = [];
      for (const key of ['Home', 'End']) {
        await page.locator('.slide').first().focus();
        await page.keyboard.press(key);
        await page.waitForTimeout(100);
        looks.push((await page.locator('.stage').first().screenshot()).toString('base64'));
      }
      holds(looks[0] !== looks[1], 'both ends look the same');
    });
  },

  async 'without JavaScript both halves are seen, with words for each'() {
    for (const name of cases)
      await visit(name, {javaScriptEnabled: false}, async page => {
        same(await page.locator('input').count(), 0, 'a slider that does not work');
        const box = await page.locator('.stage img').first().boundingBox();
        const frame = await page.locator('.stage').first().boundingBox();
        holds(box.width > 300 && box.x >= frame.x - 1 && box.x + box.width <= frame.x + frame.width + 1, `${name}: both halves are not in sight`);
        holds((await page.locator('.stage img').first().getAttribute('alt')).length >= 10, `${name}: no alternative text`);
        holds((await page.locator('figcaption').first().innerText()).length > 5, `${name}: no caption`);
      });
  },

  async 'accessibility rules find no violation, in light and in dark'() {
    for (const colorScheme of ['light', 'dark'])
      for (const name of pages)
        await visit(name, {colorScheme}, async page => {
          const {violations} = await new AxeBuilder({page}).analyze();
          same(violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`), [], `${name}, ${colorScheme}`);
        });
  },

  async 'every page is valid HTML'() {
    const validator = new HtmlValidate({root: true, extends: ['html-validate:standard', 'html-validate:a11y'],
      rules: {'require-sri': 'off', 'no-inline-style': 'off', 'long-title': 'off'}});
    for (const name of pages) {
      const report = await validator.validateFile(join(folder, name));
      same(report.results.flatMap(result => result.messages.map(one => `${one.line}: ${one.ruleId} ${one.message}`)), [], name);
    }
  },

  async 'the browser takes the smallest picture that is sharp'() {
    for (const width of [360, 800, 1600])
      for (const deviceScaleFactor of [1, 2])
        await visit(cases[0], {viewport: {width, height: 900}, deviceScaleFactor}, async page => {
          await page.waitForLoadState('networkidle');
          const found = await page.locator('.stage img').first().evaluate(image => ({taken: image.currentSrc,
            offered: image.previousElementSibling.srcset, shown: image.getBoundingClientRect().width}));
          const offered = [...found.offered.matchAll(/ (\d+)w/g)].map(match => Number(match[1]));
          const taken = Number(found.taken.match(/-(\d+)w-/)[1]);
          const needed = found.shown * deviceScaleFactor;
          const right = offered.find(one => one >= needed - 1) ?? Math.max(...offered);
          same(taken, right, `${width} px at ${deviceScaleFactor}x, shown ${found.shown} px wide`);
          holds(found.taken.endsWith('.avif'), 'not the smallest format');
        });
  },

  async 'only the first picture of the index is loaded at once'() {
    await visit('index.html', {viewport: {width: 800, height: 600}}, async page => {
      const loading = await page.locator('.stage > picture.after img, .stage > picture:only-child img').evaluateAll(
        images => images.map(image => image.loading));
      holds(loading[0] !== 'lazy', 'the first waits');
      same([...new Set(loading.slice(1))], ['lazy'], 'the others');
    });
  },

  async 'structured data and the map of pictures name files that are there'() {
    const files = new Set(await readdir(folder));
    for (const name of pages) {
      const html = await readFile(join(folder, name), 'utf8');
      for (const [, json] of html.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g))
        for (const image of JSON.parse(json).associatedMedia ?? [])
          holds(files.has(image.contentUrl.split('/').pop()), `${name} tells of ${image.contentUrl}`);
    }
    const map = await readFile(join(folder, 'sitemap-images.xml'), 'utf8');
    for (const [, url] of map.matchAll(/<image:loc>([^<]*)<\/image:loc>/g))
      holds(files.has(url.split('/').pop()), `the map tells of ${url}`);
  },
};

let failed = 0, number = 0;
console.log(`1..${Object.keys(tests).length}`);
for (const [name, test] of Object.entries(tests)) {
  number += 1;
  try {
    await test();
    console.log(`ok ${number} ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`not ok ${number} ${name}`);
    console.log(error.message.split('\n').slice(0, 12).map(line => `# ${line}`).join('\n'));
  }
}
await browser.close();
server.close();
process.exitCode = failed > 0 ? 1 : 0;

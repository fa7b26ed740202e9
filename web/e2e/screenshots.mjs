// Takes a picture of every screen into a folder, and looks at each with axe.
//
//   npm run build && node e2e/screenshots.mjs OUT [http://127.0.0.1:8080 [office [demo]]]
//
// Without an address it serves the built screens on invented data (dev/mock-server.mjs) itself. Ends with
// 1 when a page has serious or critical accessibility problems, or logs an error.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser, signIn as signInAs } from './browser.mjs';
import { tour } from './tour.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, '../../docs/images');
const address = process.argv[3] ?? 'http://127.0.0.1:8399';
const name = process.argv[4] ?? 'office';
const password = process.argv[5] ?? 'demo';
const only = process.env.ONLY?.split(',');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const server = process.argv[3]
  ? undefined
  : spawn(process.execPath, [join(here, '../dev/mock-server.mjs'), '8399', join(here, '../dist')], { stdio: ['ignore', 'pipe', 'inherit'] });
if (server) await new Promise((resolve) => server.stdout.once('data', resolve));

mkdirSync(out, { recursive: true });
const browser = await openBrowser();

const sizes = { wide: { width: 1366, height: 768 }, phone: { width: 360, height: 740 } };
let faults = 0;
const page = await browser.context.newPage();
page.setDefaultTimeout(10_000);
page.on('pageerror', (error) => { faults += 1; console.log(`page error: ${error.message}`); });
page.on('console', (line) => { if (line.type() === 'error' && !line.text().includes('401') && !line.text().includes('403')) { faults += 1; console.log(`console: ${line.text()}`); } });

async function look(title) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  for (const one of violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')) {
    faults += 1;
    console.log(`${title}: ${one.impact} ${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
  }
}

const signIn = (as) => signInAs(page, address, as, password);

async function take(title, { size = 'wide', dark = false, print = false, full = false, run }) {
  if (only && !only.some((word) => title.includes(word))) return;
  await page.setViewportSize(sizes[size]);
  await page.evaluate((value) => localStorage.setItem('dark', String(value)), dark).catch(() => {});
  try {
    await run({ page, address, signIn, name });
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(450);
    if (size === 'phone') {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > 360) { faults += 1; console.log(`${title}: the page is ${wide} px wide on a phone`); }
    }
    if (print) {
      await page.pdf({ path: join(out, `${title}.pdf`), format: 'A4', preferCSSPageSize: true });
    } else {
      await page.screenshot({ path: join(out, `${title}.png`), fullPage: full });
      await look(title);
    }
    console.log(`taken: ${title}`);
  } catch (error) {
    faults += 1;
    console.log(`${title}: ${error.message.split('\n').slice(0, 4).join(' / ')}`);
    await page.screenshot({ path: join(out, `${title}-failed.png`) }).catch(() => {});
  }
}

try {
  await page.goto(`${address}/`);
  if (only) await signIn(name);
  for (const [title, shot] of tour) await take(title, shot);
} finally {
  await browser.close();
  server?.kill();
}
console.log(`faults: ${faults}`);
process.exit(faults ? 1 : 0);

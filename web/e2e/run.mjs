// One end-to-end test: its own server on a copy of the synthetic district, one browser, a line for each
// step. Ends with 1 when a step does not hold, and leaves a picture of the page it failed on.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowser, signIn } from './browser.mjs';
import { openHouse, password, skipWithoutBrowser } from './house.mjs';

// Tests reckon with one today, the program's at UTC+7: one that begins just before midnight waits for it.
async function outliveMidnight() {
  const day = 86_400_000;
  const left = day - ((Date.now() + 7 * 3_600_000) % day);
  if (left < 120_000) await new Promise((done) => setTimeout(done, left + 1000));
}

export async function run(name, test) {
  skipWithoutBrowser();
  await outliveMidnight();
  const [tram, demo] = process.argv.slice(2);
  const house = await openHouse(tram, demo);
  const browser = await openBrowser();
  const page = await browser.context.newPage();
  page.setDefaultTimeout(20_000);
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  try {
    await test({
      page,
      address: house.address,
      signIn: (who) => signIn(page, house.address, who, password),
      step: (words) => console.log(`✓ ${words}`),
    });
    if (faults.length > 0) throw new Error(`errors on a page: ${faults.join('; ')}`);
  } catch (error) {
    const picture = join(tmpdir(), `tram-e2e-${name}.png`);
    await page.screenshot({ path: picture }).catch(() => {});
    console.log(`✗ ${error.stack}\n${picture}`);
    process.exitCode = 1;
  } finally {
    await browser.close();
    await house.close();
  }
}

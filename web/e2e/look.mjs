// Walks the tour and looks at each page: axe, the width on a phone, errors. With a folder it takes
// pictures too.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { tour } from './tour.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const sizes = { wide: { width: 1366, height: 768 }, phone: { width: 360, height: 740 } };

// Serious and critical findings of axe, each in one line.
async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map((one) => `${one.impact} ${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
}

async function picture(page, path, shot) {
  if (!shot.print) return page.screenshot({ path: `${path}.png`, fullPage: shot.full });
  await page.pdf({ path: `${path}.pdf`, format: 'A4', preferCSSPageSize: true });
  // The first page as it comes out of the printer; poppler is not a package of the build.
  const drawn = spawnSync('pdftoppm', ['-r', '80', '-png', '-singlefile', `${path}.pdf`, path]);
  if (drawn.status === 0) rmSync(`${path}.pdf`);
}

// `shots` are rows of the tour; answers what is wrong, a line each.
export async function look({ page, address, signIn, step }, { shots = tour, folder, withAxe = true } = {}) {
  const faults = [];
  if (folder) mkdirSync(folder, { recursive: true });
  let who;
  for (const [title, shot] of shots) {
    const wanted = shot.who ?? 'phongyte';
    await page.setViewportSize(sizes[shot.size ?? 'wide']);
    const context = { page, address, signIn };
    try {
      if (!title.startsWith('sign-in') && title !== 'give-work' && who !== wanted) await signIn((who = wanted));
      if (title === 'give-work') who = 'phongyte';
      await page.evaluate((dark) => localStorage.setItem('dark', String(dark)), shot.dark ?? false).catch(() => {});
      await shot.run(context);
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(150);
      if (folder) await picture(page, join(folder, title), shot);
      if (withAxe && !shot.print) faults.push(...(await findings(page)).map((one) => `${title}: ${one}`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (!shot.print && wide > sizes[shot.size ?? 'wide'].width) faults.push(`${title}: the page is ${wide} px wide`);
    } catch (error) {
      faults.push(`${title}: ${error.message.split('\n').slice(0, 4).join(' / ')}`);
      if (folder) await page.screenshot({ path: join(folder, `${title}-failed.png`) }).catch(() => {});
    } finally {
      await context.after?.();
    }
    step(title);
  }
  return faults;
}

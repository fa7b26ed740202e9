// How soon the scorecard can be used: from the address to its first cell, and from a click to its panel.
// Prints medians; asserts nothing, for a busy machine is no fault of the screens.
//
//   node e2e/speed.mjs TRAM DEMO
import { run } from './run.mjs';

const times = 9;
const median = (values) => Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]);

// Milliseconds since the address was asked for until something stands on the page.
async function until(page, selector) {
  return page.evaluate(
    (wanted) =>
      new Promise((done) => {
        const look = () => (document.querySelector(wanted) ? done(performance.now()) : requestAnimationFrame(look));
        look();
      }),
    selector,
  );
}

await run('speed', async ({ page, address, signIn }) => {
  await signIn('phongyte');
  const client = await page.context().newCDPSession(page);
  const results = {};
  for (const cache of ['cold', 'warm']) {
    const cells = [];
    const panels = [];
    for (let time = 0; time < times; time += 1) {
      if (cache === 'cold') await client.send('Network.clearBrowserCache');
      await page.goto(`${address}/dashboard`, { waitUntil: 'commit' });
      cells.push(await until(page, '[data-place="1 8"]'));
      panels.push(
        await page.evaluate(
          () =>
            new Promise((done) => {
              const begun = performance.now();
              document.querySelector('[data-place="1 8"]').click();
              const look = () => (document.querySelector('#side-panel a[href*="met=false"]') ? done(performance.now() - begun) : requestAnimationFrame(look));
              look();
            }),
        ),
      );
    }
    results[cache] = { scorecard_ms: median(cells), slowest_ms: Math.round(Math.max(...cells)), panel_ms: median(panels) };
  }
  console.log(JSON.stringify(results));
});

// The pictures of docs/images, from a synthetic district made for them: npm run screenshots
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDemo } from './house.mjs';
import { look } from './look.mjs';
import { run } from './run.mjs';
import { tour } from './tour.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const tram = join(root, 'build/tram');
const work = mkdtempSync(join(tmpdir(), 'tram-pictures-'));
try {
  makeDemo(tram, join(work, 'demo'), 8000);
  process.argv.splice(2, process.argv.length, tram, join(work, 'demo'));
  await run('screenshots', async (context) => {
    const shots = tour.filter(([title, shot]) => shot.image || title === 'give-work');
    assert.deepEqual(await look(context, { shots: shots.filter(([title]) => title === 'give-work'), withAxe: false }), []);
    assert.deepEqual(await look(context, { shots: shots.filter(([title]) => title !== 'give-work'), folder: join(root, 'docs/images'), withAxe: false }), []);
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}

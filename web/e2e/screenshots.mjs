// The pictures of docs/images, from a synthetic district made for them: npm run screenshots
//
//   node e2e/screenshots.mjs [ADDRESS]     of a running server in place of build/tram; ONLY=plan,report picks some
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
const only = process.env.ONLY?.split(',');
const work = mkdtempSync(join(tmpdir(), 'tram-pictures-'));
const given = process.argv[2];
const demo = join(work, 'demo');
try {
  if (!given) makeDemo(join(root, 'build/tram'), demo, 8000);
  process.argv.splice(2, process.argv.length, given ?? join(root, 'build/tram'), demo);
  await run('screenshots', async (context) => {
    const first = tour.filter(([title]) => title === 'give-work');
    const shots = tour.filter(([title, shot]) => shot.image && (!only || only.includes(title)));
    assert.deepEqual(await look(context, { shots: first, withAxe: false }), []);
    assert.deepEqual(await look(context, { shots, folder: join(root, 'docs/images'), withAxe: false }), []);
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}

// Every page under axe: no serious or critical finding, no page wider than a phone, no error.
//
//   node e2e/accessibility.mjs TRAM DEMO [FOLDER FOR PICTURES]
import assert from 'node:assert/strict';
import { look } from './look.mjs';
import { run } from './run.mjs';
import { tour } from './tour.mjs';

const only = process.env.ONLY?.split(',');

await run('accessibility', async (context) => {
  const shots = only ? tour.filter(([title]) => title === 'give-work' || only.some((word) => title.includes(word))) : tour;
  assert.deepEqual(await look(context, { shots, folder: process.argv[4] }), []);
});

// A tram of its own for a test: the built program on a copy of the synthetic district, on a free port.
//
// Without Debian's Chromium a test ends with 77 and counts as skipped.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { browserPath } from './browser.mjs';

export const password = 'tram-gia-lap';

export function skipWithoutBrowser() {
  if (existsSync(browserPath)) return;
  console.log(`skipped: ${browserPath} is missing; tools/setup.sh installs it`);
  process.exit(77);
}

export function makeDemo(tram, folder, persons = 1500) {
  rmSync(folder, { recursive: true, force: true });
  const made = spawnSync(resolve(tram), ['demo', '--data', folder, '--persons', String(persons), '--seed', '25'], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`tram demo ended with ${made.status}: ${made.stderr}`);
}

// `demo` is a folder made by makeDemo; it is copied, so that every test begins with the same district. The
// address of a running server in place of `tram` is taken as it is.
export async function openHouse(tram, demo) {
  if (tram.startsWith('http')) return { address: tram, close: async () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'tram-e2e-'));
  const data = join(folder, 'data');
  cpSync(demo, data, { recursive: true });
  const server = spawn(resolve(tram), ['serve', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const address = await new Promise((done, fail) => {
    const onText = (text) => {
      output += text;
      const ready = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
      if (ready) done(ready[0]);
    };
    server.stdout.on('data', onText);
    server.stderr.on('data', onText);
    server.on('exit', (code) => fail(new Error(`tram serve ended with ${code}: ${output}`)));
  });
  return {
    address,
    close: async () => {
      server.removeAllListeners('exit');
      const gone = new Promise((done) => server.once('exit', done));
      server.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

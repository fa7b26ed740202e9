import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const letters = /[à-ỹđ]/i;
// Text that is data, not a word of the screen: letters that folding looks for, marks the server writes
// into reports.
const data = ['lib/text.ts', 'features/reports/marked-text.tsx'];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(path) && !/\.test\./.test(path) ? [path] : [];
  });
}

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

it('sees a Vietnamese word in code and passes it over in a comment', () => {
  expect(letters.test(withoutComments("const a = 'Lưu';"))).toBe(true);
  expect(letters.test(withoutComments('  // "Lưu" keeps it'))).toBe(false);
});

it('has every word of a screen in the key files', () => {
  const found = sources('src').filter((path) => !data.some((one) => path.endsWith(one)) && letters.test(withoutComments(readFileSync(path, 'utf8'))));
  expect(found).toEqual([]);
});

it('uses every key', () => {
  const code = sources('src').map((path) => readFileSync(path, 'utf8')).join('\n');
  const keys = Object.keys(JSON.parse(readFileSync('src/locales/vi.json', 'utf8')) as object);
  // Built from a code: `code.unit.station`.
  expect(keys.filter((key) => !key.startsWith('code.') && !code.includes(`'${key}'`))).toEqual([]);
});

import { expect, it, vi } from 'vitest';
import { initialSize } from '../../initial-size';

const chunk = (fileName: string, change: object = {}) => ({
  type: 'chunk', fileName, code: `x='${fileName}'`, imports: [] as string[], isEntry: false, modules: {} as Record<string, object>, ...change,
});

function weigh(chunks: ReturnType<typeof chunk>[]) {
  const error = vi.fn((says: string) => {
    throw new Error(says);
  });
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const generate = initialSize('dashboard/place.tsx').generateBundle as unknown as (this: object, options: object, bundle: object) => void;
  try {
    generate.call({ error }, {}, Object.fromEntries(chunks.map((one) => [one.fileName, one])));
    return String(log.mock.calls[0]?.[0]);
  } finally {
    log.mockRestore();
  }
}
const noise = (length: number) => Array.from({ length }, (_, i) => ((i * 2654435761) >>> 0).toString(36)).join('');
const entry = chunk('entry.js', { isEntry: true, imports: ['shared.js'] });
const screen = chunk('place.js', { imports: ['shared.js'], modules: { '/src/features/dashboard/place.tsx': {} } });

it('counts the entry, the first screen and what both import, once', () => {
  expect(weigh([entry, screen, chunk('shared.js'), chunk('later.js', { code: noise(200_000) })])).toContain('in 3 files');
});

it('fails the build when the first screen grows over the limit', () => {
  expect(() => weigh([entry, screen, chunk('shared.js', { code: noise(200_000) })])).toThrow(/limit 500 kB/);
});

it('fails the build when it cannot tell the first screen', () => {
  expect(() => weigh([entry, chunk('shared.js')])).toThrow(/no bundle of/);
});

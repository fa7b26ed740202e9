import { expect, it } from 'vitest';
import type { WorklistHead } from './api/get-worklists';
import { workerPath } from './work-path';
import { byWorker } from './worker-table';

const list = (id: string, user: string, unit: string, done: number): WorklistHead => ({
  id, title: id, owner: { user, name: user || `Khu ${unit}` }, unit, unit_name: `Khu ${unit}`, total: 5, late: false,
  by_outcome: { done, will_come: 0, not_found: 0, moved: 0, refused: 0, died: 0, open: 5 - done },
});

it('adds up one row for each owner; lists without a user are those of their unit', () => {
  const lists = [list('a', '', '3', 1), list('b', '', '4', 2), list('c', '', '3', 3), list('d', 'lan', '3', 4)];
  const rows = byWorker(lists, (unit, name) => `${name} (${unit})`);
  expect(rows.map((row) => [row.name, row.lists, row.counts.done])).toEqual([['Khu 3 (3)', 2, 4], ['Khu 4 (4)', 1, 2], ['lan', 1, 4]]);
  expect(workerPath(lists, rows[1]!.user)).toBe('/work/b');
  expect(workerPath(lists, rows[0]!.user)).toContain('owner=unit');
});

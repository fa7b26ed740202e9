import { expect, it } from 'vitest';
import { head } from './api/get-worklists';
import { byWorker } from './worker-table';

const list = (id: string, user: string, name: string) =>
  head.parse({
    id, title: id, owner: { user, name }, total: 3, late: false,
    by_outcome: { done: 1, will_come: 0, not_found: 0, moved: 0, refused: 0, died: 0, open: 2 },
  });

it('adds lists up by who carries them out, and those given to hamlets by hamlet', () => {
  const rows = byWorker([list('1', 'lan', 'Lan'), list('2', '', 'Khu 4'), list('3', '', 'Khu 5'), list('4', '', 'Khu 5')]);
  expect(rows.map((row) => [row.name, row.lists, row.total])).toEqual([['Khu 4', 1, 3], ['Khu 5', 2, 6], ['Lan', 1, 3]]);
});

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { afterEach, expect, it, vi } from 'vitest';
import { ReaderProvider, type Session } from '@/lib/session';
import type { Member } from '../api/get-members';
import ListPage from './list-page';
import { firstFree } from './selection-bar';
import { coveredBy, likelyOwner, mostFrequent, sharesByHamlet, workplaceOf } from './shares';

afterEach(() => vi.unstubAllGlobals());

const member = (id: string, change: Partial<Member> = {}): Member => ({ member: id, name: id, met: false, unit: 'h1', ...change });

it('takes the most urgent people who are in nobody’s hands', () => {
  const list = [member('a'), member('b', { open_item: { worklist: 'w', open: true } }), member('c'), member('d')];
  expect([...firstFree(list, 2)]).toEqual(['a', 'c']);
});

it('proposes the worker of the hamlet where most of them live', () => {
  const workers = [{ user: 'w1', name: 'A', unit: 'h1', unit_name: 'Ấp 1', pre_screening: true }, { user: 'w2', name: 'B', unit: 'h2', unit_name: 'Ấp 2', pre_screening: true }];
  expect(likelyOwner([member('a'), member('b', { unit: 'h2' }), member('c', { unit: 'h2' })], workers)?.user).toBe('w2');
  expect(likelyOwner([], workers)).toBeUndefined();
});

it('shares people out to the worker of each hamlet, and says who is left', () => {
  const workers = [{ user: 'w1', name: 'A', unit: 'h1', unit_name: 'Ấp 1', pre_screening: true }, { user: 'w2', name: 'B', unit: 'h2', unit_name: 'Ấp 2', pre_screening: true }];
  const { shares, left } = sharesByHamlet([member('a'), member('b', { unit: 'h2' }), member('c'), member('d', { unit: 'h9' })], workers);
  expect(shares.map((share) => [share.owner.user, share.members.map((one) => one.member)])).toEqual([['w1', ['a', 'c']], ['w2', ['b']]]);
  expect(left.map((one) => one.member)).toEqual(['d']);
});

it('counts whom a worker answers for: the hamlet, of a station the commune around it', () => {
  const units = [
    { id: 'x', kind: 'commune', parent: null }, { id: 's', kind: 'station', parent: 'x' }, { id: 'h1', kind: 'hamlet', parent: 'x' }, { id: 'h9', kind: 'hamlet', parent: 'y' },
  ];
  const worker = (unit: string) => ({ user: unit, name: unit, unit, unit_name: unit, pre_screening: false });
  const members = [member('a'), member('b', { unit: 'h9' }), member('c', { unit: null })];
  expect(['h1', 's', 'x', 'h9'].map((unit) => coveredBy(worker(unit), members, units))).toEqual([1, 1, 1, 1]);
  expect(coveredBy(worker('x'), [member('a'), member('d')], units)).toBe(2);
});

it('looks for workers of a hamlet also in its commune', () => {
  const units = [{ id: 'x', kind: 'commune', parent: null }, { id: 'h1', kind: 'hamlet', parent: 'x' }, { id: 'h9', kind: 'hamlet', parent: 'beyond' }];
  expect(['h1', 'x', 'h9', 'unknown'].map((unit) => workplaceOf(unit, units))).toEqual(['x', 'x', 'h9', 'unknown']);
});

it('gives the reason most of them have', () => expect(mostFrequent(['x', 'y', null, 'y'])).toBe('y'));

const leader: Session = {
  user: 'l', display_name: 'L', role: { id: 'figures_only', title: 'Lãnh đạo', title_en: 'Leader' }, units: [{ id: 'd', code: '1', name: 'Huyện', kind: 'district' }],
  names: false, administrator: false, places: ['dashboard'], may: [], synthetic: true, today: '2026-11-22',
};

it('shows a reader of figures the counts by hamlet and why there are no names', async () => {
  const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
  vi.stubGlobal('fetch', (path: string) =>
    Promise.resolve(
      path.includes('/members')
        ? answer(403, { detail: 'không xem tên', code: 'names-not-allowed' })
        : path.includes('/splits')
          ? answer(200, { splits: [{ id: 'hamlet', title: 'Khu, ấp', gap: null, groups: [{ code: 'h1', title: 'Ấp Bình Lạc', numerator: 20, denominator: 27, hidden: false }, { code: 'h2', title: 'Ấp Phú Quới', numerator: null, denominator: null, hidden: true }] }] })
          : answer(404, {}),
    ),
  );
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <ReaderProvider value={leader}>
        <MemoryRouter initialEntries={['/dashboard/list?indicator=insured&met=false']}>
          <ListPage />
        </MemoryRouter>
      </ReaderProvider>
    </QueryClientProvider>,
  );
  expect(await screen.findByText('Ấp Bình Lạc')).toBeTruthy();
  expect(screen.getByText('7')).toBeTruthy();
  expect(screen.getByText(/không xem tên người dân/)).toBeTruthy();
  expect(screen.getByText('số nhỏ, không hiển thị')).toBeTruthy();
});

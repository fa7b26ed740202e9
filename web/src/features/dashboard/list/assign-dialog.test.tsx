import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { afterEach, expect, it, vi } from 'vitest';
import { ReaderProvider, type Session } from '@/lib/session';
import type { Member } from '../api/get-members';
import type { Indicator } from '../api/get-scorecard';
import { AssignDialog } from './assign-dialog';

afterEach(() => vi.unstubAllGlobals());

const reader = { user: 'p', today: '2026-11-22', may: ['assign'], units: [] } as unknown as Session;
const units = [
  { id: 'x', code: '1', kind: 'commune', name: 'Phường Sen', parent: null }, { id: 's', code: '2', kind: 'station', name: 'Trạm Y tế Sen', parent: 'x' },
  { id: 'h1', code: '3', kind: 'hamlet', name: 'Ấp 4', parent: 'x' }, { id: 'h2', code: '4', kind: 'hamlet', name: 'Ấp 5', parent: 'x' },
];
const member = (id: string, change: Partial<Member> = {}): Member => ({ member: id, name: `Người ${id}`, met: false, unit: 'h1', ...change });

function show(members: Member[], workers: object[]) {
  vi.stubGlobal('fetch', (path: string) => {
    const asked = path.includes('/workers') ? { workers: path.includes('unit=x') ? workers : [] } : { units };
    return Promise.resolve(new Response(JSON.stringify(asked), { status: 200 }));
  });
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <ReaderProvider value={reader}>
        <MemoryRouter>
          <AssignDialog indicator={{ id: 'insured' } as Indicator} what="BHYT" place="Ấp 4" unit="h1" members={members} close={() => {}} given={() => {}} />
        </MemoryRouter>
      </ReaderProvider>
    </QueryClientProvider>,
  );
}
const worker = (user: string, unit: string) => ({ user, name: user, unit, unit_name: unit, pre_screening: false });

it('offers the station where the hamlet has no worker, not the workers of other hamlets', async () => {
  show([member('a')], [worker('Trạm trưởng', 's'), worker('Ấp khác', 'h2')]);
  expect(await screen.findByText(/Trạm trưởng – s/)).toBeTruthy();
  expect(screen.getByText(/Ấp 4 chưa có nhân viên y tế/)).toBeTruthy();
  expect(screen.queryByText(/Ấp khác/)).toBeNull();
});

it('says why there is nobody and what to do', async () => {
  show([member('a')], [worker('Ấp khác', 'h2')]);
  expect((await screen.findByRole('alert')).textContent).toContain('Chưa có ai để giao việc ở Ấp 4');
  expect(screen.getByText(/Nhờ người quản trị tạo tài khoản/)).toBeTruthy();
});

it('counts those who were given out before', async () => {
  show([member('a', { open_item: { worklist: 'w', open: true } }), member('b')], [worker('Trạm trưởng', 's')]);
  expect((await screen.findByRole('alert')).textContent).toContain('1 trong 2 người đã giao hoặc vừa làm xong (Người a)');
});

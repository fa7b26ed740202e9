import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { afterEach, expect, it, vi } from 'vitest';
import { PlanPick } from './plan-pick';

afterEach(() => vi.unstubAllGlobals());

const show = (plans: { id: string; title: string; default: boolean }[], change = vi.fn()) => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify({ plans }))));
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter initialEntries={['/plan?plan=nq']}><PlanPick change={change} /></MemoryRouter>
    </QueryClientProvider>,
  );
  return change;
};
const [first, second] = [{ id: 'ct25', title: 'Kế hoạch 25', default: true }, { id: 'nq', title: 'Nghị quyết', default: false }];

it('shows the plan of the address, and leaves the address bare for the default', async () => {
  const change = show([first, second]);
  expect(await screen.findByText('Nghị quyết')).toBeTruthy();
  fireEvent.mouseDown(screen.getByRole('combobox'));
  fireEvent.click(await screen.findByTitle('Kế hoạch 25'));
  expect(change).toHaveBeenCalledWith(null);
});

it('is not there where there is one plan', async () => {
  show([first]);
  await new Promise((done) => setTimeout(done, 20));
  expect(screen.queryByRole('combobox')).toBeNull();
});

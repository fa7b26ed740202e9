import { fireEvent, render, screen } from '@testing-library/react';
import { useReducer } from 'react';
import { MemoryRouter } from 'react-router-dom';
import { expect, it, vi } from 'vitest';
import { ReaderProvider, type Session } from '@/lib/session';
import type { Item } from '../api/get-worklist';
import { enter, outcomeOfKey, type Entry } from './entry';
import { firstBlank, OutcomeTable } from './outcome-table';

const reader = { user: 'w', today: '2026-11-22', may: ['record'], names: true } as unknown as Session;
const item = (id: string): Item => ({ item: id, person: { id: `p-${id}`, name: `Người ${id}` }, details: [] });
const items = [item('1'), item('2'), { ...item('3'), outcome: 'died' as const, outcome_on: '2026-11-02', note: 'ốm lâu' }];
const undoSaved = vi.fn();
const end = vi.fn();

function Sheet() {
  const [entry, step] = useReducer(enter, { drafts: {}, past: [] } as Entry);
  return (
    <ReaderProvider value={reader}>
      <MemoryRouter>
        <OutcomeTable placeOf={(item) => items.indexOf(item) + 1} items={items} drafts={entry.drafts} step={step} on="2026-11-20" editable undoSaved={undoSaved} end={end} />
        <output>{JSON.stringify(entry.drafts)}</output>
      </MemoryRouter>
    </ReaderProvider>
  );
}
const drafts = () => JSON.parse(screen.getByRole('status').textContent ?? '{}') as Record<string, { outcome: string; on: string }>;
const groupOf = (element: Element | null) => element?.closest('[data-row]')?.getAttribute('data-row');
const press = (key: string, more = {}) => fireEvent.keyDown(document.activeElement!, { key, ...more });
const start = () => {
  render(<Sheet />);
  screen.getAllByRole('radio')[0]!.focus();
};

it('knows outcomes by the keys 1 to 6 alone', () => {
  expect(['1', '2', '3', '4', '5', '6'].map(outcomeOfKey)).toEqual(['done', 'will-come', 'not-found', 'moved', 'refused', 'died']);
  expect(['0', '7', 'a', '12'].map(outcomeOfKey)).toEqual([undefined, undefined, undefined, undefined]);
});

it('enters a whole sheet by keys, moving down', () => {
  start();
  end.mockClear();
  press('1');
  expect(groupOf(document.activeElement)).toBe('1');
  press('3');
  expect(end).not.toHaveBeenCalled();
  // Saved so already: nothing to save, and after the last row the hands leave the list.
  press('6');
  expect(end).toHaveBeenCalledTimes(1);
  expect(drafts()).toEqual({ 1: { outcome: 'done', on: '2026-11-20' }, 2: { outcome: 'not-found', on: '2026-11-20' } });
});

it('moves with arrows without entering anything', () => {
  start();
  press('ArrowDown');
  press('ArrowDown');
  press('ArrowDown');
  expect(groupOf(document.activeElement)).toBe('2');
  press('ArrowUp');
  expect(groupOf(document.activeElement)).toBe('1');
  expect(drafts()).toEqual({});
});

it('takes back the last step, and clears one row', () => {
  start();
  press('1');
  press('5');
  press('z', { ctrlKey: true });
  expect(Object.keys(drafts())).toEqual(['1']);
  press('ArrowUp');
  press('ArrowUp');
  press('Backspace');
  expect(drafts()).toEqual({});
});

it('takes back a saved outcome by key and by hand, and never by clearing a draft', () => {
  undoSaved.mockClear();
  start();
  press('Backspace');
  expect(undoSaved).not.toHaveBeenCalled();
  screen.getByRole('radio', { checked: true }).focus();
  press('2');
  press('2');
  press('Backspace');
  expect(undoSaved).not.toHaveBeenCalled();
  expect(screen.getByText(/02\/11\/2026 · ốm lâu/)).toBeTruthy();
  press('Backspace');
  fireEvent.click(screen.getByRole('button', { name: 'Hoàn tác kết quả của Người 3' }));
  expect(undoSaved.mock.calls.map(([item]) => (item as Item).item)).toEqual(['3', '3']);
});

it('begins where nothing is known yet, and replaces what is saved only by the same key twice', () => {
  render(<Sheet />);
  expect(groupOf(firstBlank()!)).toBe('0');
  screen.getByRole('radio', { checked: true }).focus();
  press('2');
  expect(drafts()).toEqual({});
  expect(screen.getByRole('alert').textContent).toContain('Đã lưu “Đã mất”. Bấm lại phím 2 để thay bằng “Hẹn sẽ đến”');
  press('3');
  expect(drafts()).toEqual({});
  press('3');
  expect(drafts()).toMatchObject({ 3: { outcome: 'not-found' } });
  expect(screen.queryByRole('alert')).toBeNull();
});

it('replaces an outcome without losing the step back to the first', () => {
  start();
  press('1');
  press('ArrowUp');
  press('2');
  expect(drafts()['1']?.outcome).toBe('will-come');
  press('z', { ctrlKey: true });
  expect(drafts()['1']?.outcome).toBe('done');
});

it('keeps what the server refused after saving', () => {
  const entry = enter({ drafts: { a: { outcome: 'done', on: 'x' }, b: { outcome: 'died', on: 'x' } }, past: [{}] }, { type: 'saved', kept: ['b'] });
  expect(Object.keys(entry.drafts)).toEqual(['b']);
  expect(entry.past).toEqual([]);
});

import { fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { expect, it, vi } from 'vitest';
import { translate } from '@/lib/i18n';
import { apart } from '@/lib/requests/units';
import type { Indicator, Score, Scorecard as Card } from '../api/get-scorecard';
import { stillNeeded } from '../panel/distances';
import { columnOf } from './column';
import { Figure, figureTitle, figureWords } from './figure';
import { Scorecard } from './scorecard';

const insured: Indicator = {
  id: 'insured', clause: 'II.4', title: 'Tỷ lệ dân số tham gia bảo hiểm y tế', short: 'Tham gia BHYT', operator: '>', target: 95,
  direction_only: false, sustained: false, member_type: 'patient', checked: false, bases: [], companions: [],
};
const doctor: Indicator = { ...insured, id: 'doctor', clause: 'II.2', short: 'Xã có bác sĩ', operator: '=', target: 100, member_type: 'area' };
const row = (change: Partial<Score>): Score => ({ indicator: 'insured', unit: 'c1', numerator: 934, denominator: 1000, target: 95, milestone: 94, status: 'near', ...change });

it('gives a cell its value and its status in words, not in colour alone', () => {
  render(<Figure indicator={insured} row={row({})} />);
  expect(screen.getByText('93,4%')).toBeTruthy();
  expect(screen.getByText('Gần đạt')).toBeTruthy();
});

it('shows the decimals that keep a value from contradicting its verdict', () => {
  render(<Figure indicator={insured} row={row({ numerator: 93_998, denominator: 100_000 })} />);
  expect(screen.getByText('93,998%')).toBeTruthy();
});

it('says in the head by what the signs judge this year, and in the cells where that differs', () => {
  const rows = [row({}), row({ unit: 'c2', milestone: 94, assigned: 93, numerator: 940, status: 'reached' })];
  expect(columnOf(insured, [row({})], '2026', translate('vi'))).toEqual({ goal: '94%', by: 'mốc 2026: 94%', differs: false, decimals: true });
  const column = columnOf(insured, rows, '2026', translate('vi'));
  expect(column).toMatchObject({ by: 'mốc, giao 2026: 93\u2060–\u206094%', differs: true, decimals: true });
  const { container } = render(<Figure indicator={insured} row={rows[1]} column={column} />);
  expect(screen.getByText('94,0%')).toBeTruthy();
  expect(container.querySelector('[data-goal]')?.getAttribute('data-goal')).toBe('≥ 93%');
  expect(columnOf(insured, [row({ milestone: null })], '2026', translate('vi')).by).toBeUndefined();
});

it('says why a value has more decimals than the others', () => {
  expect(figureTitle(row({ numerator: 93_998, denominator: 100_000 }), '2026', translate('vi'))).toContain('thêm số lẻ');
  expect(figureTitle(row({}), '2026', translate('vi'))).not.toContain('thêm số lẻ');
});

it('tells two hamlets of one name apart by the commune they came from', () => {
  const hamlet = (id: string, name: string, former_parent: string | null) => ({ id, name, kind: 'hamlet', former_parent });
  const twins = [hamlet('1', 'Ấp 4', 'Xã An'), hamlet('2', 'Ấp 4', 'Xã Bình'), hamlet('3', 'Ấp 5', 'Xã An'), hamlet('4', 'Ấp 6', null)];
  expect(twins.map((one) => apart(one, twins))).toEqual(['Ấp 4 (Xã An)', 'Ấp 4 (Xã Bình)', 'Ấp 5', 'Ấp 6']);
});

it('says nothing of a unit without members', () => {
  render(<Figure indicator={insured} row={row({ numerator: 0, denominator: 0, status: 'none' })} />);
  expect(screen.getByText('–')).toBeTruthy();
});

it('gives a single commune its verdict instead of 0% or 100%', () => {
  render(<Figure indicator={doctor} row={row({ numerator: 0, denominator: 1, status: 'behind' })} />);
  expect(screen.getAllByText('Chưa đạt').length).toBeGreaterThan(0);
  expect(screen.queryByText('0,0%')).toBeNull();
});

it('does not call a target kept up that was missed on some day', () => {
  render(<Figure indicator={doctor} row={row({ numerator: 1, denominator: 1, status: 'behind' })} />);
  expect(screen.queryByText('Đạt')).toBeNull();
});

it('says of a target kept up why it is behind though all are met today', () => {
  const kept = { ...doctor, sustained: true };
  const all = row({ indicator: 'doctor', numerator: 11, denominator: 11, status: 'behind' });
  render(<Figure indicator={kept} row={all} />);
  expect(screen.getByText('100%')).toBeTruthy();
  expect(screen.getByText('Ngắt quãng')).toBeTruthy();
  expect(figureTitle(all, '2026', translate('vi'))).toContain('có ngày trong 12 tháng qua chưa đạt');
  expect(figureWords(kept, all, translate('vi'))).toContain('có ngày trong 12 tháng qua chưa đạt');
});

it('does not tell a figure of too few people', () => {
  render(<Figure indicator={insured} row={row({ numerator: 0, denominator: 0, hidden: true, status: 'none' })} />);
  expect(screen.getByText('*')).toBeTruthy();
  expect(figureTitle(row({ hidden: true }), '2026', translate('vi'))).toContain('Dưới 5 người');
});

it('counts how many more are needed on the whole fraction', () => {
  expect(stillNeeded(row({ numerator: 940 }), 94, false)).toBe(0);
  expect(stillNeeded(row({ numerator: 939 }), 94, false)).toBe(1);
  expect(stillNeeded(row({ numerator: 950 }), 95, true)).toBe(1);
  expect(stillNeeded(row({ numerator: 2, denominator: 3 }), 100, false)).toBe(1);
});

const card: Card = {
  as_of: '2026-11-22', unit: 'd', map: 'own', complete: true, catalogue: [doctor, insured], completeness: [], unplaced: [],
  units: [{ id: 'd', name: 'Huyện', kind: 'district' }, { id: 'c1', name: 'Xã An Lộc', kind: 'commune', head: { name: 'Lê Thị Sáu' } }],
  rows: [row({ unit: 'd' }), row({}), row({ indicator: 'doctor', numerator: 1, denominator: 1, status: 'reached' })],
};

function show() {
  const open = vi.fn();
  const drill = vi.fn();
  render(
    <MemoryRouter>
      <Scorecard card={card} open={open} drill={drill} />
    </MemoryRouter>,
  );
  return { open, drill };
}

it('moves by arrows and opens the cell', () => {
  const { open } = show();
  const cells = screen.getAllByRole('button', { pressed: false });
  cells[0]!.focus();
  fireEvent.keyDown(cells[0]!, { key: 'ArrowRight' });
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
  fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
  fireEvent.click(document.activeElement!);
  expect(open).toHaveBeenCalledWith('insured', 'c1');
});

it('goes into a commune by its name, which stands with its head', () => {
  const { drill } = show();
  fireEvent.click(screen.getByRole('button', { name: 'Xã An Lộc' }));
  expect(drill).toHaveBeenCalledWith('c1');
  expect(screen.getByText('Lê Thị Sáu')).toBeTruthy();
});

import { expect, it } from 'vitest';
import { areaOptions, areasAbove } from './controls';

const unit = (id: string, kind: string, parent: string | null) => ({ id, kind, parent, name: id, code: null });
const units = [unit('T', 'province', null), unit('X', 'commune', 'T'), unit('A', 'hamlet', 'X'), unit('S', 'station', 'X')];

it('leads from the top area down to the one above', () => {
  expect(areasAbove(units, 'A').map((one) => one.id)).toEqual(['T', 'X']);
  expect(areasAbove(units, 'T')).toEqual([]);
});

it('ends on a circle of units', () => {
  expect(areasAbove([unit('P', 'commune', 'Q'), unit('Q', 'commune', 'P')], 'P').map((one) => one.id)).toEqual(['P', 'Q']);
});

it('offers areas from the top down, a hamlet with its commune, and no facility', () => {
  expect(areaOptions(units)).toEqual([
    { value: 'T', label: 'T' },
    { value: 'X', label: 'X' },
    { value: 'A', label: 'A, X' },
  ]);
});

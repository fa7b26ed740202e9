import { describe, expect, it } from 'vitest';
import { formatAge, formatDate, formatPercent, formatPoints, formatTarget, pointsTo } from './format';

describe('formatPercent', () => {
  it('never says 100% while someone is missing', () => {
    expect(formatPercent(9999, 10000)).toBe('99,9%');
    expect(formatPercent(10000, 10000)).toBe('100%');
  });
  it('shows the decimals that keep number and verdict together', () => {
    expect(formatPercent(9504, 10000, 95)).toBe('95,04%');
    expect(formatPercent(934, 1000, 95)).toBe('93,4%');
  });
  it('has no value without a denominator', () => expect(formatPercent(0, 0)).toBe('–'));
});

describe('formatAge', () => {
  it('gives days, months, then years', () => {
    expect(formatAge('2026-11-10', '2026-11-22')).toBe('12 ngày');
    expect(formatAge('2026-03-23', '2026-11-22')).toBe('7 tháng');
    expect(formatAge('2022-10-22', '2026-11-22')).toBe('4 tuổi 1 tháng');
    expect(formatAge('1957', '2026-11-22')).toBe('69 tuổi');
  });
});

it('writes dates day first, as precise as known', () => {
  expect(formatDate('2026-11-22')).toBe('22/11/2026');
  expect(formatDate('1957')).toBe('1957');
});

it('writes differences with their sign', () => expect(formatPoints(-1.25)).toBe('−1,3'));

it('shows a target with its operator', () => {
  expect(formatTarget('>', 95)).toBe('> 95%');
  expect(formatTarget('>=', 93.5)).toBe('≥ 93,5%');
  expect(formatTarget('=', 100)).toBe('100%');
  expect(formatTarget('toward', null)).toBe('–');
});

it('has no distance without members', () => {
  expect(pointsTo(0, 0, 95)).toBeNull();
  expect(pointsTo(93, 100, 95)).toBe(-2);
});

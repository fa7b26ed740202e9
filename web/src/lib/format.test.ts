import { describe, expect, it } from 'vitest';
import { formatAge, formatCount, formatDate, formatPercent, formatPoints, formatTarget, pointsTo } from './format';
import { setNumberLanguage } from './number-language';

describe('formatPercent', () => {
  it('rounds as the reports do', () => {
    expect(formatPercent(2, 3)).toBe('66,7%');
    expect(formatPercent(1, 16)).toBe('6,3%');
    expect(formatPercent(95, 100)).toBe('95%');
  });
  it('never says 100% while someone is missing, nor 0% while someone is there', () => {
    expect(formatPercent(9999, 10000)).toBe('99,99%');
    expect(formatPercent(10000, 10000)).toBe('100%');
    expect(formatPercent(1, 10000)).toBe('0,01%');
  });
  it('shows the decimals that keep number and verdict together', () => {
    expect(formatPercent(9504, 10000, 95)).toBe('95,04%');
    expect(formatPercent(934, 1000, 95)).toBe('93,4%');
    expect(formatPercent(94999, 100000, 95)).toBe('94,999%');
    expect(formatPercent(9504, 10000, 98, null, 95)).toBe('95,04%');
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

it('writes differences with their sign', () => {
  expect(formatPoints(-1.25)).toBe('−1,3');
  expect(formatPoints(0.03)).toBe('+0,03');
  expect(formatPoints(2)).toBe('+2');
});

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

it('writes numbers by the English rule on English screens', () => {
  setNumberLanguage('en');
  expect([formatCount(1234), formatPercent(2, 3), formatPoints(-1.25), formatTarget('>=', 93.5)]).toEqual(['1,234', '66.7%', '−1.3', '≥ 93.5%']);
  setNumberLanguage('vi');
  expect([formatCount(1234), formatPercent(2, 3)]).toEqual(['1.234', '66,7%']);
});

import { expect, it } from 'vitest';
import { addDays, monthsBefore, dayTyped } from './days';

it('adds days across months', () => expect(addDays('2026-11-22', 14)).toBe('2026-12-06'));

it('stays within the month it goes back to', () => {
  expect(monthsBefore('2026-03-31', 1)).toBe('2026-02-28');
  expect(monthsBefore('2024-02-29', 12)).toBe('2023-02-28');
  expect(monthsBefore('2026-01-15', 1)).toBe('2025-12-15');
});

it('reads a day as it is typed, once it is whole', () => {
  expect(dayTyped('3/12/2026')).toBe('2026-12-03');
  expect(dayTyped('03122026')).toBe('2026-12-03');
  expect(dayTyped('31/2/2026')).toBeUndefined();
  expect(dayTyped('3/12/20')).toBeUndefined();
});

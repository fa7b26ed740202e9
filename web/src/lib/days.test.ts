import { expect, it } from 'vitest';
import { addDays, monthsBefore } from './days';

it('adds days across months', () => expect(addDays('2026-11-22', 14)).toBe('2026-12-06'));

it('stays within the month it goes back to', () => {
  expect(monthsBefore('2026-03-31', 1)).toBe('2026-02-28');
  expect(monthsBefore('2024-02-29', 12)).toBe('2023-02-28');
  expect(monthsBefore('2026-01-15', 1)).toBe('2025-12-15');
});

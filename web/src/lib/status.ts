import type { Key } from './i18n';
import { tokens } from './theme';

// How a figure stands. The first four judge against the milestone; the next three tell the direction of
// an indicator without pass or fail.
// `check`: above what it can be, so that something it stands on is wrong. `interrupted` is behind of a target to be kept up, though all are met on the day.
export type Status = 'reached' | 'near' | 'behind' | 'interrupted' | 'no-data' | 'check' | 'up' | 'down' | 'same' | 'none';

export const statusWords: Record<Status, Key> = {
  reached: 'status.reached',
  near: 'status.near',
  behind: 'status.behind',
  interrupted: 'status.interrupted',
  'no-data': 'status.noData',
  check: 'status.check',
  up: 'status.up',
  down: 'status.down',
  same: 'status.same',
  none: 'status.none',
};

// As it is shown: behind though all are met today can only be a target to be kept up, missed on some day.
export function standing(row: { status: Status; numerator: number; denominator: number }): Status {
  return row.status === 'behind' && row.denominator > 0 && row.numerator === row.denominator ? 'interrupted' : row.status;
}

export const judgements: Status[] = ['reached', 'near', 'behind', 'no-data'];
export const directions: Status[] = ['up', 'down', 'same'];

export function statusColor(status: Status, dark: boolean): string {
  const colors: Record<string, string> = dark ? tokens.statusDark : tokens.status;
  return colors[status === 'check' ? 'near' : status] ?? colors['no-data']!;
}

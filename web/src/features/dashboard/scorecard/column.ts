import { isSingle, percentOf } from '@/lib/figure';
import { decimalSign, formatGoal } from '@/lib/format';
import type { Translate } from '@/lib/i18n';
import type { Indicator, Score } from '../api/get-scorecard';

// What the cells of one target have in common.
export interface Column {
  // By what the signs judge this year, where that is not the target in the head: "93%", "93–94,5%"; in words
  // also whose goal it is.
  goal?: string;
  by?: string;
  // Units are held to different goals, so each cell tells its own.
  differs: boolean;
  // Some value has decimals, so all have.
  decimals: boolean;
}

export const goalOf = (row: Score): number | undefined => row.assigned ?? row.milestone ?? undefined;

export function columnOf(indicator: Indicator, rows: Score[], year: string, t: Translate): Column {
  const own = rows.filter((row) => row.indicator === indicator.id && row.denominator > 0 && !row.hidden);
  const goals = own.map(goalOf).filter((goal) => goal !== undefined).sort((a, b) => a - b);
  const [least, most] = [goals[0], goals[goals.length - 1]];
  const decimals = own.some((row) => !isSingle(indicator, row) && percentOf(row).includes(decimalSign()));
  if (least === undefined || most === undefined) return { differs: false, decimals };
  const assigned = own.some((row) => typeof row.assigned === 'number');
  // Joined, so that a narrow head does not break it.
  const goal = least === most ? formatGoal(least) : `${formatGoal(least).slice(0, -1)}\u2060–\u2060${formatGoal(most)}`;
  return { goal, by: t(assigned ? 'figure.goals' : 'figure.milestone', { year, goal }), differs: least !== most, decimals };
}

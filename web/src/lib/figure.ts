import { decimalSign, formatFraction, formatPercent } from './format';
import type { Translate } from './i18n';
import { standing, statusWords, type Status } from './status';

// A figure and what it is held against, and what it is asked of.
export interface Judged {
  numerator: number;
  denominator: number;
  status: Status;
  target?: number | null;
  milestone?: number | null;
  assigned?: number | null;
}
export interface Measured {
  member_type: string;
}

// Its number says no more than the verdict does, whichever of its goals that is by.
export const percentOf = (row: Judged): string => formatPercent(row.numerator, row.denominator, row.assigned, row.milestone, row.target);

// More decimals than one: with one it would seem to be at a goal, or beyond it, where it is not.
export const isFiner = (row: Judged): boolean => /[,.]\d\d/.test(percentOf(row));

// In a column where others have decimals a whole number has one too.
const alike = (percent: string): string => (/^\d+%$/.test(percent) && percent !== '0%' && percent !== '100%' ? percent.replace('%', `${decimalSign()}0%`) : percent);

// Of a single station or commune "0%" and "100%" say less than the verdict.
export const isSingle = (of: Measured, row: Judged): boolean => row.denominator === 1 && of.member_type !== 'patient';

function singleVerdict(row: Judged): 'status.reached' | 'status.interrupted' | 'status.behind' {
  if (row.numerator !== 1) return 'status.behind';
  return row.status === 'behind' ? 'status.interrupted' : 'status.reached';
}

// As every screen shows it: "93,6%", and of one place alone "Đạt".
export const figureValue = (of: Measured, row: Judged, t: Translate, decimals = false): string => {
  if (isSingle(of, row)) return t(singleVerdict(row));
  return decimals ? alike(percentOf(row)) : percentOf(row);
};

// The same in words: "93,6%, Gần đạt".
export function figureWords(of: Measured, row: Judged, t: Translate): string {
  const status = standing(row);
  const words = [figureValue(of, row, t), !isSingle(of, row) && status !== 'none' && t(statusWords[status])];
  return [...words, status === 'interrupted' && t('panel.sustained')].filter(Boolean).join(', ');
}

// What it is on a closer look: its fraction, and why it stands as it does.
export const figureTitle = (row: Judged, t: Translate): string =>
  [formatFraction(row.numerator, row.denominator), standing(row) === 'interrupted' && t('panel.sustained')].filter(Boolean).join('. ');

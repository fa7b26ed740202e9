// Numbers and dates as Vietnamese papers write them; numbers by the English rule on English screens. Decided here once for all screens.
import { translate, type Language } from './i18n';
import { numberLocale } from './number-language';

export const decimalSign = (): string => (numberLocale() === 'vi-VN' ? ',' : '.');

const whole = new Map(['vi-VN', 'en-GB'].map((locale) => [locale, new Intl.NumberFormat(locale)]));

export const formatCount = (value: number): string => whole.get(numberLocale())!.format(value);

export function formatFraction(numerator: number, denominator: number): string {
  return `${formatCount(numerator)} / ${formatCount(denominator)}`;
}

const mostPlaces = 5;

function rounded(value: number, places: number): number {
  return Math.round(value * 10 ** places) / 10 ** places;
}

// A whole number needs no decimals, all others have the same.
function decimal(value: number, places: number): string {
  const digits = Math.abs(value - Math.round(value)) < 1e-9 ? 0 : places;
  return rounded(value, places).toLocaleString(numberLocale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const side = (value: number, yardstick: number, slack: number): number => (value > yardstick + slack ? 1 : value < yardstick - slack ? -1 : 0);

// The share with one decimal, or as many as keep it on the side of each yardstick where the fraction itself
// is: 95,04% above 95, never "95,0%"; 99,96% while someone is missing. As the reports and the command line
// write it.
export function formatPercent(numerator: number, denominator: number, ...yardsticks: (number | null | undefined)[]): string {
  if (denominator === 0) return '–';
  const share = (numerator * 100) / denominator;
  let places = 1;
  for (const one of [...yardsticks, 0, 100]) {
    if (typeof one !== 'number') continue;
    const exact = side(numerator * 100, one * denominator, 1e-6);
    while (places < mostPlaces && side(rounded(share, places), one, 1e-9) !== exact) places += 1;
  }
  return `${decimal(share, places)}%`;
}

// Differences of percentages are percentage points; one that is there never shows as none.
export function formatPoints(points: number): string {
  const size = Math.abs(points);
  let places = 1;
  while (places < mostPlaces && size > 1e-9 && rounded(size, places) === 0) places += 1;
  return `${points < 0 ? '−' : '+'}${decimal(size, places)}`;
}

// "2026-11-22" → "22/11/2026"; "1957-03" → "03/1957"; "1957" stays.
export function formatDate(date: string | null | undefined): string {
  if (!date) return '–';
  return date.slice(0, 10).split('-').reverse().join('/');
}

// Years; under 6 years and months; under one month days. `birth` may be only a year or a month.
export function formatAge(birth: string, today: string, language: Language = 'vi'): string {
  const t = translate(language);
  const [birthYear = 0, birthMonth, birthDay] = birth.split('-').map(Number);
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  if (birthMonth === undefined) return t('age.years', { years: year - birthYear });
  let months = (year - birthYear) * 12 + month - birthMonth;
  if (birthDay !== undefined && day < birthDay) months -= 1;
  if (months >= 72) return t('age.years', { years: Math.floor(months / 12) });
  if (months >= 12) return t('age.yearsMonths', { years: Math.floor(months / 12), months: months % 12 });
  if (months >= 1 || birthDay === undefined) return t('age.months', { months: Math.max(months, 0) });
  return t('age.days', { days: Math.round((Date.parse(today) - Date.parse(birth)) / 86_400_000) });
}

// A number as measured: "58,5".
export const formatDecimal = (value: number): string => value.toLocaleString(numberLocale());

// A percentage that is set, not counted: "95%", "93,5%".
export function formatGoal(value: number): string {
  return `${value.toLocaleString(numberLocale(), { maximumFractionDigits: 2 })}%`;
}

const operators: Record<string, string> = { '>': '> ', '>=': '≥ ', '=': '' };

// A target shows its operator: "> 95%", "≥ 90%", "100%". A direction has none.
export function formatTarget(operator: string, value: number | null | undefined): string {
  if (operator === 'toward' || value === null || value === undefined) return '–';
  return `${operators[operator] ?? ''}${formatGoal(value)}`;
}

// Points between a fraction and a goal; null without members.
export function pointsTo(numerator: number, denominator: number, goal: number): number | null {
  return denominator === 0 ? null : (numerator * 100) / denominator - goal;
}

// "2026-11-22" → "11/2026", for the months of a trend.
export function formatMonth(date: string): string {
  return date.slice(0, 7).split('-').reverse().join('/');
}

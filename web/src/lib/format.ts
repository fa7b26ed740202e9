// Numbers and dates as Vietnamese papers write them. Decided here once for all screens.
import { translate, type Language } from './i18n';

const whole = new Intl.NumberFormat('vi-VN');

export const formatCount = (value: number): string => whole.format(value);

export function formatFraction(numerator: number, denominator: number): string {
  return `${formatCount(numerator)} / ${formatCount(denominator)}`;
}

// A percentage never rounds across its meaning: 99,96% stays 99,9% while someone is missing, and a
// value near `target` shows as many decimals as keep number and verdict from contradicting each other.
export function formatPercent(numerator: number, denominator: number, target?: number): string {
  if (denominator === 0) return '–';
  if (numerator === denominator) return '100%';
  const exact = (numerator * 100) / denominator;
  for (let places = 1; places <= 4; places += 1) {
    const scale = 10 ** places;
    const shown = Math.floor(exact * scale + 1e-9) / scale;
    const tells = target === undefined || Math.sign(shown - target) === Math.sign(exact - target);
    if (tells || places === 4) return `${shown.toLocaleString('vi-VN', { minimumFractionDigits: places, maximumFractionDigits: places })}%`;
  }
  return '–';
}

// Differences of percentages are percentage points.
export function formatPoints(points: number): string {
  // A difference that is there never shows as none.
  const places = points !== 0 && Math.abs(points) < 0.05 ? 2 : 1;
  const text = Math.abs(points).toLocaleString('vi-VN', { minimumFractionDigits: places, maximumFractionDigits: places });
  return `${points < 0 ? '−' : '+'}${text}`;
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

// A percentage that is set, not counted: "95%", "93,5%".
export function formatGoal(value: number): string {
  return `${value.toLocaleString('vi-VN', { maximumFractionDigits: 2 })}%`;
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

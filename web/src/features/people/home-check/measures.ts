import { formatDecimal } from '@/lib/format';
import type { Key } from '@/lib/i18n';

export type Field = 'systolic' | 'diastolic' | 'glucose' | 'weight' | 'height' | 'waist';

// What a measurement can be at all; beyond it a slip of the finger is likelier than a body.
export const limits: Record<Field, { low: number; high: number; label: Key; unit: string }> = {
  systolic: { low: 70, high: 300, label: 'check.systolic', unit: 'mmHg' },
  diastolic: { low: 40, high: 180, label: 'check.diastolic', unit: 'mmHg' },
  glucose: { low: 1.5, high: 55, label: 'check.glucose', unit: 'mmol/L' },
  weight: { low: 1, high: 250, label: 'check.weight', unit: 'kg' },
  height: { low: 40, high: 220, label: 'check.height', unit: 'cm' },
  waist: { low: 30, high: 200, label: 'check.waist', unit: 'cm' },
};

// What is seen at hardly any door: it is asked about before it is kept.
const usual: Partial<Record<Field, { low: number; high: number }>> = {
  systolic: { low: 80, high: 220 },
  diastolic: { low: 45, high: 130 },
  glucose: { low: 2.5, high: 30 },
  weight: { low: 2, high: 130 },
  height: { low: 45, high: 195 },
  waist: { low: 35, high: 140 },
};

// True once no further digit can belong to a systolic pressure: 120, 95.
export function isWholeSystolic(text: string): boolean {
  return /^[1-3]\d\d$/.test(text) || /^[7-9]\d$/.test(text);
}

// "58,5" and "58.5" are one number; undefined: nothing typed; NaN: not a number.
export function numberOf(text: string): number | undefined {
  const typed = text.trim().replace(',', '.');
  if (typed === '') return undefined;
  return /^\d+(\.\d+)?$/.test(typed) ? Number(typed) : NaN;
}

export interface Fault {
  field: Field;
  key: Key;
  values: Record<string, string | number>;
}

export function faultsOf(texts: Partial<Record<Field, string>>): Fault[] {
  const faults: Fault[] = [];
  const numbers: Partial<Record<Field, number>> = {};
  for (const field of Object.keys(limits) as Field[]) {
    const value = numberOf(texts[field] ?? '');
    if (value === undefined) continue;
    const { low, high, unit } = limits[field];
    if (Number.isNaN(value)) faults.push({ field, key: 'check.notNumber', values: { text: texts[field] ?? '' } });
    else if (value < low || value > high) faults.push({ field, key: 'check.outside', values: { low: vi(low), high: vi(high), unit } });
    else numbers[field] = value;
  }
  const { systolic, diastolic } = numbers;
  if (systolic !== undefined && diastolic !== undefined && systolic <= diastolic) {
    faults.push({ field: 'diastolic', key: 'check.upsideDown', values: { systolic, diastolic } });
  }
  for (const [one, other] of [['systolic', 'diastolic'], ['diastolic', 'systolic']] as const) {
    if (texts[one]?.trim() && !texts[other]?.trim()) faults.push({ field: other, key: 'check.both', values: {} });
  }
  return faults;
}

// Values that can be and hardly ever are.
export function doubtsOf(texts: Partial<Record<Field, string>>): Fault[] {
  return (Object.keys(usual) as Field[]).flatMap((field) => {
    const value = numberOf(texts[field] ?? '');
    const { low, high } = usual[field]!;
    if (value === undefined || Number.isNaN(value) || (value >= low && value <= high)) return [];
    return [{ field, key: 'check.doubt' as const, values: { value: vi(value), unit: limits[field].unit } }];
  });
}

const vi = (value: number) => formatDecimal(value);

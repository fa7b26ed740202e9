import { toldIn, type Language } from '@/lib/i18n';
import type { Column, Field } from './api/preview-population';

// Which field each column of the file fills, by the column's index.
export type Mapping = Record<number, string>;

export function mappingOf(columns: Column[]): Mapping {
  return Object.fromEntries(columns.flatMap((column) => (column.field ? [[column.index, column.field]] : [])));
}

// Two columns cannot fill one field: the last chosen takes it.
export function choose(mapping: Mapping, index: number, field: string): Mapping {
  const next: Mapping = {};
  for (const [key, value] of Object.entries(mapping)) if (value !== field && Number(key) !== index) next[Number(key)] = value;
  if (field) next[index] = field;
  return next;
}

// "0:name,1:birth_date", as the server reads it.
export function mappingText(mapping: Mapping): string {
  return Object.entries(mapping).map(([index, field]) => `${index}:${field}`).join(',');
}

export function missingFields(mapping: Mapping, fields: Field[]): Field[] {
  const filled = new Set(Object.values(mapping));
  return fields.filter((field) => field.required && !filled.has(field.id));
}

export const fieldTitle = (field: Field, language: Language) => toldIn(language, field.title, field.title_en);

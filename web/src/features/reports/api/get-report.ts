import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { head } from './get-reports';

export const section = z.object({
  id: z.string(),
  // The heading above it.
  group: z.string().nullish(),
  title: z.string(),
  text: z.string(),
  computed_text: z.string(),
  edited: z.boolean(),
  changed_figures: z.array(z.object({ was: z.string(), now: z.string() })).default([]),
});
export type Section = z.infer<typeof section>;

const cell = z.object({ text: z.string(), author: z.boolean() });
// A table with cells that no record holds: the author's.
export const table = z.object({
  id: z.string(),
  annex: z.string(),
  title: z.string(),
  note: z.string().nullish(),
  grows: z.boolean(),
  columns: z.array(z.object({ title: z.string(), align: z.string() })),
  rows: z.array(z.object({ key: z.string(), cells: z.array(cell) })),
});
export type ReportTable = z.infer<typeof table>;

// The way of a report from draft to its receiver.
const step = z.object({ state: z.string(), on: z.string().nullish(), by: z.string().nullish(), number: z.string().nullish(), reason: z.string().nullish() });
export type Step = z.infer<typeof step>;

export const report = head.extend({ sections: z.array(section), tables: z.array(table).default([]), steps: z.array(step).default([]) });
export type Report = z.infer<typeof report>;

export const reportKey = (id: string) => ['reports', 'one', id];

export function useReport(id: string) {
  return useQuery({ queryKey: reportKey(id), queryFn: () => api.get(`/reports/${id}`, report) });
}

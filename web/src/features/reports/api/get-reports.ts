import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

export const head = z.object({
  id: z.string(),
  template: z.string(),
  title: z.string().nullish(),
  unit: z.string().nullish(),
  unit_name: z.string().nullish(),
  from: z.string(),
  to: z.string(),
  signed_on: z.string().nullish(),
  number: z.string().nullish(),
  replaces: z.string().nullish(),
  state: z.string(),
  missing: z.number(),
  written_on: z.string().nullish(),
  due_on: z.string().nullish(),
  sent_on: z.string().nullish(),
  days_late: z.number().default(0),
});
export type ReportHead = z.infer<typeof head>;

const shape = z.object({ reports: z.array(head) });

export function useReports() {
  return useQuery({ queryKey: ['reports'], queryFn: () => api.get('/reports', shape).then((answer) => answer.reports) });
}

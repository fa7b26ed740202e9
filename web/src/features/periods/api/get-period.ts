import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { counted, hidden } from '@/lib/count';
import { statusWords, type Status } from '@/lib/status';

const row = z.object({
  indicator: z.string(),
  unit: z.string(),
  unit_name: z.string(),
  numerator: counted,
  denominator: counted,
  hidden,
  target: z.number().nullish(),
  milestone: z.number().nullish(),
  assigned: z.number().nullish(),
  status: z.string().transform((word): Status => (word in statusWords ? (word as Status) : 'none')),
});
export type FrozenRow = z.infer<typeof row>;

const period = z.object({
  id: z.string(),
  title: z.string(),
  title_en: z.string().nullish(),
  unit: z.string(),
  unit_name: z.string(),
  from: z.string(),
  to: z.string(),
  map: z.enum(['own', 'today']),
  position: z.number(),
  closed_at: z.string(),
  closed_by: z.string().nullish(),
  closed_by_name: z.string().nullish(),
  replaces: z.string().nullish(),
  reason: z.string().nullish(),
  indicators: z.array(z.object({ id: z.string(), title: z.string(), title_en: z.string().nullish() })),
  rows: z.array(row),
});
export type Period = z.infer<typeof period>;

export function usePeriod(id: string) {
  return useQuery({ queryKey: ['periods', 'one', id], staleTime: Infinity, queryFn: () => api.get(`/periods/${id}`, period) });
}

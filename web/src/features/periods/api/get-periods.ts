import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

const head = z.object({
  id: z.string(),
  title: z.string(),
  title_en: z.string().nullish(),
  unit: z.string(),
  unit_name: z.string(),
  from: z.string(),
  to: z.string(),
  map: z.enum(['own', 'today']),
  closed_at: z.string(),
  closed_by: z.string().nullish(),
  closed_by_name: z.string().nullish(),
  state: z.string(),
  reason: z.string().nullish(),
});
export type PeriodHead = z.infer<typeof head>;

const shape = z.object({ periods: z.array(head) });

export function usePeriods() {
  return useQuery({ queryKey: ['periods', 'all'], queryFn: () => api.get('/periods', shape).then((answer) => answer.periods) });
}

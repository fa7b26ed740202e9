import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { counted, hidden } from '@/lib/count';
import type { Question } from '../question';

const trend = z.object({
  points: z.array(z.object({ as_of: z.string(), numerator: counted, denominator: counted, hidden })),
  complete: z.boolean().default(true),
  breaks: z.array(z.object({ as_of: z.string(), reason: z.string(), reason_en: z.string().nullish() })).default([]),
  target: z.number().nullish(),
  milestones: z.array(z.object({ year: z.number(), value: z.number() })).default([]),
});
export type Trend = z.infer<typeof trend>;

export function useTrend(indicator: string, { unit, asOf, map, base, plan }: Question) {
  return useQuery({
    queryKey: ['figures', 'trend', indicator, unit, asOf, map, base, plan],
    queryFn: () => api.get(`/indicators/${indicator}/trend`, trend, { unit, as_of: asOf, map, base, plan, months: 24 }),
    // Months of a large district are computed in the background: asked for until all are there.
    refetchInterval: (query) => (query.state.data?.complete === false ? 1000 : false),
  });
}

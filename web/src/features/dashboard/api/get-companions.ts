import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { counted, hidden } from '@/lib/count';
import type { Question } from '../question';

const companion = z.object({
  id: z.string(),
  title: z.string(),
  title_en: z.string().nullish(),
  // A share, a count, days without out of all days, or the longest time in days.
  kind: z.enum(['share', 'count', 'days', 'longest']).catch('count'),
  numerator: counted,
  denominator: counted,
  hidden,
});
export type Companion = z.infer<typeof companion>;

const shape = z.object({ companions: z.array(companion) });

// Figures that stand beside an indicator.
export function useCompanions(indicator: string, { unit, asOf, map, base }: Question) {
  return useQuery({
    queryKey: ['figures', 'companions', indicator, unit, asOf, map, base],
    queryFn: () => api.get(`/indicators/${indicator}/companions`, shape, { unit, as_of: asOf, map, base }).then((answer) => answer.companions),
  });
}

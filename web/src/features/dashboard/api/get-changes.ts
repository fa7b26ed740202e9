import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { counted, hidden } from '@/lib/count';
import type { Question } from '../question';

const count = z.object({ as_of: z.string(), numerator: counted, denominator: counted, hidden });
const reason = z.object({
  code: z.string(),
  title: z.string(),
  title_en: z.string().nullish(),
  effect: z.enum(['gained', 'lost', 'entered', 'left']),
  // Null: kept from readers of figures alone.
  count: z.number().nullable(),
});
export type Reason = z.infer<typeof reason>;

const changes = z.object({ from: count, to: count, reasons: z.array(reason) });

// Why a figure differs from an earlier day, member by member.
export function useChanges(indicator: string, { unit, asOf, map, base }: Question, from: string) {
  return useQuery({
    queryKey: ['figures', 'changes', indicator, unit, from, asOf, map, base],
    queryFn: () => api.get(`/indicators/${indicator}/changes`, changes, { unit, from, to: asOf, map, base }),
  });
}

import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import type { Question } from '../question';

const group = z.object({
  code: z.string(),
  title: z.string(),
  title_en: z.string().nullish(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  hidden: z.boolean(),
});
export type SplitGroup = z.infer<typeof group>;

const split = z.object({
  id: z.string(),
  title: z.string().nullish(),
  groups: z.array(group),
  gap: z.object({ best: z.string(), worst: z.string(), points: z.number() }).nullish(),
});
export type Split = z.infer<typeof split>;

const shape = z.object({ splits: z.array(split) });

export function useSplits(indicator: string, { unit, asOf, map, base }: Question) {
  return useQuery({
    queryKey: ['figures', 'splits', indicator, unit, asOf, map, base],
    queryFn: () =>
      api.get(`/indicators/${indicator}/splits`, shape, { unit, as_of: asOf, map, base }).then((answer) => answer.splits),
  });
}

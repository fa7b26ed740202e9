import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { counted } from '@/lib/count';
import type { Question } from '../question';

export const status = z.enum(['reached', 'near', 'behind', 'no-data', 'check', 'up', 'down', 'same', 'none']);

export const indicator = z.object({
  id: z.string(),
  clause: z.string(),
  title: z.string(),
  title_en: z.string().nullish(),
  short: z.string(),
  short_en: z.string().nullish(),
  operator: z.string().nullable(),
  target: z.number().nullable(),
  direction_only: z.boolean(),
  sustained: z.boolean(),
  member_type: z.string(),
  checked: z.boolean(),
  base_title: z.string().nullish(),
  base_title_en: z.string().nullish(),
  // What whoever gives out work to be done at home must know.
  home_note: z.string().nullish(),
  home_note_en: z.string().nullish(),
  // What a figure to be checked is a sign of.
  limit_note: z.string().nullish(),
  limit_note_en: z.string().nullish(),
  // Populations it can be counted on, and the figures that stand beside it.
  bases: z.array(z.object({ id: z.string(), title: z.string(), title_en: z.string().nullish() })).default([]),
  companions: z.array(z.object({ id: z.string() })).default([]),
});
export type Indicator = z.infer<typeof indicator>;

const unit = z.object({
  id: z.string(),
  code: z.string().nullish(),
  name: z.string(),
  kind: z.string(),
  former_parent: z.string().nullish(),
  head: z.object({ name: z.string(), title: z.string().nullish() }).nullish(),
});
export type ScoredUnit = z.infer<typeof unit>;

const row = z.object({
  indicator: z.string(),
  unit: z.string(),
  numerator: counted,
  denominator: counted,
  // Fewer than five people, or what they would follow from: kept from readers of figures alone.
  hidden: z.boolean().optional(),
  target: z.number().nullish(),
  milestone: z.number().nullish(),
  assigned: z.number().nullish(),
  status,
  no_data: z.number().nullish(),
  previous: z.object({ as_of: z.string(), numerator: z.number(), denominator: z.number() }).nullish(),
});
export type Score = z.infer<typeof row>;

const completeness = z.object({
  unit: z.string(),
  names: z.number(),
  published: z.number(),
  published_on: z.string().nullish(),
  percent: z.number(),
});
export type Completeness = z.infer<typeof completeness>;

const scorecard = z.object({
  as_of: z.string(),
  unit: z.string(),
  map: z.string(),
  catalogue: z.array(indicator),
  units: z.array(unit),
  rows: z.array(row),
  complete: z.boolean().default(true),
  // People of the unit who stand in none below it.
  unplaced: z.array(z.object({ indicator: z.string(), numerator: z.number(), denominator: z.number() })).default([]),
  completeness: z.array(completeness),
});
export type Scorecard = z.infer<typeof scorecard>;

export function useScorecard({ unit: id, asOf, map, base, plan }: Question) {
  return useQuery({
    queryKey: ['figures', 'scorecard', id, asOf, map, base, plan],
    placeholderData: (before) => before,
    queryFn: () => api.get('/indicators', scorecard, { unit: id, as_of: asOf, map, base, plan }),
    // Of a large district the figures of the year before come a little later.
    refetchInterval: (query) => (query.state.data?.complete === false ? 1000 : false),
  });
}

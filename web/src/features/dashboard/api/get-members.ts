import { useInfiniteQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { lack } from '@/lib/lacks';
import type { Question } from '../question';

const given = z.object({
  worklist: z.string(),
  title: z.string().nullish(),
  owner: z.string().nullish(),
  due_on: z.string().nullish(),
  // False: somebody said it was done a few days ago, and no record says so yet.
  open: z.boolean().default(true),
  outcome_on: z.string().nullish(),
});
export type Given = z.infer<typeof given>;

const member = z.object({
  member: z.string(),
  name: z.string(),
  sex: z.string().nullish(),
  birth_date: z.string().nullish(),
  phone: z.string().nullish(),
  unit: z.string().nullish(),
  unit_name: z.string().nullish(),
  met: z.boolean(),
  why: z.string().nullish(),
  why_title: z.string().nullish(),
  why_title_en: z.string().nullish(),
  evidence: z.object({ type: z.string(), id: z.string(), on: z.string().nullish() }).nullish(),
  due_on: z.string().nullish(),
  days_overdue: z.number().nullish(),
  risk: z.number().nullish(),
  // What the member lacks, thing by thing, and what it adds to the figure.
  details: z.array(lack).nullish(),
  part: z.number().nullish(),
  whole: z.number().nullish(),
  // The work for this indicator that the person is on already.
  open_item: given.nullish(),
});
export type Member = z.infer<typeof member>;

const page = z.object({ total: z.number().nullish(), closed: z.number().nullish(), members: z.array(member), next: z.string().nullish() });
type Page = z.infer<typeof page>;

// Which members: by verdict and reason, or those behind one reason of change between two days.
export interface Filter {
  met?: string;
  why?: string;
  reason?: string;
  effect?: string;
  from?: string;
  // Those behind a figure that stands beside the indicator.
  companion?: string;
  // Those in one group of a split.
  split?: string;
  group?: string;
}

export function useMembers(indicator: string, { unit, asOf, map, base }: Question, filter: Filter) {
  const path = filter.effect ? `/indicators/${indicator}/changes/members` : `/indicators/${indicator}/members`;
  const days = filter.effect ? { from: filter.from, to: asOf } : { as_of: asOf };
  const { met, why, reason, effect, companion, split, group } = filter;
  return useInfiniteQuery({
    queryKey: ['figures', 'members', indicator, unit, asOf, map, base, filter],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Page) => last.next ?? undefined,
    queryFn: ({ pageParam }: { pageParam: string | undefined }) => api.get(path, page, { unit, map, base, ...days, met, why, reason, effect, companion, split, group, cursor: pageParam, count: 100 }),
  });
}

import { useInfiniteQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, type Query } from '@/lib/api';

const standing = z.object({ met: z.boolean(), why_title: z.string().nullish(), why_title_en: z.string().nullish() });
const member = z.object({
  member: z.string(),
  name: z.string(),
  // People alone have one, known or not.
  birth_date: z.string().nullish(),
  unit_name: z.string().nullish(),
  // A frozen row.
  met: z.boolean().nullish(),
  why_title: z.string().nullish(),
  why_title_en: z.string().nullish(),
  // A row that differs: then, now, and what was written since.
  was: standing.nullish(),
  now: standing.nullish(),
  cause_title: z.string().nullish(),
  cause_title_en: z.string().nullish(),
  versions: z.array(z.object({ type_title: z.string().nullish(), type_title_en: z.string().nullish(), at: z.string(), by: z.string().nullish(), id: z.string(), version: z.union([z.string(), z.number()]) })).nullish(),
});
export type FrozenMember = z.infer<typeof member>;

const page = z.object({ total: z.number(), members: z.array(member), next: z.string().nullish() });
type Page = z.infer<typeof page>;

// Members of a closed period: as frozen, or (`differing`) those that stand otherwise today.
export function useFrozenMembers(id: string, differing: boolean, filter: Query) {
  return useInfiniteQuery({
    queryKey: [differing ? 'figures' : 'periods', 'members', id, filter],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Page) => last.next ?? undefined,
    queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
      api.get(`/periods/${id}/${differing ? 'explain/members' : 'members'}`, page, { ...filter, cursor: pageParam, count: 100 }),
  });
}

import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

export const head = z.object({
  id: z.string(),
  title: z.string(),
  indicator: z.string().nullish(),
  // A list given to a hamlet belongs to no user.
  owner: z.object({ user: z.string().nullish().transform((user) => user || undefined), name: z.string() }),
  unit: z.string().nullish(),
  unit_name: z.string().nullish(),
  due_on: z.string().nullish(),
  reason: z.string().nullish(),
  total: z.number(),
  by_outcome: z.object({
    done: z.number(), will_come: z.number(), not_found: z.number(), moved: z.number(), refused: z.number(), died: z.number(), open: z.number(),
  }),
  // Past its due day with people still open.
  late: z.boolean(),
});
export type WorklistHead = z.infer<typeof head>;

const shape = z.object({ worklists: z.array(head) });

// Those given to the reader, or all of the reader's units.
export function useWorklists(whose: 'mine' | 'unit') {
  return useQuery({
    queryKey: ['worklists', whose],
    queryFn: () =>
      api.get('/worklists', shape, whose === 'mine' ? { mine: true } : {}).then((answer) => answer.worklists),
  });
}

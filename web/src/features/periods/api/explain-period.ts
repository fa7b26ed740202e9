import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';

const counts = z.object({ numerator: z.number(), denominator: z.number() });
const reason = z.object({ code: z.string(), title: z.string(), effect: z.enum(['gained', 'lost', 'entered', 'left']), count: z.number() });
const cause = z.object({ code: z.string(), title: z.string(), count: z.number() });
const row = z.object({
  indicator: z.string(),
  title: z.string(),
  was: counts,
  now: counts,
  differences: z.number(),
  reasons: z.array(reason),
  causes: z.array(cause),
});
export type Explained = z.infer<typeof row>;

const shape = z.object({ content_changed: z.boolean(), rows: z.array(row) });

// What was frozen against what is answered today, member by member.
export function useExplanation(id: string, unit: string | undefined) {
  return useQuery({ queryKey: ['figures', 'periods', id, unit], queryFn: () => api.get(`/periods/${id}/explain`, shape, { unit }) });
}

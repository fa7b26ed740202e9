import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '@/lib/api';
import { counted, hidden } from '@/lib/count';

const counts = z.object({ numerator: counted, denominator: counted, hidden });
const reason = z.object({ code: z.string(), title: z.string(), title_en: z.string().nullish(), effect: z.enum(['gained', 'lost', 'entered', 'left']), count: z.number().nullable() });
const cause = z.object({ code: z.string(), title: z.string(), title_en: z.string().nullish(), count: z.number().nullable() });
const row = z.object({
  indicator: z.string(),
  title: z.string(),
  title_en: z.string().nullish(),
  was: counts,
  now: counts,
  // Null: kept from readers of figures alone.
  differences: z.number().nullable(),
  reasons: z.array(reason),
  causes: z.array(cause),
});
export type Explained = z.infer<typeof row>;

const shape = z.object({ content_changed: z.boolean(), rows: z.array(row) });

// What was frozen against what is answered today, member by member.
export function useExplanation(id: string, unit: string | undefined) {
  return useQuery({ queryKey: ['figures', 'periods', id, unit], queryFn: () => api.get(`/periods/${id}/explain`, shape, { unit }) });
}
